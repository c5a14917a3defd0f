"""Articles that go on another page."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text

FIRST = "傍晚，河堤上的路灯亮了，散步的人多了起来，孩子们追着灯影跑，"
SECOND = "老人坐在长椅上说起从前摸黑走路的日子。"
OTHER = "老街修旧如旧\n本报记者 李明\n\n老街的石板重新铺过，门楼上的砖雕也洗出了原来的样子。\n\n\n"


def page(mark="（下转第三版）", back="（上接第一版）", headline=""):
    """A paper with an article on page 1 that goes on, page 3, and another article between."""
    return (
        f"清河日报 2021年11月5日\n\n第1版：要闻\n\n河堤上的灯亮了\n本报记者 王强\n\n{FIRST}{mark}\n\n\n"
        f"第2版：综合\n\n{OTHER}第3版：民生\n\n{headline}{back}{SECOND}\n"
    )


def parsed(written):
    return pipeline.parse(text.read_text("a.txt", written, "utf-8"))


def paragraphs(article):
    return ["".join(p.split()) for section in article.sections for p in section.paragraphs]


@pytest.mark.parametrize(("mark", "back"), [("（下转第三版）", "（上接第一版）"), ("(下转3版)", "(紧接1版)")])
@pytest.mark.parametrize("headline", ["", "河堤上的灯亮了\n\n"])
def test_two_parts_become_one_article_and_the_broken_paragraph_goes_on(mark, back, headline):
    source = parsed(page(mark, back, headline))
    assert [article.title for article in source.articles] == ["河堤上的灯亮了", "老街修旧如旧"]
    assert paragraphs(source.articles[0]) == [FIRST + SECOND]
    assert "turned" in [problem.code for problem in source.problems]


def test_a_part_under_another_headline_is_not_joined_but_doubted():
    source = parsed(page(headline="夜色里的新风景\n\n"))
    assert len(source.articles) == 3
    assert "continued" in [problem.code for problem in source.problems]


def test_words_about_turning_in_the_text_are_no_mark():
    source = parsed(f"河堤上的灯亮了\n本报记者 王强\n\n文章下转第三版，读者要翻页。{SECOND}\n")
    assert paragraphs(source.articles[0]) == ["文章下转第三版，读者要翻页。" + SECOND]
    assert not {"turned", "continued"} & {problem.code for problem in source.problems}
