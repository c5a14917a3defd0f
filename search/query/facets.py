"""Facets with true counts: how many of the articles found have each year, section, column, contributor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet

from archive.models import Column, Contributor, PaperSection
from archive.models.prepared import Prepared, any_of, as_one_value
from search.index.columns import NONE
from search.query.filters import FACETS, MODELS

SHOWN = 12  # values of a facet before 更多; the counts themselves are never cut
SHOWN_ALL = 1000
ADDRESSES = 600_000  # bytes that the addresses of one list may take: each has the whole query
UNKNOWN = "未知"

Counts = Sequence[tuple[int | str, int]]


@dataclass(frozen=True)
class FacetCount:
    """`value` is what a filter takes, `label` what a reader sees; 未知 has the value "none"."""

    value: str
    label: str
    count: int
    selected: bool = False


def facets(
    counted: Mapping[str, Counts],
    chosen: Mapping[str, str],
    named: Mapping[str, Mapping[int, tuple[str, str]]],
    all_of: str = "",
    most: int = SHOWN_ALL,
) -> dict[str, list[FacetCount]]:
    """The engine's (value, count) pairs with labels, each facet cut to SHOWN, that named `all_of` to `most`.

    Years newest first, the others by count; 未知 last, never cut. `chosen` maps facets to the value filtered
    by, `named` to what is known of it.
    """
    return {
        name: facet(
            name,
            counted.get(name, ()),
            chosen.get(name, ""),
            most if name in (all_of, "year") else SHOWN,
            named.get(name, {}),
        )
        for name in FACETS
    }


def most_shown(address: str) -> int:
    """How many values a list has where each leads to so long an address: SHOWN_ALL, fewer where it is very long."""
    return max(SHOWN, min(SHOWN_ALL, ADDRESSES // max(1, len(address))))


def cut_facets(counted: Mapping[str, Counts], all_of: str = "", most: int = SHOWN_ALL) -> dict[str, int]:
    """The facets that have more values than `facets` gives, and how many they have."""
    values = {name: sum(value != NONE for value, _ in counted.get(name, ())) for name in MODELS}
    return {name: count for name, count in values.items() if count > (most if name == all_of else SHOWN)}


def facet(
    name: str,
    counts: Counts,
    chosen: str = "",
    limit: int | None = None,
    named: Mapping[int, tuple[str, str]] | None = None,
) -> list[FacetCount]:
    """One facet, all of it where no `limit` is given."""
    known = [(value, count) for value, count in counts if isinstance(value, int) and value]
    known.sort(key=lambda pair: -pair[0] if name == "year" else (-pair[1], pair[0]))
    labels = dict(named or {})
    labels |= _labels(name, [value for value, _ in known[:limit] if value not in labels])
    shown = [(*labels[value], count) for value, count in known[:limit] if value in labels]
    shown += [(NONE, UNKNOWN, count) for value, count in counts if value == NONE]
    return [FacetCount(value, label, count, value == chosen) for value, label, count in shown]


def tells(counts: Sequence[FacetCount]) -> bool:
    """Whether a list of these values says anything: one of 未知 alone does not, but where it is what was chosen."""
    return any(count.value != NONE or count.selected for count in counts)


def months_counted(counts: Counts) -> dict[str, int]:
    """The engine's counts by month as {"2021-11": 12}, earliest first; articles of no known month are left out."""
    return {str(month): count for month, count in sorted(pair for pair in counts if pair[0] != NONE)}


def _labels(name: str, values: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Value in the index -> (value in an address, what a reader sees)."""
    if name == "year":
        return {year: (str(year), f"{year}年") for year in values}
    if not values:
        return {}
    return {pk: (slug, label) for pk, slug, label in NAMES[name](keys=as_one_value(values))}


def _named(model: type[PaperSection | Column | Contributor], keys: Any) -> "QuerySet[Any, tuple[int, str, str]]":
    return model._default_manager.filter(pk__in=any_of(keys)).order_by().values_list("pk", "slug", "name")


NAMES = {name: Prepared(partial(_named, model)) for name, model in MODELS.items()}
