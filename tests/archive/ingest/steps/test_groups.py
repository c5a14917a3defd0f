"""Of which article a column behind its label (专栏：…) is, by its place."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import BYLINE, TEXT, TITLE, Says

FLOOD, PATH = "柳河今夏水位上涨", "慢行道该修了"
FLOOD_TEXT = [
    "7月3日，柳河水位比上月涨了半米，沿岸各村连夜加固堤防，干部群众都守在堤上。",
    "镇里说，粮食和救生衣都已经备足，低洼处的老人先转移到学校居住。",
]
PATH_TEXT = [
    "柳河西岸的慢行道坑坑洼洼，住在附近的人晚饭后都不敢去走，大家盼着早点修好。",
    "镇里答应，这个月底以前把路面补好，同时加装路灯和座椅，方便居民散步。",
]


def articles_of(lines):
    """Headline, column, names and paragraphs of each article, as the labeller takes the lines that are no labels'."""
    said = [TITLE if line in (FLOOD, PATH) else BYLINE if line.startswith("作者") else TEXT for line in lines if line]
    found = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"), tagger=Says(*said))
    assert_conserved(found)
    return [
        (
            article.title,
            article.column,
            [person.name for person in article.contributors],
            [paragraph for section in article.sections for paragraph in section.paragraphs],
        )
        for article in found.articles
    ]


@pytest.mark.parametrize("label", ["专栏：防汛一线", "栏目:防汛一线", "专 栏：　防汛一线"])
@pytest.mark.parametrize("gap", [[], [""]])
def test_a_column_below_a_text_is_that_of_the_article_above(label, gap):
    lines = [FLOOD, *FLOOD_TEXT, *gap, label, "作者：王小强"]
    assert articles_of(lines) == [(FLOOD, "防汛一线", ["王小强"], FLOOD_TEXT)]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_column_above_a_headline_and_before_or_amid_its_text_is_its_own(place):
    lines = [FLOOD, *FLOOD_TEXT]
    lines.insert(place, "专栏：防汛一线")
    assert articles_of(lines) == [(FLOOD, "防汛一线", [], FLOOD_TEXT)]


def test_a_column_and_an_author_above_a_headline_are_its_own():
    lines = ["专栏：防汛一线", "作者：王小强", FLOOD, *FLOOD_TEXT]
    assert articles_of(lines) == [(FLOOD, "防汛一线", ["王小强"], FLOOD_TEXT)]


@pytest.mark.parametrize("gap", [[], [""]])
def test_a_column_right_above_a_headline_is_that_of_the_next_article(gap):
    lines = [FLOOD, *FLOOD_TEXT, *gap, "专栏：民生", *gap, PATH, *PATH_TEXT]
    assert articles_of(lines) == [(FLOOD, "", [], FLOOD_TEXT), (PATH, "民生", [], PATH_TEXT)]


def test_a_column_nearer_to_the_text_above_is_of_that():
    lines = [FLOOD, *FLOOD_TEXT, "专栏：防汛一线", "", PATH, *PATH_TEXT, "专栏：民生"]
    assert articles_of(lines) == [(FLOOD, "防汛一线", [], FLOOD_TEXT), (PATH, "民生", [], PATH_TEXT)]


def test_an_article_has_one_column():
    titled = ["专栏：防汛一线", "", FLOOD, *FLOOD_TEXT, "专栏：民生", "", PATH, *PATH_TEXT]
    assert articles_of(titled) == [(FLOOD, "防汛一线", [], FLOOD_TEXT), (PATH, "民生", [], PATH_TEXT)]
    untitled = ["专栏：防汛一线", *FLOOD_TEXT, "专栏：民生", *PATH_TEXT]
    assert articles_of(untitled) == [("", "防汛一线", [], FLOOD_TEXT), ("", "民生", [], PATH_TEXT)]
