"""The front page of a newspaper: its newest issue as it was printed, and the ways into all others."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.addresses.converters import Month
from archive.layout.anniversaries import anniversaries
from archive.layout.calendars import month_table, printed_days
from archive.layout.fronts import front_of
from archive.layout.issues import Sheet, sheets_of
from archive.layout.leads import leads_of
from archive.models import Article, Issue, Newspaper
from archive.models.prepared import prepared
from archive.models.shown_articles import article_links
from search.pages.lists import list_view, month_page, names, years_told
from search.pages.years import NEWEST_ISSUES, issues_between, newest_issues
from search.query import browse as browsing

FRONT_PAGE_COLUMNS = 12
FRONT_PAGE_UNDATED = 6
FRONT_PAGE_NEWEST = 20  # articles, where no issue is known


@prepared
def _without_issue(newspaper: Any) -> "QuerySet[Article, tuple[int]]":
    rows = Article.objects.published().filter(newspaper=newspaper, issue=None)
    return rows.order_by("-date", "id").values_list("pk")[:FRONT_PAGE_UNDATED]


@list_view
def home(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """The front of the newest issue; where no issue is known, the newest articles."""
    recent = newest_issues(newspaper)
    years = years_told(request, newspaper)
    newest = recent[0] if recent else None
    passed = anniversaries(newspaper, timezone.localdate(), years.first, newest)
    context: dict[str, object] = {
        "printed": sum(years.issues.values()),
        "years": years.html,
        "total": years.total,
        "columns": names(newspaper, "column")[:FRONT_PAGE_COLUMNS],
        "recent": recent[1:],
        "anniversaries": passed,
        "leads": leads_of([*recent[1:], *passed.issues], newspaper),
    }
    if newest:
        context |= _newest(newest)
        if len(recent) < NEWEST_ISSUES:  # of a young archive, what no calendar shows is a good part
            keys = [key for (key,) in _without_issue(newspaper=newspaper.pk)]
            links = article_links(keys, newspaper)
            context["undated"] = [links[key] for key in keys]
    else:
        hits = browsing.browse(newspaper, page_size=FRONT_PAGE_NEWEST).hits
        context["front"] = front_of([Sheet(None, [hit.article for hit in hits])])
    return render(request, "browse/home.html", context)


def _newest(issue: Issue) -> dict[str, object]:
    newspaper, month = issue.newspaper, Month(issue.date.year, issue.date.month)
    sheets = sheets_of(issue)
    of_month = [each.row(newspaper) for each in issues_between(newspaper, issue.date.replace(day=1), issue.date)]
    return {
        "issue": issue,
        "front": front_of(sheets),
        "pages": sum(sheet.page is not None for sheet in sheets),
        "in_issue": sum(len(sheet.articles) for sheet in sheets),
        "table": month_table(month, printed_days(newspaper, of_month), month_page(newspaper)),
    }
