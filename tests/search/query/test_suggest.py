"""Suggestions: by characters, pinyin and initials; words, names, columns, titles."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.pinyin import abbreviations, begins_with, initials, spelled, spelled_with_initials
from archive.models import Status
from search.index import indexing
from search.models import Suggestion, SuggestionCount
from search.query import SearchRequest, suggest
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db


@built_once
def newspaper():
    for n in range(3):
        make_article(
            f"济宁高新区第{n}次观摩", body="营商环境好，著名企业来。", column="高新时评", people=(("高晓渡", "记者"),)
        )
    make_article("国内联播快讯", body="到西安、看绿色、问先生、见现场。GDP 增长。", people=(("高晓渡", "记者"),))
    make_article("国际联播快讯", body="到西安、看绿色、问先生、见现场、现场。GDP 增长，国内 gdp。")
    make_article("邻县要闻", body="邻县的渡轮。渡轮靠岸。", newspaper=make_newspaper("邻县日报"), column="邻县专栏")
    make_article("邻县新闻", body="邻县的渡轮。", newspaper=make_newspaper("邻县日报"))
    make_article("撤稿", body="撤稿专用词语", people=(("吴名氏", "记者"),), status=Status.WITHDRAWN)
    indexing.rebuild(processes=1)
    return make_newspaper()


def texts(typed, newspaper):
    return [suggested.text for suggested in suggest.suggest(SearchRequest(newspaper, q=typed))]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("jngxq", "济宁高新区"),
        ("jininggaoxin", "济宁高新区"),
        ("ji'ning'gao", "济宁高新区"),
        ("JNGXQ", "济宁高新区"),
        ("济宁高", "济宁高新区"),
        ("濟寧高", "济宁高新区"),
        ("济宁gao", "济宁高新区"),
        ("济宁g", "济宁高新区"),
        ("yshj", "营商环境"),
        ("zhuming", "著名"),
        ("gaoxiao", "高晓渡"),
        ("gxsp", "高新时评"),
        ("营商环", "营商环境"),
        ("xian", "西安"),
        ("xian", "先生"),
        ("xi'an", "西安"),
        ("xi’an", "西安"),
        ("lüse", "绿色"),
        ("lu\u0308se", "绿色"),
        ("lvse", "绿色"),
        ("济宁gxinq", "济宁高新区"),
        ("jngaoxin", "济宁高新区"),
        ("国内lb", "国内联播快讯"),
        ("联播kuai", "国内联播快讯"),
        ("ＧＤ", "GDP"),
        ("gd", "GDP"),
    ],
)
def test_what_is_meant_is_offered(newspaper, typed, wanted):
    assert wanted in texts(typed, newspaper)


def test_an_apostrophe_parts_two_syllables(newspaper):
    assert "先生" not in texts("xi'an", newspaper)


def test_what_is_just_that_comes_before_what_is_longer_and_more_frequent(newspaper):
    assert texts("xian", newspaper)[0] == "西安"


def test_nothing_comes_from_another_newspaper(newspaper):
    assert texts("渡轮", newspaper) == texts("dulun", newspaper) == texts("邻县", newspaper) == []
    assert texts("dulun", make_newspaper("邻县日报")) == texts("dulun", None) == ["渡轮"]
    assert texts("jngxq", make_newspaper("邻县日报")) == []


@pytest.mark.parametrize(
    "typed", ["d", "du", "dulun", "dl", "j", "xi", "gd", "xian", "x", "g", "yshj", "l", "linxian", "zz"]
)
@pytest.mark.parametrize("papers", [None, [0], [1], [0, 1], []])
def test_what_is_spelled_so_is_what_brute_force_says(newspaper, typed, papers):
    both = [newspaper, make_newspaper("邻县日报")]
    asked = None if papers is None else [both[n] for n in papers]
    counts = SuggestionCount.objects.all() if asked is None else SuggestionCount.objects.filter(newspaper__in=asked)
    held = Counter()
    for count in counts.select_related("suggestion"):
        if count.suggestion.spelling.startswith(typed) or count.suggestion.initials.startswith(typed):
            held[count.suggestion_id] += count.articles
    assert suggest.held_of_spelled(asked, suggest.ways_to_spell(typed, typed)) == held


@pytest.mark.parametrize("paper", ["济宁高新新闻", "邻县日报"])
def test_what_begins_with_a_character_in_one_newspaper_is_what_brute_force_says(newspaper, paper):
    asked = make_newspaper(paper)
    counts = SuggestionCount.objects.filter(newspaper=asked).select_related("suggestion")
    held = sorted((-count.articles, count.suggestion.folded) for count in counts)
    characters = {folded[0] for _, folded in held if suggest.HAN.match(folded)}
    assert len(characters) > 1
    for character in characters:
        rows = suggest.words_beginning(suggest.Typed.from_text(character), [asked], suggest.SHOWN)
        begun = [folded for _, folded in held if folded.startswith(character)]
        assert [row.folded for row in rows] == begun[: suggest.SHOWN]


def test_of_chosen_newspapers_all_that_they_have_and_no_more(newspaper, client):
    make_article("远市要闻", body="远市的缆车。缆车。", newspaper=make_newspaper("远市晚报"))
    make_article("远市新闻", body="远市的缆车。渡轮。", newspaper=make_newspaper("远市晚报"))
    indexing.rebuild(processes=1)
    near, far = make_newspaper("邻县日报").slug, make_newspaper("远市晚报").slug

    def offered(typed, papers, path="/search/suggest/", items="suggestions"):
        return [each["text"] for each in client.get(path, {"q": typed, "papers": papers}).json()[items]]

    for typed, text in (("dulun", "渡轮"), ("渡", "渡轮"), ("lanche", "缆车"), ("缆", "缆车"), ("邻县新", "邻县新闻")):
        holders = {"渡轮": {near}, "邻县新闻": {near}, "缆车": {far}}[text]
        for papers in ({near}, {far}, {newspaper.slug}, {near, far}, {newspaper.slug, far}):
            there = ",".join(sorted(papers))
            assert (text in offered(typed, there)) == bool(papers & holders)
            assert offered(typed, there, "/api/v1/suggest/", "items") == offered(typed, there)
    assert offered("dulun", "no-such-paper") == []
    (column,) = client.get("/search/suggest/", {"q": "邻县专", "papers": near}).json()["suggestions"]
    assert "邻县专栏" in client.get(column["address"]).content.decode()


def test_an_author_and_a_column_have_a_page(newspaper, client):
    for typed, name in (("gxd", "高晓渡"), ("gxsp", "高新时评")):
        (found,) = [
            suggested for suggested in suggest.suggest(SearchRequest(newspaper, q=typed)) if suggested.text == name
        ]
        assert name in client.get(found.address).content.decode()
    assert [suggested.address for suggested in suggest.suggest(SearchRequest(newspaper, q="西安"))] == [""]


def test_titles_that_hold_what_is_typed_are_offered(newspaper):
    assert "济宁高新区第2次观摩" in texts("次观", newspaper)
    assert texts("次观", make_newspaper("邻县日报")) == []


def test_what_is_not_published_is_not_offered(newspaper):
    assert texts("撤稿", newspaper) == []
    assert texts("wms", newspaper) == []


@pytest.mark.parametrize("typed", ["", " ", "。", "%", "_", "'", "\\", "x" * 500, "𬮤", "\0", "高" * 300])
def test_anything_can_be_typed(newspaper, typed):
    assert isinstance(texts(typed, newspaper), list)


def test_new_names_are_learnt_with_the_article_that_brings_them(newspaper):
    article = make_article("新人", people=(("童小舟", "记者"),), column="深读")
    indexing.reindex([article.pk])
    assert texts("txz", newspaper) == ["童小舟"]
    assert texts("shendu", newspaper) == texts("深", newspaper) == ["深读"]
    assert Suggestion.objects.filter(kind="contributor", folded="童小舟").count() == 1


def test_spelling():
    assert spelled("济宁高新区") == "jininggaoxinqu"
    assert initials("济宁高新区") == "jngxq"
    assert spelled("GDP增长") == "gdpzengzhang"
    assert spelled("重庆银行行长") == "chongqingyinhanghangzhang"
    assert spelled("绿") == "lv"


@given(st.text(st.sampled_from("济宁高新区gdp1一阿嗯西安")))
def test_spelled_once_for_both(text):
    assert spelled_with_initials(text) == (spelled(text), initials(text))


def test_letters_read_as_syllables_and_their_beginnings():
    assert next(abbreviations("mask")) == ("ma", "s", "k")
    assert ("wu", "k", "l") in list(abbreviations("wukl"))
    assert list(abbreviations("xjp")) == list(abbreviations("xian")) == []
    assert begins_with(["ma", "si", "ke"], "mask")
    assert begins_with(["zhao", "li", "jian"], "zhlj")
    assert not begins_with(["ma", "si", "ke"], "makes")


@given(st.lists(st.sampled_from(["zhao", "li", "jian", "an", "a", "xi", "lv"]), min_size=1, max_size=5), st.data())
def test_whatever_is_abbreviated_begins_the_word(syllables, data):
    kept = syllables[: data.draw(st.integers(1, len(syllables)))]
    typed = [data.draw(st.sampled_from([each, each[0]])) for each in kept]
    assert begins_with(syllables, "".join(typed))
    assert begins_with(syllables, "'".join(typed))


def test_the_endpoint_answers_json_and_is_not_indexed(client, newspaper):
    response = client.get("/search/suggest/", {"q": "jngxq"})
    assert response.json()["suggestions"][0] == {
        "text": "济宁高新区",
        "pieces": ["济宁高新区"],
        "kind": "常见词",
        "address": "",
        "date": "",
    }
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get("/search/suggest/").json() == {"suggestions": []}
