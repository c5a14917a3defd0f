"""What the articles of an author, a column or a section of the paper have in common: when, where, with whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from archive.addresses.links import address
from archive.language.dates import in_chinese
from archive.models import Article, Contribution, Contributor, Newspaper
from archive.models.prepared import prepared
from search.index.columns import NONE
from search.pages.histogram import MONTHS, Bar, histogram
from search.query.results import SearchPage

SHOWN = 8  # names of a kind
BYLINES = 6
FEW = 3  # articles of which a drawing tells no more than the list
MOST_MONTHS = 36  # more are drawn as years
# The facets of a dossier, as a reader calls them there; those of its own kind are whom an author signed with.
LISTED = {"column": "栏目", "contributor": "作者", "section": "版块"}


class NamedCount(NamedTuple):
    """`address` is "" where no page stands for it."""

    label: str
    articles: int
    address: str


@dataclass(frozen=True)
class Dossier:
    """`first` and `last` are months in Chinese, years where no more is known of that end, "" where nothing is; `lists`
    has names of columns and people, what
    was signed, under what they are."""

    first: str
    last: str
    bars: Sequence[Bar]
    unit: str
    lists: Mapping[str, Sequence[NamedCount]]


def dossier(newspaper: Newspaper, kind: str, row: Any, answer: SearchPage) -> Dossier:
    """Of the articles of `row`, a column, section or contributor, as the index counts them; `kind` is what routes and
    facets call it."""
    lists = {}
    for facet, label in LISTED.items():
        counts = [count for count in answer.facets.get(facet, ()) if count.value not in (NONE, row.slug)][:SHOWN]
        names = [NamedCount(each.label, each.count, address(facet, newspaper, slug=each.value)) for each in counts]
        if names and (facet != kind or kind == "contributor"):
            lists["同署" if facet == kind else label] = names
    if kind == "contributor":
        lists |= signed(newspaper, row)
    times = [*answer.months, *_years_without_month(answer)]
    first, last = (in_chinese(end(times, default="")) for end in (min, max))
    bars, unit = _bars(newspaper, answer)
    return Dossier(first, last, bars, unit, lists)


def _years(answer: SearchPage) -> dict[str, int]:
    return {count.value: count.count for count in answer.facets.get("year", ()) if count.value.isdigit()}


def _years_without_month(answer: SearchPage) -> list[str]:
    """Years that have articles of which no month is known."""
    of_months = Counter[str]()
    for month, count in answer.months.items():
        of_months[month[:4]] += count
    return [year for year, count in _years(answer).items() if count > of_months[year]]


def _bars(newspaper: Newspaper, answer: SearchPage) -> tuple[list[Bar], str]:
    """When, as bars that lead to the articles of that time: months of a short life, years of a long one."""
    years = _years(answer)
    unit = "month" if len(years) * 12 <= MOST_MONTHS else "year"
    counts = answer.months if unit == "month" else years
    if len(years) == 1 and counts:
        year = min(years)
        counts = {month: counts.get(month, 0) for month in (f"{year}-{n:02}" for n in MONTHS)}
    search = address("search", newspaper)
    bars = histogram(counts, lambda time: f"{search}?{answer.request.params(**{unit: time})}")
    return (bars if answer.total > FEW else []), "月" if unit == "month" else "年"


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
