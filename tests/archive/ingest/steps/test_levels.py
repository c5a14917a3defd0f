"""Decks that a format marks as headings of a lower level."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import markdown
from tests.archive.ingest.conservation import assert_conserved

BODY = """昨晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们说起从前的渡口，说了很久也没有说完。

镇里准备在渡口再装二十盏灯，年底以前全部装好，河堤上的路也要铺平，让大家走得放心。
"""


@pytest.mark.parametrize(
    ("decks", "wanted"),
    [
        ("### 民生实事办到家\n\n# 河堤上的灯亮了", ("民生实事办到家", "", "")),
        ("### 要闻\n\n# 河堤上的灯亮了", ("", "", "要闻")),
        ("# 河堤上的灯亮了\n\n### 渡口也要装灯二十盏", ("", "渡口也要装灯二十盏", "")),
    ],
)
def test_a_heading_beside_one_of_a_higher_level_is_a_deck(decks, wanted):
    parsed = pipeline.parse(markdown.read_text("a.md", f"{decks}\n\n{BODY}", "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert article.title == "河堤上的灯亮了"
    assert (article.kicker, article.subtitle, article.column) == wanted


def test_two_headings_of_one_level_right_below_a_headline_are_no_decks_of_it():
    written = f"# 河堤上的灯亮了\n\n### 散步的人多了\n\n{BODY}\n### 渡口的路平了\n\n{BODY.replace('昨晚', '今天')}"
    articles = pipeline.parse(markdown.read_text("a.md", written, "utf-8")).articles
    assert [article.subtitle for article in articles] == [""] * len(articles)
