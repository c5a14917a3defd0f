"""The ledger of a newspaper from the rows of its issues and of what editors entered, reckoned when they are others."""

import datetime
import json
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import Aggregate, QuerySet, TextField
from django.db.models.functions import JSONArray
from django.http import HttpRequest
from django.utils import timezone

from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan, number_of_year
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.language.feasts import named_days
from archive.models import HoldingsEntry, Issue, Newspaper
from archive.models.prepared import prepared
from archive.serving.kept import kept_of_state

# On which a newspaper may be left out, with the days that a holiday takes.
HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
LEDGERS = 2048  # kept in a process, some 0.8 kB for each issue: changes of articles leave them as they are
# Texts, each an array of JSON, of the issues of a newspaper (day, total number, number of the year) and of what editors
# entered (first day, last, kind, reason, source): two that are the same give the same ledger.
HoldingsEvidence = tuple[str, ...]


ISSUE = ("date", "total_number", "year_number")
ENTRY = ("first", "last", "kind", "reason", "source")


class _Together(Aggregate):
    function, output_field = "JSON_GROUP_ARRAY", TextField()


def _told(issues: "QuerySet[Any]", entries: "QuerySet[Any]") -> "QuerySet[Any, tuple[int, str]]":
    """Each newspaper with the texts of its evidence: put together by the database, which costs a third of fetching
    rows."""
    numbers = _Together(JSONArray(*ISSUE))
    spans = _Together(JSONArray(*ENTRY))
    own = issues.order_by().values_list("newspaper").annotate(told=numbers)
    both: QuerySet[Any, tuple[int, str]] = own.union(
        entries.order_by().values_list("newspaper").annotate(told=spans), all=True
    )
    return both


@prepared
def _evidence(newspaper: Any) -> "QuerySet[Any, tuple[int, str]]":
    issues = Issue.objects.for_readers().filter(newspaper=newspaper)
    return _told(issues, HoldingsEntry.objects.filter(newspaper=newspaper))


@prepared
def _evidence_of_all() -> "QuerySet[Any, tuple[int, str]]":
    return _told(Issue.objects.for_readers(), HoldingsEntry.objects.all())


def evidence_of_all(request: HttpRequest | None) -> dict[int, HoldingsEvidence]:
    """Of each newspaper (primary key) that has any, asked for once for a state of the archive: one statement."""

    def ask() -> dict[int, HoldingsEvidence]:
        found: dict[int, HoldingsEvidence] = {}
        for key, told in _evidence_of_all():
            found[key] = (*found.get(key, ()), told)
        return found

    evidence: dict[int, HoldingsEvidence] = kept_of_state(request, "evidence", ask)
    return evidence


def ledger_of(request: HttpRequest | None, newspaper: Newspaper) -> Ledger:
    """The ledger of a newspaper as it is today, asked for once for a state of the archive."""
    ledger: Ledger = kept_of_state(
        request, f"ledger-{newspaper.pk}-{timezone.localdate()}", lambda: reckoned_of(newspaper)
    )
    return ledger


def reckoned_of(newspaper: Newspaper) -> Ledger:
    """The ledger of a newspaper as its rows are now: one statement."""
    return ledger_from(tuple(told for _, told in _evidence(newspaper=newspaper.pk)), timezone.localdate())


@lru_cache(maxsize=LEDGERS)
def ledger_from(evidence: HoldingsEvidence, today: datetime.date) -> Ledger:
    """The ledger of a newspaper from the texts of its evidence, as it is on a day: of days to come editors know
    nothing, whatever is entered."""
    issues, entries = _parsed(evidence)
    come = tuple(each._replace(last=min(each.last, today)) for each in entries if each.first <= today)
    return _reckoned(issues, come).on(today)


@lru_cache(maxsize=LEDGERS)
def _reckoned(issues: tuple[HeldIssue, ...], entries: tuple[KnownSpan, ...]) -> Ledger:
    return reckoned(issues, entries, holidays_of)


def _parsed(evidence: HoldingsEvidence) -> tuple[tuple[HeldIssue, ...], tuple[KnownSpan, ...]]:
    rows, day_of = list(chain.from_iterable(map(json.loads, evidence))), datetime.date.fromisoformat
    issues = (
        HeldIssue(day_of(day), total, number_of_year(of_year or ""))
        for day, total, of_year in sorted((row for row in rows if len(row) == len(ISSUE)), key=itemgetter(0))
    )
    entries = (
        KnownSpan(day_of(first), day_of(last), EntryKind(kind), reason, source)
        for first, last, kind, reason, source in (row for row in rows if len(row) == len(ENTRY))
    )
    return tuple(issues), tuple(entries)


@lru_cache(maxsize=256)
def holidays_of(year: int) -> frozenset[datetime.date]:
    spans = filter(None, (named_days(name, year) for name in HOLIDAYS))
    one = datetime.timedelta(days=1)
    return frozenset(span.first + n * one for span in spans for n in range((span.last - span.first).days + 1))
