"""What the ledger of one newspaper has of a span of days, in figures."""

import datetime
from typing import NamedTuple

from archive.holdings.reckoning.evidence import EntryKind
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger


class KeptOf(NamedTuple):
    """Of one newspaper: the issues held, the least that lack, the days on which the rhythm alone misses one, what
    editors say to lack of which nobody knows the number, how many lack within the span or beside it, and why nothing
    lacks, "" where nobody can tell."""

    held: int = 0
    lacking: int = 0
    suspected: int = 0
    uncounted: frozenset[EntryKind] = frozenset()
    across: int = 0
    complete: str = ""

    @property
    def lacks(self) -> bool:
        """Whether anything is said to lack, or may."""
        return bool(self.lacking or self.suspected or self.uncounted or self.across)


def kept_of(ledger: Ledger, first: datetime.date, last: datetime.date) -> KeptOf:
    """The figures alone, of the days from one to another."""
    about = ledger.shortages_about(first, last)
    return KeptOf(
        held=len(ledger.days_within(first, last)),
        lacking=sum(each.within(first, last) for each in about),
        suspected=sum(first <= day <= last for day in ledger.suspected),
        uncounted=frozenset(each.entry.kind for each in about if each.uncounted and each.entry),
        across=sum(each.count for each in about if each.may_be_within(first, last)),
    )


def unknown_months(ledger: Ledger, first: datetime.date, last: datetime.date) -> int:
    """The months from one day to another of which nobody can tell whether an issue lacks: also those before the first
    issue and after the last."""
    told = {month.name for month, known in ledger.known_within(first, last) if known != KnownBy.NOTHING}
    named = (f"{n // 12:04}-{n % 12 + 1:02}" for n in range(_count(first), _count(last) + 1))
    return sum(name not in told for name in named)


def _count(day: datetime.date) -> int:
    return 12 * day.year + day.month - 1
