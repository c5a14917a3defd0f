"""On what days a newspaper came out, learnt from the days of its issues."""

import datetime

import pytest

from archive.holdings.reckoning.rhythm import Period, Rhythm, RhythmKind, periods_of

NEW_YEAR = datetime.date(2018, 1, 1)  # a Monday
YEAR = [NEW_YEAR + datetime.timedelta(days=n) for n in range(364)]
WEEKDAYS, FORTNIGHT, OF_MONTH = RhythmKind.WEEKDAYS, RhythmKind.FORTNIGHT, RhythmKind.DAYS_OF_MONTH


def without(days: list[datetime.date], every: int) -> list[datetime.date]:
    """All but each so manieth."""
    return [day for n, day in enumerate(days) if n % every != every - 1]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (YEAR, "每天"),
        ([day for day in YEAR if day.weekday() < 5], "每周星期一、二、三、四、五"),
        ([day for day in YEAR if day.weekday() in (1, 4)], "每周星期二、五"),
        ([day for day in YEAR if day.weekday() == 4], "每周星期五"),
        ([day for n, day in enumerate(YEAR) if n % 14 == 4], "隔周星期五"),
        ([day for day in YEAR if day.day in (1, 11, 21)], "每月1、11、21日"),
    ],
)
def test_the_rhythms_of_local_papers(days, told):
    [period] = periods_of(days)
    assert (period.rhythm.told, period.is_sure) == (told, True)
    assert (period.slots, period.held, period.beside) == (len(days), len(days), 0)
    [thinned] = periods_of(without(days, 4))
    assert (thinned.rhythm, thinned.is_sure) == (period.rhythm, False)


def test_a_rhythm_that_changes_is_told_of_each_time_by_itself():
    twice = [day for day in YEAR if day.weekday() in (1, 4)]
    once = [day + datetime.timedelta(days=364) for day in YEAR if day.weekday() == 4]
    former, later = periods_of([*twice, *once])
    assert (former.rhythm.days, later.rhythm.days) == ((1, 4), (4,))
    assert abs((later.first - once[0]).days) <= 31


def test_issues_on_other_days_are_counted_beside_the_rhythm():
    fridays = [day for day in YEAR if day.weekday() == 4]
    special = datetime.date(2018, 10, 1)
    [period] = periods_of(sorted([*fridays, special]))
    assert (period.rhythm.days, period.held, period.beside) == ((4,), 52, 1)


@pytest.mark.parametrize(
    "days",
    [
        [],
        YEAR[:1],
        YEAR[:3],
        YEAR[::17],  # harvested now and then: each weekday in turn
        [day for n, day in enumerate(YEAR) if n * n % 29 in (1, 5)],
    ],
)
def test_few_days_or_days_without_rule_have_no_rhythm(days):
    assert periods_of(days) == []


def test_the_days_that_a_period_names():
    period = Period(NEW_YEAR, NEW_YEAR + datetime.timedelta(days=20), Rhythm(FORTNIGHT, (2,), 0), 2, 2, 0)
    first, second = period.expected()[0], period.expected()[-1]
    assert first.weekday() == second.weekday() == 2
    assert (second - first).days in (0, 14)
    assert Rhythm(OF_MONTH, (5, 15)).names(datetime.date(2018, 4, 15))
    assert not Rhythm(WEEKDAYS, (6,)).names(NEW_YEAR)
