"""The address of a page as a QR code, for the foot of its print."""

from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse

from archive.addresses.links import absolute
from archive.models import Article, Issue
from archive.serving.articles import readable
from archive.serving.conditional import revalidated
from archive.serving.issues import of_issue
from archive.serving.methods import read_only


def _square(request: HttpRequest, there: str) -> HttpResponse:
    svg = BytesIO()
    segno.make(absolute(there, request), micro=False).save(
        svg, kind="svg", border=0, unit="mm", svgclass=None, lineclass=None
    )
    return HttpResponse(svg.getvalue(), "image/svg+xml")


@read_only
@revalidated
@readable
def article_square(request: HttpRequest, article: Article) -> HttpResponse:
    return _square(request, article.get_absolute_url())


@read_only
@revalidated
@of_issue
def issue_square(request: HttpRequest, issue: Issue) -> HttpResponse:
    return _square(request, issue.get_absolute_url())
