"""Briefs whose titles stand in brackets on the lines of their texts."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import PROSE

TITLES = ["清河三桥合龙", "渡口最后一班船"]
BRIEFS = "".join(f"【{title}】{PROSE}\n" for title in TITLES)


@pytest.mark.parametrize("above", ["清河晚报 2019年3月2日 第5版\n", "清河晚报 2019年3月2日 第5版\n简讯\n", ""])
def test_briefs_below_their_rubric_are_articles(above):
    found = pipeline.parse(text.read_text("a.txt", above + BRIEFS, "utf-8"))
    assert_conserved(found)
    assert [(article.title, article.sections[0].paragraphs) for article in found.articles] == [
        (title, (PROSE,)) for title in TITLES
    ]


def test_words_in_brackets_below_a_headline_begin_no_articles():
    found = pipeline.parse(text.read_text("a.txt", f"清河镇的两座桥修好了\n{PROSE}\n{BRIEFS}", "utf-8"))
    assert [article.title for article in found.articles] == ["清河镇的两座桥修好了"]


@pytest.mark.parametrize("sign", ["■", "▲", "●"])
def test_briefs_behind_signs_below_their_rubric_are_articles(sign):
    briefs = "".join(f"{sign}{title}　{PROSE}\n" for title in TITLES)
    found = pipeline.parse(text.read_text("a.txt", f"清河晚报 2019年3月2日 第5版\n一周简讯\n{briefs}", "utf-8"))
    assert_conserved(found)
    assert [(article.title, article.sections[0].paragraphs) for article in found.articles] == [
        (title, (PROSE,)) for title in TITLES
    ]


def test_one_that_was_cut_before_its_dateline_is_a_brief_like_the_others():
    briefs = f"▲{TITLES[0]} 据新华社电 {PROSE}\n▲{TITLES[1]} {PROSE}\n▲河堤亮灯工程 综合消息 {PROSE}\n"
    found = pipeline.parse(text.read_text("a.txt", f"清河晚报 2019年3月2日 第5版\n{briefs}", "utf-8"))
    assert [article.title for article in found.articles] == [*TITLES, "河堤亮灯工程"]
