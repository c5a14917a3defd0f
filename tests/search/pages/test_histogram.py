"""Bars: one a year or month without gaps, as high as their counts, each leading to its articles."""

import datetime
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import indexing
from search.pages.histogram import BASE, WIDTH, histogram, search_histogram
from search.query import SearchRequest, answer
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

months = st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31)).map(lambda date: f"{date:%Y-%m}")


@built_once
def newspaper():
    for date in ("2018-03-01", "2018-04-01", "2018-04-02", "2021-12-31"):
        make_article("护堤", date=date)
    make_article("护堤", date=None)
    indexing.rebuild(processes=1)
    return make_newspaper()


@pytest.mark.django_db
def test_years_without_articles_keep_their_place(newspaper):
    bars = search_histogram(answer(SearchRequest(newspaper, q="护堤")))
    assert [(bar.name, bar.count) for bar in bars] == [("2018年", 3), ("2019年", 0), ("2020年", 0), ("2021年", 1)]
    assert bars[0].height == BASE
    assert bars[3].height == pytest.approx(BASE / 3, abs=0.1)
    assert bars[0].address == f"?{SearchRequest(newspaper, q='护堤', year='2018').params()}"


@pytest.mark.django_db
def test_one_year_is_shown_by_month(newspaper):
    bars = search_histogram(answer(SearchRequest(newspaper, q="护堤", year="2018")))
    assert len(bars) == 12
    assert [(bar.name, bar.count) for bar in bars if bar.count] == [("2018年3月", 1), ("2018年4月", 2)]
    assert bars[3].address == f"?{SearchRequest(newspaper, q='护堤', month='2018-04').params()}"


@pytest.mark.django_db
def test_the_drawing_is_on_the_page_with_links(client, newspaper):
    text = client.get("/search/", {"q": "护堤"}).content.decode()
    strip = re.search(r'<ol class="strip"[^>]*>(.*?)</ol>', text, re.DOTALL)[1]
    assert re.findall(r"<b>(\d+)</b> <span>(\d+)</span>", strip) == [
        ("1", "2021"), ("0", "2020"), ("0", "2019"), ("3", "2018"),
    ]  # fmt: skip
    assert re.findall(r'<a href="[^"]*year=(\d+)" rel="nofollow" aria-label="([^"]+)"', strip) == [
        ("2021", "2021年，1篇"), ("2018", "2018年，3篇"),
    ]  # fmt: skip
    assert 'class="strip"' not in client.get("/search/", {"q": "护堤", "month": "2018-04"}).content.decode()


@given(st.dictionaries(months, st.integers(1, 10_000), min_size=1, max_size=30))
def test_no_label_stands_on_another(by_month):
    """The longest, 2021 or 12月, takes 34 units of the drawing at the largest size."""
    labelled = [bar for bar in histogram(by_month, str) if bar.label]
    assert labelled
    ends = [0 if not bar.x else bar.middle - 17 for bar in labelled]
    assert all(right - (left + 34) >= 0 for left, right in itertools.pairwise(ends))


@given(st.dictionaries(months, st.integers(1, 10_000), min_size=1, max_size=30))
def test_every_month_has_a_bar_in_proportion(by_month):
    bars = histogram(by_month, lambda month: f"/{month}/")
    times = [bar.address.strip("/") for bar in bars]
    first, last = min(by_month), max(by_month)
    assert times == sorted(set(times))
    assert (times[0], times[-1]) == (first, last)
    assert len(times) == (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    assert {time: bar.count for time, bar in zip(times, bars, strict=True) if bar.count} == by_month
    most = max(by_month.values())
    assert all(bar.height == 0 or abs(bar.height - max(2, BASE * bar.count / most)) <= 0.06 for bar in bars)
    for before, bar in itertools.pairwise(bars):
        assert before.x + before.width <= bar.x + 0.02
    assert bars[-1].x + bars[-1].width <= WIDTH + 0.02


def test_months_over_several_years_are_marked_by_the_years():
    bars = histogram({"2020-11": 1, "2022-02": 3}, str)
    assert [bar.label for bar in bars if bar.label] == ["2020", "2021", "2022"]
    assert bars[0].name == "2020年11月"
    assert histogram({}, str) == []


@pytest.mark.parametrize("years", [1, 2, 10, 40, 90])
def test_most_of_every_bar_shows_however_many_there_are(years):
    months = {f"{1950 + n // 12}-{n % 12 + 1:02}": 1 for n in range(12 * years)}
    for bar in histogram(months, str):
        assert 0.8 * bar.width <= bar.drawn < bar.width
