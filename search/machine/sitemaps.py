"""Sitemaps of the pages that the index answers; archive.machine.sitemaps serves them."""

from django.db.models import Exists, OuterRef, QuerySet

from archive.addresses.links import list_address
from archive.machine.sitemaps import NewspaperSitemap, RouteSitemap, RowSitemap
from archive.models import Article, Column, Contributor, PaperSection


class ListSitemap(RouteSitemap):
    routes = ("home", "issues", "sections", "columns", "contributors", "feeds")


class ColumnSitemap(RowSitemap):
    def items(self) -> QuerySet[Column]:
        return Column.objects.filter(newspaper=self.newspaper).select_related("newspaper").order_by("pk")


class SectionSitemap(RowSitemap):
    def items(self) -> QuerySet[PaperSection]:
        return PaperSection.objects.filter(newspaper=self.newspaper).select_related("newspaper").order_by("pk")


class ContributorSitemap(RowSitemap):
    def items(self) -> QuerySet[Contributor]:
        published = (
            Article.objects.published().in_newspaper(self.newspaper).filter(contributions__contributor=OuterRef("pk"))
        )
        return Contributor.objects.filter(Exists(published)).order_by("pk")

    def location(self, item: Contributor) -> str:
        return list_address(item, self.newspaper)


SITEMAPS: dict[str, type[NewspaperSitemap]] = {
    "lists": ListSitemap,
    "columns": ColumnSitemap,
    "sections": SectionSitemap,
    "contributors": ContributorSitemap,
}
