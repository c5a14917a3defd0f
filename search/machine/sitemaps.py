"""Sitemaps of the pages that the index answers; archive.machine.sitemaps serves them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from archive.addresses.links import list_address
from archive.machine.sitemaps import NewspaperSitemap, RouteSitemap, RowSitemap
from archive.models import Article, Column, Contribution, Contributor, PaperSection


class ListSitemap(RouteSitemap):
    routes = ("home", "issues", "sections", "columns", "contributors", "feeds")


class ColumnSitemap(RowSitemap):
    @classmethod
    def rows(cls) -> QuerySet[Column]:
        return Column.objects.standing().for_readers()


class SectionSitemap(RowSitemap):
    @classmethod
    def rows(cls) -> QuerySet[PaperSection]:
        return PaperSection.objects.for_readers()


class ContributorSitemap(NewspaperSitemap):
    """Those who signed an article of the newspaper: they belong to none."""

    @classmethod
    def sizes(cls) -> Iterable[tuple[int, int, Any]]:
        signed = Contribution.objects.filter(article__in=Article.objects.published()).order_by()
        counted = signed.values_list("article__newspaper").annotate(Count("contributor", distinct=True))
        return [(pk, contributors, None) for pk, contributors in counted]

    def items(self) -> QuerySet[Contributor]:
        published = Article.objects.published().in_newspaper(self.newspaper)
        return Contributor.objects.filter(pk__in=published.values("contributions__contributor")).order_by("pk")

    def location(self, item: Contributor) -> str:
        return list_address(item, self.newspaper)


SITEMAPS: dict[str, type[NewspaperSitemap]] = {
    "lists": ListSitemap,
    "columns": ColumnSitemap,
    "sections": SectionSitemap,
    "contributors": ContributorSitemap,
}
