"""Rolls of names (名单) and lines of names that are none."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text

LEAD = "清河镇表彰一批护河员\n\n本报讯 昨日，清河镇召开总结会，表彰在护河中出力的群众，名单公布如下。\n"


def article_of(lines: str):
    [article] = pipeline.parse(text.read_text("a.txt", LEAD + lines, "utf-8")).articles
    return article


@pytest.mark.parametrize(
    "lines",
    ["丁有田 万小春 王水生 方长根", "丁有田 万小春\n石大海 龙秋生", "丁有田 万小春 王水生 方长根\n石大海 龙秋生"],
)
def test_a_roll_is_text_and_names_no_author(lines):
    article = article_of(lines)
    assert article.contributors == ()
    assert list(article.sections[-1].paragraphs[-lines.count("\n") - 1 :]) == lines.split("\n")


def test_a_byline_stays_one():
    parsed = pipeline.parse(
        text.read_text("a.txt", "河堤上的灯亮了\n\n王强 李明\n\n傍晚，河堤上的路灯亮了，散步的人多了。", "utf-8")
    )
    assert [person.name for person in parsed.articles[0].contributors] == ["王强", "李明"]


def test_two_numbered_names_are_a_roll():
    article = article_of("候补名单：\n1.丁有田 2.万小春\n特此公示。")
    assert article.contributors == ()
    assert "1.丁有田2.万小春" in [one.replace(" ", "") for one in article.sections[-1].paragraphs]
