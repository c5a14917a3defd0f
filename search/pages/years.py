"""Years and months: their issues as rows, the days of a year as a strip; their articles where they are asked for."""

import calendar
import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.addresses.converters import Month
from archive.addresses.links import address
from archive.language.dates import in_chinese
from archive.language.titles import titled
from archive.layout.calendars import month_table, printed_days, year_strip
from archive.layout.leads import leads_of
from archive.models import Article, Basis, Issue, Newspaper, Precision
from archive.models.issue import IssueRow
from archive.models.prepared import any_of, as_one_value, prepared
from archive.models.shown_articles import article_links
from archive.serving.parts import part_asked
from search.pages.histogram import histogram, is_short
from search.pages.lists import list_view, listing, month_page, years_told
from search.query import browse as browsing

ROWS = 60  # issues on a page of a year, about: a weekly's is whole, of a daily's no month is parted
NEWEST_ISSUES = 13
UNDATED = 20


@prepared
def _issues_between(newspaper: Any, first: Any, last: Any) -> "QuerySet[Issue, tuple[int, str, int | None]]":
    rows = Issue.objects.for_readers().filter(newspaper=newspaper, date__gte=first, date__lte=last)
    return rows.order_by("date").values_list("pk", Cast("date", TextField()), "total_number")


@prepared
def _without_day(newspaper: Any, first: Any, last: Any, precisions: Any) -> "QuerySet[Article, tuple[int]]":
    rows = Article.objects.published().filter(newspaper=newspaper, issue=None, date__gte=first, date__lte=last)
    known = rows.filter(date_precision__in=any_of(precisions))
    return known.order_by("date", "id").values_list("pk")[:UNDATED]


class IssueOfSpan(NamedTuple):
    """Of an issue from one day to another: primary key, the day (2021-11-05), total number."""

    key: int
    day: str
    number: int | None

    def row(self, newspaper: Newspaper) -> IssueRow:
        return IssueRow(self.key, datetime.date.fromisoformat(self.day), self.number, newspaper)


def issues_between(newspaper: Newspaper, first: datetime.date, last: datetime.date) -> list[IssueOfSpan]:
    """The issues from one day to another, both included, in their order."""
    rows = _issues_between(newspaper=newspaper.pk, first=first.isoformat(), last=last.isoformat())
    return list(map(IssueOfSpan._make, rows))


def without_day(
    newspaper: Newspaper, first: datetime.date, last: datetime.date, at_least: Precision = Precision.YEAR
) -> list[Article]:
    """The articles of that time of which no day is known, as links need them, UNDATED at most; `at_least` the month
    where a month is asked."""
    wanted = as_one_value(each.value for each in (Precision.MONTH, at_least))
    rows = _without_day(newspaper=newspaper.pk, first=first.isoformat(), last=last.isoformat(), precisions=wanted)
    keys = [key for (key,) in rows]
    links = article_links(keys, newspaper)
    return [links[key] for key in keys]


@prepared
def _newest_issues(newspaper: Any) -> "QuerySet[Issue]":
    return Issue.objects.for_readers().filter(newspaper=newspaper).order_by("-date")[:NEWEST_ISSUES]


def newest_issues(newspaper: Newspaper) -> list[Issue]:
    """The newest first."""
    issues = _newest_issues(newspaper=newspaper.pk)
    for issue in issues:
        issue.newspaper = newspaper
    return issues


@prepared
def _guessed(newspaper: Any) -> "QuerySet[Article, tuple[int]]":
    rows = Article.objects.published().filter(newspaper=newspaper, date_basis=Basis.GUESS)
    return rows.order_by().values_list("pk")[:1]


