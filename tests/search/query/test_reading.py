"""How a request was read, in words."""

import pytest
from django.utils.html import strip_tags

from search.index import indexing
from search.query import SearchRequest, outcome, ranked, reading
from search.query.results import SearchPage
from tests.factories import make_article, make_newspaper


def told(**asked):
    request = SearchRequest(**asked)
    return strip_tags(outcome.sentence(SearchPage(request, 4, 1, 20, [])))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, "在全库中浏览全部文章，按最新，共4篇"),
        ({"q": "高新区 营商环境"}, "在全库中检索 高新区 且 营商环境，按相关度，共4篇"),
        ({"q": "“高新区” -招商", "year": "2021"}, "在全库2021年中检索 “高新区” 且 不含 招商，按相关度，共4篇"),
        ({"q": "(蓼河 公园) 或 泗河"}, "在全库中检索 （（蓼河 且 公园） 或 泗河），按相关度，共4篇"),
        ({"q": "标题:开工 2021-05..2021-11"}, "在全库中检索 标题含开工 且 2021年5月至2021年11月，按相关度，共4篇"),
        ({"q": "期:580..589 2020.."}, "在全库中检索 总第580–589期 且 2020年至最新，按最新，共4篇"),
        ({"since": "2020", "until": "2021-03-01"}, "在全库2020年起、2021年3月1日止中浏览全部文章，按最新，共4篇"),
        ({"q": "水库", "column": "none", "sort": "oldest"}, "在全库栏目未知中检索 水库，按最早，共4篇"),
    ],
)
def test_the_sentence_says_what_is_asked(asked, sentence):
    assert told(**asked) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "chips"),
    [
        ("高新区营商环境", [("词", "高新区", "营商环境"), ("词", "营商环境", "高新区")]),
        ("“高新区” 招商", [("逐字", "“高新区”", "招商"), ("词", "招商", "“高新区”")]),
        ("-(蓼河 或 泗河)", [("排除", "蓼河 或 泗河", "")]),
        ("标题:开工 期:589", [("标题", "开工", "期:589"), ("范围", "总第589期", "标题:开工")]),
        ("<b>", [("词", "b", "< >")]),
    ],
)
def test_each_chip_takes_its_own_part_away(q, chips):
    assert [(chip.kind, chip.label, chip.without.q) for chip in reading.chips(SearchRequest(q=q))] == chips


@pytest.mark.django_db
def test_a_pasted_paragraph_is_not_taken_apart():
    assert len(reading.chips(SearchRequest(q="水库 " * 60))) == reading.MOST_CHIPS


@pytest.mark.django_db
def test_a_term_of_the_archive_stays_whole_and_is_found_as_its_words_are():
    for _ in range(3):
        make_article("专项债券申报", body="项目很多。")  # a title that comes again is a term
    apart = make_article("债券", body="专项的工作，发行债券，申报项目。")
    indexing.rebuild(processes=1)
    request = SearchRequest(make_newspaper(), q="专项债券申报项目 标题:专项债券申报")
    told = [(chip.kind, chip.label, chip.without.q, chip.as_run and chip.as_run.q) for chip in reading.chips(request)]
    assert told == [
        ("词组", "专项债券申报", "项目 标题:专项债券申报", '"专项债券申报" 项目 标题:专项债券申报'),
        ("词", "项目", "专项债券申报 标题:专项债券申报", None),
        ("标题", "专项债券申报", "专项债券申报项目", None),
    ]
    (chip,) = reading.chips(SearchRequest(make_newspaper(), q="专项债券申报"))
    assert apart.pk in ranked(SearchRequest(make_newspaper(), q="专项债券申报"))
    assert apart.pk not in ranked(chip.as_run)
    elsewhere = SearchRequest(make_newspaper("邻县日报"), q="专项债券申报")
    assert [chip.label for chip in reading.chips(elsewhere)] == ["专项", "债券", "申报"]
