"""Bars: one a year or month without gaps, as high as their counts, each leading to its articles."""

import pytest

from search.index import indexing
from search.pages.histogram import BASE, histogram
from search.query import SearchRequest, answer
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def newspaper():
    for date in ("2018-03-01", "2018-04-01", "2018-04-02", "2021-12-31"):
        make_article("护堤", date=date)
    make_article("护堤", date=None)
    indexing.rebuild(processes=1)
    return make_newspaper()


def test_years_without_articles_keep_their_place(newspaper):
    bars = histogram(answer(SearchRequest(newspaper, q="护堤")))
    assert [(bar.name, bar.count) for bar in bars] == [("2018年", 3), ("2019年", 0), ("2020年", 0), ("2021年", 1)]
    assert bars[0].height == BASE
    assert bars[3].height == pytest.approx(BASE / 3, abs=0.1)
    assert bars[0].params == SearchRequest(newspaper, q="护堤", year="2018").params()


def test_one_year_is_shown_by_month(newspaper):
    bars = histogram(answer(SearchRequest(newspaper, q="护堤", year="2018")))
    assert len(bars) == 12
    assert [(bar.name, bar.count) for bar in bars if bar.count] == [("2018年3月", 1), ("2018年4月", 2)]
    assert bars[3].params == SearchRequest(newspaper, q="护堤", month="2018-04").params()


def test_the_drawing_is_on_the_page_with_links(client, newspaper):
    text = client.get("/search/", {"q": "护堤"}).content.decode()
    assert '<svg class="histogram"' in text
    assert 'aria-label="2018年，3篇"' in text
    assert '<svg class="histogram"' not in client.get("/search/", {"q": "护堤", "month": "2018-04"}).content.decode()
