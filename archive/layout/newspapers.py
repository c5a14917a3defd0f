"""All newspapers of the archive, by name, each with its years and how much of it there is."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, QuerySet

from archive.language.pinyin import spelled
from archive.models import Article, Issue, Newspaper
from archive.models.prepared import prepared


@dataclass(frozen=True)
class ListedNewspaper:
    """`years` is 2018—2024年, "" where no issue is known."""

    newspaper: Newspaper
    years: str
    issues: int
    articles: int

    @property
    def name(self) -> str:
        """What it is called from its first character on, whatever sign stands before it (*ST泛海)."""
        return "".join(filter(str.isalnum, self.newspaper.name))


@prepared
def _newspapers() -> "QuerySet[Newspaper]":
    return Newspaper.objects.with_articles().defer("profile").order_by("name")


@prepared
def _articles() -> "QuerySet[Article, tuple[int, int]]":
    return Article.objects.published().order_by().values_list("newspaper").annotate(Count("pk"))


@prepared
def _issues() -> "QuerySet[Issue, tuple[int, int, datetime.date, datetime.date]]":
    rows = Issue.objects.for_readers().order_by().values_list("newspaper")
    return rows.annotate(Count("pk"), first=Min("date"), last=Max("date"))


def all_newspapers() -> list[ListedNewspaper]:
    """In the order of their pinyin."""
    articles = dict(_articles())
    issues = {pk: (count, days) for pk, count, *days in _issues()}
    found = []
    for newspaper in _newspapers():
        count, days = issues.get(newspaper.pk, (0, []))
        years = "—".join(dict.fromkeys(str(day.year) for day in days)) + ("年" if days else "")
        found.append(ListedNewspaper(newspaper, years, count, articles.get(newspaper.pk, 0)))
    return sorted(found, key=lambda each: spelled(each.name))
