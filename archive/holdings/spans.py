"""What the ledger of one newspaper has of a span of days, in figures."""

import datetime
from typing import NamedTuple

from archive.holdings.reckoning.evidence import EntryKind
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger
from archive.holdings.reckoning.months import count_between
from archive.language.dates import first_day, last_day


class KeptOf(NamedTuple):
    """Of one newspaper: the issues held, the least that lack, the days on which the rhythm alone misses one, what
    editors say to lack of which nobody knows the number, how many lack within the span or beside it.

    Of its days that have come: how many months have some of which nobody can tell, by what the `least` known is known
    and the `best` known, what editors say where their word is all that is known; the day of number 1 where the span
    begins before it.
    """

    held: int = 0
    lacking: int = 0
    suspected: int = 0
    uncounted: frozenset[EntryKind] = frozenset()
    across: int = 0
    unknown: int = 0
    least: KnownBy = KnownBy.NOTHING
    best: KnownBy = KnownBy.NOTHING
    alone: frozenset[EntryKind] = frozenset()
    founded: datetime.date | None = None

    @property
    def lacks(self) -> bool:
        """Whether anything is said to lack, or may."""
        return bool(self.lacking or self.suspected or self.uncounted or self.across)


def kept_of(ledger: Ledger, first: datetime.date, last: datetime.date) -> KeptOf:
    """The figures of the days from one to another; none of a span that ends before it begins."""
    if last < first:
        return KeptOf()
    if first > ledger.newest:
        return KeptOf(least=KnownBy.TO_COME, best=KnownBy.TO_COME)
    about, known = ledger.shortages_about(first, last), ledger.known
    begin, end = first.toordinal(), min(last, ledger.newest).toordinal()
    least, best = known.ends(begin, end)
    founded = known.founded if known.founded and begin < known.founded else None
    return KeptOf(
        held=len(ledger.days_within(first, last)),
        lacking=sum(each.within(first, last) for each in about),
        suspected=count_between(ledger.suspected, first, last),
        uncounted=frozenset(each.entry.kind for each in about if each.uncounted and each.entry),
        across=sum(each.count for each in about if each.may_be_within(first, last)),
        unknown=known.months_unknown(begin, end),
        least=least,
        best=best,
        alone=frozenset(
            each.kind
            for each in ledger.entries
            if known.has(KnownBy.ENTRY, max(begin, each.first.toordinal()), min(end, each.last.toordinal()))
        ),
        founded=datetime.date.fromordinal(founded) if founded else None,
    )


def span_asked(ledger: Ledger, first: str, last: str) -> tuple[datetime.date, datetime.date]:
    """The days from one ISO date (2021, 2021-11, 2021-11-05) to another, no later than days that have come, where it
    begins among these; an end that is "" is that of the archive's time, or today, where that is over before or there
    is none."""
    oldest, latest = ledger.span or (ledger.today, ledger.today)
    begin, end = first_day(first) or oldest, last_day(last)
    if end:
        return begin, min(end, ledger.newest) if begin <= ledger.newest else end
    return begin, latest if begin <= latest else max(begin, ledger.today)
