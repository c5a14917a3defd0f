"""What stands between a headline and its text and is none of either."""

import pytest

from archive.ingest.labelling.states import LineState
from tests.archive.ingest.steps.test_classify import BYLINE, PROSE, TEXT, TITLE, parsed

DAY = (LineState.INFO, 0.99, LineState.MASTHEAD)
HEADLINE = "河堤上的灯亮了"


@pytest.mark.parametrize("source", ["柳河晚报", "中新网清河"])
def test_a_source_between_headline_and_day_is_no_deck(source):
    [article] = parsed([HEADLINE, source, "2021年6月18日 18:30", PROSE], TITLE, TITLE, DAY, TEXT).articles
    assert article.title == HEADLINE
    assert article.date == "2021-06-18"


@pytest.mark.parametrize(("place", "said"), [("柳河新区", TITLE), ("柳河区", BYLINE)])
def test_a_place_below_the_day_is_neither_deck_nor_author(place, said):
    [article] = parsed([HEADLINE, "2021-06-18", place, PROSE], TITLE, DAY, said, TEXT).articles
    assert (article.title, article.contributors) == (HEADLINE, ())


@pytest.mark.parametrize(("headline", "authors"), [("（安和）河堤上的灯亮了", []), (HEADLINE, ["安和"])])
def test_a_name_that_the_headline_says_is_where_a_report_is_from(headline, authors):
    [article] = parsed([headline, "2021-06-18", "安和", PROSE], TITLE, DAY, BYLINE, TEXT).articles
    assert [person.name for person in article.contributors] == authors


def test_the_text_of_picture_news_stays_one():
    [article] = parsed([HEADLINE, f"{PROSE}王强 摄"], TITLE, TEXT).articles
    assert not article.captions


@pytest.mark.parametrize(("sure", "articles"), [(0.6, 1), (0.95, 2)])
def test_words_glued_to_a_paragraph_open_an_article_only_where_that_is_certain(sure, articles):
    lines = [HEADLINE, f"{PROSE}两岸携手十年 渡口结出硕果", "", f"　　{PROSE}", "", f"　　{PROSE * 2}"]
    glued = (LineState.TITLE, sure, LineState.HEADING)
    assert len(parsed(lines, TITLE, TEXT, glued, TEXT, TEXT).articles) == articles
