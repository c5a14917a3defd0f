"""An issue and its pages."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.language.dates import in_chinese
from archive.layout.issues import Sheet, shares_by_column, sheets_of
from archive.models import Issue, Newspaper, Page
from archive.serving.conditional import revalidated
from archive.serving.newspapers import of_newspaper


def _issue(newspaper: Newspaper, day: datetime.date) -> Issue:
    try:
        return Issue.objects.select_related("newspaper").get(newspaper=newspaper, date=day)
    except Issue.DoesNotExist:
        raise Http404(f"本库没有{newspaper}{in_chinese(day)}这一期。") from None


def _render(request: HttpRequest, issue: Issue, page: Page | None, sheets: list[Sheet]) -> HttpResponse:
    pages = [sheet.page for sheet in sheets if sheet.page]
    here = pages.index(page) if page in pages else None
    context = {
        "issue": issue,
        "page": page,
        "sheets": sheets,
        "shown": [sheet for sheet in sheets if sheet.page == page] if page else sheets,
        "total": sum(len(sheet.articles) for sheet in sheets),
        "shares": shares_by_column(sheets),
        "previous_issue": Issue.objects.before(issue).select_related("newspaper").first(),
        "next_issue": Issue.objects.after(issue).select_related("newspaper").first(),
        "previous_page": pages[here - 1] if here else None,
        "next_page": pages[here + 1] if here is not None and here + 1 < len(pages) else None,
    }
    return render(request, "archive/issue.html", context)


@revalidated
@of_newspaper
def issue(request: HttpRequest, newspaper: Newspaper, day: datetime.date) -> HttpResponse:
    found = _issue(newspaper, day)
    return _render(request, found, None, sheets_of(found))


@revalidated
@of_newspaper
def page(request: HttpRequest, newspaper: Newspaper, day: datetime.date, number: str) -> HttpResponse:
    found = _issue(newspaper, day)
    sheets = sheets_of(found)
    wanted = get_object_or_404(Page.objects.select_related("section"), issue=found, number=number)
    return _render(request, found, wanted, sheets)
