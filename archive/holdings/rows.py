"""The ledger of a newspaper from the rows of its issues and of what editors entered, reckoned when they are others."""

import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest

from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan, number_of_year
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.language.feasts import named_days
from archive.models import HoldingsEntry, Issue, Newspaper
from archive.models.prepared import prepared
from archive.serving.kept import kept_of_state

# On which a newspaper may be left out, with the days that a holiday takes.
HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
LEDGERS = 8  # kept in a process: changes of articles leave them as they are
EvidenceRow = tuple[str, str, str, str, str]


@prepared
def _evidence(newspaper: Any) -> "QuerySet[Any, EvidenceRow]":
    """Issues (day, total number, number of the year, "", "") and entries (first, last, kind, reason, source), by one
    statement."""
    text: Any = TextField()
    empty = Value("", text)
    issues = Issue.objects.for_readers().filter(newspaper=newspaper).order_by()
    entries = HoldingsEntry.objects.filter(newspaper=newspaper).order_by()
    own = issues.values_list(Cast("date", text), Cast("total_number", text), Cast("year_number", text), empty, empty)
    return own.union(
        entries.values_list(
            Cast("first", text), Cast("last", text), Cast("kind", text), Cast("reason", text), Cast("source", text)
        ),
        all=True,
    )


def ledger_of(request: HttpRequest | None, newspaper: Newspaper) -> Ledger:
    """The ledger of a newspaper, asked for once for a state of the archive."""
    ledger: Ledger = kept_of_state(request, f"ledger-{newspaper.pk}", lambda: reckoned_of(newspaper))
    return ledger


def reckoned_of(newspaper: Newspaper) -> Ledger:
    """The ledger of a newspaper as its rows are now: one statement."""
    return _reckoned(tuple(_evidence(newspaper=newspaper.pk)))


@lru_cache(maxsize=LEDGERS)
def _reckoned(rows: tuple[EvidenceRow, ...]) -> Ledger:
    kinds, day_of = set(EntryKind), datetime.date.fromisoformat
    issues = [
        HeldIssue(day_of(day), int(total) if total else None, number_of_year(of_year or ""))
        for day, total, of_year, _, _ in sorted(rows, key=lambda row: row[0])
        if of_year not in kinds
    ]
    entries = [
        KnownSpan(day_of(first), day_of(last), EntryKind(kind), reason, source)
        for first, last, kind, reason, source in rows
        if kind in kinds
    ]
    return reckoned(issues, entries, holidays_of)


@lru_cache(maxsize=256)
def holidays_of(year: int) -> frozenset[datetime.date]:
    spans = filter(None, (named_days(name, year) for name in HOLIDAYS))
    one = datetime.timedelta(days=1)
    return frozenset(span.first + n * one for span in spans for n in range((span.last - span.first).days + 1))
