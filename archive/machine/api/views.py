"""Newspapers, issues and articles as JSON; openapi.yaml says what each takes and gives."""

import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect

from archive.addresses.links import absolute, address, site_url
from archive.holdings.counts import holdings_of
from archive.language.dates import in_chinese
from archive.machine.api.contract import document
from archive.machine.api.endpoints import Call, Payload, endpoint, listed
from archive.machine.api.problems import ApiProblem
from archive.models import Article, Column, Contribution, Contributor, Issue, Newspaper, Status
from archive.models.article import ArticleQuerySet
from archive.takeaway.records import article_record, article_summary, counted, issue_record, newspaper_record


@endpoint("/")
def root(call: Call) -> Payload:
    entries = {
        name: absolute(address(route, call.newspaper), call.request) for name, route in settings.API_ENTRIES.items()
    }
    return {"newspaper": call.newspaper.name, **entries}


@endpoint("/openapi.json")
def openapi(call: Call) -> Payload:
    here = absolute(address("api_root", call.newspaper), call.request).rstrip("/")
    return {**document(), "servers": [{"url": here}]}


@endpoint("/newspapers/")
def newspapers(call: Call) -> Payload:
    site = site_url(call.request)
    return {"items": [newspaper_record(row, site) for row in Newspaper.objects.for_readers().order_by("pk")]}


@endpoint("/holdings/")
def holdings(call: Call) -> Payload:
    return holdings_of(call.request, call.newspaper).as_json()


@endpoint("/issues/")
def list_issues(call: Call) -> Payload:
    found = counted(within(call, Issue.objects.for_readers().in_newspaper(call.newspaper))).order_by("-date")
    site = site_url(call.request)
    return listed(call, found.count(), (issue_record(row, site) for row in page_rows(call, found)))


@endpoint("/issues/{day}/")
def get_issue(call: Call, day: datetime.date) -> Payload:
    issues = Issue.objects.for_readers().in_newspaper(call.newspaper)
    row = counted(issues).filter(date=day).first()
    if row is None:
        if moved := issues.once_of(call.newspaper, day):
            there = address("api_issue", call.newspaper, day=moved.date)
            return HttpResponseRedirect(absolute(there, call.request))
        raise ApiProblem(404, "not_found", f"本库没有{call.newspaper}{in_chinese(day)}这一期。")
    site = site_url(call.request)
    list_articles = row.articles.published().for_reading().order_by("position", "id")
    return {
        **issue_record(row, site),
        "articles": [article_summary(get_article, site) for get_article in list_articles],
    }


@endpoint("/articles/")
def list_articles(call: Call) -> Payload:
    found = within(call, Article.objects.published().in_newspaper(call.newspaper))
    found = under_names(found, call.query)
    if since := call.query.get("modified_since"):
        found = found.filter(modified_at__gte=since).order_by("modified_at", "id")
    else:
        found = found.order_by("-date", "position", "id")
    site = site_url(call.request)
    rows = page_rows(call, found.for_reading())
    return listed(call, found.count(), (article_summary(row, site) for row in rows))


@endpoint("/articles/{permanent_id}/")
def get_article(call: Call, permanent_id: str) -> Payload:
    found = Article.objects.given_out().for_reading().in_newspaper(call.newspaper)
    found = found.select_related("replaced_by__newspaper")
    row = found.filter(permanent_id=permanent_id).first()
    if row is None:
        raise ApiProblem(404, "not_found", f"{call.newspaper}没有编号为 {permanent_id} 的文章。")
    if row.went_into:
        return _moved_to(call, row.went_into)
    if row.status == Status.WITHDRAWN:
        at = {"withdrawn_at": row.withdrawn_at.isoformat(timespec="seconds")} if row.withdrawn_at else {}
        raise ApiProblem(410, "withdrawn", "这篇文章已撤回。", reason=row.withdrawn_reason, **at)
    return article_record(row, site_url(call.request))


def _moved_to(call: Call, other: Article) -> HttpResponseBase:
    there = address("api_article", other.newspaper, permanent_id=other.permanent_id)
    return HttpResponseRedirect(absolute(there, call.request))


@endpoint("")
def no_such_entry(call: Call, rest: str) -> Payload:
    entries = absolute(address("api_root", call.newspaper), call.request)
    raise ApiProblem(404, "not_found", f"接口没有 {rest[:100]} 这个入口。全部入口见 {entries}。")


def under_names(articles: ArticleQuerySet, query: dict[str, Any]) -> ArticleQuerySet:
    """Those of the section, column and contributor asked for by slug; one that was merged since leads on."""
    if "section" in query:
        articles = articles.filter(page__section__slug=query["section"])
    if "column" in query:
        articles = articles.filter(column__in=Column.objects.reached_by(slug=query["column"]))
    if "contributor" in query:
        signed = Contribution.objects.filter(contributor__in=Contributor.objects.reached_by(slug=query["contributor"]))
        articles = articles.filter(pk__in=signed.values("article"))
    return articles


Rows = TypeVar("Rows", bound=QuerySet[Any])


def within(call: Call, rows: Rows) -> Rows:
    """Those of the year and the span of days asked for."""
    bounds = {"year": "date__year", "since": "date__gte", "until": "date__lte"}
    return rows.filter(**{bounds[name]: call.query[name] for name in bounds if name in call.query})


def page_rows(call: Call, rows: Rows) -> Rows:
    first = (call.query["page"] - 1) * call.query["page_size"]
    return rows[first : first + call.query["page_size"]]
