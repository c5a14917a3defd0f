"""An issue and its pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.layout.issues import Sheet, issues_beside, shares_by_column, sheets_of
from archive.models import Issue, Page
from archive.serving.issues import of_issue
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only


def _render(request: HttpRequest, issue: Issue, page: Page | None, sheets: list[Sheet]) -> HttpResponse:
    pages = [sheet.page for sheet in sheets if sheet.page]
    previous_issue, next_issue = issues_beside(issue)
    here = pages.index(page) if page in pages else None
    context = {
        "issue": issue,
        "page": page,
        "sheets": sheets,
        "shown": [sheet for sheet in sheets if sheet.page == page] if page else sheets,
        "total": sum(len(sheet.articles) for sheet in sheets),
        "shares": shares_by_column(sheets),
        "previous_issue": previous_issue,
        "next_issue": next_issue,
        "previous_page": pages[here - 1] if here else None,
        "next_page": pages[here + 1] if here is not None and here + 1 < len(pages) else None,
    }
    return render(request, "archive/issue.html", context)


@read_only
@kept_by_version
@of_issue
def issue(request: HttpRequest, found: Issue) -> HttpResponse:
    return _render(request, found, None, sheets_of(found))


@read_only
@kept_by_version
@of_issue
def page(request: HttpRequest, found: Issue, number: str) -> HttpResponse:
    sheets = sheets_of(found)
    wanted = get_object_or_404(Page.objects.for_readers().select_related("section"), issue=found, number=number)
    return _render(request, found, wanted, sheets)
