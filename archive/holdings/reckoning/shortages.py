"""How many issues lack, between what days, and by what that is known."""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from archive.holdings.reckoning.evidence import EntryKind, KnownSpan
from archive.holdings.reckoning.numbering import NumberStretch

DAY = datetime.timedelta(days=1)


class Series(StrEnum):
    """By what an issue is known to lack: numbers in all, numbers of a year, an editor's entry."""

    TOTAL = "total"
    YEAR = "year"
    ENTRY = "entry"


class Uncounted(StrEnum):
    """Why nobody can tell how many issues lack of all that an editor knows to be lost."""

    NO_RHYTHM = "no_rhythm"  # of some of the days neither a number nor a rhythm is known
    NONE_DUE = "none_due"  # the rhythm has no issue on any of them


@dataclass(frozen=True)
class Shortage:
    """At least `count` issues lack from the day `since` to the day `until`.

    `after` and `before` are the issues whose numbers say so, `first` to `last` the numbers between them, of which
    `unnumbered` may be those of issues that are held; there is no `after` where a year's numbers begin, and neither
    where an `entry` says it. `days` are those of the rhythm on which nothing is held: where they are as many as lack,
    they are the days, and `numbers` those that belong to them. `uncounted` says why more may lack, by an `entry`, than
    can be counted: none can where `count` is 0.
    """

    series: Series
    count: int
    since: datetime.date
    until: datetime.date
    after: datetime.date | None = None
    before: datetime.date | None = None
    first: int = 0
    last: int = 0
    unnumbered: int = 0
    days: tuple[datetime.date, ...] = ()
    numbers: tuple[int, ...] = ()
    entry: KnownSpan | None = None
    uncounted: Uncounted | None = None

    @property
    def is_dated(self) -> bool:
        return 0 < self.count == len(self.days)

    def within(self, first: datetime.date, last: datetime.date) -> int:
        """How many of them lack from one day to another for certain."""
        if self.is_dated:
            return sum(first <= day <= last for day in self.days)
        return self.count if first <= self.since and self.until <= last else 0

    def may_be_within(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether some may lack there, others elsewhere."""
        unsure = self.count > 0 and not self.is_dated
        return unsure and not self.within(first, last) and self.since <= last and first <= self.until

    def may_concern(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether one lacks there or may, also of those that nobody can count."""
        if self.uncounted and self.since <= last and first <= self.until:
            return True
        return bool(self.within(first, last)) or self.may_be_within(first, last)

    @property
    def year(self) -> int:
        return self.until.year


def by_numbers(
    stretch: NumberStretch, series: Series, held: Sequence[int], vacant: Sequence[int], unruled: Sequence[int]
) -> Shortage:
    """What lacks in a stretch; `held` are the days of issues, `vacant` those of the rhythm without one, `unruled` those
    of which no rhythm is known, all sorted. A day is named only where the rhythm of the whole stretch is known."""
    after, before = stretch.after, stretch.before
    between, empty, unknown = (
        days[bisect_right(days, after.day) : bisect_left(days, before.day)] for days in (held, vacant, unruled)
    )
    # Before the first issue of all there is no rhythm.
    known = not unknown and bool(held) and held[0] <= after.day + 1
    days = empty if known else []
    dated = len(days) == stretch.lacking
    places = {day: number for number, day in enumerate(sorted([*days, *between]), after.number + 1)} if dated else {}
    return Shortage(
        series,
        stretch.lacking,
        since=datetime.date.fromordinal(after.day + 1),
        until=datetime.date.fromordinal(before.day - 1),
        after=datetime.date.fromordinal(after.day) if after.number else None,
        before=datetime.date.fromordinal(before.day),
        first=after.number + 1,
        last=before.number - 1,
        unnumbered=stretch.unnumbered,
        days=tuple(map(datetime.date.fromordinal, days)),
        numbers=tuple(places[day] for day in days) if dated else (),
    )


def by_entries(
    entries: Iterable[KnownSpan],
    by_numbers: Collection[int],
    held: Collection[int],
    due: Sequence[datetime.date],
    ruled: Collection[int],
) -> list[Shortage]:
    """What editors know to be lost or elsewhere, as far as no numbers tell how many that are: on each day that is `due`
    by the rhythm, which is known of the days `ruled`. An entry of a single day is of one issue."""
    found: list[Shortage] = []
    told: set[int] = set()
    for entry in entries:
        if entry.kind == EntryKind.SUSPENDED:
            continue
        span = range(entry.first.toordinal(), entry.last.toordinal() + 1)
        free = [day for day in span if day not in by_numbers and day not in told]
        told.update(free)
        for _, run in groupby(enumerate(free), lambda pair: pair[1] - pair[0]):
            days = [day for _, day in run if day not in held]
            if days:
                found.append(_by_entry(entry, days, due, ruled))
    return found


def _by_entry(entry: KnownSpan, days: Sequence[int], due: Sequence[datetime.date], ruled: Collection[int]) -> Shortage:
    first, last = map(datetime.date.fromordinal, (days[0], days[-1]))
    named = (first,) if entry.first == entry.last else tuple(due[bisect_left(due, first) : bisect_right(due, last)])
    uncounted = None
    if entry.first != entry.last:
        unruled = any(day not in ruled for day in days)
        uncounted = Uncounted.NO_RHYTHM if unruled else None if named else Uncounted.NONE_DUE
    return Shortage(Series.ENTRY, len(named), first, last, days=named, entry=entry, uncounted=uncounted)


def most_apart(shortages: Iterable[Shortage]) -> list[Shortage]:
    """Of statements that may overlap those that do not and together name most issues: as many lack at least. Of those
    that say the same, the ones that name the days, then those about fewer days."""
    ordered = sorted(shortages, key=lambda each: (each.until, -each.since.toordinal(), each.series != Series.TOTAL))
    ends = [each.until for each in ordered]
    best: list[tuple[int, int]] = [(0, 0)]  # of the first n: issues, and those whose days are named
    for n, each in enumerate(ordered):
        issues, dated = best[bisect_left(ends, each.since)]
        best.append(max(best[n], (issues + each.count, dated + each.count * each.is_dated)))
    chosen, n = [], len(ordered)
    while n:
        if best[n] != best[n - 1]:
            chosen.append(ordered[n - 1])
            n = bisect_left(ends, ordered[n - 1].since)
        else:
            n -= 1
    return chosen[::-1]
