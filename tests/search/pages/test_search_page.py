"""The search page as a reader gets it: Chinese, escaped, every state an address, never an error."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.utils.html import escape
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.index import indexing
from search.index.opened import default_index
from search.pages.unavailable import needs_index
from search.store.bounds import Bounds, bounded, current_spending
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper
from tests.unset import unset

pytestmark = pytest.mark.django_db
ATTACK = "<script>alert(1)</script>"


@built_once
def paper():
    """Two articles of an issue, one of a guessed year with markup in all its texts."""
    first = make_article(
        "蓼河新城开园",
        body="本报济宁讯 蓼河新城公园今天开园。\n市民说，蓼河两岸都绿了。",
        date="2021-11-05",
        page="2",
        section="要闻",
        column="走基层",
        people=(("林小满", "记者"),),
        byline="记者 林小满",
        kicker="生态优先",
    )
    first.issue.total_number = 589
    first.issue.save()
    make_article("泗河清淤", body="泗河清淤后，蓼河也将清淤。", date="2022-03-01")
    make_article(f"标题{ATTACK}", body=f"蓼河{ATTACK}正文", date=None, byline=ATTACK)
    indexing.rebuild(processes=1)
    return first


def text_of(response):
    assert response.status_code == 200
    return unset(response.content.decode())


def test_a_hit_shows_what_a_reader_goes_by(client, paper):
    text = text_of(client.get("/search/", {"q": "蓼河新城"}))
    assert '<span class="kicker">生态优先</span>' in text
    assert "<mark>蓼河新城</mark>开园" in text
    for shown in ("2021年11月5日", "星期五", "总第589期", "02版：要闻", "走基层", "命中2处", "共1篇"):
        assert shown in text
    assert re.search(r"记者 <a [^>]+>林小满</a>", text)
    assert "在《济宁高新新闻》中检索 <b>蓼河新城</b>，按相关度" in text
    assert '<meta name="robots" content="noindex">' in text


def test_a_hit_leads_to_its_marks_and_to_the_next_hit(client, paper):
    text = text_of(client.get("/search/", {"q": "蓼河"}))
    hits = re.findall(r'<h3><a href="([^"]+)"', text)
    assert len(hits) == 3
    found = text_of(client.get(hits[0].replace("&amp;", "&").split("#")[0]))
    numbers = [int(n) for n in re.findall(r'<mark id="hit-(\d+)">', found)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert f"<span>1/{len(numbers)}</span>" in found
    assert "下一篇命中" in found
    assert "上一篇命中" not in found
    last = text_of(client.get(hits[2].replace("&amp;", "&").split("#")[0]))
    assert "上一篇命中" in last
    assert "下一篇命中" not in last


def test_an_article_without_a_search_has_no_marks(client, paper):
    text = text_of(client.get(paper.get_absolute_url()))
    assert "<mark" not in text
    assert "marks-bar" not in text


def test_nothing_that_readers_or_papers_wrote_becomes_markup(client, paper):
    for params in ({"q": "蓼河"}, {"q": ATTACK}, {"q": f"标题:{ATTACK}", "section": ATTACK, "column": '"><img>'}):
        text = text_of(client.get("/search/", params))
        assert ATTACK not in text
        assert '"><img>' not in text
    text = text_of(client.get("/search/", {"q": "蓼河", "sort": "oldest"}))
    assert escape(ATTACK) in text


def test_facets_filter_and_can_be_taken_back(client, paper):
    text = text_of(client.get("/search/", {"q": "蓼河"}))
    link = re.search(r'<a href="([^"]*)"[^>]*>2021年</a> <span class="count">1</span>', text)
    narrowed = text_of(client.get("/search/" + link[1].replace("&amp;", "&")))
    assert "共1篇" in narrowed
    assert "取消此项" in narrowed
    assert re.search(r'aria-label="去掉年份“2021年”"', narrowed)


def test_each_chip_takes_its_part_away(client, paper):
    text = text_of(client.get("/search/", {"q": "蓼河 -泗河 标题:开园", "year": "2021"}))
    chips = re.findall(r'<li><span class="kind">(\S+)</span> (\S+) <a href="([^"]+)"', text)
    assert [(kind, label) for kind, label, _ in chips] == [
        ("词", "蓼河"), ("排除", "泗河"), ("标题", "开园"), ("年份", "2021年"),
    ]  # fmt: skip
    without = [text_of(client.get("/search/" + link.replace("&amp;", "&"))) for _, _, link in chips]
    boxes = [re.search(r'id="q" type="search" name="q" value="([^"]*)"', page)[1] for page in without]
    assert boxes == ["-泗河 标题:开园", "蓼河 标题:开园", "蓼河 -泗河", "蓼河 -泗河 标题:开园"]


def test_a_filter_beside_its_kind_is_said_once(client, paper):
    page = text_of(client.get("/search/", {"q": "清淤", "column": "走基层", "contributor": "林小满"}))
    chips = re.findall(r'<li><span class="kind">(\S+)</span> (\S+) <a', page)
    assert {(kind, re.sub("<[^>]*>", "", label)) for kind, label in chips} >= {("栏目", "走基层"), ("作者", "林小满")}
    assert {"去掉栏目“走基层”", "去掉作者“林小满”"} & set(re.findall("去掉[^“<]*“[^”]*”", page))
    assert "“走基层”栏目" in re.search('role="status">(.*?)</p>', page)[1]
    assert "““" not in page
    assert "作者作者" not in page


def test_a_shared_search_says_its_words(client, paper):
    page = text_of(client.get("/search/", {"q": 'AT&T "蓼河" <b>'}))
    metas = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', page))
    assert unescape(metas["og:title"]) == '检索：AT&T "蓼河" <b>'
    assert "蓼河" in metas["og:description"]
    assert "&lt;b&gt;蓼" not in metas["og:description"]
    assert "&amp;amp;" not in metas["og:description"]


def test_what_is_suggested_is_asked_about_each_time(client, paper):
    """A headline that was changed or withdrawn is suggested by no browser's or proxy's copy."""
    answer = client.get("/search/suggest/", {"q": "高新"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    again = client.get("/search/suggest/", {"q": "高新"}, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_long_query_is_cut_between_characters_and_names_that_are_none_are_not_suggested(client, paper):
    text = text_of(client.get("/search/", {"q": f"{'蓼河<' * 70} 泗河"}))
    said = re.search(r'class="sentence" role="status">(.*?)</p>', text)[1]
    assert "…</b>，按相关度" in said
    assert len(said) < 400
    names = re.search(r'<datalist id="q-names">(.*?)</datalist>', text_of(client.get("/search/")))[1]
    assert "林小满" in names
    assert "未知" not in names


def test_no_address_keeps_what_the_form_sent_empty(client, paper):
    response = client.get("/search/", {"q": "蓼河", "papers": "", "scope": "", "since": "", "any": ""})
    assert (response.status_code, response.url) == (302, "/search/?q=%E8%93%BC%E6%B2%B3")
    assert client.get("/search/", {"q": ""}).url == "/search/"
    assert client.get("/search/", {"q": "蓼河", "since": "2021", "size": "50"}).status_code == 200


def test_no_words_browse_everything_newest_first(client, paper):
    text = text_of(client.get("/search/"))
    assert "浏览全部文章，按最新，共3篇" in text
    assert re.findall(r'<span class="title">([^<]+)', text)[:2] == ["泗河清淤", "蓼河新城开园"]


def test_nothing_found_is_a_page_that_helps(client, paper):
    text = text_of(client.get("/search/", {"q": "“渡船”", "year": "2021"}))
    assert "没有找到" in text
    assert "去掉所有筛选条件" in text


def test_another_paper_searches_its_own_articles(client, paper):
    other = make_newspaper("邻县日报")
    make_article("蓼河外报", newspaper=other)
    indexing.rebuild(processes=1)
    text = text_of(client.get(f"/papers/{other.slug}/search/", {"q": "蓼河"}))
    assert "在《邻县日报》中检索" in text
    assert "共1篇" in text


@pytest.fixture
def no_index(paper):
    folder = default_index().folder
    folder.rename(folder.with_name("index-aside"))
    yield
    folder.with_name("index-aside").rename(folder)


@pytest.mark.parametrize("address", ["/search/?q=蓼河", "/search/", "/search/suggest/?q=蓼河"])
def test_without_an_index_the_page_says_so(client, no_index, address):
    response = client.get(address)
    assert response.status_code == 503
    assert "检索暂不可用" in response.content.decode()


def test_without_an_index_an_article_keeps_its_marks(client, no_index, paper):
    text = text_of(client.get(paper.get_absolute_url(), {"q": "蓼河", "n": "1"}))
    assert '<mark id="hit-1">蓼河</mark>' in text
    assert "检索暂不可用，不能给出前后命中的文章" in text


names = st.sampled_from(["q", "scope", "exact", "year", "month", "day", "since", "until", "section", "column"])
more_names = st.sampled_from(["contributor", "sort", "page", "size", "all_of", "n", "typed", "newspaper"])
values = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "99999999999", "none", "2021", "2021-02-31", "0000", "9999-12", "title", "标题:", "１"]
    ),
    st.lists(
        st.sampled_from([*'"“”(（)）-|: ', "或", "期:", "年:", "..", "2021", "蓼河", "\0", "的", "𬮤"]), max_size=30
    ).map("".join),
    st.text(max_size=400),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.one_of(names, more_names), values, max_size=6))
@example({"q": "(0)"})
@example({"q": "标题:(蓼河 或 “x”) -(a b)", "exact": "1"})
def test_no_address_gives_an_error_page(client, paper, params):
    try:
        response = client.get("/search/", params, follow=True)
    except UnicodeEncodeError:
        return  # a lone surrogate: no browser can send it
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1


def test_a_page_that_had_no_time_for_all_it_offers_is_not_kept(rf, monkeypatch):
    request = rf.get("/search/")
    view = needs_index(lambda request: HttpResponse(str(current_spending().is_late())))
    assert view(request).content == b"False"
    assert not hasattr(request, "not_to_keep")
    monkeypatch.setattr(bounded.__wrapped__, "__defaults__", (Bounds(seconds=-1),))
    assert view(request).content == b"True"
    assert request.not_to_keep


def test_of_very_many_newspapers_the_list_of_all_is_named_from_any(client):
    """Below each newspaper's address, not the main one's alone."""
    for number in range(74):
        make_article(f"稻田丰收第{number}篇", body="稻田里的消息。", newspaper=make_newspaper(f"第{number}村报"))
    indexing.rebuild(processes=1)
    found = client.get(f"/papers/{make_newspaper('第3村报').slug}/search/?q=稻田&papers=all")
    assert found.status_code == 200
    assert '还有2种报纸没有列出，可从<a href="/papers/">全部报纸</a>' in found.content.decode()


def test_without_words_a_hit_begins_with_its_news(client, paper):
    make_article("清淤", body="本报讯 记者 张三 报道\n昨日，泗河清淤完工。\n本报讯 众人称好。", date="2030-01-01")
    make_article("招商", body="本报讯（记者 李四）今日，开发区招商忙。", date="2030-01-02")
    make_article("图", body="泗河一景", date="2030-01-03")
    indexing.rebuild(processes=1)
    hits = client.get("/search/").context["answer"].hits
    assert ["".join(hit.snippets) for hit in hits][:3] == ["泗河一景", "今日，开发区招商忙。", "昨日，泗河清淤完工。"]


def test_what_is_printed_says_which_of_all_it_holds(client, paper):
    assert "in-print" not in text_of(client.get("/search/", {"q": "蓼河"}))
    for number in range(21):
        make_article(f"蓼河第{number}段通水", body="蓼河通水。", date="2022-03-02")
    indexing.rebuild(processes=1)
    assert re.search(r'class="in-print">共2\d篇，以下是第21篇起的\d篇<', text_of(client.get("/search/?q=蓼河&page=2")))
