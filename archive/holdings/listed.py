"""The ledger as a table for spreadsheets and as JSON: every statement with what it rests on."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from archive.holdings.reckoning.days import DayKind, runs_of
from archive.holdings.reckoning.doubts import Contradiction
from archive.holdings.reckoning.ledger import BeforeFirst, Ledger
from archive.holdings.reckoning.months import MonthKept
from archive.holdings.reckoning.shortages import DAY, Shortage
from archive.holdings.told import (
    DAY_KINDS,
    ENTRY_KINDS,
    before_first_ends,
    before_first_named,
    before_first_told,
    before_first_when,
    count_told,
    days_told,
    doubt_told,
    each_day_told,
    ends_in_words,
    evidence_told,
    is_unknown,
    issue_numbers_told,
    numbers_told,
    rhythm_told,
    run_told,
    verdict,
    when_told,
)
from archive.language.dates import in_chinese
from archive.takeaway.tables import csv_table

HEADS = ("类别", "报纸", "起", "止", "期号", "期数", "日期", "依据")


def as_csv_lines(newspaper: str, ledger: Ledger) -> Iterator[bytes]:
    """What lacks before the first number, what lacks, what may, what is doubtful, each month and whether it lacks any,
    what editors entered; then all days of the years of the archive's time, each in one row: an issue (收), or days that
    follow each other without one (没有报), of all of which the same is known. No more rows than days, but for the
    statements."""
    rows = chain(_rows(ledger), _days(ledger))
    return csv_table(chain([HEADS], ((kind, newspaper, *rest) for kind, *rest in rows)))


def _days(ledger: Ledger) -> Iterator[tuple[str, ...]]:
    for run in runs_of(ledger):
        if run.kind in (DayKind.HELD, DayKind.DOUBTED):
            for issue in ledger.issues_within(run.first, run.last):
                span = 2 * (issue.day.isoformat(),)
                yield "收", *span, issue_numbers_told(issue), "1", in_chinese(issue.day), DAY_KINDS[run.kind]
        else:
            told = run_told(run, ledger.entries)
            yield "没有报", run.first.isoformat(), run.last.isoformat(), "", "", days_told(run.first, run.last), told


def _rows(ledger: Ledger) -> Iterator[tuple[str, ...]]:
    if before := ledger.before_first:
        eve, rest = (before.day - DAY).isoformat(), before_first_told(before)
        basis = "；".join((*ends_in_words(before_first_ends(before)), rest))
        yield "馆藏之前", "", eve, before_first_named(before), str(before.count), before_first_when(before), basis
    for each in ledger.shortages:
        span = (each.since.isoformat(), each.until.isoformat())
        yield ("缺", *span, numbers_told(each), count_told(each), when_told(each), evidence_told(each, ledger.entries))
    for day in ledger.suspected:
        yield ("疑缺", *(2 * (day.isoformat(),)), "", "", each_day_told([day]), "按出版规律这天该有报，没有期号为证")
    for doubt in ledger.doubts:
        days = (*doubt.about, *doubt.beside)
        span = (min(days).isoformat(), max(days).isoformat())
        yield ("存疑", *span, "", "", each_day_told(doubt.about), doubt_told(doubt))
    for month in ledger.months:
        kind = "无法判断" if is_unknown(month) else "逐月"
        span = (month.first_day.isoformat(), month.last_day.isoformat())
        yield kind, *span, "", "", f"{month.year}年{month.number}月", f"收{month.held}期，{verdict(month).told}"
    for entry in ledger.entries:
        said = "；".join(filter(None, (entry.reason, entry.source)))
        span = (entry.first.isoformat(), entry.last.isoformat())
        yield (ENTRY_KINDS[entry.kind], *span, "", "", "", f"编辑记录：{said}")


def ledger_as_json(ledger: Ledger) -> dict[str, Any]:
    """What the API adds to the counts: days as ISO, statements in words beside their figures."""
    return {
        "span": {"first": ledger.span[0].isoformat(), "last": ledger.span[1].isoformat()} if ledger.span else None,
        "lacking_at_least": ledger.lacking if ledger.is_counted else None,
        "before_first": _before_first(ledger.before_first) if ledger.before_first else None,
        "shortages": [_shortage(each, ledger) for each in ledger.shortages],
        "suspected_days": [day.isoformat() for day in ledger.suspected],
        "doubts": list(map(_doubt, ledger.doubts)),
        "rhythms": [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "kind": each.rhythm.kind.value,
                "days": list(each.rhythm.days),
                "slots": each.slots,
                "held": each.held,
                "beside": each.beside,
                "sure": each.is_sure,
                "told": rhythm_told(each),
            }
            for each in ledger.periods
        ],
        "entries": [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "kind": each.kind.value,
                "reason": each.reason,
                "source": each.source,
            }
            for each in ledger.entries
        ],
        "months": list(map(_month, ledger.months)),
        "days": [
            {
                "first": run.first.isoformat(),
                "last": run.last.isoformat(),
                "kind": run.kind.value,
                "known_by": run.known.name.lower(),
            }
            for run in runs_of(ledger)
        ],
    }


def _before_first(before: BeforeFirst) -> dict[str, Any]:
    return {
        "first": 1,
        "last": before.last,
        "count": before.count,
        "held": before.held,
        "listed": before.listed,
        "before": before.day.isoformat(),
        "counted": False,
        "told": before_first_told(before),
    }


def _shortage(each: Shortage, ledger: Ledger) -> dict[str, Any]:
    return {
        "known_by": each.series.value,
        "count": each.count or None,
        "uncounted": each.uncounted.value if each.uncounted else None,
        "since": each.since.isoformat(),
        "until": each.until.isoformat(),
        "after": each.after.isoformat() if each.after else None,
        "before": each.before.isoformat() if each.before else None,
        "first": each.first or None,
        "last": each.last or None,
        "unnumbered": each.unnumbered,
        "days": [day.isoformat() for day in each.days],
        "dated": each.is_dated,
        "numbers": list(each.numbers),
        "told": evidence_told(each, ledger.entries),
    }


def _doubt(each: Contradiction) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "about": [day.isoformat() for day in each.about],
        "beside": [day.isoformat() for day in each.beside],
        "number": each.number or None,
        "told": doubt_told(each),
    }


def _month(month: MonthKept) -> dict[str, Any]:
    return {
        "month": month.name,
        "held": month.held,
        "lacking": month.lacking,
        "touched": month.touched,
        "uncounted": month.uncounted,
        "suspected": month.suspected,
        "known_by": month.known.name.lower(),
        "entries": [kind.value for kind in month.entered],
        "told": verdict(month).told,
    }
