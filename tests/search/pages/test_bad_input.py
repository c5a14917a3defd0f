"""Bad input gets a sentence that says what was made of it: no error, nothing silent."""

from urllib.parse import quote

import pytest
from lxml import etree

from archive.language.folding import fold
from search.index import indexing
from search.query import SearchRequest, facets
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
HUGE = "9" * 400


@built_once
def library():
    make_article("中国农业", body="中国农业发展", date="2021-02-28", people=(("刘菲", "记者"),))
    make_article("世界", body="外国", date="2022-05-01")
    make_article("末篇", body="无关", date="2023-05-01")
    indexing.rebuild(processes=1)


def page(client, **params):
    response = client.get("/search/", params)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("params", "said", "total"),
    [
        ({"q": "\u200b\u200b"}, "没有看得见的字", 0),
        ({"q": "日期:2021-02-30"}, "没有2021年2月30日，按2021年2月检索", 1),
        ({"q": "2021-13.."}, "没有2021年13月，按2021年至最新检索", 3),
        ({"q": "2023..2022"}, "范围的先后写反了，按2022年至2023年检索", 2),
        ({"q": "期:9..3"}, "范围的先后写反了，按总第3–9期检索", 0),
        ({"since": "abc"}, "不认得 since=abc，应写作年份（2021）、年月（2021-05）、日期（2021-05-10），没有计入", 3),
        ({"since": "2021-02-30"}, "没有2021年2月30日，since 没有计入", 3),
        ({"since": "2023", "until": "2022"}, "起始日期晚于终止日期，已对调", 2),
        ({"day": "2021-2-3"}, "不认得 day=2021-2-3，应写作日期（2021-05-10），没有计入", 3),
        ({"sort": "best"}, "不认得 sort=best，没有计入", 3),
        ({"page": "x" * 99}, f"不认得 page={'x' * 30}，应是从1起的数字，没有计入", 3),
        ({"page": "0"}, "不认得 page=0，应是从1起的数字，没有计入", 3),
        ({"page": "9999999999"}, "page=9999999999 太大，按 100000 计", 3),
        ({"page": "7"}, "没有第7页，以下是最后一页（第1页）", 3),
        ({"papers": "nosuch"}, "没有地址名为“nosuch”的报纸，所以什么也没有找到", 0),
        ({"papers": "nosuch,jngxxw"}, "没有地址名为“nosuch”的报纸，没有计入", 3),
        ({"q": "年:abc"}, "“年:abc”不是能认的日期、期号或版次，按文字检索", 0),
        ({"q": "期:abc"}, "“期:abc”不是能认的", 0),
        ({"q": "期:0"}, "“期:0”不是能认的", 0),
        ({"q": "期:0..9"}, "“期:0..9”不是能认的", 0),
        ({"q": "版:0"}, "“版:0”不是能认的", 0),
        ({"q": "版:12345"}, "“版:12345”不是能认的", 0),
        ({"q": "版:999999"}, "“版:999999”不是能认的", 0),
        ({"q": "中国 -版:999999"}, "“版:999999”不是能认的", 1),
        ({"q": "2021-02-30 中国"}, "没有2021年2月30日，“2021-02-30”按文字检索", 1),
        ({"q": "中国 — 农业"}, "单独写的“—”没有计入，要找它请加引号", 1),
        ({"q": "世界 或 (中国 %)"}, "单独写的“%”没有计入，要找它请加引号", 2),
        ({"q": "%"}, "“%”里没有字，只找原样写有这些标点的文章", 0),
        ({"q": "《》"}, "“《》”里没有字，只找原样写有这些标点的文章", 0),
        ({"q": '标题:""'}, "“&quot;&quot;”里没有字，只找原样写有这些标点的文章", 0),
        ({"q": "\x01"}, "没有看得见的字", 0),
        ({"q": " \u3000\t"}, "没有看得见的字", 0),
        ({"q": "\x02\u200d "}, "没有看得见的字", 0),
        ({"q": "标题:\u200b"}, "没有看得见的字", 0),
        ({"q": "中国 AND"}, "单独写的“AND”没有计入，要找它请加引号", 1),
        ({"q": "或 中国"}, "单独写的“或”没有计入", 1),
        ({"q": "(中国 OR"}, "单独写的“OR”没有计入", 1),
        ({"q": "(世界 或 (中国 NOT)) 农业"}, "单独写的“NOT”没有计入", 1),
        ({"q": "中国 标题:"}, "单独写的“标题:”没有计入", 1),
        ({"q": "作者："}, "“作者：”后面没有写要找的词，按文字检索", 0),
        ({"q": "(中国"}, "括号 ( 没有配上另一半，不作分组", 1),
        ({"q": "中国）"}, "括号 ） 没有配上另一半，不作分组", 1),
        ({"q": "“中国"}, "引号 “ 没有配上另一半，不作逐字检索", 1),
        ({"q": "中国”"}, "引号 ” 没有配上另一半", 1),
        ({"q": '"中国 农业'}, "引号 &quot; 没有配上另一半", 1),
        ({"q": "「中国"}, "引号 「 没有配上另一半", 1),
        ({"q": "中国』"}, "引号 』 没有配上另一半", 1),
        ({"section": "nowhere"}, "没有地址名为“nowhere”的版块", 0),
        ({"q": "中国\x01\x02农业"}, "控制字符，已略去", 1),
        ({"q": "ﷺ" * 300}, "检索条件超过300字，只取了前300字", 0),
        ({"q": "中国" + " 中国" * 200}, "检索条件超过300字，只取了前300字", 1),
    ],
)
def test_the_page_says_what_was_made_of_it(client, params, said, total):
    response = page(client, **params)
    assert said in response.content.decode()
    assert response.context["answer"].total == total


