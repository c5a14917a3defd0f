"""The address of an article as a QR code, for the foot of its print."""

from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse

from archive.addresses.links import absolute
from archive.models import Article
from archive.serving.articles import readable
from archive.serving.conditional import revalidated
from archive.serving.methods import read_only


@read_only
@revalidated
@readable
def article_square(request: HttpRequest, article: Article) -> HttpResponse:
    svg = BytesIO()
    code = segno.make(absolute(article.get_absolute_url(), request), micro=False)
    code.save(svg, kind="svg", border=0, unit="mm", svgclass=None, lineclass=None)
    return HttpResponse(svg.getvalue(), "image/svg+xml")
