"""An issue and its pages."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page

from archive.models import Article, Issue, Newspaper, Page

from .common import of_newspaper


@dataclass(frozen=True)
class Sheet:
    """What one page of an issue holds; `page` is None for articles of which the source names none."""

    page: Page | None
    articles: Sequence[Article]


def in_print_order(pages: Iterable[Page]) -> list[Page]:
    """1, 2, 10, A1, A2: by letters, then by number."""

    def key(page: Page) -> tuple[str, int, str]:
        letters, digits = re.fullmatch(r"(\D*)(\d*).*", page.number).groups()
        return letters, int(digits or 0), page.number

    return sorted(pages, key=key)


def sheets_of(issue: Issue) -> list[Sheet]:
    """The pages of `issue` in print order with their published articles; those without a page last."""
    articles = list(issue.articles.published().for_reading().order_by("position", "id"))  # type: ignore[attr-defined]
    sheets = [
        Sheet(page, [article for article in articles if article.page_id == page.pk])
        for page in in_print_order(issue.pages.select_related("section", "issue__newspaper"))
    ]
    unplaced = [article for article in articles if article.page_id is None]
    return [*sheets, Sheet(None, unplaced)] if unplaced else sheets


def _issue(newspaper: Newspaper, day: datetime.date) -> Issue:
    try:
        return Issue.objects.select_related("newspaper").get(newspaper=newspaper, date=day)
    except Issue.DoesNotExist:
        raise Http404(f"本库没有{newspaper}{day.year}年{day.month}月{day.day}日这一期。") from None


def _render(request: HttpRequest, issue: Issue, page: Page | None, sheets: list[Sheet]) -> HttpResponse:
    pages = [sheet.page for sheet in sheets if sheet.page]
    here = pages.index(page) if page in pages else None
    context = {
        "issue": issue,
        "page": page,
        "sheets": sheets,
        "shown": [sheet for sheet in sheets if sheet.page == page] if page else sheets,
        "total": sum(len(sheet.articles) for sheet in sheets),
        "previous_issue": Issue.objects.before(issue).select_related("newspaper").first(),
        "next_issue": Issue.objects.after(issue).select_related("newspaper").first(),
        "previous_page": pages[here - 1] if here else None,
        "next_page": pages[here + 1] if here is not None and here + 1 < len(pages) else None,
    }
    return render(request, "archive/issue.html", context)


@conditional_page
@of_newspaper
def issue(request: HttpRequest, newspaper: Newspaper, day: datetime.date) -> HttpResponse:
    found = _issue(newspaper, day)
    return _render(request, found, None, sheets_of(found))


@conditional_page
@of_newspaper
def page(request: HttpRequest, newspaper: Newspaper, day: datetime.date, number: str) -> HttpResponse:
    found = _issue(newspaper, day)
    sheets = sheets_of(found)
    wanted = get_object_or_404(Page.objects.select_related("section"), issue=found, number=number)
    return _render(request, found, wanted, sheets)
