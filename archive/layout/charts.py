"""Numbers as pictures: positions and lengths in per cent, for inline SVG beside the numbers themselves."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar, in per cent of the picture: `start` and `length` along it, `height` of the tallest."""

    label: str
    value: int
    start: float
    length: float
    height: float = 100.0

    @property
    def top(self) -> float:
        return 100 - self.height


@dataclass(frozen=True)
class Tick:
    """Where a year begins."""

    year: int
    start: float


@dataclass(frozen=True)
class Histogram:
    bars: Sequence[Bar]
    ticks: Sequence[Tick]


def histogram(months: Mapping[str, int]) -> Histogram:
    """Articles by month ({"2021-11": 12}): a bar for every month from the first to the last, the empty ones too."""
    if not months:
        return Histogram((), ())
    names = list(_every_month(min(months), max(months)))
    most, width = max(months.values()), 100 / len(names)
    bars = [
        Bar(name, count, round(n * width, 3), round(width * 0.8, 3), round(100 * count / most, 2))
        for n, name in enumerate(names)
        for count in [months.get(name, 0)]
    ]
    january = [(bar, int(bar.label[:4])) for bar in bars if bar is bars[0] or bar.label.endswith("-01")]
    return Histogram(bars, [Tick(year, bar.start) for bar, year in january])


def _every_month(first: str, last: str) -> Iterable[str]:
    year, month = map(int, first.split("-"))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def shares(amounts: Mapping[str, int]) -> list[Bar]:
    """Amounts as shares of their sum, the largest first."""
    total = sum(amounts.values())
    ranked = sorted(amounts.items(), key=lambda item: -item[1])
    return [Bar(label, amount, 0, round(100 * amount / total, 1)) for label, amount in ranked if amount]


@dataclass(frozen=True)
class LifeLine:
    """From the first article of a column to its last; `start` and `length` in per cent of the archive's span."""

    first: datetime.date
    last: datetime.date
    start: float
    length: float


def life_lines(lives: Mapping[str, tuple[datetime.date, datetime.date]]) -> dict[str, LifeLine]:
    """Each column's first and last day on one scale, from the earliest of all to the latest."""
    if not lives:
        return {}
    begin = min(first for first, _ in lives.values())
    span = max((last - begin).days for _, last in lives.values()) or 1

    def line(first: datetime.date, last: datetime.date) -> LifeLine:
        start = 100 * (first - begin).days / span
        # A column of one day still shows.
        return LifeLine(first, last, round(min(start, 99), 2), round(max(100 * (last - first).days / span, 1), 2))

    return {name: line(*life) for name, life in lives.items()}
