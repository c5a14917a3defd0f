"""An issue and its pages."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.language.dates import in_chinese
from archive.layout.charts import Share, shares
from archive.models import Article, Issue, Newspaper, Page
from archive.serving.conditional import revalidated
from archive.serving.newspapers import of_newspaper


@dataclass(frozen=True)
class Sheet:
    """What one page of an issue holds; `page` is None for articles of which the source names none."""

    page: Page | None
    articles: Sequence[Article]


def print_order(page: Page | None) -> tuple[bool, str, int, str]:
    """A sort key: 1, 2, 10, A1, A2 – by letters, then by number; no page last."""
    if page is None:
        return True, "", 0, ""
    letters = page.number.rstrip("0123456789")
    return False, letters, int(page.number[len(letters) :] or 0), page.number


def sheets_of(issue: Issue) -> list[Sheet]:
    """The pages of `issue` in print order with their published articles; those without a page last."""
    of_page: dict[Page | None, list[Article]] = {
        page: [] for page in issue.pages.select_related("section__newspaper", "issue__newspaper")
    }
    articles = issue.articles.published().select_related("newspaper", "page", "column__newspaper").defer("claims")
    for article in articles.prefetch_related("sections").order_by("position", "id"):
        of_page.setdefault(article.page, []).append(article)
    return [Sheet(page, of_page[page]) for page in sorted(of_page, key=print_order)]


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The published articles before and after in the same issue, in print order; without an issue, in the source."""
    others = Article.objects.published().select_related("newspaper", "page").defer("claims", "editor_note")
    if article.issue_id:
        row = sorted(
            others.filter(issue=article.issue_id).order_by("position", "id"),
            key=lambda other: print_order(other.page),
        )
        here = row.index(article)
        return (row[here - 1] if here else None), (row[here + 1] if here + 1 < len(row) else None)
    if article.source_id:
        # A source of ready-made articles may hold a hundred thousand: one step each way, in the order of loading.
        row_of_source = others.filter(source=article.source_id, newspaper=article.newspaper_id, issue=None)
        before, after = row_of_source.filter(pk__lt=article.pk), row_of_source.filter(pk__gt=article.pk)
        return before.order_by("-pk").first(), after.order_by("pk").first()
    return None, None


def shares_by_column(sheets: Sequence[Sheet]) -> list[Share]:
    """Characters printed under each column, and outside all of them."""
    characters: Counter[str] = Counter()
    for article in (article for sheet in sheets for article in sheet.articles):
        characters[str(article.column or "不属栏目")] += sum(len(section.body) for section in article.sections.all())
    return shares(characters)


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
