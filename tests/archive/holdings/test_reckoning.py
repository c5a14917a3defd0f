"""What the ledger says, held against made-up archives of which it is known what is missing."""

from hypothesis import assume, given, settings

from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.holdings.reckoning.shortages import Series
from tests.archive.holdings.made_up import MadeUp, archives, numbers_of


@given(archives())
@settings(max_examples=200, deadline=None)
def test_every_shortage_is_of_issues_that_are_removed(made: MadeUp):
    """Holidays, extra issues, long holes, numbers that cannot be read; none that is read wrongly."""
    ledger = reckoned(made.held)
    total = numbers_of(made.printed)
    for each in ledger.shortages:
        assert made.removed_between(each.since, each.until) == each.count, each
        if each.series == Series.TOTAL:
            lacking = {total[day][0] for day in made.removed if each.since <= day <= each.until}
            assert lacking <= set(range(each.first, each.last + 1))
    assert ledger.lacking <= len(made.removed)
    readable = [issue.day for issue in made.held if issue.total]
    if readable and not ledger.doubts:
        between = made.removed_between(readable[0], readable[-1])
        assert between <= ledger.lacking <= len(made.removed)


def learns_the_rhythm(made: MadeUp, ledger: Ledger) -> bool:
    """Whether the ledger expects an issue on just the days on which one came out, from the first held to the last."""
    expected = {day for period in ledger.periods for day in period.expected()}
    return bool(made.held) and expected == {day for day in made.printed if made.held[0].day <= day <= made.held[-1].day}


@given(archives(regular=True))
@settings(max_examples=200, deadline=None)
def test_where_the_rhythm_is_known_nothing_is_doubted_and_each_lacking_day_is_named(made: MadeUp):
    ledger = reckoned(made.held)
    assume(learns_the_rhythm(made, ledger))
    assert not ledger.doubts
    assert ledger.lacking_days <= set(made.removed)
    assert set(ledger.suspected) <= set(made.removed)
    total = numbers_of(made.printed)
    named = [
        pair
        for each in ledger.shortages
        if each.series == Series.TOTAL
        for pair in zip(each.days, each.numbers, strict=True)
    ]
    assert all(total[day][0] == number for day, number in named)
    if readable := [issue.day for issue in made.held if issue.total]:
        assert {day for day in made.removed if readable[0] < day < readable[-1]} <= ledger.lacking_days


@given(archives(regular=True, misread=True))
@settings(max_examples=300, deadline=None)
def test_numbers_read_wrongly_make_no_shortage_where_the_rhythm_is_known(made: MadeUp):
    ledger = reckoned(made.held)
    assume(learns_the_rhythm(made, ledger))
    for each in ledger.shortages:
        assert each.count <= made.removed_between(each.since, each.until), each
    assert ledger.lacking <= len(made.removed)
    assert not ledger.doubts or made.misread


@given(archives())
@settings(max_examples=200, deadline=None)
def test_a_day_without_evidence_is_neither_lacking_nor_complete(made: MadeUp):
    ledger = reckoned(made.held)
    for month in ledger.months:
        if month.known >= KnownBy.NUMBERS:
            days = [day for day in made.removed if (day.year, day.month) == (month.year, month.number)]
            days = [day for day in days if ledger.months and made.held[0].day <= day <= made.held[-1].day]
            told = [each for each in ledger.shortages if any(each.since <= day <= each.until for day in days)]
            assert bool(days) <= bool(told)
