"""The ledger: what is held, lacking and doubtful by day, and of what nobody can tell.

An issue is said to lack where numbers say so, or an editor. What the rhythm alone would expect is told apart: a paper
may have been left out. Statements may overlap (the numbers of a year, those in all, an editor's); added up are those
that do not, so that what is said to lack is the least that all of them leave.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from archive.holdings.reckoning.doubts import (
    Contradiction,
    DoubtKind,
    about_entries,
    about_numbers,
    about_stretches,
    disagreeing,
)
from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan
from archive.holdings.reckoning.known import DaysKnown, KnownBy
from archive.holdings.reckoning.months import MonthKept, months_kept
from archive.holdings.reckoning.numbering import Numbered, Numbering, NumberStretch, numbering
from archive.holdings.reckoning.rhythm import Period, periods_of
from archive.holdings.reckoning.shortages import Series, Shortage, by_entries, by_numbers, most_apart

FEW_IDLE = 0.1  # of the days of a rhythm may have no issue by the numbers, that it names the days of what lacks


@dataclass(frozen=True)
class BeforeFirst:
    """What came out before the issue of a `day` by its number in all, 1 to `last`, of which `held` are held without a
    number that is trusted. It is not among what lacks, but `listed` of them are, by the numbers of their year."""

    day: datetime.date
    last: int
    held: int
    listed: int

    @property
    def count(self) -> int:
        """How many of them are not held."""
        return self.last - self.held


@dataclass(frozen=True)
class Ledger:
    """What is known of the issues of one newspaper, sorted by day. `shortages` do not overlap. `first_number` is the
    first number in all that is trusted. `known` has the state of each day, of which all that is told is the sum; days
    after `today`, and after all that is held or entered, have not come."""

    issues: Sequence[HeldIssue]
    entries: Sequence[KnownSpan]
    periods: Sequence[Period]
    shortages: Sequence[Shortage]
    doubts: Sequence[Contradiction]
    suspected: Sequence[datetime.date]
    first_number: Numbered | None
    known: DaysKnown
    today: datetime.date = datetime.date.max

    def on(self, today: datetime.date) -> "Ledger":
        """As it is on a day."""
        return replace(self, today=today)

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """The archive's time: the first and last day on which something is held, lacks or is entered; None where
        nothing is."""
        if self.known.end < self.known.begin:
            return None
        return datetime.date.fromordinal(self.known.begin), datetime.date.fromordinal(self.known.end)

    @property
    def newest(self) -> datetime.date:
        """The last day of which anything can be asked."""
        return max(self.today, self.span[1]) if self.span else self.today

    @cached_property
    def months(self) -> Sequence[MonthKept]:
        return list(months_kept(self.known, self.days, self.shortages, self.suspected, self.entries, self.newest))

    @cached_property
    def days(self) -> Sequence[datetime.date]:
        return [issue.day for issue in self.issues]

    @cached_property
    def lacking(self) -> int:
        return sum(each.count for each in self.shortages)

    @cached_property
    def is_counted(self) -> bool:
        """Whether numbers, or an editor's word that could be counted, say how many lack, were it none."""
        return bool(self.known.by_numbers or self.known.founded or self.lacking)

    @cached_property
    def before_first(self) -> BeforeFirst | None:
        """What lacks before the first number in all; None where that number leaves nothing."""
        if self.first_number is None:
            return None
        day = datetime.date.fromordinal(self.first_number.day)
        listed = sum(each.count for each in self.shortages if each.until < day)
        found = BeforeFirst(day, self.first_number.number - 1, bisect_left(self.days, day), listed)
        return found if found.count > 0 else None

    @cached_property
    def numbered(self) -> int:
        """Issues that print a number, in all or of the year."""
        return sum(issue.total is not None or issue.of_year is not None for issue in self.issues)

    @cached_property
    def doubtful_days(self) -> frozenset[datetime.date]:
        return frozenset(day for doubt in self.doubts for day in doubt.about)

    @cached_property
    def lacking_days(self) -> frozenset[datetime.date]:
        """On which an issue lacks for certain."""
        return frozenset(day for each in self.shortages if each.is_dated for day in each.days)

    @cached_property
    def possible_days(self) -> frozenset[datetime.date]:
        """On some of which an issue lacks, or of which the rhythm alone says that it may."""
        unsure = (day for each in self.shortages if not each.is_dated for day in each.days)
        return frozenset((*unsure, *self.suspected)) - self.lacking_days

    @cached_property
    def years(self) -> dict[int, list[MonthKept]]:
        found: dict[int, list[MonthKept]] = {}
        for month in self.months:
            found.setdefault(month.year, []).append(month)
        return found

    def days_within(self, first: datetime.date, last: datetime.date) -> Sequence[datetime.date]:
        """The days of issues from one day to another, both included."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def issues_within(self, first: datetime.date, last: datetime.date) -> Sequence[HeldIssue]:
        """The issues of the same days."""
        return self.issues[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def shortages_about(self, first: datetime.date, last: datetime.date) -> Sequence[Shortage]:
        """Those of which some may lack from one day to another."""
        return [each for each in self.shortages if each.may_concern(first, last)]


def reckoned(
    issues: Sequence[HeldIssue],
    entries: Iterable[KnownSpan] = (),
    holidays: Callable[[int], frozenset[datetime.date]] = lambda _: frozenset(),
) -> Ledger:
    """The ledger of issues sorted by day, one a day. On `holidays` of a year the rhythm alone misses nothing."""
    entries = sorted(entries)
    held = [issue.day.toordinal() for issue in issues]
    periods = periods_of([issue.day for issue in issues])
    vacant = _vacant(periods, held, entries)
    ruled = {day for each in periods for day in range(each.first.toordinal(), each.last.toordinal() + 1)}
    series, doubts = _series(issues, held, _room(periods, held))
    unruled = _unruled(periods, held, vacant, [stretch for _, found in series for stretch in found.stretches])
    stated = [
        by_numbers(stretch, kind, held, vacant, unruled)
        for kind, found in series
        for stretch in found.stretches
        if stretch.lacking > 0
    ]
    # Issues without numbers or a rhythm tell of no day whether more came out, nor does one number in all alone.
    totals = [each.total for each in issues if each.total]
    tells = bool(periods or 1 in totals or len(totals) > 1 or any(each.of_year for each in issues))
    known = DaysKnown(held, stated, entries, periods, [found for _, found in series], tells=tells)
    due = [day for day in map(datetime.date.fromordinal, vacant) if day not in holidays(day.year)]
    lost = by_entries(entries, known.by_numbers, frozenset(held), due, ruled)
    shortages = sorted([*most_apart(stated), *lost], key=lambda each: each.since)
    doubts += about_entries(entries, issues, stated, known.by_numbers)
    known.enter(entries)
    suspected = [day for day in due if known.state(day.toordinal()) == KnownBy.RHYTHM]
    return Ledger(
        issues=issues,
        entries=entries,
        periods=periods,
        shortages=shortages,
        doubts=sorted(doubts, key=lambda doubt: (doubt.about, doubt.kind)),
        suspected=suspected,
        first_number=next(iter(series[0][1].trusted), None),
        known=known,
    )


def _vacant(periods: Iterable[Period], held: Iterable[int], entries: Iterable[KnownSpan]) -> list[int]:
    """The days of the rhythms on which no issue is held, but those of a suspension."""
    off = set(held)
    for each in entries:
        if each.kind == EntryKind.SUSPENDED:
            off.update(range(each.first.toordinal(), each.last.toordinal() + 1))
    expected = (day.toordinal() for period in periods for day in period.expected())
    return [day for day in expected if day not in off]


def _unruled(
    periods: Sequence[Period], held: Sequence[int], vacant: Sequence[int], stretches: Iterable[NumberStretch]
) -> list[int]:
    """The days of the archive's time of which no rhythm is known that the numbers bear out: where these leave many of
    its days without an issue, it names no day."""
    idle: set[int] = set()
    for each in stretches:
        empty = vacant[bisect_right(vacant, each.after.day) : bisect_left(vacant, each.before.day)]
        if 0 <= each.lacking < len(empty):
            idle.update(empty[each.lacking :])
    ruled: set[int] = set()
    for period in periods:
        days = range(period.first.toordinal(), period.last.toordinal() + 1)
        if len(idle.intersection(days)) <= FEW_IDLE * period.slots:
            ruled.update(days)
    return [day for day in range(held[0], held[-1] + 1) if day not in ruled] if held else []


def _room(periods: Sequence[Period], held: Sequence[int]) -> Callable[[int], int]:
    """How many days there were up to one on which an issue may have come out: within a rhythm those that it names and
    those of issues, elsewhere all."""
    if not held:
        return lambda day: day
    begin = held[0]
    open_days = bytearray(b"\1") * (held[-1] - begin + 1)
    for period in periods:
        first, last = period.first.toordinal() - begin, period.last.toordinal() - begin
        open_days[first : last + 1] = bytes(last - first + 1)
        for day in period.expected():
            open_days[day.toordinal() - begin] = 1
    for each in held:
        open_days[each - begin] = 1
    counted = list(accumulate(open_days))
    return lambda day: counted[day - begin] if day >= begin else day - begin + 1


def _series(
    issues: Sequence[HeldIssue], held: Sequence[int], room: Callable[[int], int]
) -> tuple[list[tuple[Series, Numbering]], list[Contradiction]]:
    """The numbers in all, then those of each year, and what is doubtful about them."""
    doubts = disagreeing(issues)
    unclear = {day for doubt in doubts for day in doubt.about}
    clear = [issue for issue in issues if issue.day not in unclear]
    total = [Numbered(issue.day.toordinal(), issue.total) for issue in clear if issue.total]
    found = [(Series.TOTAL, numbering(total, held, room))]
    of_years: dict[int, list[Numbered]] = {}
    for issue in clear:
        if issue.of_year is None:
            continue
        if issue.of_year.year != issue.day.year:
            doubts.append(Contradiction(DoubtKind.OTHER_YEAR, (issue.day,), (), issue.of_year.number, Series.YEAR))
        else:
            numbered = Numbered(issue.day.toordinal(), issue.of_year.number)
            of_years.setdefault(issue.day.year, []).append(numbered)
    for year, numbers in of_years.items():
        eve = Numbered(datetime.date(year, 1, 1).toordinal() - 1, 0)
        found.append((Series.YEAR, numbering(numbers, held, room, eve)))
    for kind, series in found:
        doubts += about_numbers(series, kind) + about_stretches(series, kind, held)
    return found, doubts