@list_view
def issues(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    years, newest = years_told(request, newspaper), newest_issues(newspaper)
    months = browsing.month_counts(newspaper)
    context = {
        "years": years.html,
        "total": years.total,
        "printed": sum(years.issues.values()),
        "newest": newest,
        "leads": leads_of(newest, newspaper),
        "has_guesses": bool(_guessed(newspaper=newspaper.pk)),
        "bars": [] if is_short(months) else histogram(months, month_page(newspaper)),
        "without_month": sum(years.without_month.values()),
    }
    return render(request, "browse/years.html", context)


@list_view
def issues_year(request: HttpRequest, newspaper: Newspaper, year: int) -> HttpResponse:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    found = issues_between(newspaper, first, last)
    years = years_told(request, newspaper)
    articles = years.counts.get(str(year), 0)
    if not articles and not found:
        raise Http404(f"本库没有{newspaper}{in_chinese(str(year))}的报纸。")
    part = part_asked(request, _by_whole_months(found), 1)
    shown = [issue.row(newspaper) for month in part.items for issue in month]
    before, after = years.beside(year)
    context = {
        "year": year,
        "told": _told(newspaper, str(year), len(found), articles),
        "articles": articles,
        "printed": len(found),
        "strip": year_strip(year, [issue.day for issue in found], month_page(newspaper)),
        "part": part,
        "months": [(Month(year, number), list(run)) for number, run in groupby(shown, lambda issue: issue.date.month)],
        "leads": leads_of(shown, newspaper),
        "undated": without_day(newspaper, first, last) if part.page == part.num_pages else [],
        "years": years.html,
        "previous_year": before,
        "next_year": after,
    }
    return render(request, "browse/year.html", context)


def _told(newspaper: Newspaper, time: str, issues: int, articles: int) -> str:
    """What a year or a month is said to hold where its page is shared."""
    printed = f"{issues}期、" if issues else ""
    return f"{titled(newspaper.name)}{in_chinese(time)}：{printed}{articles}篇。"


def _by_whole_months(found: Iterable[IssueOfSpan]) -> list[list[IssueOfSpan]]:
    """The issues of a year in parts that end with a month, of about ROWS at most."""
    parts: list[list[IssueOfSpan]] = []
    for _, run in groupby(found, lambda issue: issue.day[:7]):
        issues = list(run)
        if parts and len(parts[-1]) + len(issues) <= ROWS:
            parts[-1] += issues
        else:
            parts.append(issues)
    return parts


@list_view
def issues_month(request: HttpRequest, newspaper: Newspaper, month: Month) -> HttpResponse:
    first = datetime.date(month.year, month.number, 1)
    last = first.replace(day=calendar.monthrange(month.year, month.number)[1])
    found = [issue.row(newspaper) for issue in issues_between(newspaper, first, last)]
    counts = browsing.month_counts(newspaper)
    articles = counts.get(str(month), 0)
    if not articles and not found:
        raise Http404(f"本库没有{newspaper}{in_chinese(str(month))}的报纸。")
    context = {
        "month": month,
        "told": _told(newspaper, str(month), len(found), articles),
        "articles": articles,
        "issues": found,
        "leads": leads_of(found, newspaper),
        "undated": without_day(newspaper, first, last, Precision.MONTH),
        "table": month_table(month, printed_days(newspaper, found), month_page(newspaper)),
        "previous_month": max((name for name in counts if name < str(month)), default=""),
        "next_month": min((name for name in counts if name > str(month)), default=""),
    }
    return render(request, "browse/month.html", context)


@list_view
def articles_of_year(request: HttpRequest, newspaper: Newspaper, year: int) -> HttpResponse:
    return _articles(request, newspaper, str(year), address("issues_year", newspaper, year=year), year=year)


@list_view
def articles_of_month(request: HttpRequest, newspaper: Newspaper, month: Month) -> HttpResponse:
    there = address("issues_month", newspaper, month=month)
    return _articles(request, newspaper, str(month), there, month=str(month))


def _articles(request: HttpRequest, newspaper: Newspaper, time: str, issues: str, **filters: Any) -> HttpResponse:
    """The articles of a time, newest first; `issues` is the address of its issues."""
    answer = listing(request, newspaper, **filters)
    if not answer.total:
        raise Http404(f"本库没有{newspaper}{in_chinese(time)}的文章。")
    context = {"time": in_chinese(time), "iso": time, "issues": issues, "answer": answer}
    return render(request, "browse/articles.html", context)


@list_view
def issues_undated(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    answer = listing(request, newspaper, undated=True)
    if not answer.total:
        raise Http404(f"{newspaper}的文章都有日期，或者推定了年份。")
    return render(request, "browse/undated.html", {"answer": answer, "years": years_told(request, newspaper).html})
