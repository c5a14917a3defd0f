"""What was counted, by years, months or days: rows of a table, its highest row, its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from archive.language.dates import in_chinese
from search.research.phrases.asked import UNKNOWN_TIMES
from search.research.phrases.counting import Occurrences
from search.store.space import DocumentSpace

PER = 100_000  # characters for which occurrences are told


class Count(NamedTuple):
    """Of one phrase in one time. `rate` is per PER characters, None where none are held."""

    times: int
    articles: int
    rate: float | None


@dataclass(frozen=True)
class TimeRow:
    """`time` is an ISO date as far as the unit goes, "" for what has none; `characters` of all `articles` held then."""

    time: str
    name: str
    articles: int
    characters: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Table:
    """Rows in order of time, then that of no known time; all of them together."""

    rows: Sequence[TimeRow]
    total: TimeRow

    def peaks(self, number: int) -> tuple[TimeRow | None, TimeRow | None]:
        """The row with most occurrences of a phrase, and that in which they are densest, of the rows in which PER
        characters are held; the first of several."""
        known = [row for row in self.rows if row.time and row.counts[number].times]
        large = [row for row in known if row.characters >= PER]
        most = max(known, key=lambda row: row.counts[number].times, default=None)
        return most, max(large, key=lambda row: row.counts[number].rate or 0, default=None)


def table_by_time(
    reader: DocumentSpace, unit: str, among: np.ndarray, characters: np.ndarray, found: Sequence[Occurrences]
) -> Table:
    """By `unit`, a column of the index. A time stands there where anything of it is held; a day, where a phrase is."""
    column = reader.column(unit)
    times, codes = np.unique(column.compress(among), return_inverse=True)
    articles = np.bincount(codes, minlength=len(times))
    held = np.bincount(codes, characters.compress(among), minlength=len(times)).astype(np.int64)
    counted = []
    for each in found:
        places = times.searchsorted(column.take(each.documents))
        occurred = np.bincount(places, each.times, minlength=len(times)).astype(np.int64)
        counted.append((occurred, np.bincount(places, minlength=len(times))))
    rows = []
    for n in [*np.flatnonzero(times > 0).tolist(), *np.flatnonzero(times == 0).tolist()]:
        counts = tuple(_count(int(often[n]), int(holders[n]), int(held[n])) for often, holders in counted)
        if unit != "date" or any(count.times for count in counts):
            time = written(int(times[n]), unit)
            rows.append(
                TimeRow(time, in_chinese(time) if time else UNKNOWN_TIMES[unit], int(articles[n]), int(held[n]), counts)
            )
    size = int(held.sum())
    whole = tuple(_count(each.total, len(each.documents), size) for each in found)
    return Table(rows, TimeRow("", "合计", int(articles.sum()), size, whole))


def _count(times: int, articles: int, characters: int) -> Count:
    return Count(times, articles, PER * times / characters if characters else None)


def written(number: int, unit: str) -> str:
    """The ISO date of a column's number; "" for 0."""
    digits = str(number) if number else ""
    return "-".join(filter(None, (digits[:4], digits[4:6], digits[6:8] if unit == "date" else "")))