@pytest.mark.parametrize("typed", ["ﷺ" * 300, "中ﷺ" * 150, "①ﷺ" * 20, "中" * 301])
def test_what_is_asked_has_a_bound_when_it_is_folded_too(typed):
    asked = SearchRequest.from_params({"q": typed}, None).q
    assert typed.startswith(asked)
    longer = fold(typed[: len(asked) + 1])
    assert len(fold(asked)) <= 300 < len(longer)


def test_a_parameter_given_several_times_is_taken_once(client):
    response = page(client, q=["世界", "中国"], since=["2021", "2021"])
    assert response.context["notes"] == ["q 写了几次，只取最后一个"]
    assert response.context["asked"].q == "中国"


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": "中国"},
        {"q": "中国 “—”"},
        {"q": "中国（农业） 或 “世界”"},
        {"q": "“或” “标题:” 中国", "reading": "typed"},
        {"q": "OR"},
        {"q": "谁写“中国”？"},
        {"q": "2021..2022 -农业"},
        {"since": "2021", "until": "2021-05"},
    ],
)
def test_good_input_is_passed_over_in_silence(client, params):
    assert page(client, **params).context["notes"] == []


def test_numbers_apart_in_quotation_marks_are_no_error(client):
    assert page(client, q="“12 18” “3 . 5” 从未").context["answer"].total == 0


def test_a_field_of_what_is_excluded_is_an_exclusion(client):
    assert page(client, q="标题:-中国").context["answer"].total == 2
    assert page(client, q="标题:-中国 外国").context["answer"].total == 1


@pytest.mark.parametrize("q", ["% 2021..2022", "2021..2022 %", "% -农业", "-农业 —"])
def test_a_mark_beside_a_range_or_an_exclusion_is_what_is_looked_for(client, q):
    assert page(client, q=q).context["answer"].total == 0


def test_nothing_found_is_said_once(client):
    text = page(client, q="作者:新华社 从未").content.decode()
    assert "没有找到" not in text
    assert "在作者含<b>新华社</b>的文章里，没有一篇写到所检的词" in text
    assert "以下各篇" not in text


def test_a_quoted_name_that_is_nowhere_is_not_said_to_be_found(client):
    text = page(client, q="“从未有过” 外国").content.decode()
    assert "没有找到" not in text
    assert "以下各篇" not in text


def test_links_carry_the_query_as_it_was_cut_and_no_more(client):
    sent = {"q": "中国 " * 300_000, "since": "x" * 1000, "other": "y" * 100_000, "size": "20"}
    response = page(client, **sent)
    assert len(response.content) < 200_000
    assert response.context["asked"].q == ("中国 " * 300)[:300].strip()
    assert "yyy" not in response.content.decode()
    moved = client.get("/search/", {**sent, "title": "甲" * 1000})
    assert moved.status_code == 302
    assert len(moved["Location"]) < 20_000


@pytest.mark.parametrize("typed", ["\x01", "\x0b中国", "\ufffe", "\ud800", "中国\u200b", "1" * 5000])
def test_feeds_are_xml_whatever_is_asked(client, typed):
    response = client.get(f"/feeds/search.atom?q={quote(typed, errors='surrogatepass')}&since=%02")
    assert response.status_code == 200
    root = etree.fromstring(response.content)
    assert "不认得 since=" in "".join(root.itertext())


@pytest.mark.parametrize("word", ["search", "archive", "没有这样的路由", "a b", "%", ""])
def test_going_back_to_a_word_is_going_to_that_address(client, word):
    response = client.get("/display/", {"font": "large", "next": word})
    assert response.status_code == 302


@pytest.mark.parametrize("number", [HUGE, "9" * 5000, "-1", "0", "1e400", "٣", "x"])
def test_a_page_of_a_sitemap_that_is_not_there_is_not_found(client, number):
    slug = make_newspaper().slug
    assert client.get(f"/sitemap-{slug}-articles.xml").status_code == 200
    assert client.get(f"/sitemap-{slug}-articles.xml", {"p": number}).status_code == 404
    assert client.get(f"/sitemap-{HUGE}.xml").status_code == 404


def index_four_authors():
    for name in ("张三", "李四", "王五", "赵六"):
        make_article(f"{name}的稿子", people=((name, "记者"),))
    indexing.rebuild(processes=1)


def test_more_authors_than_are_listed_are_counted(client, monkeypatch):
    monkeypatch.setattr(facets, "SHOWN", 1)
    monkeypatch.setattr(facets, "SHOWN_ALL", 2)
    index_four_authors()
    assert "更多作者" in page(client).content.decode()
    assert "只列出篇数最多的一部分，共有5项" in page(client, all_of="contributor").content.decode()


def test_a_list_is_shorter_where_each_of_its_addresses_is_very_long(client, monkeypatch):
    monkeypatch.setattr(facets, "SHOWN", 1)
    monkeypatch.setattr(facets, "ADDRESSES", 2000)
    index_four_authors()
    assert "只列出篇数最多的一部分" not in page(client, q="稿子", all_of="contributor").content.decode()
    listed = page(client, q=" OR ".join(["稿子"] * 40), all_of="contributor").content.decode()
    assert "只列出篇数最多的一部分，共有4项" in listed


def test_the_api_says_it_too(client):
    found = client.get("/api/v1/search/", {"q": "2023..2022"}).json()
    assert found["notes"] == ["范围的先后写反了，按2022年至2023年检索"]
    assert found["left_out"] == []
    assert found["cut"] == {}


def test_an_address_that_is_read_is_written_as_it_was():
    asked = SearchRequest.from_params({"q": "中国", "size": "50", "exact": "1", "since": "2021"}, None)
    assert asked.params() == "q=%E4%B8%AD%E5%9B%BD&exact=1&since=2021&size=50"
