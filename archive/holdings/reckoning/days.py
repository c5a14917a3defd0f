"""The ledger day by day: of each day what is held, lacks or may, and by what that is known."""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger
from archive.holdings.reckoning.shortages import DAY


class DayKind(StrEnum):
    """What is said of a day; the first that is true of it."""

    DOUBTED = "doubted"  # held, its number contradicts others
    HELD = "held"
    LACKING = "lacking"  # for certain
    ENTERED = "entered"  # within an entry of editors
    POSSIBLE = "possible"  # one of several on which some lack, or the rhythm alone misses it
    EMPTY = "empty"


class DayRun(NamedTuple):
    """Days that follow each other, `first` to `last`, of all of which the same is said."""

    first: datetime.date
    last: datetime.date
    kind: DayKind
    known: KnownBy


def kinds_within(ledger: Ledger, first: datetime.date, last: datetime.date) -> Iterator[DayKind]:
    """Of each day from one to another."""
    held = set(ledger.days_within(first, last))
    entries = [each for each in ledger.entries if each.first <= last and first <= each.last]
    for n in range((last - first).days + 1):
        day = first + n * DAY
        if day in held:
            yield DayKind.DOUBTED if day in ledger.doubtful_days else DayKind.HELD
        elif day in ledger.lacking_days:
            yield DayKind.LACKING
        elif any(each.first <= day <= each.last for each in entries):
            yield DayKind.ENTERED
        else:
            yield DayKind.POSSIBLE if day in ledger.possible_days else DayKind.EMPTY


def runs_of(ledger: Ledger) -> Iterator[DayRun]:
    """All days of the years of the archive's time, each in one run: no more runs than days."""
    run: DayRun | None = None
    for first, last in ledger.known.months:
        for n, kind in enumerate(kinds_within(ledger, first, last)):
            day = first + n * DAY
            known = KnownBy.TO_COME if day > ledger.newest else ledger.known.state(day.toordinal())
            if run and (run.kind, run.known) == (kind, known):
                run = run._replace(last=day)
                continue
            if run:
                yield run
            run = DayRun(day, day, kind, known)
    if run:
        yield run
