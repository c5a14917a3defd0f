"""Single cases of the ledger: contradictions, editors' entries, months of which nobody can tell, the words for it."""

import datetime
from itertools import pairwise

import pytest

from archive.holdings.reckoning.doubts import DoubtKind
from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan, NumberOfYear, number_of_year
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import reckoned
from archive.holdings.reckoning.shortages import Series, Shortage, most_apart
from archive.holdings.several import kept_within, nothing_lacks, several_told
from archive.holdings.spans import span_asked
from archive.holdings.told import days_told, numbers_told, span_told, verdict
from tests.archive.holdings.made_up import least_lacking

FRIDAY = datetime.date(2019, 1, 4)
TODAY = datetime.date(2026, 1, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def weekly(*numbers: int | None) -> list[HeldIssue]:
    """Issues of the Fridays from the first of 2019 on, of each its number, None where it has none; 0 where none is
    held."""
    days = [FRIDAY + datetime.timedelta(days=7 * n) for n in range(len(numbers))]
    return [HeldIssue(each, number) for each, number in zip(days, numbers, strict=True) if number != 0]


def told_of(ledger, first="", last="") -> str:
    ledger = ledger.on(TODAY)
    return span_told(ledger, *span_asked(ledger, first, last))


def test_between_1203_and_1206_two_lack():
    [shortage] = reckoned([HeldIssue(day("2019-03-01"), 1203), HeldIssue(day("2019-03-22"), 1206)]).shortages
    assert (shortage.count, shortage.first, shortage.last, shortage.is_dated) == (2, 1204, 1205, False)
    assert numbers_told(shortage) == "总第1204–1205期"


def test_a_year_s_number_tells_what_lacks_since_new_year():
    ledger = reckoned([HeldIssue(day("2021-11-05"), 589, NumberOfYear(2021, 82))])
    [shortage] = ledger.shortages
    assert (shortage.series, shortage.count, shortage.since) == (Series.YEAR, 81, day("2021-01-01"))
    assert told_of(ledger).startswith("馆藏1期，至少缺81期")
    assert ledger.first_number.number == 589


def test_of_thirty_issues_without_number_nothing_is_claimed():
    ledger = reckoned([HeldIssue(day("2019-01-01") + datetime.timedelta(days=n * n), None) for n in range(30)])
    assert not ledger.shortages
    assert "无法判断" in told_of(ledger)
    assert "不缺" not in told_of(ledger)
    assert "无法判断" in verdict(ledger.months[-2]).told


@pytest.mark.parametrize(
    ("numbers", "kind", "about"),
    [
        ((1, 2, 3, 3, 5, 6), DoubtKind.SAME_NUMBER, [2, 3]),
        ((11, 12, 13, 4, 15, 16), DoubtKind.OUT_OF_ORDER, [3]),
        ((1, 2, 3, 4, 5, 600), DoubtKind.TOO_FAR, [5]),
        ((1, 2, None, None, 3, 4), DoubtKind.MORE_THAN_NUMBERS, [2, 3]),
    ],
)
def test_contradictions_are_named_and_nothing_is_concluded_from_them(numbers, kind, about):
    issues = weekly(*numbers)
    ledger = reckoned(issues)
    assert [doubt.kind for doubt in ledger.doubts] == [kind]
    assert list(ledger.doubts[0].about) == [issues[n].day for n in about]
    assert not ledger.shortages


def test_two_numbers_at_the_end_that_agree_say_that_issues_came_out_beside_the_rhythm():
    """An extra issue lacks: the two Fridays after it are one further than Fridays have passed."""
    issues = weekly(*range(1, 13), 14, 15)
    ledger = reckoned(issues)
    assert not ledger.doubts
    assert [(each.first, each.last, each.since) for each in ledger.shortages] == [
        (13, 13, issues[11].day + datetime.timedelta(days=1))
    ]
    assert [doubt.kind for doubt in reckoned(issues[:-1]).doubts] == [DoubtKind.TOO_FAR], "one alone may be misprinted"


def test_numbers_of_another_year_and_numbers_that_disagree():
    issues = [HeldIssue(each.day, each.total, NumberOfYear(2019, n)) for n, each in enumerate(weekly(1, 2, 3, 4), 1)]
    issues[1] = issues[1]._replace(of_year=NumberOfYear(2018, 2))
    issues[2] = issues[2]._replace(total=33)
    kinds = {doubt.kind: doubt.about for doubt in reckoned(issues).doubts}
    assert kinds[DoubtKind.NUMBERS_DISAGREE] == (issues[2].day,)
    assert kinds[DoubtKind.OTHER_YEAR] == (issues[1].day,)


def test_a_suspension_clears_what_the_rhythm_misses():
    issues = weekly(*[None] * 8, 0, *[None] * 8)
    vacant = FRIDAY + datetime.timedelta(days=56)
    assert list(reckoned(issues).suspected) == [vacant]
    assert not reckoned(issues, (), lambda _: frozenset([vacant])).suspected  # a holiday
    ledger = reckoned(issues, [KnownSpan(vacant, vacant, EntryKind.SUSPENDED)])
    assert (list(ledger.suspected), list(ledger.doubts), ledger.lacking) == ([], [], 0)
    lost = reckoned(issues, [KnownSpan(vacant, vacant, EntryKind.LOST)])
    assert (lost.lacking, lost.lacking_days) == (1, {vacant})


def test_a_suspension_against_which_numbers_or_issues_speak_is_doubtful():
    issues = weekly(1, 2, 0, 4, 5)
    first, last = issues[1].day + datetime.timedelta(days=1), issues[2].day - datetime.timedelta(days=1)
    [doubt] = reckoned(issues, [KnownSpan(first, last, EntryKind.SUSPENDED)]).doubts
    assert (doubt.kind, doubt.about) == (DoubtKind.LACKING_WHILE_SUSPENDED, (issues[1].day, issues[2].day))
    [doubt] = reckoned(issues, [KnownSpan(FRIDAY, FRIDAY, EntryKind.SUSPENDED)]).doubts
    assert doubt.kind == DoubtKind.HELD_WHILE_SUSPENDED


def test_a_long_hole_without_numbers_is_neither_lacking_nor_suspected():
    ledger = reckoned(weekly(*[None] * 12, *[0] * 20, *[None] * 12))
    assert not ledger.shortages
    assert not ledger.suspected
    assert {month.name: month.known for month in ledger.months}["2019-05"] == KnownBy.NOTHING
    assert "个月无法判断" in told_of(ledger)


def test_what_is_told_of_a_span():
    ledger = reckoned(weekly(*(31, 32, 0), *range(34, 44)))
    assert told_of(ledger) == "馆藏12期，至少缺1期"
    assert told_of(ledger, "2019-01", "2019-01") == "馆藏3期，至少缺1期"
    assert told_of(ledger, "2019-02", "2019-02") == "馆藏4期，不缺，有期号为证"
    assert told_of(ledger, "2018", "2019-03") == "馆藏12期，至少缺1期，另有12个月无法判断"
    assert told_of(ledger, "2019-05", "2019-06") == "馆藏没有一期，有2个月无法判断"


def test_days_are_said_once():
    assert days_told(day("2019-03-05"), day("2019-03-05")) == "2019年3月5日"
    assert days_told(day("2019-03-05"), day("2019-03-08")) == "2019年3月5日至8日"
    assert days_told(day("2019-03-05"), day("2019-04-08")) == "2019年3月5日至4月8日"
    assert days_told(day("2019-03-05"), day("2020-03-08")) == "2019年3月5日至2020年3月8日"


def test_how_the_number_of_a_year_is_printed():
    assert number_of_year("2021年第82期") == number_of_year("2021年 第 82 期") == NumberOfYear(2021, 82)
    assert number_of_year("") is number_of_year("第82期") is None


def test_statements_that_overlap_are_not_added_up():
    spans = [("2019-01-01", "2019-03-01", 3), ("2019-02-01", "2019-02-10", 2), ("2019-02-20", "2019-04-01", 2)]
    spans += [("2019-03-15", "2019-03-20", 1), ("2019-05-01", "2019-05-01", 1)]
    given = [Shortage(Series.TOTAL, count, day(first), day(last)) for first, last, count in spans]
    chosen = most_apart(given)
    assert all(here.until < there.since for here, there in pairwise(chosen))
    least = least_lacking([(each.since, each.until, each.count) for each in given])
    assert sum(each.count for each in chosen) == least


def test_a_month_of_which_every_day_is_held_needs_no_number():
    daily = [HeldIssue(day("2018-12-20") + datetime.timedelta(days=n)) for n in range(60)]
    months = {month.name: month for month in reckoned(daily).months}
    assert (months["2019-01"].known, verdict(months["2019-01"]).told) == (KnownBy.HELD, "不缺，每天都收有报")
    ledger = reckoned([issue for issue in daily if issue.day != day("2019-01-20")])
    [month] = [month for month in ledger.months if month.name == "2019-01"]
    assert verdict(month).told == "按出版规律，有1天该有报而没有"


def test_of_days_before_the_first_issue_and_after_the_last_nobody_can_tell():
    """A daily of 10 March to 20 October: the months beside and those at its ends are not complete."""
    daily = [HeldIssue(day("2019-03-10") + datetime.timedelta(days=n), 300 + n) for n in range(225)]
    ledger = reckoned(daily)
    assert [month.name for month in ledger.months] == [f"2019-{n:02}" for n in range(1, 13)]
    signs = [verdict(month).sign for month in ledger.months]
    assert signs == ["？"] * 3 + ["齐"] * 6 + ["？"] * 3
    assert all("馆藏最早一期之前" in verdict(month).told for month in ledger.months[:3])
    assert all("馆藏最新一期之后" in verdict(month).told for month in ledger.months[9:])
    assert told_of(ledger) == "馆藏225期，不缺，每天都收有报"  # of its own time, 10 March to 20 October
    assert told_of(ledger, "2019-03", "2019-10") == "馆藏225期，有2个月无法判断"
    assert told_of(ledger, "2019", "2019") == "馆藏225期，有6个月无法判断"


def test_a_gap_that_an_editor_explains_takes_no_rhythm_from_the_months_beside():
    suspended = KnownSpan(day("2019-03-01"), day("2019-05-31"), EntryKind.SUSPENDED)
    weeks = [each for each in weekly(*[None] * 40) if not suspended.first <= each.day <= suspended.last]
    with_entry, without = (
        {month.name: verdict(month).sign for month in reckoned(weeks, entries).months} for entries in ([suspended], [])
    )
    assert [with_entry[name] for name in ("2019-02", "2019-06")] == ["合", "合"]
    assert [without[name] for name in ("2019-02", "2019-06")] == ["？", "？"]


@pytest.mark.parametrize("kind", EntryKind)
def test_an_entry_behind_the_last_issue_takes_nothing_from_the_month_before(kind):
    """Fridays of 2019 until 27 December; the rhythm has none on the 28th to the 31st."""
    weeks = weekly(*range(100, 152))
    after = KnownSpan(day("2020-01-01"), day("2020-03-31"), kind)
    for entries in ([], [after]):
        months = {month.name: verdict(month).sign for month in reckoned(weeks, entries).months}
        assert (months["2019-01"], months["2019-11"], months["2019-12"]) == ("合", "齐", "合")


@pytest.mark.parametrize(
    "span", [("2019-03", "2019-03"), ("2019-03-01", "2019-03-01"), ("2019", "2019"), ("2018", "2020"), ("2019-05", "")]
)
@pytest.mark.parametrize("numbered", [True, False])
def test_one_newspaper_is_told_of_alike_alone_and_in_a_sum(span, numbered):
    ledger = reckoned(weekly(*(range(100, 152) if numbered else [None] * 52)))
    kept, alone = kept_within(ledger.on(TODAY), *span), told_of(ledger, *span)
    assert alone.startswith(f"馆藏{kept.held}期")
    assert (nothing_lacks(kept) or "无法判断") in alone


def test_an_issue_alone_tells_of_no_other():
    assert told_of(reckoned([HeldIssue(day("2019-03-10"))])) == "馆藏1期，有1个月无法判断"
    assert told_of(reckoned([HeldIssue(day("2019-03-10"), 7)])) == "馆藏1期，有1个月无法判断"
    of_year = reckoned([HeldIssue(day("2019-03-10"), None, NumberOfYear(2019, 82))])
    assert told_of(of_year, "2019-03-10", "2019-03-10") == "馆藏1期，不缺，每天都收有报"
    assert told_of(reckoned([HeldIssue(day("2019-03-10")), HeldIssue(day("2019-03-11"))])).endswith("无法判断")
    both = [HeldIssue(day("2019-03-10"), 7), HeldIssue(day("2019-03-14"), 8)]
    assert told_of(reckoned(both)) == "馆藏2期，不缺，有期号为证"


def test_days_at_the_ends_on_which_the_rhythm_has_no_issue_are_known_by_the_rhythm():
    """The first Friday of January is the fourth, the last of March the 29th."""
    assert [verdict(month).sign for month in reckoned(weekly(*range(31, 44))).months] == ["合", "齐", "合"] + ["？"] * 9


def test_an_entry_is_evidence_of_its_own_days_alone():
    """Fridays of 2019 with a lost one for which the numbers leave no room: on 20 May, amid the month."""
    lost = KnownSpan(day("2019-05-20"), day("2019-05-20"), EntryKind.LOST)
    ledger = reckoned(weekly(*range(100, 152)), [lost])
    assert told_of(ledger, "2019-05-21", "2019-05-31") == "馆藏2期，不缺，有期号为证"
    assert told_of(ledger, "2019-05-10", "2019-05-19") == "馆藏2期，不缺，有期号为证"
    assert told_of(ledger, "2019-05-20", "2019-05-20") == "馆藏没有一期，编辑记录：已佚"
    assert told_of(ledger, "2019-05-18", "2019-06-21") == ("馆藏5期，没有查出缺期，有的日子只有编辑记录为证：已佚")


def test_before_number_one_nothing_can_lack():
    said = "总第1期是2019年3月1日出的，此前无报可缺"
    fridays = [HeldIssue(each.day, n) for n, each in enumerate(weekly(*range(100, 152))[8:], 1)]
    ledger = reckoned(fridays)
    assert [verdict(month).sign for month in ledger.months] == ["－", "－", *["齐"] * 9, "合"]
    assert verdict(ledger.months[0]).told == f"第1期还没有出，无报可缺；{said}"
    assert told_of(ledger, "2018", "2019-03") == f"馆藏5期，不缺，有期号为证，{said}"
    assert told_of(ledger, "2018", "2019-02") == f"馆藏没有一期，{said}"
    assert told_of(ledger, "2019-04", "2019-04") == "馆藏4期，不缺，有期号为证"
    assert several_told([kept_within(ledger, "2018", "2018")]) == "1种报纸，没有收有一期；1种第1期还没有出，无报可缺"
    # What is held or entered before it says that number 1 was not the first.
    assert reckoned([HeldIssue(day("2019-02-20")), *fridays]).known.founded is None
    closed = KnownSpan(day("2018-05-01"), day("2018-06-30"), EntryKind.SUSPENDED)
    assert "1个月" not in told_of(reckoned(fridays, [closed]), "2018", "2018")
    assert "有10个月无法判断" in told_of(reckoned(fridays, [closed]), "2018", "2018")


def test_number_one_of_a_year_is_evidence_of_the_days_of_the_year_before_it():
    issues = [HeldIssue(day("2019-03-01"), None, NumberOfYear(2019, 1)), HeldIssue(day("2019-03-08"), None)]
    assert [verdict(month).told for month in reckoned(issues).months[:2]] == ["不缺，有期号为证"] * 2
    assert told_of(reckoned(issues), "2018-12", "2019-02") == "馆藏没有一期，有1个月无法判断"


def test_of_days_that_have_not_come_nothing_is_said():
    ledger = reckoned(weekly(*range(100, 152))).on(day("2020-02-10"))
    assert span_told(ledger, day("2020-01-01"), day("2020-12-31")) == "馆藏没有一期，有2个月无法判断"
    assert span_told(ledger, day("2020-02-11"), day("2020-12-31")) == "馆藏没有一期，这段时间还没有到"
    assert span_asked(ledger, "2020", "2020") == (day("2020-01-01"), day("2020-02-10"))
    entered = reckoned(weekly(*range(100, 152)), [KnownSpan(day("2020-01-01"), day("2020-02-09"), EntryKind.SUSPENDED)])
    told = [verdict(month) for month in entered.on(day("2020-02-10")).months if month.year == 2020]
    assert [each.sign for each in told] == ["休", "？", *["－"] * 10]
    assert told[-1].told == "这段时间还没有到"
    assert span_told(entered.on(day("2020-02-10")), day("2020-01-01"), day("2020-12-31")).endswith("有1个月无法判断")
