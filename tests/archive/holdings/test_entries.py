"""What editors know of spans of days: said as their word, counted as far as numbers or a rhythm count it."""

import datetime
from random import Random

import pytest

from archive.holdings.listed import as_csv_lines, ledger_as_json
from archive.holdings.reckoning.doubts import DoubtKind
from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.holdings.reckoning.shortages import Uncounted
from archive.holdings.strips import year_strip_kept
from archive.holdings.told import rest_told, span_told, verdict

DAY = datetime.timedelta(days=1)
START = datetime.date(2019, 1, 1)  # a Tuesday
WEEKDAYS = {"daily": range(7), "workdays": range(5), "twice": (1, 4), "weekly": (4,)}


def came_out(rhythm: str, days: int = 365) -> list[datetime.date]:
    return [day for n in range(days) if (day := START + n * DAY).weekday() in WEEKDAYS[rhythm]]


def without(printed: list[datetime.date], *spans: KnownSpan, numbered: bool = False) -> list[HeldIssue]:
    return [
        HeldIssue(day, 700 + n if numbered else None)
        for n, day in enumerate(printed)
        if not any(span.first <= day <= span.last for span in spans)
    ]


def span(first: str, last: str, kind: EntryKind) -> KnownSpan:
    return KnownSpan(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), kind, "水灾", "")


def month_of(ledger: Ledger, name: str):
    return next(month for month in ledger.months if month.name == name)


def test_a_suspension_alone_makes_no_month_complete():
    off = span("2019-02-04", "2019-02-10", EntryKind.SUSPENDED)
    ledger = reckoned(without(came_out("daily"), off), [off])
    february = month_of(ledger, "2019-02")
    assert (february.known, verdict(february).sign) == (KnownBy.ENTRY, "编")
    assert verdict(february).told == "没有查出缺期；有的日子只有编辑记录为证：休刊"
    assert not ledger.suspected
    assert not ledger.possible_days
    told = span_told(ledger, february.first_day, february.last_day)
    assert told == "馆藏21期，没有查出缺期，有的日子只有编辑记录为证：休刊"


def test_numbers_that_go_on_across_a_suspension_do_make_it_complete():
    off = span("2019-02-04", "2019-02-10", EntryKind.SUSPENDED)
    printed = [issue.day for issue in without(came_out("daily"), off)]
    ledger = reckoned(without(printed, numbered=True), [off])
    assert verdict(month_of(ledger, "2019-02")) == ("齐", "不缺，有期号为证；编辑记录：休刊")


@pytest.mark.parametrize("numbered", [False, True])
def test_what_is_lost_is_counted_by_numbers_or_the_rhythm_alike_everywhere(numbered):
    lost = span("2019-05-06", "2019-05-19", EntryKind.LOST)
    ledger = reckoned(without(came_out("twice"), lost, numbered=numbered), [lost])
    days = [day for day in came_out("twice") if lost.first <= day <= lost.last]
    assert (ledger.lacking, ledger.lacking_days, list(ledger.suspected)) == (4, set(days), [])
    [row] = [line for line in as_csv_lines("报", ledger) if line.startswith("缺".encode())]
    assert ",4," in row.decode()
    assert "编辑记录：2019年5月6日至19日已佚（水灾）" in row.decode()
    assert ("没有期号为证" in row.decode()) != numbered
    [said] = ledger_as_json(ledger)["shortages"]
    assert (said["count"], said["days"]) == (4, [day.isoformat() for day in days])
    assert said["told"] in row.decode()
    assert verdict(month_of(ledger, "2019-05")).told.startswith("至少缺4期")
    assert "编辑记录：已佚" in verdict(month_of(ledger, "2019-05")).told.replace("有的日子只有编辑记录为证", "编辑记录")
    assert year_strip_kept(ledger, ledger.years[2019], "/").count('class="lacking"') == 1


