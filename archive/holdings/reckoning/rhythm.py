"""On what days a newspaper came out, learnt from the days of the issues that are held, by counting.

For each month the days on which it may come out are tried in turn - the commonest weekday, the two commonest, … all
seven; a weekday every second week; the commonest days of the month - and counted over that month and its neighbours.
Taken is what fits best: the most days that are held among those it names (twice them, of both together). Months alike
are a period, which is counted anew, and believed only where most of its days are held and few issues are beside them.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from archive.language.dates import WEEKDAYS

LEAST_ISSUES, LEAST_SLOTS = 4, 6  # of a period, to speak of a rhythm
LEAST_ABOUT_MONTH = 3  # issues of a month with its neighbours
LEAST_DAYS = 50  # of those months, to tell days of the month from weekdays
HALF_MONTH = 15  # days
FITS = 0.6  # of a month with its neighbours
UNLIKE_WEEKDAYS = 0.1  # by so much better fits what is rarer than weekdays
LIKELY, SURE = 0.5, 0.8  # of the days of a rhythm are held
FEW_BESIDE, SOME_BESIDE = 0.1, 0.2  # of the issues came out on other days


class RhythmKind(StrEnum):
    WEEKDAYS = "weekdays"
    FORTNIGHT = "fortnight"
    DAYS_OF_MONTH = "days_of_month"


# Days that a rhythm may have: of the month 旬报 has three, 五日刊 six.
MOST_DAYS = {RhythmKind.WEEKDAYS: 7, RhythmKind.FORTNIGHT: 1, RhythmKind.DAYS_OF_MONTH: 6}


class Rhythm(NamedTuple):
    """Weekdays (Monday is 0), one weekday of every second week (`phase`), or days of the month."""

    kind: RhythmKind
    days: tuple[int, ...]
    phase: int = 0

    def names(self, day: datetime.date) -> bool:
        """Whether an issue is to be expected on a day."""
        if self.kind == RhythmKind.DAYS_OF_MONTH:
            return day.day in self.days
        return day.weekday() in self.days and (self.kind == RhythmKind.WEEKDAYS or _phase(day) == self.phase)

    @property
    def told(self) -> str:
        if self.kind == RhythmKind.DAYS_OF_MONTH:
            return f"每月{'、'.join(map(str, self.days))}日"
        named = "、".join(WEEKDAYS[day] for day in self.days)
        if self.kind == RhythmKind.FORTNIGHT:
            return f"隔周星期{named}"
        return "每天" if len(self.days) == len(WEEKDAYS) else f"每周星期{named}"


@dataclass(frozen=True)
class Period:
    """A time of one rhythm, from the first day of a month (or the first issue) to the last of another: how many days
    the rhythm names, on how many of them an issue is held, and how many issues are held beside them."""

    first: datetime.date
    last: datetime.date
    rhythm: Rhythm
    slots: int
    held: int
    beside: int

    @property
    def is_sure(self) -> bool:
        return self.held >= SURE * self.slots and self.beside <= FEW_BESIDE * (self.held + self.beside)

    @property
    def is_likely(self) -> bool:
        if self.slots < LEAST_SLOTS or self.held < LEAST_ISSUES:
            return False
        return self.held >= LIKELY * self.slots and self.beside <= SOME_BESIDE * (self.held + self.beside)

    def expected(self) -> list[datetime.date]:
        return [day for day in days_between(self.first, self.last) if self.rhythm.names(day)]


def periods_of(days: Sequence[datetime.date]) -> list[Period]:
    """The rhythms that are believed, in their order; `days` are those of the issues, sorted, each once."""
    months = _counted_by_month(days)
    rhythms = _smoothed([_rhythm_about(months, name) for name in months], list(months.values()))
    found = []
    for rhythm, run in groupby(zip(months, rhythms, strict=True), lambda pair: pair[1]):
        names = [name for name, _ in run]
        if rhythm is not None:
            period = _counted_anew(rhythm, [months[name] for name in names])
            found += [period] if period.is_likely else []
    return found


def days_between(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Each day from one to another, both included."""
    return map(datetime.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


@dataclass
class _Month:
    """A month as far as it lies within the archive's time: its days and those of its issues, both also counted by each
    rhythm of a single day that names them."""

    days: list[datetime.date]
    held: list[datetime.date]
    slots: Counter[Rhythm]
    filled: Counter[Rhythm]


def _counted_by_month(days: Sequence[datetime.date]) -> dict[tuple[int, int], _Month]:
    if not days:
        return {}
    held, months = set(days), {}
    for name, run in groupby(days_between(days[0], days[-1]), lambda day: (day.year, day.month)):
        all_days = list(run)
        printed = [day for day in all_days if day in held]
        months[name] = _Month(all_days, printed, _by_rhythm(all_days), _by_rhythm(printed))
    return months


def _by_rhythm(days: Iterable[datetime.date]) -> Counter[Rhythm]:
    counted: Counter[Rhythm] = Counter()
    for day in days:
        weekday = (day.weekday(),)
        counted[Rhythm(RhythmKind.WEEKDAYS, weekday)] += 1
        counted[Rhythm(RhythmKind.FORTNIGHT, weekday, _phase(day))] += 1
        counted[Rhythm(RhythmKind.DAYS_OF_MONTH, (day.day,))] += 1
    return counted


def _rhythm_about(months: Mapping[tuple[int, int], _Month], name: tuple[int, int]) -> Rhythm | None:
    """What fits a month and its neighbours best; None where nothing fits, or the month has no issue."""
    year, month = name
    beside = [divmod(12 * year + month - 1 + step, 12) for step in (-1, 1)]
    window = [months[name], *(months[there] for y, m in beside if (there := (y, m + 1)) in months)]
    window = [each for each in window if each.held]
    total = sum(len(each.held) for each in window)
    if not months[name].held or total < LEAST_ABOUT_MONTH:
        return None
    slots, filled = Counter[Rhythm](), Counter[Rhythm]()
    for each in window:
        slots.update(each.slots)
        filled.update(each.filled)
    is_short = sum(len(each.days) for each in window) < LEAST_DAYS
    best, rhythm = FITS, None
    for kind in [RhythmKind.WEEKDAYS] if is_short else RhythmKind:
        for fit, tried in _tried(kind, slots, filled, total):
            if fit - UNLIKE_WEEKDAYS * (kind != RhythmKind.WEEKDAYS) > best:
                best, rhythm = fit, tried
    return rhythm


def _tried(
    kind: RhythmKind, slots: Mapping[Rhythm, int], filled: Mapping[Rhythm, int], total: int
) -> Iterator[tuple[float, Rhythm]]:
    """The commonest day of a kind, the two commonest, and so on, and how well they fit `total` issues."""
    commonest = sorted((each for each in filled if each.kind == kind), key=lambda each: (-filled[each], each))
    named = found = 0
    days: list[int] = []
    for single in commonest[: MOST_DAYS[kind]]:
        days += single.days
        named, found = named + slots[single], found + filled[single]
        yield 2 * found / (named + total), Rhythm(kind, tuple(sorted(days)), single.phase)


def _smoothed(rhythms: Sequence[Rhythm | None], months: Sequence[_Month]) -> list[Rhythm | None]:
    """A month unlike its neighbours, which are alike, is counted with them; so is the beginning of a month at the end
    of the archive's time, or its end at the beginning, with the month beside it."""
    smooth = list(rhythms)
    for end, beside in ((0, 1), (-1, -2)) if len(smooth) > 1 else ():
        if smooth[end] and smooth[beside] and len(months[end].days) < HALF_MONTH:
            smooth[end] = smooth[beside]
    for at in range(1, len(smooth) - 1):
        if smooth[at] is not None and smooth[at - 1] == smooth[at + 1]:
            smooth[at] = smooth[at - 1] or smooth[at]
    return smooth


def _counted_anew(rhythm: Rhythm, months: Sequence[_Month]) -> Period:
    days = [day for month in months for day in month.days]
    held = [day for month in months for day in month.held]
    on_them = sum(map(rhythm.names, held))
    return Period(days[0], days[-1], rhythm, sum(map(rhythm.names, days)), on_them, len(held) - on_them)


def _phase(day: datetime.date) -> int:
    return (day.toordinal() - day.weekday()) // 7 % 2
