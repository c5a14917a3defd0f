"""Headlines and headings that are counted from 1 on are of one kind."""

import pytest

from archive.ingest.labelling.states import LineState
from tests.archive.ingest.steps.test_classify import PROSE, TEXT, TITLE, parsed

HEADING = (LineState.HEADING, 0.6, LineState.TITLE)
COLUMN = (LineState.COLUMN, 0.9, LineState.TITLE)
LINES = [line for title in ("1. 渡口停航", "2. 书屋开门", "3. 河堤亮灯") for line in (title, PROSE)]
SAID = [TITLE, TEXT, HEADING, TEXT, HEADING, TEXT]


@pytest.mark.parametrize(("above", "said"), [([], []), (["要闻速览"], [COLUMN])])
def test_without_a_headline_above_they_are_headlines(above, said):
    articles = parsed([*above, *LINES], *said, *SAID).articles
    assert [article.title for article in articles] == ["渡口停航", "书屋开门", "河堤亮灯"]


def test_below_a_headline_they_are_headings():
    [article] = parsed(["冬季取暖须知", PROSE, *LINES], TITLE, TEXT, *SAID).articles
    assert [section.heading for section in article.sections] == ["", "1. 渡口停航", "2. 书屋开门", "3. 河堤亮灯"]


def test_below_a_column_amid_a_page_they_are_headlines():
    articles = parsed(["柳河三桥合龙", PROSE, "要闻速览", *LINES], TITLE, TEXT, HEADING, *SAID).articles
    assert [article.title for article in articles] == ["柳河三桥合龙", "渡口停航", "书屋开门", "河堤亮灯"]


def test_two_are_left_to_the_labeller():
    [first, *_] = parsed(LINES[:4], *SAID[:4]).articles
    assert [section.heading for section in first.sections] == ["", "2. 书屋开门"]
