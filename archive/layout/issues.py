"""An issue laid out: its pages in print order with their articles, what stands before and after an article."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length

from archive.language.dates import time_apart
from archive.layout.charts import Share, shares
from archive.models import Article, Issue, Newspaper, Page
from archive.models.issue import number_parts
from archive.models.prepared import prepared
from archive.models.shown_articles import article_links

HOLE_DAYS = 62  # a paper that comes out once a month is whole


@dataclass(frozen=True)
class Sheet:
    """What one page of an issue holds; `page` is None for articles of which the source names none."""

    page: Page | None
    articles: Sequence[Article]


def print_order(number: str | None) -> tuple[bool, str, int, str]:
    """A sort key of a page's number: 1, 2, 10, A1, A2 – by letters, then by number; no page last."""
    if number is None:
        return True, "", 0, ""
    letters, digits = number_parts(number)
    return False, letters, int(digits or 0), number


def sheets_of(issue: Issue) -> list[Sheet]:
    """The pages of `issue` in print order with their published articles, as links need them; those without a page
    last."""
    pages = {page.number: page for page in _pages(issue=issue.pk)}
    keys_of: dict[str | None, list[int]] = {number: [] for number in pages}
    for key, number in _places(issue=issue.pk):
        keys_of.setdefault(number, []).append(key)
    articles = article_links((key for keys in keys_of.values() for key in keys), issue.newspaper)
    for page in pages.values():
        page.issue = issue
    return [
        Sheet(pages[number] if number is not None else None, [articles[key] for key in keys_of[number]])
        for number in sorted(keys_of, key=print_order)
    ]


@prepared
def _pages(issue: Any) -> "QuerySet[Page]":
    return Page.objects.for_readers().filter(issue=issue).select_related("section")


def issue_on(newspaper: Newspaper, day: datetime.date) -> Issue | None:
    """The issue of a newspaper of that day; None where there is none that readers know."""
    return _of_newspaper(newspaper, _on(newspaper=newspaper.pk, day=day.isoformat()))


@dataclass(frozen=True)
class IssueStep:
    """The issue before or after another: how far it is in time (3年后), and how many numbers are missing between."""

    issue: Issue
    apart: str
    missing: int
    days: int

    @property
    def is_hole(self) -> bool:
        """Whether papers lack between: a number is missing, or more than a season has passed."""
        return self.missing > 0 or self.days > HOLE_DAYS


def issues_beside(issue: Issue) -> tuple[IssueStep | None, IssueStep | None]:
    """The steps to the issues of the same newspaper before and after."""
    there = {"newspaper": issue.newspaper_id, "day": issue.date.isoformat()}
    before, after = _before_day(**there), _after_day(**there)
    return _step(issue, _of_newspaper(issue.newspaper, before)), _step(issue, _of_newspaper(issue.newspaper, after))


def _step(here: Issue, there: Issue | None) -> IssueStep | None:
    if there is None:
        return None
    numbers = here.total_number, there.total_number
    missing = abs(numbers[0] - numbers[1]) - 1 if numbers[0] and numbers[1] else 0
    return IssueStep(there, time_apart(here.date, there.date), max(0, missing), abs((there.date - here.date).days))


def _of_newspaper(newspaper: Newspaper, issues: list[Issue]) -> Issue | None:
    for issue in issues:
        issue.newspaper = newspaper
    return issues[0] if issues else None


@prepared
def _on(newspaper: Any, day: Any) -> "QuerySet[Issue]":
    return Issue.objects.for_readers().filter(newspaper=newspaper, date=day).order_by()


@prepared
def _before_day(newspaper: Any, day: Any) -> "QuerySet[Issue]":
    return Issue.objects.for_readers().filter(newspaper=newspaper, date__lt=day).order_by("-date")[:1]


@prepared
def _after_day(newspaper: Any, day: Any) -> "QuerySet[Issue]":
    return Issue.objects.for_readers().filter(newspaper=newspaper, date__gt=day).order_by("date")[:1]


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The published articles before and after in the same issue, in print order; without an issue, in the source."""
    if article.issue_id:
        # Of a day's hundred articles two are shown.
        row = sorted(_places(issue=article.issue_id), key=lambda place: print_order(place[1]))
        keys = [key for key, _ in row]
        here = keys.index(article.pk)
        beside = keys[here - 1 : here], keys[here + 1 : here + 2]
    elif article.source_id:
        # A source of ready-made articles may hold a hundred thousand: one step each way, in the order of loading.
        there = {"source": article.source_id, "newspaper": article.newspaper_id, "key": article.pk}
        beside = [key for (key,) in _before(**there)], [key for (key,) in _after(**there)]
    else:
        return None, None
    links = article_links([*beside[0], *beside[1]], article.newspaper)
    before, after = ([links[key] for key in keys] for keys in beside)
    return before[0] if before else None, after[0] if after else None


@prepared
def _places(issue: Any) -> "QuerySet[Article, tuple[int, str | None]]":
    rows = Article.objects.published().filter(issue=issue)
    return rows.order_by("position", "id").values_list("pk", "page__number")


@prepared
def _before(source: Any, newspaper: Any, key: Any) -> "QuerySet[Article, tuple[int]]":
    rows = Article.objects.published().filter(source=source, newspaper=newspaper, issue=None, pk__lt=key)
    return rows.order_by("-pk").values_list("pk")[:1]


@prepared
def _after(source: Any, newspaper: Any, key: Any) -> "QuerySet[Article, tuple[int]]":
    rows = Article.objects.published().filter(source=source, newspaper=newspaper, issue=None, pk__gt=key)
    return rows.order_by("pk").values_list("pk")[:1]


def shares_by_column(issue: Issue) -> list[Share]:
    """Characters printed under each column of an issue, and outside all of them."""
    return shares({str(column or "不属栏目"): characters or 0 for column, characters in _characters(issue=issue.pk)})


@prepared
def _characters(issue: Any) -> "QuerySet[Article, tuple[str | None, int | None]]":
    rows = Article.objects.published().filter(issue=issue).order_by().values_list("column__name")
    return rows.annotate(characters=Sum(Length("sections__body")))
