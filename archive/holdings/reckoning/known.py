"""By what it is known of each day whether an issue lacks: held, numbers, an editor's word, the rhythm, nothing."""

import calendar
import datetime
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import NamedTuple

from archive.holdings.reckoning.evidence import EntryKind, KnownSpan
from archive.holdings.reckoning.numbering import Numbering
from archive.holdings.reckoning.rhythm import Period
from archive.holdings.reckoning.shortages import Shortage

# Days: an empty day of a rhythm is suspected only between issues, or what editors tell of, no further apart than that.
NEAR = 31


class KnownBy(IntEnum):
    """By what it is known of a day whether an issue lacks: the least known day of a month decides for the month."""

    NOTHING = 0
    RHYTHM = 1
    ENTRY = 2  # an editor's word alone
    NUMBERS = 3
    HELD = 4  # it has one, and no day has two


class Edge(StrEnum):
    """Where a month lies that has days of which the archive can tell nothing, as no issue is held before or after."""

    BEFORE = "before"
    AFTER = "after"


class MonthKnown(NamedTuple):
    """A month, what is known of its least known day, and of the least known within the archive's time
    (`known_within`), whether an editor's word is all that is known of some, and whether it lies before or after the
    archive's time, or days of it that matter."""

    first: datetime.date
    last: datetime.date
    known: KnownBy
    known_within: KnownBy
    by_entry: bool
    edge: Edge | None


class DaysKnown:
    """By what it is known of each day of the archive's time whether an issue lacks. Of the days of entries too, once
    they are told (`enter`)."""

    def __init__(
        self,
        held: Sequence[int],
        stated: Iterable[Shortage],
        entries: Sequence[KnownSpan],
        periods: Sequence[Period],
        series: Iterable[Numbering],
    ) -> None:
        self.periods, self.held = periods, held
        begins = [
            *held[:1],
            *(each.since.toordinal() for each in stated),
            *(each.first.toordinal() for each in entries),
        ]
        ends = [*held[-1:], *(each.last.toordinal() for each in entries)]
        self.begin, self.end = min(begins, default=1), max(ends, default=0)
        self.states = bytearray(max(0, self.end - self.begin + 1))
        told = {day for each in entries for day in range(each.first.toordinal(), each.last.toordinal() + 1)}
        for here, there in pairwise(sorted({*held, *told})):
            if there - here <= NEAR:
                self._fill(here, there, KnownBy.RHYTHM)
        near = bytes(self.states)
        self.states = bytearray(len(near))
        for period in periods:
            first, last = (day.toordinal() - self.begin for day in (period.first, period.last))
            self.states[first : last + 1] = near[first : last + 1]
        for found in series:
            for stretch in found.stretches:
                if stretch.lacking >= 0:
                    self._fill(max(self.begin, stretch.after.day + 1), stretch.before.day, KnownBy.NUMBERS)
        self.by_numbers = frozenset(
            day for day, state in enumerate(self.states, self.begin) if state == KnownBy.NUMBERS
        )
        for day in held:
            self._fill(day, day, KnownBy.HELD)
        beside = (*range(self.begin, held[0]), *range(held[-1] + 1, self.end + 1)) if held else ()
        for day in beside:
            if self.states[day - self.begin] == KnownBy.NOTHING and not self._may_have(day):
                self.states[day - self.begin] = KnownBy.RHYTHM

    def enter(self, entries: Iterable[KnownSpan]) -> None:
        """What editors know. Of what is lost their word stands beside any number: no month is complete by that."""
        for entry in entries:
            below = KnownBy.ENTRY if entry.kind == EntryKind.SUSPENDED else KnownBy.HELD
            for day in range(entry.first.toordinal() - self.begin, entry.last.toordinal() - self.begin + 1):
                if self.states[day] < below:
                    self.states[day] = KnownBy.ENTRY

    def _fill(self, first: int, last: int, known: KnownBy) -> None:
        if first <= last:
            self.states[first - self.begin : last - self.begin + 1] = bytes([known]) * (last - first + 1)

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and last day of the archive's time; None where it has none."""
        if not self.states:
            return None
        return datetime.date.fromordinal(self.begin), datetime.date.fromordinal(self.end)

    def known(self, day: datetime.date) -> KnownBy:
        return KnownBy(self.states[day.toordinal() - self.begin])

    def months(self) -> Iterator[MonthKnown]:
        """All of the years of the archive's time. Before and after that time it is known by the rhythm beside it alone
        that none came out on a day."""
        if not self.states:
            return
        first, end = (datetime.date.fromordinal(day) for day in (self.begin, self.end))
        first = first.replace(month=1, day=1)
        while first.year <= end.year:
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            edge = self._edge(first.toordinal(), last.toordinal())
            inside = range(max(first.toordinal(), self.begin), min(last.toordinal(), self.end) + 1)
            states = self.states[inside.start - self.begin : max(inside.start, inside.stop) - self.begin]
            within = known = KnownBy(min(states, default=KnownBy.NOTHING))
            if len(states) < last.day:
                known = min(known, KnownBy.NOTHING if edge else KnownBy.RHYTHM)
            yield MonthKnown(first, last, known, within, KnownBy.ENTRY in states, edge)
            if last == datetime.date.max:
                return
            first = last + datetime.timedelta(days=1)

    def _edge(self, first: int, last: int) -> Edge | None:
        if any(self._may_have(day) for day in range(first, min(last + 1, self.begin))):
            return Edge.BEFORE
        return Edge.AFTER if any(self._may_have(day) for day in range(max(first, self.end + 1), last + 1)) else None

    def _may_have(self, day: int) -> bool:
        """Whether an issue may have come out on a day before the first that is held or after the last."""
        if not self.held:
            return True
        beside = self.held[0] if day < self.held[0] else self.held[-1]
        date, near = datetime.date.fromordinal(day), datetime.date.fromordinal(beside)
        if (date.year, date.month) != (near.year, near.month):
            return True
        rhythm = next((each.rhythm for each in self.periods if each.first <= near <= each.last), None)
        return rhythm is None or rhythm.names(date)
