"""This newspaper, all, or those chosen: on the page, in feeds, in the API."""

import re
from html import unescape

import pytest

from archive.templatetags.newspaper_pages import OTHER_PAPERS
from search.index import indexing
from search.query import SearchRequest, answer, reading
from search.query.answer import counted_by_paper
from search.query.papers import paper_counts
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper
from tests.unset import unset

pytestmark = pytest.mark.django_db


@built_once
def newspaper():
    make_article("本报台风", body="台风登陆。", date="2025-07-01", page="2", column="快讯")
    make_article("本报头条", body="台风要来。", date="2025-07-01", page="1")
    make_article("邻县台风", body="台风过境。", newspaper=make_newspaper("邻县日报"), column="快讯")
    make_article("远市台风", body="台风走了。", newspaper=make_newspaper("远市晚报"))
    indexing.rebuild(processes=1)
    return make_newspaper()


def slug(name):
    return make_newspaper(name).slug


def titles(newspaper, papers, **asked):
    request = SearchRequest(newspaper, papers=papers, q="台风", sort="newest", **asked)
    return {hit.article.title for hit in answer(request).hits}


def test_one_all_or_those_chosen(newspaper):
    own = {"本报台风", "本报头条"}
    assert titles(newspaper, "") == own
    assert titles(newspaper, "all") == own | {"邻县台风", "远市台风"}
    assert titles(newspaper, slug("邻县日报")) == {"邻县台风"}
    assert titles(newspaper, f"{newspaper.slug},{slug('远市晚报')}") == own | {"远市台风"}
    assert titles(newspaper, "no-such-paper") == set()
    assert titles(newspaper, ",,") == own


def test_each_newspaper_has_its_count_and_is_put_in_and_out(newspaper):
    request = SearchRequest(newspaper, papers="all", q="台风")
    counts = {str(each.newspaper): each for each in paper_counts(request, counted_by_paper(request))}
    assert {name: each.count for name, each in counts.items()} == {str(newspaper): 2, "邻县日报": 1, "远市晚报": 1}
    for each in counts.values():
        assert answer(each.request).total == each.count
    chosen = counts["邻县日报"].request
    again = {str(each.newspaper): each for each in paper_counts(chosen, counted_by_paper(chosen))}
    assert again["邻县日报"].selected
    assert again["邻县日报"].request.papers == "all"
    assert answer(again["远市晚报"].request).total == 2


def test_those_chosen_come_before_those_with_more(newspaper):
    request = SearchRequest(newspaper, papers=slug("远市晚报"), q="台风")
    assert next(str(each.newspaper) for each in paper_counts(request, counted_by_paper(request))) == "远市晚报"


def test_the_page_says_where_it_looked(newspaper, client):
    text = client.get("/search/", {"q": "台风", "papers": "all"}).content.decode()
    assert "在全部报纸中检索" in text
    assert "邻县<mark>台风</mark>" in unset(text)
    assert 'aria-labelledby="facet-papers"' in text
    assert ("报纸", "全部报纸", "") in [
        (chip.kind, chip.label, chip.without.papers)
        for chip in reading.chips(SearchRequest(newspaper, papers="all", q="台风"))
    ]
    assert "其他报纸" in client.get("/").content.decode()
    assert "facet-papers" not in client.get("/search/", {"q": "台风"}).content.decode()


def test_what_only_others_have_is_one_click_away(newspaper, client):
    text = client.get("/search/", {"q": "邻县"}).content.decode()
    assert "在全部报纸中检索</a>：共1篇" in text
    assert "邻县" in client.get("/search/", {"q": "邻县", "papers": "all"}).content.decode()
    assert "在全部报纸中" not in client.get("/search/", {"q": "无处可寻之词"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("邻县", ""),
        ("邻县皓月", "没有一篇写全所检的词，只含有其中一部分"),
        ("邻县 皓幡鲩", "没有一篇含全部所检各词，只含有其中一部分"),
    ],
)
def test_what_others_have_is_told_as_the_page_behind_it_finds_it(newspaper, client, asked, held):
    text = client.get("/search/", {"q": asked}).content.decode()
    [told] = re.findall("在全部报纸中检索</a>：共(\\d+)篇(?:（(.*?)）)?\\n</li>", text)
    behind = answer(SearchRequest(newspaper, q=asked, papers="all"))
    assert told == (str(behind.total), held)
    page = client.get("/search/", {"q": asked, "papers": "all"}).content.decode()
    assert held.split("，")[0] in unset(page)


