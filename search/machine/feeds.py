"""Atom (RFC 4287, paged as in RFC 5005) of the archive, a section, a column, a contributor and any search.

Every feed is a search, newest first: a column's is the search of its articles. All take `page` and `papers`, that of a
search whatever the search page does.
"""

import datetime
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_default_timezone

from archive.addresses.links import absolute, address
from archive.layout.reading import first_paragraph
from archive.models import Article, Column, Contributor, Newspaper, PaperSection, led_to, with_references
from archive.serving.authorities import leads_on
from archive.serving.kept import kept_by_version, revalidated_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.serving.views import View
from archive.takeaway.xmltext import legal
from search.pages.unavailable import needs_index
from search.query import SearchRequest, answer, browse
from search.query.outcome import told
from search.query.papers import papers_label
from search.query.results import SearchPage

ENTRIES = 50
# How many feeds of a kind their page lists: contributors can be thousands.
LISTED = 100
# Kinds of feed -> the model of what each is of.
OF: dict[str, type[PaperSection] | type[Column] | type[Contributor]] = {
    "section": PaperSection,
    "column": Column,
    "contributor": Contributor,
}
LABELS = {"section": "版块", "column": "栏目", "contributor": "作者"}


class Feed(Atom1Feed):
    """Django's Atom feed, with several authors to an entry, links to the pages around and a time of its own."""

    def latest_post_date(self) -> datetime.datetime:
        """When the newest change was; for an empty feed a fixed day, so that it stays the same feed."""
        changes = [item["updateddate"] for item in self.items]
        return max(changes, default=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel, href in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": rel, "href": href, "type": "application/atom+xml"})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


def feed_view(view: View) -> View:
    return read_only(revalidated_by_version(needs_index(of_newspaper(view))))


@feed_view
def archive(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    asked = _written(request, newspaper)
    alternate = f"{address('search', newspaper)}?{asked.params(page=1)}" if asked.papers else address("home", newspaper)
    return _feed(request, asked, asked, _where(asked), alternate)


@feed_view
def of_kind(request: HttpRequest, newspaper: Newspaper, kind: str, slug: str) -> HttpResponse:
    within = {} if kind == "contributor" else {"newspaper": newspaper}
    row: Any = get_object_or_404(with_references(OF[kind].objects.for_readers()), slug=slug, **within)
    if (now := led_to(row)) != row:
        return leads_on(request, address(f"feed_{kind}", newspaper, slug=now.slug))
    filters: dict[str, Any] = {kind: row.slug}
    written = _written(request, newspaper)
    title = f"{_where(written)} {LABELS[kind]}：{row.name}"
    return _feed(request, replace(written, **filters), written, title, address(kind, newspaper, slug=slug))


@feed_view
def search_feed(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """Any search: the query of the search page's address."""
    asked = SearchRequest.from_params(request.GET, newspaper)
    title = f"{_where(asked)} 检索：{asked.q}" if asked.q else f"{_where(asked)} 按条件列出"
    return _feed(request, asked, asked, title, f"{address('search', newspaper)}?{asked.params()}")


def _written(request: HttpRequest, newspaper: Newspaper) -> SearchRequest:
    """What the address of a feed that is no search's may ask beside."""
    read = SearchRequest.from_params(request.GET, newspaper)
    return SearchRequest(newspaper, papers=read.papers, page=read.page)


def _where(asked: SearchRequest) -> str:
    return papers_label(asked) if asked.papers else str(asked.newspaper)


def _feed(
    request: HttpRequest, asked: SearchRequest, written: SearchRequest, title: str, alternate: str
) -> HttpResponse:
    """The feed of what is asked; `written` is as much of it as stands in the query of its address."""
    found = answer(replace(asked, sort="newest", page_size=ENTRIES), marking=False)
    here = absolute(request.path + _query(written, written.page), request)
    feed = Feed(
        title=title,
        link=absolute(alternate, request),
        description=None,
        subtitle="；".join(told(asked, found)) or None,
        language="zh-CN",
        author_name=str(asked.newspaper),
        feed_url=here,
        feed_guid=absolute(request.path + _query(written, 1), request),
        pages=_pages(request, written, found),
    )
    for article in (hit.article for hit in found.hits):
        _add(feed, article, absolute(article.get_absolute_url(), request))
    return HttpResponse(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8")


def _pages(request: HttpRequest, written: SearchRequest, found: SearchPage) -> dict[str, str]:
    numbers = {"first": 1, "last": found.num_pages}
    if found.has_previous:
        numbers["previous"] = found.page - 1
    if found.has_next:
        numbers["next"] = found.page + 1
    if found.num_pages == 1:
        return {}
    return {rel: absolute(request.path + _query(written, n), request) for rel, n in numbers.items()}


def _query(written: SearchRequest, page: int) -> str:
    """The query of that page's address: no more than was understood of it."""
    query = written.params(page=page)
    return f"?{query}" if query else ""


def _add(feed: Feed, article: Article, url: str) -> None:
    day = article.day
    feed.add_item(
        title=legal(article.headline),
        link=url,
        unique_id=url,
        description=legal(first_paragraph(article)),
        pubdate=datetime.datetime.combine(day, datetime.time(), get_default_timezone()) if day else None,
        updateddate=article.modified_at,
        categories=[article.column.name] if article.column else [],
        authors=list(dict.fromkeys(part.contributor.name for part in article.contributions.all())),
    )


@read_only
@kept_by_version
@needs_index
@of_newspaper
def feeds(request: HttpRequest, newspaper: Newspaper) -> HttpResponseBase:
    """The page that lists the feeds."""
    kinds = []
    for kind in OF:
        named = [count for count in browse.facet_counts(newspaper, kind) if count.value != "none"]
        kinds.append((LABELS[kind], f"feed_{kind}", named[:LISTED], len(named[LISTED:])))
    return render(request, "search/feeds.html", {"kinds": kinds, "entries": ENTRIES})
