"""What is asked where not all that was typed is found: phrases alone, close runs first, looser readings offered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article, Correction, Status
from search.index import indexing
from search.query import SearchRequest, answer, spelling
from search.query.recovery import looser, taken_apart
from search.store.closeness import nearest
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@built_once
def library():
    made = {
        "baird": make_article("贝尔德", body="贝尔德发明了电视机，人称“电视之父”。"),
        "bank": make_article("农信", body="中国农业发展银行昨日开业。"),
        "question": make_article("问答", body="记者问：泗河大桥有多长？答：九百米。"),
        "bridge": make_article("泗河大桥", body="泗河大桥全长九百米。"),
        "title": make_article("泗河两岸春耕生产全面展开", body="春耕忙。"),
        "sixteen": make_article("上半年办结专项债券项目16个", body="办结。"),
        "scattered": make_article(
            "年鉴", body="泗河。两岸。春。耕。生产。全面。展开。春节。专项。债券。项目。上半年。办结。18个。"
        ),
    }
    indexing.rebuild(processes=1)
    return made


def found(library, typed, **params):
    page = answer(SearchRequest.from_params({"q": typed, **params}, make_newspaper()))
    names = {article.pk: name for name, article in library.items()}
    return page, [names.get(hit.article.pk, "") for hit in page.hits]


@pytest.mark.parametrize("typed", ["誰被尊稱為「電視之父」?", "誰被尊稱為『電視之父』?", "从未有过的词“电视之父”"])
def test_a_quoted_name_is_asked_alone_where_the_words_beside_it_are_nowhere(library, typed):
    page, names = found(library, typed)
    assert (page.rung, names) == ("phrase", ["baird"])


def test_words_beside_a_quoted_name_count_where_they_stand(library):
    page, names = found(library, "谁发明了“电视之父”")
    assert (page.rung, names) == ("any", ["baird"])


def test_a_run_that_stands_almost_so_comes_first_and_the_scattered_words_after_it(library):
    page, names = found(library, "泗河两岸春耕生产全面展廾")
    assert page.close == ("泗河两岸春耕生产全面展开",)
    assert names[0] == "title"
    assert "<mark>泗河两岸春耕生产全面展开</mark>" in page.hits[0].title
    page, names = found(library, "泗河两岸春节生产全面展开")
    assert names == ["title", "scattered"]
    page, names = found(library, "泗河两岸春节生产全面展开", reading="typed")
    assert (page.close, names) == ((), ["scattered"])


@pytest.mark.parametrize("params", [{"year": "1999"}, {"until": "1999"}, {"papers": "other"}, {"column": "nowhere"}])
def test_close_runs_are_those_of_the_articles_that_the_filters_allow(library, params):
    other = make_newspaper("别报", slug="other")
    indexing.reindex([make_article("别报头条", newspaper=other, body="别报有泗河两岸春耕生产全面展并。").pk])
    typed = "泗河两岸春耕生产全面展廾"
    assert found(library, typed)[0].close == ("泗河两岸春耕生产全面展开",)
    assert found(library, typed, papers="all")[0].close == ("泗河两岸春耕生产全面展开", "泗河两岸春耕生产全面展并")
    page, _ = found(library, typed, **params)
    assert page.close == (("泗河两岸春耕生产全面展并",) if "papers" in params else ())


def test_what_stands_as_it_was_typed_has_no_close_run(library):
    assert found(library, "泗河两岸春耕生产全面展开")[0].close == ()


def test_no_other_number_is_close_to_a_number(library):
    page, names = found(library, "上半年办结专项债券项目18个")
    assert (page.close, names) == ((), ["scattered"])
    assert found(library, "上半年力结专项债券项目16个")[0].close == ("上半年办结专项债券项目16个",)


@pytest.mark.parametrize("typed", ["奥秘克容", "美的维节夫", "泗和"])
def test_short_names_are_close_to_nothing(library, typed):
    assert found(library, typed)[0].close == ()


def test_a_question_that_stands_literally_offers_the_looser_reading(library):
    page, names = found(library, "泗河大桥有多长")
    assert (page.rung, names) == ("all", ["question"])
    (offered,) = looser(page.request, page)
    assert offered.articles >= 2
    assert set(found(library, "泗河大桥有多长", reading="loose")[1]) >= {"question", "bridge"}


def test_a_name_that_stands_only_taken_apart_is_offered_so(library):
    page, _ = found(library, "中国银行")
    assert page.total == 0
    (offered,) = looser(page.request, page)
    assert (offered.request.q, offered.articles) == ("中国 银行", 1)


def test_only_words_of_two_words_are_taken_apart():
    assert taken_apart("中国银行") == "中国 银行"
    assert taken_apart("泗河") == ""


@pytest.mark.parametrize(
    ("typed", "rung", "names", "said"),
    [
        ("泗河 九百米 从未", "any", {"bridge", "question", "title", "scattered"}, "以下各篇至少含有其中一个词（"),
        (
            "泗河 1953年5月3日",
            "any",
            {"bridge", "question", "title", "scattered"},
            "一个词，或在所写的时间、期号、版次之内",
        ),
        ("标题:泗河 从未", "any", set(), "在标题含<b>泗河</b>的文章里，没有一篇写到所检的词"),
        ("标题:泗河 春耕 从未", "any", {"title"}, "在标题含<b>泗河</b>的文章里，没有一篇同时含有所检各词，以下"),
        ("-全长 泗河 从未", "any", {"question", "title", "scattered"}, "在不含 <b>全长</b>的文章里，没有一篇同时"),
        ("从未有过的词“电视之父”", "phrase", {"baird"}, "以下是写有<b>“电视之父”</b>的文章，其余的词只用来排序"),
        ("从未", "any", set(), "没有一篇写有所检的词"),
        ("从未 有过的词", "any", set(), "也没有一篇含有其中任何一个词"),
        (
            "泗河从未",
            "any",
            {"bridge", "question", "title", "scattered"},
            "没有一篇写全所检的词，以下各篇至少含有它的一部分",
        ),
    ],
)
def test_the_page_says_what_a_looser_rung_still_requires(client, library, typed, rung, names, said):
    page, found_names = found(library, typed)
    assert (page.rung, set(found_names)) == (rung, names)
    assert said in client.get("/search/", {"q": typed}).content.decode()


def test_what_is_closest_is_shown_as_it_is_printed(client):
    make_article("ＡＩ与ＧＤＰ增长", body="ＡＩ 带动ＧＤＰ增长百分之五。")
    indexing.rebuild(processes=1)
    asked = {"q": "AI带动GDP增涨百分之五", "page": "9"}
    assert client.get("/search/", asked).context["answer"].close == ("ＡＩ 带动ＧＤＰ增长百分之五",)


def test_a_print_that_lacks_a_typed_word_is_offered_in_a_line(client):
    for text in ("行驶在太平洋上", *["线上会议"] * 8, *["今天下雨"] * 9):
        make_article(text, body=text)
    indexing.rebuild(processes=1)
    shown = client.get("/search/", {"q": "太平洋线上"})
    assert (shown.context["answer"].close, shown.context["answer"].alike) == ((), ("太平洋上",))
    assert "相近的写法：" in shown.content.decode()


def test_no_print_is_named_that_an_offer_holds_or_that_holds_an_offer(client, monkeypatch):
    for n in range(25):
        make_article(f"第{n}篇", body="优化营商环境。")
    indexing.rebuild(processes=1)
    page = answer(SearchRequest(make_newspaper(), q="营商的环境"))
    prints = ("营商环境", "商环境", "营商环境上", "营商大环境")
    monkeypatch.setattr(spelling, "answer", lambda *_, **__: replace(page, alike=prints))
    shown = client.get("/search/", {"q": "营商的环境"})
    assert [each.text for each in shown.context["respellings"]] == ["营商环境"]
    assert shown.context["answer"].alike == ("营商大环境",)


def test_the_page_offers_the_way_back(client, library):
    text = client.get("/search/", {"q": "泗河两岸春节生产全面展开"}).content.decode()
    assert "仍按原文检索" in text
    assert "reading=typed" in text
    assert "仍按原文检索" not in client.get("/search/", {"q": "泗河", "reading": "typed"}).content.decode()


words = st.text("甲乙丙", max_size=7)


def distance(one, other):
    """Levenshtein's, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    return min(
        distance(one[1:], other[1:]) + (one[0] != other[0]),
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
    )


