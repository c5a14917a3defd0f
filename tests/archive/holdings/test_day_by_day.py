"""Every figure of spans, months and sums, held against a count that goes from day to day."""

import calendar
import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.holdings.listed import as_csv_lines
from archive.holdings.reckoning.doubts import DoubtKind
from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.holdings.several import kept_within, several_told
from archive.holdings.spans import kept_of
from archive.holdings.told import is_unknown, span_told

DAY = datetime.timedelta(days=1)
START = datetime.date(2018, 11, 20)
WEEKDAYS = [range(7), range(5), (1, 4), (4,)]
OF_NUMBERS = {DoubtKind.TOO_FAR, DoubtKind.OUT_OF_ORDER, DoubtKind.SAME_NUMBER, DoubtKind.MORE_THAN_NUMBERS}


def days_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Ledger, bool]:
    """A ledger of up to a year and a half, as it is on a day, and whether its issues print numbers."""
    weekdays, weeks = draw(st.sampled_from(WEEKDAYS)), draw(st.integers(1, 70))
    printed = [day for day in days_between(START, START + 7 * weeks * DAY) if day.weekday() in weekdays]
    gone = {place for place in draw(st.sets(st.integers(0, len(printed) - 1), max_size=6)) if place}
    if draw(st.booleans()):
        hole = draw(st.integers(1, len(printed)))
        gone |= set(range(hole, hole + draw(st.integers(1, 15))))
    numbered, since = draw(st.booleans()), draw(st.sampled_from([1, 1, 300]))
    issues = [
        HeldIssue(day, since + place if numbered else None) for place, day in enumerate(printed) if place not in gone
    ]
    entries = []
    for _ in range(draw(st.integers(0, 2))):
        first = START + draw(st.integers(-60, 7 * weeks + 60)) * DAY
        entries.append(KnownSpan(first, first + draw(st.integers(0, 40)) * DAY, draw(st.sampled_from(EntryKind))))
    today = START + draw(st.integers(-100, 900)) * DAY
    return reckoned(issues, entries).on(today), numbered


def known_of(ledger: Ledger, numbered: bool, day: datetime.date) -> KnownBy:
    """By what it is known of a day whether an issue lacks."""
    held, entered = set(ledger.days), [each for each in ledger.entries if each.first <= day <= each.last]
    told = sorted(held | {day for each in ledger.entries for day in days_between(each.first, each.last)})
    if day > max(ledger.today, *told):
        return KnownBy.TO_COME
    first, last = min(held), max(held)
    totals = [each.total for each in ledger.issues if each.total]
    tells = len(totals) > 1 or 1 in totals
    if day in held:
        known = KnownBy.HELD if tells or ledger.periods else KnownBy.NOTHING
    elif day < first and first == told[0] and ledger.issues[0].total == 1:
        known = KnownBy.UNFOUNDED
    elif first < day < last and numbered:
        known = KnownBy.NUMBERS
    else:
        known = KnownBy.RHYTHM if by_rhythm(ledger, day, first, last, told) else KnownBy.NOTHING
    kinds = {each.kind for each in entered}
    if kinds - {EntryKind.SUSPENDED} and known < KnownBy.HELD:
        return KnownBy.ENTRY
    return max(known, KnownBy.ENTRY) if kinds else known


def by_rhythm(
    ledger: Ledger, day: datetime.date, first: datetime.date, last: datetime.date, told: list[datetime.date]
) -> bool:
    if any(each.first <= day <= each.last for each in ledger.periods):
        before, after = [each for each in told if each <= day], [each for each in told if each >= day]
        if before and after and (day in told or (after[0] - before[-1]).days <= 31):
            return len(told) > 1
    end = first if day < first else last
    if first <= day <= last or (day.year, day.month) != (end.year, end.month):
        return False
    return any(each.first <= end <= each.last and not each.rhythm.names(day) for each in ledger.periods)


@given(ledgers(), st.lists(st.tuples(st.integers(-500, 1000), st.integers(0, 500)), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_figure_of_a_span_and_of_months_is_that_of_its_days(made: tuple[Ledger, bool], asked):
    ledger, numbered = made
    assume(not OF_NUMBERS & {doubt.kind for doubt in ledger.doubts})
    month_ends = [(each.first_day, each.last_day) for each in ledger.months]
    spans = [(START + first * DAY, START + (first + length) * DAY) for first, length in asked]
    every = [*spans, *month_ends]
    all_days = days_between(min(first for first, _ in every), max(last for _, last in every))
    states = {day: known_of(ledger, numbered, day) for day in all_days}
    for first, last in spans:
        days = days_between(first, last)
        come = [day for day in days if states[day] != KnownBy.TO_COME]
        unknown = {(day.year, day.month) for day in days if states[day] == KnownBy.NOTHING}
        kept = kept_of(ledger, first, last)
        assert kept == kept_within(ledger, first.isoformat(), last.isoformat())
        assert kept.unknown == len(unknown)
        assert kept.least == min(states[day] for day in days)
        assert kept.best == max((states[day] for day in come), default=KnownBy.TO_COME)
        assert kept.held == sum(day in ledger.days for day in days)
        assert kept.suspected == sum(day in ledger.suspected for day in days)
        dated = {day for each in ledger.shortages if each.is_dated for day in each.days}
        others = [each for each in ledger.shortages if not each.is_dated and {each.since, each.until} <= set(days)]
        assert kept.lacking == len(dated.intersection(days)) + sum(each.count for each in others)
        alone = {day for day in days if states[day] == KnownBy.ENTRY}
        assert kept.alone == {
            each.kind for each in ledger.entries if any(each.first <= day <= each.last for day in alone)
        }
        told = span_told(ledger, first, last)
        assert (f"有{len(unknown)}个月无法判断" in told) == bool(unknown)
        assert ("不缺，" in told) <= (min(states[day] for day in days) != KnownBy.NOTHING)
        assert ("无法判断" in several_told([kept])) == bool(unknown or kept.uncounted)
    for month in ledger.months:
        days = days_between(month.first_day, month.last_day)
        assert len(days) == calendar.monthrange(month.year, month.number)[1]
        assert month.known == min(states[day] for day in days)
        assert month.by_entry == any(states[day] == KnownBy.ENTRY for day in days)
    unknown_months = [month for month in ledger.months if is_unknown(month)]
    assert len([line for line in as_csv_lines("报", ledger) if line.startswith("无法判断".encode())]) == len(
        unknown_months
    )
    for year, months in ledger.years.items():
        kept = kept_of(ledger, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        assert kept.unknown == sum(map(is_unknown, months))
