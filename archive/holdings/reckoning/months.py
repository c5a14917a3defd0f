"""What is known of each month: the days of a ledger folded."""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.holdings.reckoning.evidence import EntryKind, KnownSpan
from archive.holdings.reckoning.known import DaysKnown, Edge, KnownBy
from archive.holdings.reckoning.shortages import Shortage


@dataclass(frozen=True)
class MonthKept:
    """A month: how many issues are held; how many lack within it for certain; whether some lack that are of this month
    or of another (`touched`), or were lost within it, nobody knows how many (`uncounted`); on how many days the rhythm
    alone misses one; by what the least known of its days is `known`, of those that have come; what editors say of all
    of it (`entry`) and of any of its days (`entered`), and whether their word is all that is known of some
    (`by_entry`); whether nothing is known of days before the first issue or after the last (`edge`); the day of number
    1, where it begins before that (`founded`)."""

    first_day: datetime.date
    last_day: datetime.date
    held: int
    lacking: int
    touched: bool
    uncounted: bool
    suspected: int
    known: KnownBy
    by_entry: bool
    edge: Edge | None
    entry: EntryKind | None
    entered: Sequence[EntryKind]
    founded: datetime.date | None

    @property
    def year(self) -> int:
        return self.first_day.year

    @property
    def number(self) -> int:
        return self.first_day.month

    @property
    def name(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def months_kept(
    known: DaysKnown,
    held: Sequence[datetime.date],
    shortages: Sequence[Shortage],
    suspected: Sequence[datetime.date],
    entries: Sequence[KnownSpan],
    newest: datetime.date,
) -> Iterator[MonthKept]:
    """Those of the years of the archive's time; days after the `newest` have not come."""
    begins, ends = [each.since for each in shortages], [each.until for each in shortages]
    founded = datetime.date.fromordinal(known.founded) if known.founded else None
    for first, last in known.months:
        begin, end = first.toordinal(), min(last, newest).toordinal()
        touching = shortages[bisect_left(ends, first) : bisect_right(begins, last)]
        there = [each for each in entries if each.first <= last and first <= each.last]
        yield MonthKept(
            first,
            last,
            held=count_between(held, first, last),
            lacking=sum(each.within(first, last) for each in touching),
            touched=any(each.may_be_within(first, last) for each in touching),
            uncounted=any(each.uncounted for each in touching),
            suspected=count_between(suspected, first, last),
            known=known.ends(begin, end)[0] if begin <= end else KnownBy.TO_COME,
            by_entry=known.has(KnownBy.ENTRY, begin, end),
            edge=known.edge(begin, end),
            entry=next((each.kind for each in there if each.first <= first and last <= each.last), None),
            entered=tuple(dict.fromkeys(each.kind for each in there)),
            founded=founded if founded and first < founded else None,
        )


def count_between(days: Sequence[datetime.date], first: datetime.date, last: datetime.date) -> int:
    """How many of sorted days are from one to another."""
    return bisect_right(days, last) - bisect_left(days, first)
