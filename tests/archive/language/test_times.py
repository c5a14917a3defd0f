"""Times as people write them, seen from Thursday, 26 November 2026."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
)


@pytest.mark.parametrize("written", NO_TIMES)
def test_what_is_no_time(written):
    assert days_meant(written, TODAY) is None


def test_the_last_day_of_february_has_years_before_it():
    assert days_meant("近一年", datetime.date(2024, 2, 29)).as_iso() == ("2023-02-28", "2024-02-29")


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


@given(
    st.text("0123456789年月日上下去前两十四五期间节春国庆个天周近-./", max_size=12), st.dates(datetime.date(1950, 1, 1))
)
def test_anything_may_be_typed_on_any_day(written, today):
    days = days_meant(written, today)
    assert days is None or days.first <= days.last
