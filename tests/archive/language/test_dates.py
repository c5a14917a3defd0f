"""How far two days are apart, as one says it; the last day of what a date names."""

import datetime

import pytest

from archive.language.dates import last_day, time_apart


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "次日"),
        (13, "13天后"),
        (14, "2周后"),
        (61, "2个月后"),
        (548, "18个月后"),
        (-548, "18个月前"),
        (731, "2年后"),
        (-1100, "3年前"),
    ],
)
def test_half_a_year_more_is_no_whole_year(days, said):
    here = datetime.date(2021, 11, 5)
    assert time_apart(here, here + datetime.timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("iso", "last"),
    [("2021", "2021-12-31"), ("2021-11", "2021-11-30"), ("2020-02", "2020-02-29"), ("2021-11-05", "2021-11-05")],
)
def test_the_last_day_of_what_a_date_names(iso, last):
    assert last_day(iso).isoformat() == last


def test_what_is_no_date_has_no_last_day():
    assert last_day("") is None
    assert last_day("2021年") is None
    with pytest.raises(ValueError, match="month"):
        last_day("2021-13")
