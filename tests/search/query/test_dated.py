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
        ("台风 期:第500期至第510期", ["台风登陆"]),
        ("台风 期:第502期到第510期", []),
        ("台风 版:a02", ["台风过境"]),
        ("版:1..2 台风", ["台风登陆", "回顾"]),
        ("去年", ["台风登陆", "回顾"]),
        ("第501期", ["台风登陆", "回顾"]),
        ("台风 501期", ["台风登陆", "回顾"]),
        ("台风 第499-501期", ["台风登陆"]),
        ("台风 第501至499期", ["台风登陆"]),
        ("第一版", ["台风登陆"]),
        ("版:第二版 台风", ["回顾"]),
        ("台风 2024年中到2024年底", ["台风过境"]),
        ("2024年", ["高考"]),  # what an article may be about, alone, means what it says
        ("2024", ["高考"]),
        ("2024年高考", ["高考"]),
        ("2024-8-1", ["台风过境"]),  # as nobody printed it: the day
        ("台风 2024年至今", ["台风登陆", "台风过境"]),
        ("台风 2020至2021年", ["回顾"]),
        ("台风 7月1日", ["台风登陆", "台风过境", "回顾"]),  # none of the last one: either; that of last year is offered
        ("台风 十四五", ["台风登陆", "台风过境", "回顾"]),  # a name: as nobody printed it, any word
        ("台风 “十三五”期间", ["台风登陆", "台风过境", "回顾"]),
        ("日期:去年 台风", ["台风登陆"]),
        ("日期:2020年至2022年 台风", ["回顾"]),
        ("台风 -日期:去年", ["台风过境", "回顾"]),
        ("(日期:前年 或 日期:2021年3月) 台风", ["台风过境", "回顾"]),
        ("年:前年..去年 台风", ["台风登陆", "台风过境"]),
        ("日期:..前年 台风", ["台风过境", "回顾"]),
        ("日期:“十四五”期间 台风", ["台风登陆", "台风过境", "回顾"]),
        ("日期:农历六月初七 台风", []),
        ("日期:2025年农历六月初七 台风", ["台风登陆"]),
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
        ("2024年", "日期:2024"),
        ("2024", "日期:2024"),
        ("国庆节", "日期:2026-10-01..2026-10-07"),
        ("国庆假期", "日期:2026-10-01..2026-10-07"),
        ("九十年代", "日期:1990..1999"),
        ("2024年高考", "日期:2024 高考"),
        ("高铁去年春节前后", "高铁 日期:2025-01-21..2025-02-11"),
        ("养老 十三五", "养老 日期:2016..2020"),
        ("十四五规划", "日期:2021..2025 规划"),
    ],
)
def test_what_stands_as_text_can_be_read_as_a_time(q, as_time):
    (other,) = reading.other_readings(SearchRequest(q=q))
    assert not other.either
    assert other.as_time.q == as_time
    assert not [each for each in reading.other_readings(other.as_time) if each.either]


@pytest.mark.parametrize(
    ("q", "as_time"),
    [
        ("去年", "日期:2025"),
        ("上个月", "日期:2026-10"),
        ("两年前", "日期:2024"),
        ("去年春节前后", "日期:2025-01-21..2025-02-11"),
        ("2021-5-3", "日期:2021-05-03"),
        ("2021年5月3日", "日期:2021-05-03"),
        ("2022年底到2023年初", "日期:2022-11..2023-02"),
        ("2020年以前", "日期:..2019"),
        ("十四五期间", "日期:2021..2025"),
        ("十三五时期", "日期:2016..2020"),
        ("第501期", "期:501"),
        ("第589-600期", "期:589..600"),
        ("A02版", "版:A02"),
        ("第一版", "版:01"),
    ],
)
def test_what_can_be_nothing_but_a_time_is_either_alone(q, as_time):
    request = SearchRequest(q=q)
    (other,) = reading.other_readings(request)
    assert (other.either, other.as_time.q, other.as_words.q) == (True, as_time, f'"{q}"')
    (chip,) = reading.chips(request)
    assert (chip.label.partition("：")[0], chip.without.q) == (q, "")


def test_the_api_says_which_days_are_meant(newspaper, client):
    assert client.get("/api/v1/search/", {"q": "台风 去年"}).json()["times"] == [
        {"text": "去年", "means": "2025年", "either": True, "as_time": "台风 日期:2025", "as_words": '台风 "去年"'}
    ]
    (plan,) = client.get("/api/v1/search/", {"q": "2024年"}).json()["times"]
    assert (plan["either"], plan["as_time"]) == (False, "日期:2024")
    assert client.get("/api/v1/search/", {"q": "台风"}).json()["times"] == []


