"""By what it is known of each day whether an issue lacks: one state a day; what is told of spans is the sum of them."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum
from itertools import pairwise

from archive.holdings.reckoning.evidence import EntryKind, KnownSpan
from archive.holdings.reckoning.numbering import Numbering
from archive.holdings.reckoning.rhythm import Period
from archive.holdings.reckoning.shortages import Shortage

# Days: an empty day of a rhythm is suspected only between issues, or what editors tell of, no further apart than that.
NEAR = 31


class KnownBy(IntEnum):
    """By what it is known of a day whether an issue lacks: the least known of several days decides for them."""

    NOTHING = 0
    RHYTHM = 1
    ENTRY = 2  # an editor's word alone
    NUMBERS = 3
    UNFOUNDED = 4  # before the issue of the first number: none came out
    HELD = 5  # it has one, and no day has two
    TO_COME = 6  # after today: of days that have not come nothing is asked


class Edge(StrEnum):
    """Where days lie of which the archive can tell nothing, as no issue is held before or after."""

    BEFORE = "before"
    AFTER = "after"


class DaysKnown:
    """By what it is known of each day whether an issue lacks. Of the days of entries too, once they are told (`enter`).

    Days are ordinals. `begin` to `end` is the archive's time: the first and last day on which something is held, lacks
    or is entered (`end` before `begin` where nothing is). States are kept of its whole years. `founded` is the day of
    number 1, where that is the first of all.
    """

    def __init__(
        self,
        held: Sequence[int],
        stated: Iterable[Shortage],
        entries: Sequence[KnownSpan],
        periods: Sequence[Period],
        series: Sequence[Numbering],
        *,
        tells: bool,
    ) -> None:
        begins = [
            *held[:1],
            *(each.since.toordinal() for each in stated),
            *(each.first.toordinal() for each in entries),
        ]
        ends = [*held[-1:], *(each.last.toordinal() for each in entries)]
        self.begin, self.end = min(begins, default=1), max(ends, default=0)
        self._starts = _month_starts(self.begin, self.end) or [1]
        self._base = self._starts[0]
        self._states = bytearray(self._starts[-1] - self._base)
        self.founded = next(
            (each.day for each in series[0].trusted[:1] if (each.number, each.day) == (1, self.begin)), None
        )
        self._by_rhythm(held, entries, periods)
        for stretch in (each for found in series for each in found.stretches):
            if stretch.lacking >= 0:
                self._fill(max(self._base, stretch.after.day + 1), stretch.before.day, KnownBy.NUMBERS)
        if self.founded:
            self._fill(self._base, self.founded - 1, KnownBy.UNFOUNDED)
        self.by_numbers = frozenset(
            day for day, state in enumerate(self._states, self._base) if state == KnownBy.NUMBERS
        )
        for day in held:
            self._fill(day, day, KnownBy.HELD if tells else KnownBy.NOTHING)
        self._beside(held, periods)

    def _by_rhythm(self, held: Sequence[int], entries: Iterable[KnownSpan], periods: Iterable[Period]) -> None:
        told = {day for each in entries for day in range(each.first.toordinal(), each.last.toordinal() + 1)}
        for here, there in pairwise(sorted({*held, *told})):
            if there - here <= NEAR:
                self._fill(here, there, KnownBy.RHYTHM)
        near = bytes(self._states)
        self._states = bytearray(len(near))
        for period in periods:
            first, last = (day.toordinal() - self._base for day in (period.first, period.last))
            self._states[first : last + 1] = near[first : last + 1]

    def _beside(self, held: Sequence[int], periods: Sequence[Period]) -> None:
        """In the month of the first issue and the last it is known by the rhythm of these that none came out on a day
        before or after."""
        for near in {*held[:1], *held[-1:]}:
            date = datetime.date.fromordinal(near)
            rhythm = next((each.rhythm for each in periods if each.first <= date <= each.last), None)
            if rhythm is None:
                continue
            at = bisect_right(self._starts, near)
            for day in range(self._starts[at - 1], self._starts[at]):
                outside = day < held[0] or day > held[-1]
                if outside and not self.state(day) and not rhythm.names(datetime.date.fromordinal(day)):
                    self._fill(day, day, KnownBy.RHYTHM)

    def enter(self, entries: Iterable[KnownSpan]) -> None:
        """What editors know. Of what is lost their word stands beside any number: no month is complete by that."""
        for entry in entries:
            below = KnownBy.ENTRY if entry.kind == EntryKind.SUSPENDED else KnownBy.HELD
            for day in range(entry.first.toordinal() - self._base, entry.last.toordinal() - self._base + 1):
                if self._states[day] < below:
                    self._states[day] = KnownBy.ENTRY

    def _fill(self, first: int, last: int, known: KnownBy) -> None:
        if first <= last:
            self._states[first - self._base : last - self._base + 1] = bytes([known]) * (last - first + 1)

    @property
    def months(self) -> Sequence[tuple[datetime.date, datetime.date]]:
        """The first and last day of each month of the years of the archive's time."""
        return [
            (datetime.date.fromordinal(here), datetime.date.fromordinal(there - 1))
            for here, there in pairwise(self._starts)
        ]

    def state(self, day: int) -> KnownBy:
        """Of a day of the years of the archive's time."""
        return KnownBy(self._states[day - self._base])

    def ends(self, first: int, last: int) -> tuple[KnownBy, KnownBy]:
        """By what the least and the best known of the days from one to another are known."""
        begin, end = self._places(first, last)
        there = [known for known in KnownBy if self._states.find(known, begin, end) >= 0]
        if first < self._base:
            there.append(self._before)
        if last >= self._starts[-1]:
            there.append(KnownBy.NOTHING)
        return min(there), max(there)

    def has(self, known: KnownBy, first: int, last: int) -> bool:
        """Whether a day from one to another, of the years of the archive's time, is known by just that."""
        return self._states.find(known, *self._places(first, last)) >= 0

    def months_unknown(self, first: int, last: int) -> int:
        """How many months have a day from one to another of which nothing is known."""
        at, end = self._places(first, last)
        count = _months(max(first, self._starts[-1]), last)
        if self._before == KnownBy.NOTHING:
            count += _months(first, min(last, self._base - 1))
        while (at := self._states.find(KnownBy.NOTHING, at, end)) >= 0:
            count += 1
            at = self._starts[bisect_right(self._starts, self._base + at)] - self._base
        return count

    def edge(self, first: int, last: int) -> Edge | None:
        """Whether days from one to another of which nothing is known lie before the archive's time, or after it."""
        if self.has(KnownBy.NOTHING, first, min(last, self.begin - 1)):
            return Edge.BEFORE
        return Edge.AFTER if self.has(KnownBy.NOTHING, max(first, self.end + 1), last) else None

    @property
    def _before(self) -> KnownBy:
        """Of the days before the years of the archive's time."""
        return KnownBy.UNFOUNDED if self.founded else KnownBy.NOTHING

    def _places(self, first: int, last: int) -> tuple[int, int]:
        begin = max(0, first - self._base)
        return begin, max(begin, min(last + 1, self._starts[-1]) - self._base)


def _month_starts(begin: int, end: int) -> list[int]:
    """The first day of each month of the years of two days, and of the one after; none where the second is before."""
    if end < begin:
        return []
    years = range(datetime.date.fromordinal(begin).year, datetime.date.fromordinal(end).year + 1)
    starts = [datetime.date(year, month, 1).toordinal() for year in years for month in range(1, 13)]
    return [*starts, starts[-1] + 31]


def _months(first: int, last: int) -> int:
    """How many months the days from one to another touch."""
    if last < first:
        return 0
    here, there = datetime.date.fromordinal(first), datetime.date.fromordinal(last)
    return 12 * (there.year - here.year) + there.month - here.month + 1
