"""Sitemaps (sitemaps.org 0.9), made by Django: one index for the site, and for each newspaper files of its pages.

All files stand at the root of the site, so that each may name pages of any newspaper.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_views
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.addresses.links import absolute, address, site_url
from archive.models import Article, Issue, Newspaper
from archive.serving.conditional import revalidated


class NewspaperSitemap(Sitemap[Any]):
    """Pages of one kind of one newspaper. The protocol allows 50,000 addresses and 50 MiB a file; a tenth of it is
    quickly made and fetched."""

    limit = 5000

    def __init__(self, newspaper: Newspaper) -> None:
        self.newspaper = newspaper

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)


class RouteSitemap(NewspaperSitemap):
    """Pages that take no argument, by the names of their routes."""

    routes: tuple[str, ...] = ()

    def items(self) -> tuple[str, ...]:
        return self.routes

    def location(self, item: str) -> str:
        return address(item, self.newspaper)


class RowSitemap(NewspaperSitemap):
    """Pages of rows; each gives its own address."""

    def items(self) -> QuerySet[Any]:
        """The rows that have a page, in an order that new rows do not disturb."""
        raise NotImplementedError


class AboutSitemap(RouteSitemap):
    routes = ("about", "exports")


class ArticleSitemap(RowSitemap):
    def items(self) -> QuerySet[Article]:
        rows = Article.objects.published().in_newspaper(self.newspaper).select_related("newspaper")
        return rows.only("permanent_id", "modified_at", "newspaper").order_by("pk")

    def lastmod(self, item: Article) -> Any:
        return item.modified_at


class IssueSitemap(RowSitemap):
    def items(self) -> QuerySet[Issue]:
        return Issue.objects.in_newspaper(self.newspaper).select_related("newspaper").order_by("pk")


SITEMAPS: dict[str, type[NewspaperSitemap]] = {
    "about": AboutSitemap,
    "issues": IssueSitemap,
    "articles": ArticleSitemap,
}


def of_all_newspapers(kinds: Mapping[str, type[NewspaperSitemap]]) -> dict[str, Sitemap[Any] | type[Sitemap[Any]]]:
    """A sitemap for each newspaper and kind of page that has any: jngxxw-articles, jngxxw-issues …"""
    return {name: pages for name, pages in _each(kinds) if pages.paginator.count}


def _each(kinds: Mapping[str, type[NewspaperSitemap]]) -> Iterator[tuple[str, Sitemap[Any]]]:
    for newspaper in Newspaper.objects.order_by("pk"):
        for kind, of_kind in kinds.items():
            yield f"{newspaper.slug}-{kind}", of_kind(newspaper)


@require_safe
@revalidated
def index(request: HttpRequest, kinds: Mapping[str, type[NewspaperSitemap]]) -> HttpResponse:
    """The files of all newspapers."""
    response: TemplateResponse = django_views.index(request, of_all_newspapers(kinds), sitemap_url_name="sitemap")
    here = f"{request.scheme}://{request.get_host()}"
    for file in (response.context_data or {})["sitemaps"]:
        file.location = site_url(request) + file.location.removeprefix(here)
    return response.render()


@require_safe
@revalidated
def sitemap(request: HttpRequest, section: str, kinds: Mapping[str, type[NewspaperSitemap]]) -> HttpResponse:
    """One file; `?p=2` is the second of its kind. Http404 where there is none."""
    number = request.GET.get("p", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404("p 须是从 1 起的数字。")
    asked: dict[str, Sitemap[Any] | type[Sitemap[Any]]] = {
        name: pages for name, pages in _each(kinds) if name == section
    }
    response: TemplateResponse = django_views.sitemap(request, asked, section)
    return response.render()


@require_safe
@revalidated
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but the admin and settings.UNCRAWLED of each newspaper; and where the sitemap is."""
    kept_out = ["/admin/", *settings.UNCRAWLED, *(f"/papers/*{path}" for path in settings.UNCRAWLED)]
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in kept_out)]
    lines = [*rules, "", f"Sitemap: {absolute(reverse('sitemap_index'), request)}", ""]
    return HttpResponse("\n".join(lines), "text/plain; charset=utf-8")
