"""What the ledger says, held against made-up archives of which it is known what is missing."""

import datetime

from hypothesis import given, settings

from archive.holdings.reckoning.ledger import Known, reckoned
from archive.holdings.reckoning.shortages import Series
from tests.archive.holdings.made_up import FIRST_NUMBER, MadeUp, archives, numbers_of


@given(archives())
@settings(max_examples=200, deadline=None)
def test_every_shortage_is_of_issues_that_are_removed(made: MadeUp):
    """Holidays, extra issues, long holes, numbers that cannot be read; none that is read wrongly."""
    ledger = reckoned(made.held)
    total = numbers_of(made.printed)
    for each in [*ledger.shortages, *ledger.by_total]:
        assert made.removed_between(each.since, each.until) == each.count, each
        if each.series == Series.TOTAL:
            lacking = {total[day][0] for day in made.removed if each.since <= day <= each.until}
            assert lacking <= set(range(each.first, each.last + 1))
    assert ledger.lacking <= len(made.removed)
    readable = [issue.day for issue in made.held if issue.total]
    if readable and not ledger.doubts:
        between = made.removed_between(readable[0], readable[-1])
        assert sum(each.count for each in ledger.by_total) == between <= ledger.lacking


@given(archives(regular=True))
@settings(max_examples=200, deadline=None)
def test_a_regular_paper_is_doubted_nowhere_and_each_lacking_day_is_named(made: MadeUp):
    ledger = reckoned(made.held)
    assert not ledger.doubts
    assert ledger.lacking_days <= set(made.removed)
    total = numbers_of(made.printed)
    named = [pair for each in ledger.by_total if each.is_dated for pair in zip(each.days, each.numbers, strict=True)]
    assert all(total[day][0] == number for day, number in named)
    readable = [issue.day for issue in made.held if issue.total]
    if ledger.periods and readable:
        [period] = ledger.periods
        assert set(period.expected()) == {day for day in made.printed if period.first <= day <= period.last}
        assert {day for day in made.removed if readable[0] < day < readable[-1]} <= ledger.lacking_days


@given(archives(regular=True, misread=True))
@settings(max_examples=200, deadline=None)
def test_numbers_read_wrongly_make_no_shortage(made: MadeUp):
    ledger = reckoned(made.held)
    for each in [*ledger.shortages, *ledger.by_total]:
        assert each.count <= made.removed_between(each.since, each.until), each
    assert ledger.lacking <= len(made.removed)
    assert not ledger.doubts or made.misread


@given(archives())
@settings(max_examples=200, deadline=None)
def test_a_day_without_evidence_is_neither_lacking_nor_complete(made: MadeUp):
    ledger = reckoned(made.held)
    for month in ledger.months:
        if month.known is Known.NUMBERS:
            days = [day for day in made.removed if (day.year, day.month) == (month.year, month.number)]
            days = [day for day in days if ledger.months and made.held[0].day <= day <= made.held[-1].day]
            told = [each for each in ledger.shortages if any(each.since <= day <= each.until for day in days)]
            assert bool(days) <= bool(told)
