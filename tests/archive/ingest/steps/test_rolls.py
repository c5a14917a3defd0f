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


def test_places_above_names_are_headings_below_the_headline_of_the_roll():
    lines = "文明家庭名单\n城关镇：\n丁有田 万小春 王水生 方长根\n柳河镇：\n石大海 龙秋生 孙德胜 吴桂花\n"
    [article] = pipeline.parse(text.read_text("a.txt", f"清河日报 2020年1月3日 第3版\n{lines}", "utf-8")).articles
    assert article.title == "文明家庭名单"
    assert [section.heading for section in article.sections if section.heading] == ["城关镇：", "柳河镇："]


def test_prizes_and_who_took_them_are_a_roll():
    lines = "男子100米\n第一名 高三（2）班 王磊 11秒8\n第二名 高二（5）班 李强 12秒0\n"
    page = f"清河校报 2020年1月3日 第3版\n运动会获奖名单\n{lines}"
    [article] = pipeline.parse(text.read_text("a.txt", page, "utf-8")).articles
    assert article.title == "运动会获奖名单"
    assert [(section.heading, len(section.paragraphs)) for section in article.sections if section.heading] == [
        ("男子100米", 2)
    ]


def test_one_prize_in_a_report_is_text():
    article = article_of("第一名：王磊，成绩11秒8，他说要感谢教练三年来的陪伴，明年还要再来。\n")
    assert len(article.sections) == 1
