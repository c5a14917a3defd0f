"""The address of a page as a QR code, for the foot of its print."""

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from archive.addresses.links import absolute
from archive.models import Article, Newspaper
from archive.serving.articles import readable
from archive.serving.kept import revalidated_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper

LONGEST = 1000  # bytes of an address: a code of more cannot be read from paper


@read_only
@revalidated_by_version
@readable
def article_square(request: HttpRequest, article: Article) -> HttpResponse:
    return _square_of(absolute(article.get_absolute_url(), request))


@read_only
@revalidated_by_version
@of_newspaper
def page_square(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """Of the page of this site whose path and query are `of`."""
    of = iri_to_uri(request.GET.get("of", ""))
    if not of.startswith("/") or len(of) > LONGEST:
        raise Http404("没有这个地址的方块码")
    return _square_of(absolute(of, request))


def _square_of(there: str) -> HttpResponse:
    svg = BytesIO()
    code = segno.make(there, micro=False)
    code.save(svg, kind="svg", border=0, unit="mm", svgclass=None, lineclass=None)
    return HttpResponse(svg.getvalue(), "image/svg+xml")
