"""Captions by the signs of their pictures, and briefs with such signs."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import BYLINE, PROSE, TEXT, TITLE, parsed

HEADLINE = "河堤上的灯亮了"
CAPTION = (LineState.CAPTION, 0.9, LineState.FIRST)


@pytest.mark.parametrize("mark", ["[图片]", "【图】", "（图片1）"])
@pytest.mark.parametrize("above", [True, False])
def test_short_lines_on_the_side_of_the_pictures_on_which_most_stand_are_captions(mark, above):
    lines = [HEADLINE, "", PROSE, ""]
    for caption in ("灯下的河堤", "渡口的老人"):
        lines += [caption, mark, "", PROSE, ""] if above else [mark, caption, "", PROSE, ""]
    source = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    assert_conserved(source)
    [article] = source.articles
    assert [caption.text for caption in article.captions] == ["灯下的河堤", "渡口的老人"]
    assert article.sections[0].paragraphs == (PROSE,) * 3


def test_lines_with_the_sign_of_a_caption_are_captions_too():
    lines = [HEADLINE, PROSE, "▲灯下的河堤。王强 摄", PROSE, "▲渡口的老人"]
    [article] = parsed(lines, TITLE, TEXT, CAPTION, TEXT, TEXT).articles
    assert [caption.text for caption in article.captions] == ["灯下的河堤。王强 摄", "渡口的老人"]


def test_signed_lines_below_one_another_without_a_text_are_briefs():
    articles = parsed([f"▲{PROSE}（王强）", f"▲{PROSE}（李明）"], CAPTION, CAPTION).articles
    assert [[person.name for person in article.contributors] for article in articles] == [["王强"], ["李明"]]
    assert not any(article.captions for article in articles)


@pytest.mark.parametrize(("byline", "captions"), [("本报记者 王强 文/图", 2), ("本报记者 王强", 0)])
def test_what_counts_pictures_below_a_story_of_pictures_are_captions(byline, captions):
    lines = [HEADLINE, byline, PROSE, "①灯下的河堤。", "②渡口的老人。"]
    [article] = parsed(lines, TITLE, BYLINE, TEXT, TEXT, TEXT).articles
    assert len(article.captions) == captions


def test_what_stands_above_briefs_that_were_taken_for_captions_heads_them():
    caption = (LineState.CAPTION, 0.9, LineState.TITLE)
    briefs = [f"▲{PROSE}", f"▲西沟大队{PROSE}"]
    articles = parsed(["河堤上的灯亮了", PROSE, "抗旱小闻", *briefs], TITLE, TEXT, caption, caption, caption).articles
    assert [(one.title, len(one.sections[0].paragraphs)) for one in articles] == [
        ("河堤上的灯亮了", 1),
        ("抗旱小闻", 2),
    ]


@pytest.mark.parametrize(("second", "count"), [("▲渡口的船（资料图片）", 2), ("▲渡口的船还在", 0)])
def test_short_lines_behind_an_arrow_are_captions_where_one_says_so(second, count):
    heading = (LineState.HEADING, 0.8, LineState.CAPTION)
    lines = ["河堤上的灯亮了", PROSE, "▲桥头的柳树", PROSE, second, PROSE]
    [article] = parsed(lines, TITLE, TEXT, heading, TEXT, heading, TEXT).articles
    assert len(article.captions) == count
