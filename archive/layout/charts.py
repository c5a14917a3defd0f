"""Numbers as pictures: positions and lengths in per cent, for inline SVG beside the numbers themselves."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """A part of a whole: `value` of it, `length` in per cent of the whole."""

    label: str
    value: int
    length: float


def shares(amounts: Mapping[str, int]) -> list[Share]:
    """Amounts as shares of their sum, the largest first."""
    total = sum(amounts.values())
    ranked = sorted(amounts.items(), key=lambda item: -item[1])
    return [Share(label, amount, round(100 * amount / total, 1)) for label, amount in ranked if amount]


@dataclass(frozen=True)
class LifeLine:
    """From the first article of a column to its last; `start` and `length` in per cent of the archive's span."""

    first: datetime.date
    last: datetime.date
    start: float
    length: float

    @property
    def years(self) -> str:
        """2018—2024年, 2021年."""
        return "—".join(dict.fromkeys(str(day.year) for day in (self.first, self.last))) + "年"


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
