"""Lunar dates and solar terms, against printed calendars."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import Solar

from archive.layout.almanac import almanac


@pytest.mark.parametrize(
    ("date", "lunar", "term"),
    [
        ("2021-11-05", "农历辛丑年十月初一", ""),
        ("2021-11-07", "农历辛丑年十月初三", "立冬"),
        ("2023-03-22", "农历癸卯年闰二月初一", ""),
        ("2024-02-10", "农历甲辰年正月初一", ""),
        ("2024-02-09", "农历癸卯年腊月三十", ""),
        ("2025-12-21", "农历乙巳年冬月初二", "冬至"),
    ],
)
def test_of_a_day(date, lunar, term):
    found = almanac(datetime.date.fromisoformat(date))
    assert (found.lunar, found.term) == (lunar, term)


@given(st.dates(datetime.date(1850, 1, 1), datetime.date(2150, 12, 31)))
def test_every_day_is_that_of_the_library(date):
    lunar = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    found = almanac(date)
    assert found.lunar == f"农历{lunar.getYearInGanZhi()}年{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    assert found.term == lunar.getJieQi()