def test_articles_of_no_issue_are_told_apart_from_those_of_issues(newspaper, client):
    page = client.get("/search/", {"q": "无处可寻之词"}).content.decode()
    assert "2025年7月1日的1期、2篇文章：" in unset(page)
    make_article("哪天的台风", body="台风走了。", date=None)
    page = client.get("/search/", {"q": "无处可寻之词"}).content.decode()
    assert "2025年7月1日的1期、2篇文章；另有1篇不知属于哪一期：" in unset(page)


def test_without_a_hit_what_is_held_is_told_of_those_that_were_asked(newspaper, client):
    def told(papers):
        page = client.get("/search/", {"q": "“无处可寻之词”", "papers": papers}).content.decode()
        there = re.findall('<a href="([^"]*)">(?:各报)?有什么，缺什么</a>', page.split('<section class="nothing">')[1])
        return unset(page), there

    one, two = slug("邻县日报"), slug("远市晚报")
    page, there = told("all")
    assert "本库收有全部报纸的4篇文章：没有收进来的查不到" in page
    assert there == ["/papers/"]
    assert page.count("3种报纸，收有") == 1
    page, there = told(f"{one},{two}")
    assert set(re.search("本库收有((?:《[^》]*》)+)的2篇文章：", page)[1].strip("《》").split("》《")) == {
        "邻县日报",
        "远市晚报",
    }
    assert there == ["/papers/"]
    page, there = told(one)
    assert re.search("本库收有《邻县日报》[^《]*1篇文章：", page)
    assert there == [f"/papers/{one}/holdings/"]
    assert told("nosuch")[1] == []


def test_newspapers_that_a_menu_cannot_show_are_all_on_their_page(newspaper, client):
    text = client.get("/").content.decode()
    assert '<a href="/papers/">全部报纸' in text
    assert "邻县日报" in text
    for n in range(OTHER_PAPERS - 1):
        make_article(newspaper=make_newspaper(f"第{n}县日报"))
    text = client.get("/").content.decode()
    assert '<a href="/papers/">全部报纸' in text
    assert "邻县日报" not in text
    for name in ("邻县日报", "远市晚报", "第0县日报"):
        assert f">{name}</a>" in unset(client.get("/papers/").content.decode())


def test_feeds_and_the_api_ask_the_same(newspaper, client):
    assert "邻县台风" in client.get("/feeds/search.atom", {"q": "台风", "papers": "all"}).content.decode()
    assert "邻县台风" not in client.get("/feeds/search.atom", {"q": "台风"}).content.decode()
    assert client.get("/api/v1/search/", {"q": "台风", "papers": "all"}).json()["total"] == 4
    assert client.get("/api/v1/search/", {"q": "台风"}).json()["total"] == 2
    assert client.get("/api/v1/suggest/", {"q": "邻县", "papers": "all"}).json()["items"]
    assert not client.get("/api/v1/suggest/", {"q": "邻县"}).json()["items"]


def test_an_issue_is_searched_in_the_order_of_its_pages(newspaper, client):
    page = client.get("/issues/2025-07-01/").content.decode()
    assert "在本期中检索" in page
    found = client.get("/search/", {"q": "台风", "day": "2025-07-01", "sort": "pages"}).content.decode()
    assert 0 < found.index("头条") < found.index("登陆")


def test_a_title_while_typing_has_its_day_and_opens_the_article(newspaper, client):
    (offered,) = [
        each for each in client.get("/search/suggest/", {"q": "本报台"}).json()["suggestions"] if each["kind"] == "标题"
    ]
    assert offered["date"] == "2025年7月1日"
    assert "本报台风" in client.get(offered["address"]).content.decode()


def test_chips_beyond_five_are_folded(newspaper, client):
    assert "more-chips" not in client.get("/search/", {"q": "一 二 三 四 五"}).content.decode()
    text = client.get("/search/", {"q": "一 二 三 四 五 六 七"}).content.decode()
    assert "检索式共7项，其余2项" in text


