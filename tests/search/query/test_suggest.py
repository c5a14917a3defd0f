"""Suggestions: by characters, pinyin and initials; words, names, columns, titles."""

import pytest

from archive.language.pinyin import initials, spelled
from archive.models import Status
from search.index import indexing
from search.models import Suggestion
from search.query import suggest
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db


@built_once
def newspaper():
    for n in range(3):
        make_article(
            f"济宁高新区第{n}次观摩", body="营商环境好，著名企业来。", column="高新时评", people=(("高晓渡", "记者"),)
        )
    make_article("撤稿", body="撤稿专用词语", people=(("吴名氏", "记者"),), status=Status.WITHDRAWN)
    indexing.rebuild(processes=1)
    return make_newspaper()


def texts(typed, newspaper):
    return [suggested.text for suggested in suggest.suggest(typed, newspaper)]


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
    ],
)
def test_what_is_meant_is_offered(newspaper, typed, wanted):
    assert wanted in texts(typed, newspaper)


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
    assert texts("shendu", newspaper) == ["深读"]
    assert Suggestion.objects.filter(kind="contributor", folded="童小舟").count() == 1


def test_spelling():
    assert spelled("济宁高新区") == "jininggaoxinqu"
    assert initials("济宁高新区") == "jngxq"
    assert spelled("GDP增长") == "gdpzengzhang"
    assert spelled("重庆银行行长") == "chongqingyinhanghangzhang"
    assert spelled("绿") == "lv"


def test_the_endpoint_answers_json_and_is_not_indexed(client, newspaper):
    response = client.get("/search/suggest/", {"q": "jngxq"})
    assert response.json()["suggestions"][0] == {"text": "济宁高新区", "kind": "常见词"}
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get("/search/suggest/").json() == {"suggestions": []}
