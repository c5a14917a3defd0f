"""Where one article ends and the next begins, and what of its rows is its text."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

REST = "河水从山里下来，带着松针和泥土的气味，在村口的老桥下拐一个弯，然后慢慢地流进平原。"


def article_of(title: str, first: str):
    parsed = pipeline.parse(text.read_text("a.txt", f"{title}\n□王强\n　　{first}\n　　{REST}\n", "utf-8"))
    assert_conserved(parsed)
    (article,) = parsed.articles
    assert article.title == title
    return [paragraph for section in article.sections for paragraph in section.paragraphs]


@pytest.mark.parametrize(
    ("title", "behind"),
    [
        ("清河镇的早晨", "总是从一声船笛开始，渡口的人那时已经站了一排，谁也不说话，只看着水面上的雾。"),
        ("老桥下的渡船", "，是我童年里最深的记忆，每到放学的时候，我们都要跑到那里去看一看。"),
        ("河堤上的灯", "“亮了整整一夜”，守堤的人第二天这样对我说，他说的时候还揉着眼睛。"),
    ],
)
def test_a_text_that_begins_with_the_words_of_its_headline_keeps_them(title, behind):
    assert article_of(title, title + behind)[0] == title + behind


@pytest.mark.parametrize(("blank", "dateline"), [("　", ""), ("", "清河日报讯（通讯员 李明）")])
def test_a_headline_said_again_before_the_text_is_none_of_it(blank, dateline):
    first = f"{dateline}天还没有亮，渡口的人已经站了一排，谁也不说话，只看着水面上的雾，等着对岸的船笛。"
    assert article_of("清河镇的早晨", f"清河镇的早晨{blank}{first}")[0] == first
