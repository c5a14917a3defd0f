"""Sitemaps (sitemaps.org 0.9), made by Django: one index for the site, and for each newspaper files of its pages.

All files stand at the root of the site, so that each may name pages of any newspaper.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_views
from django.db.models import Count, DateTimeField, OuterRef, QuerySet, Subquery, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.addresses.links import absolute, address, site_url
from archive.models import Article, Issue, Newspaper
from archive.models.newspaper import newspaper_shown
from archive.serving.kept import kept_by_version, revalidated_by_version
from archive.serving.methods import read_only


class NewspaperSitemap(Sitemap[Any]):
    """Pages of one kind of one newspaper. The protocol allows 50,000 addresses and 50 MiB a file; a tenth of it is
    quickly made and fetched."""

    limit = 5000

    def __init__(self, newspaper: Newspaper) -> None:
        self.newspaper = newspaper

    @classmethod
    def sizes(cls) -> Iterable[tuple[int, int, Any]]:
        """Of each newspaper with such pages: (primary key, how many, when one last changed if that is known)."""
        raise NotImplementedError

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)


class RouteSitemap(NewspaperSitemap):
    """Pages that take no argument, by the names of their routes."""

    routes: tuple[str, ...] = ()

    @classmethod
    def sizes(cls) -> Iterable[tuple[int, int, Any]]:
        return [(pk, len(cls.routes), None) for pk in Newspaper.objects.for_readers().values_list("pk", flat=True)]

    def items(self) -> tuple[str, ...]:
        return self.routes

    def location(self, item: str) -> str:
        return address(item, self.newspaper)


class RowSitemap(NewspaperSitemap):
    """Pages of rows, which belong to one newspaper; each gives its own address."""

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Those of all newspapers that have a page."""
        raise NotImplementedError

    @classmethod
    def sizes(cls) -> Iterable[tuple[int, int, Any]]:
        unknown = Value(None, DateTimeField())
        return list(cls.rows().order_by().values_list("newspaper").annotate(Count("pk"), last=unknown))

    def items(self) -> QuerySet[Any]:
        """The newspaper's rows, in an order that new rows do not disturb."""
        return self.rows().filter(newspaper=self.newspaper).select_related("newspaper").order_by("pk")


class AboutSitemap(RouteSitemap):
    routes = ("about", "exports")


class NewspapersSitemap(NewspaperSitemap):
    """The page of all newspapers, which is the whole site's."""

    @classmethod
    def sizes(cls) -> Iterable[tuple[int, int, Any]]:
        return [(Newspaper.main().pk, 1, None)]

    def items(self) -> tuple[str, ...]:
        return ("newspapers",) if self.newspaper.is_main else ()

    def location(self, item: str) -> str:
        return reverse(item)


class ArticleSitemap(RowSitemap):
    @classmethod
    def rows(cls) -> QuerySet[Article]:
        return Article.objects.published()

    @classmethod
    def sizes(cls) -> Iterable[tuple[int, int, Any]]:
        """Asked of each newspaper, as indexes answer that; of all articles at once every row would be read."""
        of_paper = cls.rows().filter(newspaper=OuterRef("pk")).order_by()
        count = Subquery(of_paper.values("newspaper").annotate(count=Count("pk")).values("count"))
        last = Subquery(of_paper.order_by("-modified_at").values("modified_at")[:1])
        papers = Newspaper.objects.for_readers().annotate(count=count, last=last).exclude(count=None)
        return list(papers.values_list("pk", "count", "last"))

    def items(self) -> QuerySet[Article]:
        return super().items().only("permanent_id", "modified_at", "newspaper")

    def lastmod(self, item: Article) -> Any:
        return item.modified_at


class IssueSitemap(RowSitemap):
    @classmethod
    def rows(cls) -> QuerySet[Issue]:
        return Issue.objects.for_readers()


SITEMAPS: dict[str, type[NewspaperSitemap]] = {
    "about": AboutSitemap,
    "newspapers": NewspapersSitemap,
    "issues": IssueSitemap,
    "articles": ArticleSitemap,
}


def files_of(kinds: Mapping[str, type[NewspaperSitemap]]) -> Iterator[tuple[str, Any]]:
    """Each file, of each newspaper and kind of page that has any, and when what it lists last changed.

    jngxxw-articles.xml, jngxxw-articles.xml?p=2, jngxxw-issues.xml … A query a kind, however many newspapers there are.
    """
    sizes = {kind: {pk: of_paper for pk, *of_paper in of_kind.sizes()} for kind, of_kind in kinds.items()}
    before, after = reverse("sitemap", kwargs={"section": "0"}).split("0")
    for pk, slug in Newspaper.objects.for_readers().order_by("pk").values_list("pk", "slug"):
        for kind, of_kind in kinds.items():
            count, changed = sizes[kind].get(pk, (0, None))
            there = f"{before}{slug}-{kind}{after}"
            for number in range(1, -(-count // of_kind.limit) + 1):
                yield (there if number == 1 else f"{there}?p={number}"), changed


@read_only
@kept_by_version
def index(request: HttpRequest, kinds: Mapping[str, type[NewspaperSitemap]]) -> HttpResponse:
    """The files of all newspapers."""
    files = [{"location": site_url(request) + location, "last_mod": changed} for location, changed in files_of(kinds)]
    response = TemplateResponse(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response.render()


@read_only
@kept_by_version
def sitemap(request: HttpRequest, section: str, kinds: Mapping[str, type[NewspaperSitemap]]) -> HttpResponse:
    """One file; `?p=2` is the second of its kind. Http404 where there is none."""
    number = request.GET.get("p", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404("p 须是从 1 起的数字。")
    slug, _, kind = section.rpartition("-")
    if kind not in kinds or (newspaper := newspaper_shown(slug)) is None:
        raise Http404(f"没有名为 {section} 的网站地图。")
    response: TemplateResponse = django_views.sitemap(request, {section: kinds[kind](newspaper)}, section)
    return response.render()


@read_only
@revalidated_by_version
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but the admin and settings.UNCRAWLED of each newspaper; and where the sitemap is."""
    kept_out = ["/admin/", *settings.UNCRAWLED, *(f"/papers/*{path}" for path in settings.UNCRAWLED)]
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in kept_out)]
    lines = [*rules, "", f"Sitemap: {absolute(reverse('sitemap_index'), request)}", ""]
    return HttpResponse("\n".join(lines), "text/plain; charset=utf-8")
