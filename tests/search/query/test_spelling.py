"""Did you mean, what dropping a part would find, synonyms: offered only where they find something."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import indexing
from search.query import SearchRequest, count_found, spelling
from search.query.answer import count_any
from search.query.lookalikes import is_one_edit
from search.query.recovery import dropped, synonyms
from search.query.spelling import answer_as_meant, may_be_meant, respellings
from search.store.bounds import Bounds, bounded
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db


@built_once
def newspaper():
    make_article("蓼河新城开园", body="优化营商环境。GDP增长。济宁高新区党工委开会。", date="2021-05-01")
    make_article("蓼河新城通车", body="优化营商环境，蓼河新城通车。", date="2022-05-01")
    indexing.rebuild(processes=1)
    return make_newspaper()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("营商环竞", "营商环境"),  # spelled alike
        ("赢商环境", "营商环境"),
        ("优化营商环镜", "优化营商环境"),
        ("廖河新城", "蓼河新城"),
        ("寥河新城 通车", "蓼河新城 通车"),
        ("“蓼河新成”", "“蓼河新城”"),
        ("标题:蓼和新城", "标题:蓼河新城"),
        ("蓼河新域", "蓼河新城"),  # one character exchanged
        ("营商境环", "营商环境"),  # two swapped
        ("营商的环境", "营商环境"),  # one too many
    ],
)
def test_what_was_meant_is_offered_first(newspaper, typed, meant):
    found = respellings(SearchRequest(newspaper, q=typed))
    assert found, typed
    assert found[0].text == meant
    assert found[0].articles == count_found(found[0].request) > 0


@pytest.mark.parametrize("typed", ["", "渡船", "蓼河新城渡船", "zzzz", "2021..2022", "的" * 300, "营商环竞" * 70])
def test_what_would_find_nothing_is_not_offered(newspaper, typed):
    for correction in respellings(SearchRequest(newspaper, q=typed)):
        assert count_found(correction.request) == correction.articles > 0


def test_a_correction_keeps_the_filters(newspaper):
    assert respellings(SearchRequest(newspaper, q="营商环竞", year="2021"))[0].articles == 1
    assert respellings(SearchRequest(newspaper, q="营商环竞", year="2019")) == []


def test_what_another_newspaper_has_is_no_correction(newspaper):
    assert respellings(SearchRequest(make_newspaper("邻县日报"), q="营商环竞")) == []
    assert respellings(SearchRequest(None, q="营商环竞"))


def test_a_misprint_that_was_printed_still_gets_its_offer(client, newspaper):
    for n in range(25):
        make_article(f"第{n}次", body="优化营商环境。")
    make_article("误植", body="优化营商环竟。")
    indexing.rebuild(processes=1)
    text = client.get("/search/", {"q": "营商环竟"}).content.decode()
    assert "共1篇" in text
    assert ">营商环境</a>（27篇）" in text


def test_a_title_that_was_typed_whole_is_looked_for_in_no_other_spelling(newspaper, monkeypatch):
    make_article("市里优化营商环竟大会", body="开会。")
    for n in range(25):
        make_article(f"第{n}次", body="市里优化营商环境大会。")
    indexing.rebuild(processes=1)
    assert answer_as_meant(SearchRequest(newspaper, q="优化营商环竟大会"))[2]  # not all of it
    monkeypatch.setattr(spelling, "respellings", lambda *_, **__: pytest.fail("looked for"))
    _, page, offered, _ = answer_as_meant(SearchRequest(newspaper, q="市里 优化营商环竟大会"))
    assert (page.hits[0].article.title, offered) == ("市里优化营商环竟大会", [])


@built_once
def printed_once():
    """Misprints that are printed once or twice, and the words that are meant, far more often."""
    around = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
    for n, (before, after) in enumerate(zip(around, reversed(around), strict=True)):
        body = "，".join(f"{before}{meant}{after}" for meant in ("人工智能", "党建", "疫情防控"))
        make_article(f"第{n}篇", body=f"{body}。人工智能新{after}。", people=(("刘菲", "记者"),))
        make_article(f"再{n}篇", body=f"{body}。")
    for n in range(2):
        make_article(f"另{n}", body="人工只能如此，政党间往来。《求是》杂志，求实精神，人工智商。")
    make_article("街道", body="王因街道、中国民生银行开会。")
    make_article("地名", body="王因街道、中国民生银行在此。")
    indexing.rebuild(processes=1)
    return make_newspaper()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("人工只能", ["人工智能"]),  # words that many have, printed together twice
        ("人工智新", ["人工智能"]),  # no scrap of it behind the term
        ("王茵街道 党间", ["王因街道 党建"]),
        ("中国民生很行 疫晴防控", ["中国民生银行 疫情防控"]),
        ("一情防控", ["疫情防控"]),  # a numeral that sounds so
        ("《求是》 人工知能", ["《求是》 人工智能"]),
        ("《求是》 无此词语", []),
        ("《求是》 人工智商", []),  # printed, and sounds otherwise
        ("求实精神 求是", []),
        ("求实 党间", []),
        ("作者:菲刘", ["作者:刘菲"]),
        ("作者:刘菲菲", ["作者:刘菲"]),
        ("作者:刘菲菲 人工只能", ["作者:刘菲 人工智能"]),
    ],
)
def test_every_part_that_is_misspelt_is_mended_and_no_other(printed_once, typed, offered):
    asked, _, others, _ = answer_as_meant(SearchRequest(printed_once, q=typed))
    taken = [asked.q] if asked.q != typed else []
    assert [*taken, *(each.text for each in others)] == offered


def test_a_numeral_is_exchanged_only_when_asked(printed_once):
    asked, _, offered, _ = answer_as_meant(SearchRequest(printed_once, q="一情防控"))
    assert (asked.q, offered[0].sure) == ("一情防控", False)
    assert respellings(SearchRequest(printed_once, q="二情防控")) == []


def test_a_character_between_right_neighbours_is_read_from_an_article(newspaper):
    make_article("亚洲多国遭遇洪水", body="多国受灾。")
    indexing.rebuild(processes=1)
    (found,) = respellings(SearchRequest(newspaper, q="亚洲多果遭遇洪水"))
    assert (found.text, found.articles, found.sure) == ("亚洲多国遭遇洪水", 1, False)


@pytest.mark.parametrize("typed", ["lhxc", "liaohexincheng", "LHXC", "廖河新城"])
def test_pinyin_and_homophones_lead_to_what_was_meant_and_back(client, newspaper, typed):
    text = client.get("/search/", {"q": typed}).content.decode()
    assert f"没有逐字写有“{typed}”的文章" in text
    assert ">蓼河新城</a>（2篇）？以下就按它检索" in text
    assert "共2篇" in text
    back = client.get("/search/", {"q": typed, "reading": "typed"}).content.decode()
    assert "reading=typed" in text
    assert "以下就按" not in back
    assert ">蓼河新城</a>（2篇）" in back


@pytest.mark.parametrize("typed", ["lhxc", "廖河新城", "营商环竞", "蓼河新域", "蓼河新城", "渡船"])
def test_the_api_and_feeds_answer_as_the_page_does(client, newspaper, typed):
    page = client.get("/search/", {"q": typed}).context
    told = client.get("/api/v1/search/", {"q": typed}).json()
    assert (told["query"], told["searched"], told["total"]) == (typed, page["asked"].q, page["answer"].total)
    offers = [(each.text, each.articles) for each in page["respellings"]]
    assert [(each["text"], each["total"]) for each in told["meant"]] == offers
    assert len(told["items"]) == told["total"]
    feed = client.get(f"/feeds/search.atom?{page['asked'].params()}").content.decode()
    assert feed.count("<entry>") == told["total"]


@pytest.mark.parametrize("typed", ["lhxc", "廖河新城"])
def test_the_api_can_be_asked_for_nothing_but_what_was_typed(client, newspaper, typed):
    told = client.get("/api/v1/search/", {"q": typed, "reading": "typed"}).json()
    assert (told["query"], told["searched"], told["rung"]) == (typed, typed, "any")
    assert told["meant"][0] == {"text": "蓼河新城", "total": 2}


def test_what_is_printed_is_not_exchanged(client, newspaper):
    make_article("拼音", body="牌上写着 lhxc。", date="2023-01-01")
    indexing.rebuild(processes=1)
    text = client.get("/search/", {"q": "lhxc"}).content.decode()
    assert "以下就按" not in text
    assert "共1篇" in text


def test_what_each_dropped_part_would_find(newspaper):
    request = SearchRequest(newspaper, q="蓼河新城 渡船", year="2021")
    assert [(chip.label, articles) for chip, articles in dropped(request)] == [("渡船", 1)]
    request = SearchRequest(newspaper, q="通车", year="2021")
    assert {chip.label: articles for chip, articles in dropped(request)} == {"通车": 1, "2021年": 1}


def test_a_synonym_is_offered_not_added_with_the_number_of_either(client, newspaper):
    make_article("高新技术产业开发区", body="挂牌。")
    indexing.rebuild(processes=1)
    assert count_found(SearchRequest(newspaper, q="高新区")) == 1
    (offered,) = synonyms(SearchRequest(newspaper, q="高新区"))
    assert (offered.other, offered.articles) == ("高新技术产业开发区", 2)
    text = client.get("/search/", {"q": "高新区"}).content.decode()
    [(address, told)] = re.findall('<a href="([^"]*)"[^>]*>同时检索“高新技术产业开发区”</a>（(\\d+)篇）', text)
    assert client.get("/search/" + unescape(address)).context["answer"].total == int(told) == 2
    for typed in ("渡船", "高新区 党工委"):  # the other name finds no more
        assert synonyms(SearchRequest(newspaper, q=typed)) == []


def test_the_page_offers_them_where_only_the_characters_are_found(client, newspaper):
    make_article("营商会", body="众商环坐，竞相发言。优化营商之道。")
    indexing.rebuild(processes=1)
    assert count_found(SearchRequest(newspaper, q="营商环竞")) == 1
    assert ">营商环境</a>（2篇）" in client.get("/search/", {"q": "营商环竞"}).content.decode()
    assert "您要找的是不是" not in client.get("/search/", {"q": "营商环境"}).content.decode()


def test_the_page_offers_them(client, newspaper):
    text = client.get("/search/", {"q": "营商环竞"}).content.decode()
    assert "您要找的是不是" in text
    assert ">营商环境</a>（2篇）" in text


@given(st.text("甲乙丙", max_size=5), st.text("甲乙丙", max_size=5))
def test_one_edit_is_what_brute_force_says(one, other):
    edits = {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "甲乙丙"}
    edits |= {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "甲乙丙"}
    edits |= {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert is_one_edit(one, other) == (other in edits - {one})


@pytest.mark.parametrize("typed", ["署雨", "sy"])
def test_what_two_characters_sound_like_is_offered_and_not_taken(client, typed):
    for n in range(3):
        make_article(f"第{n}条", body="成绩属于大家。")
    indexing.rebuild(processes=1)
    text = client.get("/search/", {"q": typed}).content.decode()
    assert "以下就按" not in text
    assert ">属于</a>" in text


@built_once
def counted():
    """What may be taken for other numbers, other symbols or what was typed itself."""
    for _ in range(6):
        make_article(
            "会期", body="全市大会3月5日至10日召开。各地第四季度经济向好，第一次会议，加油站。规定4月5日起全面施行。"
        )
    indexing.rebuild(processes=1)
    return make_newspaper()


@pytest.mark.parametrize(
    "typed",
    [
        "全市大会3月5日至10日召开 经济",
        "第三季度",
        "第三季度 经济",
        "第二次会议",
        "加油💪",
        "规定4月3日起全面施行",
        "规定4月五日起全面施行",
        "全市大会3月5日到10日召开",
    ],
)
def test_no_number_and_no_symbol_is_corrected_and_what_was_typed_is_no_offer(counted, typed):
    make_article("另述", body="3月5日到10日是会期。")
    indexing.rebuild(processes=1)
    assert [each.text for each in respellings(SearchRequest(counted, q=typed))] == []


@pytest.mark.parametrize(
    ("typed", "offered", "may"),
    [
        ("营商环竞", "营商环境", True),
        ("ＧＤＰ", "gdp", False),
        ("第3季度", "第4季度", False),
        ("第3季度", "第三季度", False),
        ("二次会议", "十二次会议", False),
        ("二次会仪", "二次会议", True),
        ("1,200人", "1200人", False),
        ("加油💪", "加油站", False),
        ("C++", "C+", False),
        ("ydyl", "一带一路", True),
        ("一代一路", "一带一路", True),
    ],
)
def test_numbers_and_symbols_are_kept(typed, offered, may):
    assert may_be_meant(offered, typed) == may


def test_of_characters_between_the_same_neighbours_the_chance_one_is_left_out(newspaper):
    for n in range(12):
        make_article(f"第{n}报", body="国家卫生健康委通报情况。")
    make_article("另报", body="国家卫生健康方通报情况。")
    indexing.rebuild(processes=1)
    assert [each.text for each in respellings(SearchRequest(newspaper, q="国家卫生健康规通报情况"))] == [
        "国家卫生健康委通报情况"
    ]


def test_beside_what_is_sure_no_scrap_is_offered(newspaper):
    for n in range(12):
        make_article("招商", body="招商引资。招商局资本。" if n < 4 else "招商引资。")
    indexing.rebuild(processes=1)
    assert [each.text for each in respellings(SearchRequest(newspaper, q="招商隐资"))] == ["招商引资"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("廖河新城 营商环竞", "蓼河新城 营商环境"),
        ("liaohexincheng yingshanghuanjing", "蓼河新城 营商环境"),
        ("标题:蓼和新城  “营商环竞”", "标题:蓼河新城  “营商环境”"),
        ("廖河新城 通车 营商环竞 -渡船", "蓼河新城 通车 营商环境 -渡船"),
    ],
)
def test_each_of_several_words_is_mended(newspaper, typed, meant):
    asked, found, _, _ = answer_as_meant(SearchRequest(newspaper, q=typed))
    assert (asked.q, found.rung) == (meant, "all")
    assert found.total == count_found(SearchRequest(newspaper, q=meant)) > 0


def test_syllables_typed_apart_are_one_term(newspaper):
    for _ in range(3):
        make_article("智能", body="研究人工智能。人工只能如此。")
    make_article("人工", body="人工费。职能部门。")
    indexing.rebuild(processes=1)
    asked, found, _, _ = answer_as_meant(SearchRequest(newspaper, q="rengong zhineng"))
    assert (asked.q, found.total) == ("人工智能", 3)


def test_words_that_only_different_articles_have_are_mended_and_not_taken(newspaper):
    for _ in range(3):
        make_article("机器", body="研究人工智能。")
    indexing.rebuild(processes=1)
    asked, _, offered, _ = answer_as_meant(SearchRequest(newspaper, q="廖河新城 人工只能"))
    assert asked.q == "廖河新城 人工只能"
    assert [(each.text, each.articles) for each in offered] == [("蓼河新城 人工智能", 5)]
    assert count_any(offered[0].request) == 5


def test_a_word_that_is_printed_stays_beside_one_that_is_mended(newspaper):
    for _ in range(25):
        make_article("辽河", body="辽河水。")
    indexing.rebuild(processes=1)
    assert respellings(SearchRequest(newspaper, q="蓼河 营商环竞"))[0].text == "蓼河 营商环境"


@pytest.mark.parametrize("typed", ["lüse", "LÜSE", "lǜsè", "lu\u0308se\u0300", "lvse"])
def test_an_umlaut_is_spelled_as_v(client, typed):
    for _ in range(3):
        make_article("绿色", body="绿色出行。")
    indexing.rebuild(processes=1)
    offers = respellings(SearchRequest(make_newspaper(), q=f"{typed} 出行"))
    assert [each.text for each in offers] == ["绿色 出行"]
    told = client.get("/api/v1/search/", {"q": typed}).json()
    assert (told["searched"], told["total"]) == ("绿色", 3)
    assert "共3篇" in client.get("/search/", {"q": typed}).content.decode()


@pytest.mark.parametrize("typed", ["渡船", "\u200b"])
def test_all_articles_are_no_answer_without_a_part(newspaper, typed):
    assert dropped(SearchRequest(newspaper, papers="all", q=typed)) == []


def test_what_is_only_offered_reads_few_articles_and_none_once_time_is_up(newspaper, monkeypatch):
    read = []
    monkeypatch.setattr(spelling, "ranked", lambda asked, limit: read.append(limit) or [])
    pasted = " ".join(f"讨论阐中越{n}号合作阐项目阐实施" for n in range(20))
    with bounded(Bounds(seconds=-1)):
        assert spelling.respellings(SearchRequest(newspaper, q=pasted)) == []
    assert read == []
    spelling.respellings(SearchRequest(newspaper, q=pasted))
    assert 0 < len(read) <= spelling.SUSPECTS
