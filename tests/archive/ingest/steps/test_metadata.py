"""Labelled lines: the head of one article, and records of several one after the other."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

RECORD = """标题：{title}
作者：{author}
日期：2021-11-0{number}
版次：第{number}版
栏目：{column}
正文：傍晚，{title}的消息传开，散步的人多了起来。
孩子们追着灯影跑，老人说起{title}的从前。

"""


LINES = RECORD.split("\n")
PAGE_FIRST = "\n".join([*LINES[3:5], *LINES[:3], *LINES[5:]])


@pytest.mark.parametrize("record", [RECORD, PAGE_FIRST])
def test_records_one_after_the_other_are_articles(record):
    titles = ["河堤上的灯亮了", "渡口最后一班船", "果园开园迎客"]
    written = "".join(
        record.format(title=title, author=author, number=number, column="河畔旧事")
        for number, (title, author) in enumerate(zip(titles, ["王强", "李明", "赵芳"], strict=True), start=1)
    )
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    assert [article.title for article in parsed.articles] == titles
    assert [article.page for article in parsed.articles] == ["1", "2", "3"]
    assert [article.date for article in parsed.articles] == ["2021-11-01", "2021-11-02", "2021-11-03"]
    assert [[person.name for person in article.contributors] for article in parsed.articles] == [
        ["王强"],
        ["李明"],
        ["赵芳"],
    ]
    assert {article.column for article in parsed.articles} == {"河畔旧事"}
    assert all(len(article.sections[0].paragraphs) == 2 for article in parsed.articles)


def test_the_head_of_one_article():
    written = RECORD.format(title="河堤上的灯亮了", author="王强", number=1, column="河畔旧事")
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    [article] = parsed.articles
    assert (article.title, article.column, article.date) == ("河堤上的灯亮了", "河畔旧事", "2021-11-01")
    assert parsed.issue.page == "1"
