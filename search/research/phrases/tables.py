"""What was counted, by years, months or days: rows of a table, its highest row, its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from archive.language.dates import in_chinese
from search.research.phrases.asked import UNKNOWN
from search.research.phrases.counting import Occurrences
from search.store.space import DocumentSpace

PER = 100_000  # characters for which occurrences are told


class Count(NamedTuple):
    """Of one phrase in one time. `rate` is per PER characters, None where none are held."""

    times: int
    articles: int
    rate: float | None


@dataclass(frozen=True)
class Row:
    """`time` is an ISO date as far as the unit goes, "" for what has none; `characters` of all `articles` held then."""

    time: str
    name: str
    articles: int
    characters: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Table:
    """Rows in order of time, then that of no known time; all of them together."""

    rows: Sequence[Row]
    total: Row

    def peaks(self, number: int) -> tuple[Row | None, Row | None]:
        """The row with most occurrences of a phrase, and that in which they are densest, of the rows in which PER
        characters are held; the first of several."""
        known = [row for row in self.rows if row.time and row.counts[number].times]
        large = [row for row in known if row.characters >= PER]
        most = max(known, key=lambda row: row.counts[number].times, default=None)
        return most, max(large, key=lambda row: row.counts[number].rate or 0, default=None)


def table(
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
            rows.append(Row(time, in_chinese(time) if time else UNKNOWN[unit], int(articles[n]), int(held[n]), counts))
    size = int(held.sum())
    whole = tuple(_count(each.total, len(each.documents), size) for each in found)
    return Table(rows, Row("", "合计", int(articles.sum()), size, whole))


def _count(times: int, articles: int, characters: int) -> Count:
    return Count(times, articles, PER * times / characters if characters else None)


def written(number: int, unit: str) -> str:
    """The ISO date of a column's number; "" for 0."""
    digits = str(number) if number else ""
    return "-".join(filter(None, (digits[:4], digits[4:6], digits[6:8] if unit == "date" else "")))


# The picture, in its own units.
WIDTH, HEIGHT, LEFT, RIGHT, BASE, TOP = 360, 190, 34, 350, 168, 10
# Series differ by the shape of their marks and by dashes, not by colour alone: a path round a point, dashes.
SHAPES = (
    ("m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", "none"),
    ("m-3-3h6v6h-6z", "5 3"),
    ("m0-4l4 7h-8z", "1.5 2.5"),
    ("m0-4l4 4l-4 4l-4-4z", "8 3 2 3"),
    ("m-3-3l6 6m0-6l-6 6", "3 1.5"),
)
LABEL_ROOM = {4: 32, 7: 46}  # of a year, of a month
MOST_MARKED = 60  # points with a mark of each


class Point(NamedTuple):
    """The path of its mark; what it says; the time that it stands for."""

    mark: str
    said: str
    time: str


class Line(NamedTuple):
    """`sample` is a mark for the legend; `paths` has the points that follow on each other without a gap, as SVG has them; of `points` each has a mark."""

    phrase: str
    sample: str
    dashes: str
    paths: Sequence[str]
    points: Sequence[Point]


class Picture(NamedTuple):
    """`heights` and `labels`: where a number stands beside it, and a time below."""

    lines: Sequence[Line]
    heights: Sequence[tuple[float, str]]
    labels: Sequence[tuple[float, str]]


def picture(drawn: Table, phrases: Sequence[str]) -> Picture | None:
    """Occurrences per PER characters by time; None where there are fewer than two times, or nothing was found. Between
    two times of which nothing is held there is no line."""
    rows = [row for row in drawn.rows if row.time]
    most = max((count.rate or 0 for row in rows for count in row.counts), default=0)
    if len(rows) < 2 or not most:
        return None
    first = _ordinal(rows[0].time)
    step = (RIGHT - LEFT) / max(1, _ordinal(rows[-1].time) - first)
    top = _round_up(most)
    lines = []
    for n, phrase in enumerate(phrases):
        shape, dashes = SHAPES[n]
        points, paths, before = list[Point](), list[list[str]](), None
        for row in rows:
            place, rate = _ordinal(row.time), row.counts[n].rate
            if rate is None:
                continue
            x, y = round(LEFT + step * (place - first), 1), round(BASE - (BASE - TOP) * rate / top, 1)
            if before is None or place != before + 1:
                paths.append([])
            paths[-1].append(f"{x:g},{y:g}")
            if len(rows) <= MOST_MARKED or row.counts[n].times:
                points.append(Point(f"M{x:g} {y:g}{shape}", f"{phrase} {row.name}：{row.counts[n].times}次，每十万字{rate:.2f}次", row.time))
            before = place
        lines.append(Line(phrase, f"M18 8{shape}", dashes, [" ".join(path) for path in paths], points))
    heights = [(round(BASE - (BASE - TOP) * part, 1), f"{top * part:g}") for part in (0, 0.5, 1)]
    labels = list[tuple[float, str]]()
    for row in rows:
        x = round(LEFT + step * (_ordinal(row.time) - first), 1)
        if not labels or x - labels[-1][0] >= LABEL_ROOM[len(row.time)]:
            labels.append((x, row.time))
    return Picture(lines, heights, labels)


def _ordinal(time: str) -> int:
    year, _, month = time.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _round_up(number: float) -> float:
    """To one, two or five of a power of ten."""
    power = 10.0 ** np.floor(np.log10(number))
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= number * 0.999999))
