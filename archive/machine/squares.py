"""The address of an article or an issue as a QR code, for the foot of its print."""

from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse

from archive.addresses.links import absolute
from archive.models import Article, Issue
from archive.serving.articles import readable
from archive.serving.conditional import revalidated
from archive.serving.issues import of_issue
from archive.serving.methods import read_only


@read_only
@revalidated
@readable
def article_square(request: HttpRequest, article: Article) -> HttpResponse:
    return _square_of(absolute(article.get_absolute_url(), request))


@read_only
@revalidated
@of_issue
def issue_square(request: HttpRequest, issue: Issue) -> HttpResponse:
    return _square_of(absolute(issue.get_absolute_url(), request))


def _square_of(there: str) -> HttpResponse:
    svg = BytesIO()
    code = segno.make(there, micro=False)
    code.save(svg, kind="svg", border=0, unit="mm", svgclass=None, lineclass=None)
    return HttpResponse(svg.getvalue(), "image/svg+xml")
