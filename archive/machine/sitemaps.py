"""Sitemaps (sitemaps.org 0.9): one index for the site, and for each newspaper files of its pages.

A file may only name pages at or below its own place, so those of other newspapers stand under
/papers/<slug>/ like the pages themselves.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.addresses.links import absolute, address, site_url
from archive.models import Article, Column, Contributor, Issue, Newspaper, PaperSection
from archive.serving.conditional import revalidated
from archive.serving.newspapers import of_newspaper

# The protocol allows 50,000 addresses and 50 MiB a file; a tenth of it is quickly made and fetched.
ADDRESSES_A_FILE = 5000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MEDIA_TYPE = "application/xml"
LISTS = ("home", "issues", "sections", "columns", "contributors", "about", "exports", "feeds")

Entry = tuple[str, str]  # path, time of last change (W3C date and time) or ""


def of_newspaper_rows(newspaper: Newspaper) -> dict[str, QuerySet[Any]]:
    """Kind of page -> the rows that have one, in an order that new rows do not disturb."""
    published = {"articles__newspaper": newspaper, "articles__status": "published"}
    return {
        "articles": Article.objects.published().of(newspaper).order_by("pk"),
        "issues": Issue.objects.of(newspaper).order_by("pk"),
        "columns": Column.objects.filter(newspaper=newspaper).order_by("pk"),
        "sections": PaperSection.objects.filter(newspaper=newspaper).order_by("pk"),
        "contributors": Contributor.objects.filter(**published).distinct().order_by("pk"),
    }


def entries_of(newspaper: Newspaper, kind: str, rows: QuerySet[Any]) -> Iterator[Entry]:
    if kind == "articles":
        for permanent_id, modified_at in rows.values_list("permanent_id", "modified_at"):
            yield address("article", newspaper, permanent_id=permanent_id), modified_at.isoformat(timespec="seconds")
    elif kind == "issues":
        for day in rows.values_list("date", flat=True):
            yield address("issue", newspaper, day=day), ""
    else:
        for slug in rows.values_list("slug", flat=True):
            yield address(kind.removesuffix("s"), newspaper, slug=slug), ""


@require_safe
@revalidated
def index(request: HttpRequest) -> HttpResponse:
    """The files of all newspapers."""
    files = []
    for newspaper in Newspaper.objects.order_by("pk"):
        counts = {"lists": 1, **{kind: rows.count() for kind, rows in of_newspaper_rows(newspaper).items()}}
        for kind, count in counts.items():
            for number in range(1, -(-count // ADDRESSES_A_FILE) + 1):
                files.append((address("sitemap", newspaper, kind=kind, number=number), ""))
    return _xml("sitemapindex", "sitemap", files, request)


@require_safe
@revalidated
@of_newspaper
def sitemap(request: HttpRequest, newspaper: Newspaper, kind: str, number: int) -> HttpResponseBase:
    if kind == "lists":
        return _xml("urlset", "url", [(address(name, newspaper), "") for name in LISTS], request)
    rows = of_newspaper_rows(newspaper).get(kind) if number else None
    start = (number - 1) * ADDRESSES_A_FILE
    found = list(entries_of(newspaper, kind, rows[start : start + ADDRESSES_A_FILE])) if rows is not None else []
    if not found:
        raise Http404(f"没有站点地图 {kind}-{number}，全部文件见 {reverse('sitemap_index')}。")
    return _xml("urlset", "url", found, request)


def _xml(root: str, item: str, entries: Iterable[Entry], request: HttpRequest) -> HttpResponse:
    site = site_url(request)
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">']
    for path, changed in entries:
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        lines.append(f"<{item}><loc>{escape(site + path)}</loc>{lastmod}</{item}>")
    return HttpResponse("\n".join([*lines, f"</{root}>\n"]), MEDIA_TYPE)


ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /display/
Disallow: /search/
Disallow: /api/
Disallow: /exports/newspaper.
Disallow: /papers/*/display/
Disallow: /papers/*/search/
Disallow: /papers/*/api/
Disallow: /papers/*/exports/newspaper.

Sitemap: {sitemap}
"""


@require_safe
@revalidated
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but what is no page of the paper: results of searches, settings, data in bulk."""
    return HttpResponse(ROBOTS.format(sitemap=absolute(reverse("sitemap_index"), request)), "text/plain; charset=utf-8")
