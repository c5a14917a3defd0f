"""How far two days are apart, as one says it."""

import datetime

import pytest

from archive.language.dates import time_apart


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
