"""Authors and other fields: a name is one run, what is asked of a field stays required beside times."""

import html

import pytest
from django.utils.html import strip_tags

from archive.models import Contributor
from archive.services.authorities import merge_names
from search.index import indexing
from search.query import SearchRequest, answer
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper, make_user

pytestmark = pytest.mark.django_db
BOTH = (("刘菲", "记者"), ("张三", "通讯员"))


def found(library, typed):
    page = answer(SearchRequest.from_params({"q": typed}, make_newspaper()))
    return {name for name, article in library.items() if article.pk in {hit.article.pk for hit in page.hits}}


@built_once
def signed():
    """Articles of two authors, of two years, and one whose byline has the characters of a name apart."""
    made = {
        "ours": make_article("泗河开工", body="泗河。", date="2021-05-01", people=(("刘菲", "记者"),)),
        "later": make_article(
            "泗河通水", body="泗河水。", date="2022-05-01", people=(("刘菲", "记者"), ("张三", "通讯员"))
        ),
        "other": make_article("洸河开工", body="泗河边。", date="2022-05-01", people=(("刘三菲", "记者"),)),
    }
    indexing.rebuild(processes=1)
    return made


@pytest.mark.parametrize(
    ("typed", "names", "said"),
    [
        ("作者:刘菲 2022年5月", {"later"}, None),
        ("作者:刘菲 2020年5月", set(), None),
        ("作者:刘菲 标题:开工 2022年5月", set(), None),
        ("作者:刘菲 2021年5月 2022年5月", set(), None),
        ("标题:洸河 从未", set(), "在标题含<b>洸河</b>的文章里，没有一篇写到所检的词"),
        (
            "作者:刘菲 2022年5月 从未",
            {"later"},
            "在作者含<b>刘菲</b>的文章里，没有一篇同时含有所检各词，以下各篇至少含有其中一个词，或在",
        ),
        ("作者:刘菲 “从未有过” 泗河", set(), "也没有作者含<b>刘菲</b>、写有<b>“从未有过”</b>的文章"),
        ("作者:张三 “洸河”", set(), "没有作者含<b>张三</b>、写有<b>“洸河”</b>的文章"),
        ("作者:菲刘", set(), "没有作者含<b>菲刘</b>的文章"),
        ("作者:刘菲菲", set(), "没有作者含<b>刘菲菲</b>的文章"),
        ("作者:刘 菲", set(), "在作者含<b>刘</b>的文章里，没有一篇写到所检的词"),
        ("作者:刘菲、张三", {"later"}, None),
        ("作者:刘菲，李四", {"ours", "later"}, "至少含有其中一个词"),
        ("作者:刘三菲", {"other"}, None),
    ],
)
def test_a_field_beside_times_stays_required_and_a_name_is_one_run(client, signed, typed, names, said):
    assert found(signed, typed) == names
    text = client.get("/search/", {"q": typed}).content.decode()
    sentences = ("没有一篇同时", "没有一篇既") if said is None else ()
    assert said is None or said in text
    assert not [sentence for sentence in sentences if sentence in text]


@pytest.mark.parametrize("typed", ["作者:刘菲 2022年5月 从未", "泗河 从未", "标题:洸河 从未", "从未有过的“泗河水”"])
def test_the_api_and_feeds_say_what_a_looser_rung_requires(client, signed, typed):
    page = client.get("/search/", {"q": typed})
    said = strip_tags(page.context["rung_told"])
    assert "没有一篇" in said
    assert client.get("/api/v1/search/", {"q": typed}).json()["notes"] == [said]
    feed = html.unescape(client.get("/feeds/search.atom", {"q": typed}).content.decode())
    assert said.removesuffix("，按相关度排列") in feed


@built_once
def merged():
    """Two spellings filed as one since, and an article whose byline prints the old one in full."""
    made = {
        "old": make_article("泗河开工", body="泗河。", byline="记者 周和", people=(("周和", "记者"),)),
        "new": make_article("泗河通水", body="泗河水。", people=(("周禾", "记者"),)),
        "other": make_article("洸河开工", body="洸河。", people=(("刘菲", "记者"),)),
    }
    names = {row.name: row for row in Contributor.objects.all()}
    merge_names(names["周禾"], [names["周和"]], make_user(), "同一人")
    indexing.rebuild(processes=1)
    return made


@pytest.mark.parametrize(
    ("typed", "names", "led"),
    [
        ("作者:周和", {"old", "new"}, True),
        ("作者：週和", {"old", "new"}, True),
        ("作者:周禾", {"old", "new"}, False),
        ("作者:周和 通水", {"new"}, True),
        ("泗河 -作者:周和", set(), True),
        ("作者:周和、刘菲", {"old", "new", "other"}, True),
        ("作者:“周和”", {"old"}, False),
    ],
)
def test_a_name_that_was_merged_leads_to_the_one_that_stands(client, merged, typed, names, led):
    assert found(merged, typed) == names
    text = client.get("/search/", {"q": typed}).content.decode()
    assert ("“周和”见“周禾”" in text) == led