@given(words.filter(lambda word: len(word) < 5), words)
def test_the_nearest_part_has_the_fewest_edits_of_all_parts(asked, window):
    edits, first, last = nearest(asked, window)
    parts = [window[i:j] for i in range(len(window) + 1) for j in range(i, len(window) + 1)]
    assert edits == distance(asked, window[first:last]) == min(distance(asked, part) for part in parts)


def test_what_no_article_prints_any_more_is_not_quoted_though_the_index_still_has_it(library):
    typed = "泗河两案春耕生产全面展开"
    page, _ = found(library, typed)
    assert page.close == ("泗河两岸春耕生产全面展开",)
    rows = Article.objects.filter(pk=library["title"].pk)
    rows.update(title="春耕")
    assert found(library, typed)[0].close == ()
    rows.update(title="泗河两岸春耕生产全面展开", status=Status.WITHDRAWN)
    page, names = found(library, typed)
    assert (page.close, "title" in names) == ((), False)
    rows.delete()
    assert found(library, typed)[0].close == ()


def test_what_only_a_former_wording_says_is_not_quoted_as_printed(library):
    article = library["sixteen"]
    accepted = Correction.objects.create(
        article=article, number=1, printed="蓼河两岸新栽柳树三千株", suggested="办结。", state=Correction.State.ACCEPTED
    )
    accepted.shown_in.set([article])
    indexing.rebuild(processes=1)
    page, names = found(library, "蓼河两案新栽柳树三千株")
    assert "sixteen" in names
    assert (page.close, page.alike) == ((), ())
