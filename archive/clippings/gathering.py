"""The articles of a list as readers may see them now; of those that cannot be shown, what became of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.clippings.lists import ClippingList
from archive.models import Article, Status
from archive.models.prepared import any_of, as_one_value
from archive.models.shown_articles import shown_articles

MOST_MOVES = 10  # an article that went into another, which went into another


class Fate(NamedTuple):
    """Where a number leads: the key of the article that readers are shown, or what they are told instead."""

    key: int | None
    told: str = ""


class _Row(NamedTuple):
    pk: int
    permanent_id: str
    status: str
    replaced_by: int | None
    reason: str


@dataclass(frozen=True)
class Clipping:
    """What stands at a place of the list (from 1). `told` is said beside the article, or instead of it."""

    place: int
    number: str
    note: str
    article: Article | None
    told: str = ""


def gathered(listed: ClippingList) -> list[Clipping]:
    """All of the list, in its order; each article once, where it is first named."""
    fates = fates_of(listed.numbers)
    shown = shown_articles(fate.key for fate in fates.values() if fate.key)
    places: dict[int, int] = {}
    found = []
    for place, number in enumerate(listed.numbers, 1):
        fate = fates[number]
        article, told = shown.get(fate.key or 0), fate.told
        if article and (first := places.setdefault(article.pk, place)) != place:
            article, told = None, f"{told}它与第{first}篇是同一篇。"
        found.append(Clipping(place, number, listed.notes.get(number, ""), article, told))
    return found


def loaded_by_portions(keys: Sequence[int], size: int) -> Iterator[tuple[int, Article | None]]:
    """The articles of these keys with their texts, a few loaded at a time; None for one that was taken away since."""
    for first in range(0, len(keys), size):
        known = shown_articles(keys[first : first + size])
        yield from ((key, known.get(key)) for key in keys[first : first + size])


def fates_of(numbers: Sequence[str]) -> dict[str, Fate]:
    """Of each number. Of a draft no more is said than of a number that there never was."""
    rows = _rows("permanent_id", numbers)
    known = {row.pk: row for row in rows}
    for _ in range(MOST_MOVES):
        further = [row.replaced_by for row in known.values() if row.replaced_by and row.replaced_by not in known]
        if not further:
            break
        found = _rows("pk", further)
        known |= {row.pk: row for row in found}
        if not found:
            break
    by_number = {row.permanent_id: row for row in rows}
    return {number: _fate(number, by_number.get(number), known) for number in numbers}


def _fate(number: str, row: _Row | None, known: Mapping[int, _Row]) -> Fate:
    if row is None:
        return Fate(None, f"本库没有编号为 {number} 的文章。")
    there = row
    for _ in range(MOST_MOVES):
        if (further := known.get(there.replaced_by or 0)) is None:
            break
        there = further
    moved = f"编号 {number} 已并入编号 {there.permanent_id}。" if there is not row else ""
    if there.status == Status.PUBLISHED:
        return Fate(there.pk, moved)
    reason = f"，原因：{there.reason.rstrip('。')}" if there.reason else ""
    return Fate(None, f"{moved}编号 {there.permanent_id} 的文章已经撤回{reason}。")


def _rows(column: str, values: Sequence[int | str]) -> list[_Row]:
    asked = Article.objects.given_out().filter(**{f"{column}__in": any_of(as_one_value(values))}).order_by()
    return [_Row(*row) for row in asked.values_list("pk", "permanent_id", "status", "replaced_by", "withdrawn_reason")]
