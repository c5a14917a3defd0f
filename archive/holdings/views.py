"""The ledger as pages, of a newspaper and of a year, and as a table to take away."""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from archive.addresses.links import address
from archive.holdings.listed import as_csv_lines
from archive.holdings.reckoning.doubts import Contradiction
from archive.holdings.reckoning.ledger import BeforeFirst, Ledger
from archive.holdings.reckoning.months import MonthKept
from archive.holdings.reckoning.shortages import Shortage
from archive.holdings.rows import ledger_of
from archive.holdings.spans import kept_of
from archive.holdings.strips import legend, year_strip_kept
from archive.holdings.told import (
    Behind,
    SpanPart,
    before_first_ends,
    before_first_named,
    before_first_told,
    before_first_when,
    count_told,
    days_told,
    doubt_told,
    each_day_told,
    ends_told,
    entry_told,
    numbers_told,
    rest_told,
    rhythm_told,
    span_parts,
    verdict,
    when_told,
)
from archive.language.titles import titled
from archive.models import Newspaper
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.serving.parts import part_asked

ROWS = 100  # shortages on a page of all years
MOST_DOUBTS = 50  # on it; those of a year are all on its own


class YearRow(NamedTuple):
    """A year of the ledger: its months are summed up, its days drawn."""

    year: int
    held: int
    lacking: int
    suspected: int
    unknown: int
    across: int
    strip: SafeString


class ShortageRow(NamedTuple):
    """A shortage in words; `ends` are the days of the issues whose numbers say so, and those numbers; `unnumbered` the
    days of issues between them without a number that is trusted."""

    numbers: str
    when: str
    issues: str
    ends: Sequence[tuple[datetime.date, str]]
    rest: str
    unnumbered: Sequence[datetime.date] = ()


@read_only
@kept_by_version
@of_newspaper
def holdings_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    ledger = ledger_of(request, newspaper)
    part = part_asked(request, ledger.shortages, ROWS)
    years = [_year_row(ledger, newspaper, year) for year in sorted(ledger.years, reverse=True)]
    context = {
        **_shared(ledger),
        **(_all_told(ledger, *ledger.span) if ledger.span else {}),
        "years": years,
        "part": part,
        "shortages": _shortage_rows(ledger, part.items),
        "doubts": list(map(_doubt_row, ledger.doubts[:MOST_DOUBTS])),
        "more_doubts": len(ledger.doubts[MOST_DOUBTS:]),
        "suspected": [row for row in reversed(years) if row.suspected],
        "entries": list(map(entry_told, ledger.entries)),
        "periods": [(each.first.year, days_told(each.first, each.last), rhythm_told(each)) for each in ledger.periods],
        "before_first": _before_row(ledger, ledger.before_first) if ledger.before_first and part.page == 1 else None,
        "unnumbered": len(ledger.issues) - ledger.numbered,
    }
    return render(request, "archive/holdings.html", context)


@read_only
@kept_by_version
@of_newspaper
def holdings_year(request: HttpRequest, newspaper: Newspaper, year: int) -> HttpResponse:
    ledger = ledger_of(request, newspaper)
    months = ledger.years.get(year)
    if not months:
        raise Http404(f"{titled(newspaper.name)}的馆藏账里没有{year}年。")
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    before = ledger.before_first
    doubts = [doubt for doubt in ledger.doubts if any(day.year == year for day in doubt.about)]
    context = {
        **_shared(ledger),
        "year": year,
        **_told([span_parts(ledger, first, last)]),
        "strip": _year_row(ledger, newspaper, year).strip,
        "months": [(month, verdict(month).told, _days_of(ledger, month)) for month in months],
        "shortages": _shortage_rows(ledger, ledger.shortages_about(first, last)),
        "before_first": _before_row(ledger, before) if before and before.day.year == year else None,
        "doubts": list(map(_doubt_row, doubts)),
        "entries": [entry_told(each) for each in ledger.entries if each.first <= last and first <= each.last],
        "before": max((each for each in ledger.years if each < year), default=None),
        "after": min((each for each in ledger.years if each > year), default=None),
    }
    return render(request, "archive/holdings_year.html", context)


@read_only
@kept_by_version
@of_newspaper
def holdings_table(request: HttpRequest, newspaper: Newspaper) -> HttpResponseBase:
    lines = as_csv_lines(newspaper.name, ledger_of(request, newspaper))
    response = StreamingHttpResponse(iter(()) if request.method == "HEAD" else lines, "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="holdings-{newspaper.slug}.csv"'
    return response


def _shared(ledger: Ledger) -> dict[str, object]:
    return {"ledger": ledger, "legend": legend()}


def _told(clauses: Sequence[Sequence[SpanPart]]) -> dict[str, object]:
    """As one line, and with what is behind each figure."""
    return {"told": "；".join("，".join(part.told for part in parts) for parts in clauses), "clauses": clauses}


def _all_told(ledger: Ledger, first: datetime.date, last: datetime.date) -> dict[str, object]:
    """Of the archive's time, and of how many more months of its years nobody can tell, as the rows have them."""
    years = kept_of(ledger, first.replace(month=1, day=1), last.replace(month=12, day=31))
    beside = years.unknown - kept_of(ledger, first, last).unknown
    rest = SpanPart(f"这段时间以外，逐年里另有{beside}个月无法判断", Behind.UNKNOWN)
    clauses = [[SpanPart(days_told(first, last)), *span_parts(ledger, first, last)]]
    return _told([*clauses, [rest]] if beside else clauses)


def _year_row(ledger: Ledger, newspaper: Newspaper, year: int) -> YearRow:
    months, there = ledger.years[year], address("holdings_year", newspaper, year=year)
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    kept = kept_of(ledger, first, last)
    return YearRow(
        year,
        held=kept.held,
        lacking=kept.lacking,
        suspected=kept.suspected,
        unknown=kept.unknown,
        across=kept.across,
        strip=year_strip_kept(ledger, months, there),
    )


def _before_row(ledger: Ledger, before: BeforeFirst) -> ShortageRow:
    return ShortageRow(
        before_first_named(before),
        before_first_when(before),
        str(before.count),
        before_first_ends(before),
        before_first_told(before),
        ledger.days[: before.held],
    )


def _shortage_rows(ledger: Ledger, shortages: Iterable[Shortage]) -> list[ShortageRow]:
    return [
        ShortageRow(
            numbers_told(each),
            when_told(each),
            count_told(each),
            ends_told(each),
            rest_told(each, ledger.entries),
            ledger.days_within(each.since, each.until) if each.unnumbered else (),
        )
        for each in shortages
    ]


def _doubt_row(doubt: Contradiction) -> tuple[str, Sequence[datetime.date], Sequence[datetime.date]]:
    return doubt_told(doubt), doubt.about, doubt.beside


def _days_of(ledger: Ledger, month: MonthKept) -> str:
    """The days of a month on which the rhythm alone misses an issue."""
    return each_day_told([day for day in ledger.suspected if month.first_day <= day <= month.last_day])
