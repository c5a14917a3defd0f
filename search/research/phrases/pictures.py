"""How often phrases were printed, as one picture of lines for SVG."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.research.phrases.tables import Table, TimeRow

# In its own units.
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
    """The path of its mark, and what it says."""

    mark: str
    said: str


class DrawnSeries(NamedTuple):
    """`sample` is a mark for the legend; `paths` has the points that follow on each other without a gap, as SVG has
    them; of `points` each has a mark."""

    phrase: str
    sample: str
    dashes: str
    paths: Sequence[str]
    points: Sequence[Point]


class Picture(NamedTuple):
    """`heights` and `labels`: where a number stands beside it, and a time below."""

    lines: Sequence[DrawnSeries]
    heights: Sequence[tuple[float, str]]
    labels: Sequence[tuple[float, str]]


class Scale(NamedTuple):
    """Where in the picture a time and a rate are: `first` is the earliest time, `step` from one to the next, `top` the
    rate at the upper edge."""

    first: int
    step: float
    top: float

    def x(self, time: str) -> float:
        return round(LEFT + self.step * (_ordinal(time) - self.first), 1)

    def y(self, rate: float) -> float:
        return round(BASE - (BASE - TOP) * rate / self.top, 1)


def picture(drawn: Table, phrases: Sequence[str]) -> Picture | None:
    """Occurrences per PER characters by time; None where there are fewer than two times, or nothing was found. Between
    two times of which nothing is held there is no line."""
    rows = [row for row in drawn.rows if row.time]
    most = max((count.rate or 0 for row in rows for count in row.counts), default=0)
    if len(rows) < 2 or not most:
        return None
    first = _ordinal(rows[0].time)
    scale = Scale(first, (RIGHT - LEFT) / (_ordinal(rows[-1].time) - first), _round_up(most))
    labels = list[tuple[float, str]]()
    for row in rows:
        x = scale.x(row.time)
        if not labels or x - labels[-1][0] >= LABEL_ROOM[len(row.time)]:
            labels.append((x, row.time))
    heights = [(scale.y(scale.top * part), f"{scale.top * part:g}") for part in (0, 0.5, 1)]
    return Picture([_line(scale, rows, n, phrase) for n, phrase in enumerate(phrases)], heights, labels)


def _line(scale: Scale, rows: Sequence[TimeRow], number: int, phrase: str) -> DrawnSeries:
    shape, dashes = SHAPES[number]
    points, paths, before = list[Point](), list[list[str]](), None
    for row in rows:
        place, count = _ordinal(row.time), row.counts[number]
        if count.rate is None:
            continue
        x, y = scale.x(row.time), scale.y(count.rate)
        if before is None or place != before + 1:
            paths.append([])
        before = place
        paths[-1].append(f"{x:g},{y:g}")
        if len(rows) <= MOST_MARKED or count.times:
            said = f"{phrase} {row.name}：{count.times}次，每十万字{count.rate:.2f}次"
            points.append(Point(f"M{x:g} {y:g}{shape}", said))
    return DrawnSeries(phrase, f"M18 8{shape}", dashes, [" ".join(path) for path in paths], points)


def _ordinal(time: str) -> int:
    year, _, month = time.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _round_up(number: float) -> float:
    """To few digits, so that half of it is a plain number, too."""
    power = 10.0 ** np.floor(np.log10(number))
    return float(next(power * step for step in (1, 2, 3, 4, 5, 6, 8, 10) if power * step >= number * 0.999999))