def test_of_what_is_lost_and_nobody_can_count_no_number_is_said():
    """Three months of which neither a number nor the rhythm is known."""
    lost = span("2019-04-01", "2019-06-30", EntryKind.LOST)
    ledger = reckoned(without(came_out("weekly"), lost), [lost])
    [shortage] = ledger.shortages
    assert (shortage.count, shortage.uncounted, ledger.lacking) == (0, Uncounted.NO_RHYTHM, 0)
    assert "缺几期无法判断：没有期号为证" in rest_told(shortage, ledger.entries)
    [row] = [line.decode() for line in as_csv_lines("报", ledger) if line.startswith("缺".encode())]
    assert row.split(",")[5] == "无法判断"
    assert ledger_as_json(ledger)["shortages"][0]["count"] is None
    assert verdict(month_of(ledger, "2019-05")) == ("佚", "编辑记录：已佚；缺几期无法判断")
    assert "编辑记录已佚的几期无法判断" in span_told(ledger, lost.first, lost.last)


def test_what_of_a_lost_span_can_be_counted_is_and_the_rest_is_said():
    """From the middle of March on, whose rhythm is known, to the end of June."""
    lost = span("2019-03-16", "2019-06-30", EntryKind.ELSEWHERE)
    ledger = reckoned(without(came_out("weekly"), lost), [lost])
    [shortage] = ledger.shortages
    assert [day.isoformat() for day in shortage.days] == ["2019-03-22", "2019-03-29"]
    assert "其余日子缺几期无法判断" in rest_told(shortage, ledger.entries)
    assert verdict(month_of(ledger, "2019-03")).told.startswith("至少缺2期；另外还缺几期无法判断；")


def test_a_lost_day_without_rhythm_is_one_issue_and_a_lost_week_between_issues_is_not():
    issues = without(came_out("weekly"))
    one = KnownSpan(START, START, EntryKind.LOST)
    assert reckoned([], [one]).lacking == 1
    between = span("2019-05-04", "2019-05-09", EntryKind.LOST)  # Saturday to Thursday
    [shortage] = reckoned(issues, [between]).shortages
    assert (shortage.count, shortage.uncounted) == (0, Uncounted.NONE_DUE)


def test_days_that_two_entries_call_lost_are_counted_once():
    entries = [span("2019-05-01", "2019-05-20", EntryKind.LOST), span("2019-05-10", "2019-05-25", EntryKind.ELSEWHERE)]
    ledger = reckoned(without(came_out("daily"), *entries), entries)
    assert ledger.lacking == len(ledger.lacking_days) == 25


def test_lost_between_numbers_that_leave_no_room_is_doubtful_and_not_complete():
    lost = span("2019-05-04", "2019-05-09", EntryKind.LOST)
    ledger = reckoned(without(came_out("weekly"), numbered=True), [lost])
    assert [doubt.kind for doubt in ledger.doubts] == [DoubtKind.LOST_BUT_COMPLETE]
    assert ledger.lacking == 0
    assert verdict(month_of(ledger, "2019-05")).sign == "编"


@pytest.mark.parametrize("rhythm", WEEKDAYS)
@pytest.mark.parametrize("numbered", [False, True])
def test_of_made_papers_just_what_was_lost_lacks_and_what_is_suspended_does_not(rhythm, numbered):
    """Weeks lost and weeks in which none came out, of fifty papers each: the rhythm goes on between them."""
    random = Random(17)
    for _ in range(50):
        first, second = sorted(random.sample(range(6, 47, 8), 2))
        lost, off = (
            KnownSpan(START + 7 * week * DAY, START + (7 * week + random.randint(7, 13)) * DAY, kind)
            for week, kind in zip((first, second), random.sample([EntryKind.LOST, EntryKind.SUSPENDED], 2), strict=True)
        )
        if lost.kind != EntryKind.LOST:
            lost, off = off, lost
        printed = [day for day in came_out(rhythm) if not off.first <= day <= off.last]
        ledger = reckoned(without(printed, lost, numbered=numbered), [lost, off])
        truth = {day for day in printed if lost.first <= day <= lost.last}
        assert ledger.lacking == len(truth)
        assert ledger.lacking_days == truth
        assert not ledger.suspected
        for month in ledger.months:
            touched = any(each.first <= month.last_day and month.first_day <= each.last for each in (lost, off))
            assert not (touched and not numbered) or verdict(month).sign != "齐"
