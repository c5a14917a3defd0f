"""Pictures keep the proportions of the numbers they stand for."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.layout.charts import histogram, life_lines, shares

months = st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31)).map(lambda date: f"{date:%Y-%m}")
counts = st.integers(1, 10_000)
days = st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31))


@given(st.dictionaries(months, counts, min_size=1, max_size=30))
def test_histogram_has_a_bar_for_every_month_in_proportion(by_month):
    picture = histogram(by_month)
    labels = [bar.label for bar in picture.bars]
    assert labels == sorted(set(labels))
    assert (labels[0], labels[-1]) == (min(by_month), max(by_month))
    assert {bar.label: bar.value for bar in picture.bars if bar.value} == by_month
    most = max(by_month.values())
    for before, bar in zip(picture.bars, picture.bars[1:], strict=False):
        assert before.start + before.length <= bar.start + 0.01
    assert all(abs(bar.height - 100 * bar.value / most) < 0.01 for bar in picture.bars)
    assert len(labels) == (int(labels[-1][:4]) - int(labels[0][:4])) * 12 + int(labels[-1][5:]) - int(labels[0][5:]) + 1


def test_histogram_names_the_years():
    picture = histogram({"2020-11": 1, "2022-02": 3})
    assert [tick.year for tick in picture.ticks] == [2020, 2021, 2022]
    assert histogram({}).bars == ()


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