def test_alone_what_prints_the_time_comes_before_what_is_of_those_days(newspaper):
    make_article("多年", body="去的去，年年年。" * 9, date="2025-05-01")
    indexing.rebuild(processes=1)
    assert answer(SearchRequest(newspaper, q="去年")).hits[0].article.title == "回顾"


def test_so_many_times_are_read_and_the_page_says_so():
    typed = " ".join(f"2023年{n}月到{n + 1}月" for n in range(1, 11))
    request = SearchRequest(q=f"台风 {typed}")
    assert len([each for each in reading.other_readings(request) if each.either]) == dated.MOST_TIMES
    assert reading.notes(request) == ["只把前8个时间读作时间，“2023年9月到10月”等按文字检索"]


@pytest.mark.parametrize("q", ["台风", "“去年” 台风", "标题:去年 台风", "台风 2021-02-30", "", "年:2021 台风"])
def test_what_is_no_time_is_not_offered(q):
    assert reading.other_readings(SearchRequest(q=q)) == []


def test_marks_within_a_time_are_no_hindrance():
    (alone,) = reading.other_readings(SearchRequest(q="“十三五”期间"))
    assert (alone.either, alone.as_time.q, alone.as_words.q) == (True, "日期:2016..2020", '"十三五" "期间"')
    (other,) = reading.other_readings(SearchRequest(q="养老 “十三五”期间"))
    assert (other.either, other.text) == (True, "十三五期间")
    assert (other.as_time.q, other.as_words.q) == ("养老 日期:2016..2020", '养老 "十三五" "期间"')
    assert reading.other_readings(other.as_words) == []


def test_a_day_without_a_year_is_also_offered_for_the_years_before(newspaper, client):
    (other,) = reading.other_readings(SearchRequest(q="台风 7月1日"))
    assert (other.either, other.means) == (True, "2026年7月1日")
    assert [(days, asked.q) for days, asked in other.earlier] == [
        ("2025年7月1日", "台风 日期:2025-07-01"),
        ("2024年7月1日", "台风 日期:2024-07-01"),
    ]
    assert titles(newspaper, other.earlier[0][1].q) == ["台风登陆"]
    assert ">2024年7月1日</a>" in client.get("/search/", {"q": "台风 7月1日"}).content.decode()
    for q in ("台风 去年", "台风 2025年7月1日", "台风 第501期"):
        assert reading.other_readings(SearchRequest(q=q))[0].earlier == ()


def test_the_words_of_a_time_are_one_run(newspaper):
    make_article("提前两天", body="台风提前到来，两天前预报。", date="2020-05-01")
    make_article("两年前", body="两年前的台风。", date="2020-06-01")
    indexing.rebuild(processes=1)
    found = answer(SearchRequest(newspaper, q="台风 两年前", sort="newest"))
    assert [hit.article.title for hit in found.hits] == ["台风过境", "两年前"]
    assert "<mark>两年前</mark>的<mark>台风</mark>" in str(found.hits[1].snippets)


def test_where_nobody_printed_it_nor_wrote_then_a_word_beside_it_is_enough(newspaper):
    make_article("台风预报", body="台风预报是三天之前发的，三个月后又来。年年防汛。", date="2020-05-01")
    indexing.rebuild(processes=1)
    found = answer(SearchRequest(newspaper, q="台风预报 三个月前"))
    assert (found.rung, found.hits[0].article.title) == ("any", "台风预报")
    assert {hit.article.title for hit in found.hits} == {"台风预报", "台风登陆", "台风过境", "回顾"}


def test_what_a_date_field_takes_is_what_the_box_understands(newspaper):
    for written in (
        "去年",
        "近三年",
        "2020年至2022年",
        "2021年第一季度",
        "十四五",
        "“十三五”期间",
        "九十年代",
        "农历八月十五",
    ):
        (field,) = SearchRequest(q=f"日期:{written}").tree.parts
        (other,) = reading.other_readings(SearchRequest(q=written))
        (in_box,) = other.as_time.tree.parts
        assert (field.first, field.last) == (in_box.first, in_box.last)
        assert reading.notes(SearchRequest(q=f"日期:{written}")) == []
    assert reading.notes(SearchRequest(q="日期:后来")) == ["“日期:后来”不是能认的日期、期号或版次，按文字检索"]


def test_by_issue_and_page(newspaper):
    for n, page in ((1, "10"), (2, "2"), (3, "A01"), (4, "")):
        make_article(f"第{n}篇", date="2026-01-01", page=page)
    indexing.rebuild(processes=1)
    hits = answer(SearchRequest(newspaper, sort="pages")).hits
    assert [hit.article.title for hit in hits][:5] == ["第2篇", "第1篇", "第3篇", "第4篇", "台风登陆"]
