"""Pictures keep the proportions of the numbers they stand for."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.layout.charts import life_lines, shares

days = st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31))


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 10_000), max_size=10))
def test_shares_add_up_to_the_whole(amounts):
    bars = shares(amounts)
    assert {bar.label: bar.value for bar in bars} == {label: amount for label, amount in amounts.items() if amount}
    assert [bar.value for bar in bars] == sorted((bar.value for bar in bars), reverse=True)
    assert not bars or sum(bar.length for bar in bars) == pytest.approx(100, abs=0.05 * len(bars) + 1e-6)


@given(st.dictionaries(st.text(min_size=1), st.tuples(days, days).map(sorted).map(tuple), max_size=10))
def test_life_lines_keep_within_the_picture_and_in_order(lives):
    lines = life_lines(lives)
    assert lines.keys() == lives.keys()
    for name, line in lines.items():
        assert (line.first, line.last) == lives[name]
        assert 0 <= line.start < 100
        assert 1 <= line.length <= 100
    starts = sorted((lives[name][0], line.start) for name, line in lines.items())
    assert [start for _, start in starts] == sorted(start for _, start in starts)
