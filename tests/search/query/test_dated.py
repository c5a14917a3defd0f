"""Times, issues and pages among words: beside other words they mean either, alone they mean what they say."""

import datetime

import pytest

from search.index import indexing
from search.query import SearchRequest, answer, dated, reading
from tests.built_once import built_once
from tests.factories import make_article, make_issue, make_newspaper

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch):
    monkeypatch.setattr(dated, "today", lambda: TODAY)


@built_once
def newspaper():
    make_issue("2025-07-01", total_number=501)
    make_article("台风登陆", body="台风来了。", date="2025-07-01", page="1")
    make_article("台风过境", body="台风走了。", date="2024-08-01", page="A02")
    make_article("回顾", body="去年的台风比前年多。第501期。", date="2021-03-01", page="2")
    make_article("高考", body="2024年高考结束。", date="2024-06-09", page="2")
    indexing.rebuild(processes=1)
    return make_newspaper()


def titles(newspaper, q, **asked):
    return sorted(hit.article.title for hit in answer(SearchRequest(newspaper, q=q, **asked)).hits)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("台风 去年", ["台风登陆", "回顾"]),
        ("台风 前年", ["台风过境", "回顾"]),
        ("台风 2024", ["台风过境"]),
        ("台风 2024年", ["台风过境"]),
        ("台风 2025-7-1", ["台风登陆"]),
        ("台风 第501期", ["台风登陆", "回顾"]),
        ("台风 01版", ["台风登陆"]),
        ("台风 A02版", ["台风过境"]),
        ("台风 “去年”", ["回顾"]),
        ("台风 日期:2025", ["台风登陆"]),
        ("台风 期：第501期", ["台风登陆"]),
        ("台风 版:a02", ["台风过境"]),
        ("版:1..2 台风", ["台风登陆", "回顾"]),
        ("去年", ["回顾"]),  # alone it means what it says
        ("第501期", ["回顾"]),
        ("2024年高考", ["高考"]),
        ("2024-8-1", ["台风过境"]),  # as nobody printed it: the day
    ],
)
def test_what_is_found(newspaper, q, found):
    assert titles(newspaper, q) == sorted(found)


def test_no_article_with_the_words_is_hidden(newspaper):
    for time in ("去年", "前年", "2024年", "第501期", "国庆节"):
        with_words = answer(SearchRequest(newspaper, q=f"台风 “{time}”"))
        if with_words.rung == "all":
            assert {hit.article.title for hit in with_words.hits} <= set(titles(newspaper, f"台风 {time}"))


def test_what_means_what_it_says_is_said_once(newspaper):
    request = SearchRequest(newspaper, q="台风 2024年")
    assert [chip.label for chip in reading.chips(request)] == ["台风", "2024年"]
    assert "<b>2024年</b>（字样或时间）" in reading.described(request.tree)


def test_the_chip_says_which_days_and_each_reading_is_one_click_away(newspaper, client):
    request = SearchRequest(newspaper, q="台风 去年")
    assert ("时间", "去年：2025年", "台风") in [
        (chip.kind, chip.label, chip.without.q) for chip in reading.chips(request)
    ]
    (other,) = reading.other_readings(request)
    assert (other.either, other.as_time.q, other.as_words.q) == (True, "台风 日期:2025", '台风 "去年"')
    assert titles(newspaper, other.as_time.q) == ["台风登陆"]
    assert titles(newspaper, other.as_words.q) == ["回顾"]
    assert "只按2025年" in client.get("/search/", {"q": "台风 去年"}).content.decode()


@pytest.mark.parametrize(
    ("q", "as_time"),
    [
        ("去年", "日期:2025"),
        ("2024年高考", "日期:2024 高考"),
        ("高铁去年春节前后", "高铁 日期:2025-01-21..2025-02-11"),
        ("第501期", "期:501"),
        ("A02版", "版:A02"),
    ],
)
def test_what_stands_as_text_can_be_read_as_a_time(q, as_time):
    (other,) = reading.other_readings(SearchRequest(q=q))
    assert not other.either
    assert other.as_time.q == as_time
    assert not [each for each in reading.other_readings(other.as_time) if each.either]


@pytest.mark.parametrize("q", ["台风", "“去年” 台风", "标题:去年 台风", "台风 2021-02-30", "", "年:2021 台风"])
def test_what_is_no_time_is_not_offered(q):
    assert reading.other_readings(SearchRequest(q=q)) == []


def test_by_issue_and_page(newspaper):
    for n, page in ((1, "10"), (2, "2"), (3, "A01"), (4, "")):
        make_article(f"第{n}篇", date="2026-01-01", page=page)
    indexing.rebuild(processes=1)
    hits = answer(SearchRequest(newspaper, sort="pages")).hits
    assert [hit.article.title for hit in hits][:5] == ["第2篇", "第1篇", "第3篇", "第4篇", "台风登陆"]
