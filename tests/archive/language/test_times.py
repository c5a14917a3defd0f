"""Times as people write them, seen from Thursday, 26 November 2026."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Lunar

from archive.language.feasts import LUNAR_FEASTS, SOLAR_TERMS
from archive.language.times import days_meant, times_at_the_edges

TODAY = datetime.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", "2024", "2024"),
        ("２０２４年", "2024", "2024"),
        ("二〇二四年", "2024", "2024"),
        ("二零二零年", "2020", "2020"),
        ("去年", "2025", "2025"),
        ("前年", "2024", "2024"),
        ("大前年", "2023", "2023"),
        ("明年", "2027", "2027"),
        ("两年前", "2024", "2024"),
        ("兩年前", "2024", "2024"),
        ("十年前", "2016", "2016"),
        ("2021-5-3", "2021-05-03", "2021-05-03"),
        ("2021.5.3", "2021-05-03", "2021-05-03"),
        ("2021/05/03", "2021-05-03", "2021-05-03"),
        ("20210503", "2021-05-03", "2021-05-03"),
        ("2021年5月3日", "2021-05-03", "2021-05-03"),
        ("2021年5月3号", "2021-05-03", "2021-05-03"),
        ("二〇二一年五月三十日", "2021-05-30", "2021-05-30"),
        ("2021-5", "2021-05", "2021-05"),
        ("2021年5月份", "2021-05", "2021-05"),
        ("2024年2月下旬", "2024-02-21", "2024-02-29"),
        ("5月3日", "2026-05-03", "2026-05-03"),
        ("12月3日", "2025-12-03", "2025-12-03"),
        ("上个月", "2026-10", "2026-10"),
        ("三个月前", "2026-08", "2026-08"),
        ("十二个月前", "2025-11", "2025-11"),
        ("上周", "2026-11-16", "2026-11-22"),
        ("昨天", "2026-11-25", "2026-11-25"),
        ("近三年", "2023-11-26", "2026-11-26"),
        ("最近一周", "2026-11-19", "2026-11-26"),
        ("去年上半年", "2025-01", "2025-06"),
        ("2021年第三季度", "2021-07", "2021-09"),
        ("去年秋天", "2025-09", "2025-11"),
        ("十四五期间", "2021", "2025"),
        ("十三五时期", "2016", "2020"),
        ("一五计划期间", "1953", "1957"),
        ("国庆节", "2026-10-01", "2026-10-07"),
        ("2019年国庆节", "2019-10-01", "2019-10-07"),
        ("去年国庆期间", "2025-10-01", "2025-10-07"),
        ("春节", "2026-02-16", "2026-02-23"),
        ("去年春节前后", "2025-01-21", "2025-02-11"),
        ("2023年中秋节", "2023-09-29", "2023-09-29"),
        ("2020年端午", "2020-06-25", "2020-06-25"),
        ("2021年除夕", "2021-02-11", "2021-02-11"),
        ("2022年清明节", "2022-04-05", "2022-04-05"),
        ("2020年至2022年", "2020", "2022"),
        ("2020到2022年", "2020", "2022"),
        ("2020-2022", "2020", "2022"),
        ("2020—2022年", "2020", "2022"),
        ("从去年10月至今年3月", "2025-10", "2026-03"),
        ("今年1至8月", "2026-01", "2026-08"),
        ("1-8月", "2026-01", "2026-08"),
        ("11月至3月", "2025-11", "2026-03"),
        ("5月1日至7日", "2026-05-01", "2026-05-07"),
        ("2021年10月13日至2021年11月15日", "2021-10-13", "2021-11-15"),
        ("2021年第一至第三季度", "2021-01", "2021-09"),
        ("2020年以来", "2020-01-01", "2026-11-26"),
        ("今年以来", "2026-01-01", "2026-11-26"),
        ("2020年至今", "2020-01-01", "2026-11-26"),
        ("2020年以前", "", "2019"),
        ("“十三五”期间", "2016", "2020"),
        ("十四五以来", "2021-01-01", "2026-11-26"),
        ("十五期间", "2001", "2005"),
        ("农历八月十五", "2026-09-25", "2026-09-25"),
        ("2021年農曆八月十五", "2021-09-21", "2021-09-21"),
        ("八月十五", "2026-09-25", "2026-09-25"),  # a feast
        ("八月十五日", "2026-08-15", "2026-08-15"),
        ("八月十六", "2026-08-16", "2026-08-16"),
        ("8月15", "2026-08-15", "2026-08-15"),
        ("正月初一", "2026-02-17", "2026-02-17"),
        ("大年三十", "2026-02-16", "2026-02-16"),
        ("去年腊月", "2026-01-19", "2026-02-16"),
        ("腊月廿三", "2026-02-10", "2026-02-10"),
        ("2021年小年", "2021-02-04", "2021-02-04"),
        ("闰四月", "2020-05-23", "2020-06-20"),
        ("2月29日", "2024-02-29", "2024-02-29"),
        ("今年上半年", "2026-01", "2026-06"),
        ("2021年第1季度", "2021-01", "2021-03"),
        ("上季度", "2026-07", "2026-09"),
        ("2021年冬", "2021-12", "2022-02"),
        ("去年暑假", "2025-07", "2025-08"),
        ("上周三", "2026-11-18", "2026-11-18"),
        ("本周末", "2026-11-28", "2026-11-29"),
        ("上月5日", "2026-10-05", "2026-10-05"),
        ("本月初", "2026-11-01", "2026-11-10"),
        ("最近一个月", "2026-10-26", "2026-11-26"),
        ("近半年", "2026-05-26", "2026-11-26"),
        ("三年来", "2023-11-26", "2026-11-26"),
        ("九十年代", "1990", "1999"),
        ("上世纪80年代末", "1987", "1989"),
        ("20世纪九十年代", "1990", "1999"),
        ("1990年代", "1990", "1999"),
        ("二十年代", "2020", "2029"),
        ("上世纪", "1901", "2000"),
        ("21年5月", "2021-05", "2021-05"),
        ("99年10月1日", "1999-10-01", "1999-10-01"),
        ("春节前夕", "2026-02-09", "2026-02-15"),
        ("2021年母亲节", "2021-05-09", "2021-05-09"),
        ("2021年冬至", "2021-12-21", "2021-12-21"),
    ],
)
def test_what_is_meant(written, first, last):
    assert days_meant(written, TODAY).as_iso() == (first, last)


NO_TIMES = (
    *("", "年", "月", "十", "两", "三五", "十五", "第五", "五年", "高新区", "一带一路", "春天", "3月的风", "去年同期"),
    *(
        "2021-02-30",
        "2021年13月",
        "1234",
        "2099",
        "99999年前",
        "三百年前",
        "2021-05..2021-06",
        "2024" * 10,
        "\0",
        "去年前后",
    ),
    *(
        "八五",
        "21年",
        "世纪",
        "年代",
        "至",
        "2020年至",
        "至2022年",
        "2022年至2020年",
        "2021年13月至14月",
        "1-2-3-4-5-6-7月",
    ),
    *("正月三十一", "农历八月卅一", "2021年闰四月", "腊月初", "农历去年", "寒假", "十四五规划"),
)


@pytest.mark.parametrize("written", NO_TIMES)
def test_what_is_no_time(written):
    assert days_meant(written, TODAY) is None


def test_the_last_day_of_february_has_years_before_it():
    assert days_meant("近一年", datetime.date(2024, 2, 29)).as_iso() == ("2023-02-28", "2024-02-29")


@pytest.mark.parametrize(
    ("written", "is_name"), [("十四五", True), ("十四五期间", False), ("大雪", True), ("清明", False)]
)
def test_what_may_be_the_name_of_something_else(written, is_name):
    assert days_meant(written, TODAY).is_name == is_name


def test_times_within_a_run_are_found_at_its_edges():
    def found(text):
        return [(text[start:end], days.as_iso()[0]) for start, end, days in times_at_the_edges(text, TODAY)]

    assert found("2024年高考") == [("2024年", "2024")]
    assert found("高铁去年春节前后") == [("去年春节前后", "2025-01-21")]
    assert found("去年") == found("高考") == found("") == []


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2027, 12, 31)))
def test_a_day_is_itself_however_it_is_written(day):
    for form in ("{0.year}-{0.month}-{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}", "{0:%Y.%m.%d}"):
        days = days_meant(form.format(day), TODAY)
        assert days.first == days.last == day


SOME_DAY = st.dates(datetime.date(1901, 3, 1), datetime.date(2027, 12, 31))
FORMS = ("{0.year}-{0.month}-{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y%m%d}", "{0:%Y.%m.%d}")


@given(
    SOME_DAY, SOME_DAY, st.sampled_from(FORMS), st.sampled_from(FORMS), st.sampled_from(["至", "到", "-", "—", "～"])
)
def test_a_span_goes_from_its_first_day_to_its_last(one, other, form, other_form, joint):
    days = days_meant(form.format(one) + joint + other_form.format(other), TODAY)
    assert (days and (days.first, days.last)) == ((one, other) if one <= other else None)


@given(SOME_DAY, SOME_DAY, st.sampled_from(["至", "到", "-", "—", "～"]))
def test_what_one_end_of_a_span_leaves_out_is_the_others(one, other, joint):
    first, last = sorted((one, other))

    def both(shorter, fuller):
        found = days_meant(shorter.format(first, joint, last), TODAY)
        assert found == days_meant(fuller.format(first, joint, last), TODAY)
        return found

    assert both("{0.year}{1}{2.year}年", "{0.year}年{1}{2.year}年")
    last = last.replace(year=first.year, month=max(first.month, last.month), day=28)
    assert both("{0.year}年{0.month}{1}{2.month}月", "{0.year}年{0.month}月{1}{2.year}年{2.month}月")
    last, first = last.replace(month=first.month), first.replace(day=min(28, first.day))
    assert both(
        "{0.year}年{0.month}月{0.day}{1}{2.day}日", "{0.year}年{0.month}月{0.day}日{1}{2.year}年{2.month}月{2.day}日"
    )


def lunar(day):
    return Lunar.fromDate(datetime.datetime(day.year, day.month, day.day))


@given(SOME_DAY)
def test_a_lunar_day_is_the_one_that_the_calendar_calls_so(day):
    there = lunar(day)
    named = f"{there.getMonthInChinese()}月{there.getDayInChinese()}"
    for written in (f"农历{there.getYear()}年{named}", f"{there.getYear()}年农历{named}"):
        days = days_meant(written, TODAY)
        assert days.first == days.last == day


@settings(max_examples=12)
@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31)), SOME_DAY)
def test_what_comes_each_year_is_the_last_that_had_begun(today, some):
    def last_day(is_so):
        days = (today - datetime.timedelta(days=n) for n in range(9 * 366))
        return next((day for day in days if is_so(day)), None)

    days = days_meant(f"{some.month}月{some.day}日", today)
    assert days.first == last_day(lambda day: (day.month, day.day) == (some.month, some.day))
    assert days.yearly
    called = lunar(some).getMonth(), lunar(some).getDay()
    if called[0] > 0:
        written = f"农历{lunar(some).getMonthInChinese()}月{lunar(some).getDayInChinese()}"
        start = days_meant(written, today).first
        assert (lunar(start).getMonth(), lunar(start).getDay()) == called
        assert start <= today
        later = (start + datetime.timedelta(days=n) for n in range(1, (today - start).days + 1))
        assert called not in {(lunar(day).getMonth(), lunar(day).getDay()) for day in later}


@pytest.mark.parametrize("year", [1911, 1949, 1984, 2012, 2021, 2024, 2033])
def test_feasts_and_solar_terms_are_those_of_the_calendar(year):
    days = [datetime.date(year, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
    terms = {name: day for day in days if (name := lunar(day).getJieQi())}
    assert terms == {name: days_meant(f"{year}年{name}", TODAY.replace(year=2040)).first for name in SOLAR_TERMS}
    for name, (month, number, _) in LUNAR_FEASTS.items():
        found = days_meant(f"{year}年{name}", TODAY.replace(year=2040))
        first = found.first + datetime.timedelta(days=name == "春节")
        assert (lunar(first).getMonth(), lunar(first).getDay()) == (month, number)
        assert abs((first - datetime.date(year, 7, 1)).days) < 200


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31)), st.integers(0, 6), st.sampled_from("上本"))
def test_a_weekday_is_one_of_that_week(today, weekday, week):
    (day,) = set(days_meant(f"{week}周{'一二三四五六日'[weekday]}", today)[:2])
    assert day.weekday() == weekday
    that = today - datetime.timedelta(days=7 * (week == "上"))
    assert day.isocalendar()[:2] == that.isocalendar()[:2]


@given(
    st.text("0123456789年月日上下去前两十四五期间节春国庆个天周近-./至到以来世纪代农历正腊初廿", max_size=14),
    st.dates(datetime.date(1950, 1, 1)),
)
def test_anything_may_be_typed_on_any_day(written, today):
    days = days_meant(written, today)
    assert days is None or days.first <= days.last