@built_once
def misspelt():
    """Of 蓼河新城 another newspaper tells, and this one has its characters by chance, or none of them."""
    farther = make_newspaper("远山晚报")
    for number in range(8):
        make_article(f"第{number}条消息", body=f"蓼河新城开工{number}。台风来了。", newspaper=farther)
    make_article("河边新成衣店", body="水蓼茂盛，新河新成。", newspaper=make_newspaper("甲报"))
    make_article("新成立的店", body="开张。", newspaper=make_newspaper("乙报"))
    make_article("店", body="开张。", newspaper=make_newspaper("丙报"))
    indexing.rebuild(processes=1)


@pytest.mark.parametrize("paper", ["甲报", "乙报", "丙报"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("蓼河新成", "蓼河新城"), ("liaohexincheng", "蓼河新城"), ("台凤", "台风"), ("蓼河新城", ""), ("开工 台风", "")],
)
def test_what_others_print_is_offered_where_this_one_prints_nothing_of_it(misspelt, client, paper, typed, meant):
    there = f"/papers/{make_newspaper(paper).slug}/search/"
    text = client.get(there, {"q": typed}).content.decode()
    asked = meant or typed
    told = f'">{meant}</a>（8篇）' if meant else '">在全部报纸中检索</a>：共8篇'
    assert told in text
    address = re.search(f'<a href="([^"]*)"[^>]*{re.escape(told[1:])}', text)[1]
    behind = client.get(there + unescape(address))
    assert (behind.context["asked"].q, behind.context["asked"].papers) == (asked, "all")
    assert (behind.context["answer"].total, behind.context["answer"].rung) == (8, "all")


def unfold(page):
    return unset(page.content.decode())


@built_once
def scattered():
    """What is typed with a slip at an end stands, by its characters, in a few articles; 产党百年 amid 共产党百年."""
    farther = make_newspaper("远山晚报")
    for number in range(8):
        make_article(f"第{number}条", body="党史学习教育开展。华为孟晚舟回国。建党百年庆祝。", newspaper=farther)
    for number in range(9):
        make_article(f"另{number}条", body="共产党百年历程。", newspaper=farther)
    for number in range(3):
        text = "党的历史学会在西边。华为在孟州，晚上到。庆祝建党一百年，百年。党百事顺，年年庆。"
        make_article(f"散{number}", body=text, newspaper=make_newspaper("甲报"))
    make_article("店", body="开张。", newspaper=make_newspaper("丙报"))
    indexing.rebuild(processes=1)


@pytest.mark.parametrize("paper", ["甲报", "丙报"])
@pytest.mark.parametrize("papers", ["", "all"])
@pytest.mark.parametrize(
    ("typed", "meant"), [("党史学西", "党史学习"), ("华为孟晚州", "华为孟晚舟"), ("庆党百年", "建党百年")]
)
def test_a_slip_whose_characters_stand_somewhere_by_chance_is_offered_what_was_meant(
    scattered, client, paper, papers, typed, meant
):
    there = f"/papers/{make_newspaper(paper).slug}/search/"
    page = client.get(there, {"q": typed, "papers": papers}) if papers else client.get(there, {"q": typed})
    [(address, told)] = re.findall(f'<a href="([^"]*)"[^>]*>{meant}</a>（(\\d+)篇）', page.content.decode())
    behind = client.get(there + unescape(address)).context
    assert (behind["asked"].q, behind["answer"].total, behind["answer"].rung) == (meant, int(told), "all")
    assert "产党百年</a>" not in unfold(page)
    assert "在全部报纸中检索</a>" not in unfold(page)
    if page.context["answer"].rung == "all":
        assert "没有一篇原样写有所检的词，以下各篇是分开写有其中各字的。" in unfold(page)


def test_what_is_printed_as_typed_is_not_said_to_be_scattered(scattered, client):
    there = f"/papers/{make_newspaper('甲报').slug}/search/"
    for typed in ("党史学习", "华为孟晚舟", "建党百年", "党史 学习"):
        page = client.get(there, {"q": typed, "papers": "all"})
        assert "没有一篇" not in unfold(page)
        assert "您要找的是不是" not in unfold(page)


def test_what_this_newspaper_prints_leads_to_no_other(newspaper, client):
    for typed in ("台风", "头条", "台风登陆", "登陆 台风", "2025年7月"):
        assert "在全部报纸中" not in client.get("/search/", {"q": typed}).content.decode()
