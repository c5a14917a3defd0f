"""What the articles of an author, a column or a section of the paper have in common: when, where, with whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from archive.addresses.links import address
from archive.language.dates import in_chinese
from archive.models import Article, Contribution, Contributor, Newspaper
from archive.models.prepared import prepared
from search.index.columns import NONE
from search.pages.histogram import Bar, histogram, is_short, years_without_month
from search.query.results import SearchPage

SHOWN = 8  # names of a kind
BYLINES = 6
FEW = 3  # articles of which a count by years tells no more than the list
# The facets of a dossier, as a reader calls them there; those of its own kind are whom an author signed with.
LISTED = {"column": "栏目", "contributor": "作者", "section": "版块"}


class NamedCount(NamedTuple):
    """`address` is "" where no page stands for it."""

    label: str
    articles: int
    address: str


@dataclass(frozen=True)
class Dossier:
    """`first` and `last` are months in Chinese, years where no more is known of that end, "" where nothing is; `since`
    and `until` are the same as ISO dates. Between
    them lie `bars`, one a year; of FEW_YEARS or less there are none, but a list of years, or of the months of one.
    `lists` has that, names of columns and people, what was signed, under what they are."""

    first: str
    last: str
    since: str
    until: str
    bars: Sequence[Bar]
    lists: Mapping[str, Sequence[NamedCount]]


def dossier(newspaper: Newspaper, kind: str, row: Any, answer: SearchPage) -> Dossier:
    """Of the articles of `row`, a column, section or contributor, as the index counts them; `kind` is what routes and
    facets call it."""
    years = _years(answer)
    bars = [] if is_short(years) else histogram(years, _search_of(newspaper, answer, "year"))
    lists = {} if bars else _counted_times(newspaper, answer, years)
    for facet, label in LISTED.items():
        counts = [count for count in answer.facets.get(facet, ()) if count.value not in (NONE, row.slug)][:SHOWN]
        names = [NamedCount(each.label, each.count, address(facet, newspaper, slug=each.value)) for each in counts]
        if names and (facet != kind or kind == "contributor"):
            lists["同署" if facet == kind else label] = names
    if kind == "contributor":
        lists |= signed(newspaper, row)
    times = [*answer.months, *years_without_month(years, answer.months)]
    since, until = min(times, default=""), max(times, default="")
    return Dossier(in_chinese(since), in_chinese(until), since, until, bars, lists)


def _years(answer: SearchPage) -> dict[str, int]:
    return {count.value: count.count for count in answer.facets.get("year", ()) if count.value.isdigit()}


def _search_of(newspaper: Newspaper, answer: SearchPage, unit: str) -> Callable[[str], str]:
    """What gives the address at which the articles of one year, or month, are found."""
    search = address("search", newspaper)
    return lambda time: f"{search}?{answer.request.params(**{unit: time})}"


def _counted_times(newspaper: Newspaper, answer: SearchPage, years: Mapping[str, int]) -> dict[str, list[NamedCount]]:
    """年份, or 月份 of a single year, as a list of a dossier; what has no known month is told apart. Nothing of FEW
    articles, or where there is one entry."""
    unknown = years_without_month(years, answer.months)
    unit, counts = ("year", years) if len(years) > 1 else ("month", answer.months)
    found = _search_of(newspaper, answer, unit)
    told = []
    for time, count in sorted(counts.items()):
        if known := count - unknown.get(time, 0):
            told.append(NamedCount(in_chinese(time), known, found(time)))
        if time in unknown:
            told.append(NamedCount(f"{in_chinese(time)}，月份不详", unknown[time], found(time)))
    if unit == "month":
        in_year = _search_of(newspaper, answer, "year")
        told += [NamedCount(f"{year}年，月份不详", count, in_year(year)) for year, count in unknown.items()]
    return {"年份" if unit == "year" else "月份": told} if len(told) > 1 and answer.total > FEW else {}


def signed(newspaper: Newspaper, contributor: Contributor) -> dict[str, list[NamedCount]]:
    """In which roles a contributor signed, and how that was printed, the most often first."""
    asked = {"newspaper": newspaper.pk, "contributor": contributor.pk}
    found = {"身份": _roles(**asked), "署名原样": _bylines(**asked)}
    told = {label: [NamedCount(text, count, "") for text, count in rows if text] for label, rows in found.items()}
    return {label: names for label, names in told.items() if names}


@prepared
def _roles(newspaper: Any, contributor: Any) -> "QuerySet[Contribution, tuple[str, int]]":
    rows = Contribution.objects.filter(contributor=contributor, article__newspaper=newspaper)
    counted = rows.filter(article__status="published").order_by().values("role").annotate(articles=Count("pk"))
    return counted.order_by("-articles", "role").values_list("role", "articles")


@prepared
def _bylines(newspaper: Any, contributor: Any) -> "QuerySet[Article, tuple[str, int]]":
    rows = Article.objects.published().filter(newspaper=newspaper, contributors=contributor).exclude(byline="")
    counted = rows.order_by().values("byline").annotate(articles=Count("pk"))
    return counted.order_by("-articles", "byline").values_list("byline", "articles")[:BYLINES]
