"""Dates in the forms that newspapers print, and the year that a story supports."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.draft import Row
from archive.ingest.words import dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年11月5日", "2021-11-05"),
        ("2021 年 11 月 05 日", "2021-11-05"),
        ("二〇二一年十一月五日", "2021-11-05"),
        ("二○一八年十二月三十一日", "2018-12-31"),
        ("2021.11.5", "2021-11-05"),
        ("2016年3月14星期一", "2016-03-14"),
        ("中华民国91年3月19日", "2002-03-19"),
        ("民国二十六年七月七日", "1937-07-07"),
        ("2021-11-05 12:11", "2021-11-05"),
        ("20211105", "2021-11-05"),
        ("２０２１年１１月５日", "2021-11-05"),
        ("日期：１９９８．０４．０９", "1998-04-09"),
        ("一九五三年三月廿二日", "1953-03-22"),
        ("一九五三年三月廿日", "1953-03-20"),
        ("一九五三年三月卅日", "1953-03-30"),
        ("一九五三年三月卅一日", "1953-03-31"),
        ("2021年2月30日", ""),
        ("2021年第82期", ""),
        ("电话：0537-6557709", ""),
    ],
)
def test_printed_date(text, date):
    assert dates.find_date(text) == date


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    assert dates.find_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert dates.in_digits(f"qinghe-{day:%Y%m%d}-p01.txt") == day.isoformat()


@pytest.mark.parametrize("name", ["000_74d46c13fe738827.txt", "778513eb20211105c.txt", "12020110512.txt"])
def test_digits_within_others_are_no_date(name):
    assert dates.in_digits(name) == ""


@pytest.mark.parametrize(
    ("story", "year"),
    [
        ("2019年开工，2021年建成通车。", "2021"),
        ("2021年是开局之年，到2025年实现翻番，2035年全面建成。", "2021"),
        ("规划期为2026—2030年。", None),
        ("没有年份。", None),
    ],
)
def test_guess_takes_the_latest_year_that_is_no_target(story, year):
    found = dates.guess([Row(((0, len(story)),), story, 1)])
    assert (found.value if found else None) == year


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("二十一", 21), ("六百", 600), ("一千零三", 1003), ("二〇二一", 2021)]
)
def test_number(text, value):
    assert dates.number(text) == value
