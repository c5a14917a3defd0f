"""What the form of a line tells whatever weights decide of it: with decisions that are wrong."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import text
from tests.archive.ingest.steps.test_classify import BYLINE, PROSE, TEXT, TITLE, parsed

HEADLINE = "河堤上的灯亮了"


def test_a_body_of_people_below_a_headline_is_the_author_and_no_furniture():
    furniture = (LineState.FURNITURE, 0.5, LineState.INFO)
    [article] = parsed(["关于乡村产业的调查", "区政协调研组", PROSE], TITLE, furniture, TEXT).articles
    assert article.byline == "区政协调研组"


def test_a_line_that_tells_neither_day_nor_source_is_no_line_of_these():
    info = (LineState.INFO, 0.66, LineState.TITLE)
    [article] = parsed(["一口井带活一个村", "本报记者 林栖", PROSE], info, BYLINE, TEXT).articles
    assert article.title == "一口井带活一个村"


def test_lines_behind_arrows_that_may_be_captions_are():
    unsure = (LineState.FIRST, 0.6, LineState.CAPTION)
    lines = [HEADLINE, PROSE, "▲改造后的老街。", "▲居民在花坛边乘凉。"]
    [article] = parsed(lines, TITLE, TEXT, unsure, unsure).articles
    assert [caption.text for caption in article.captions] == ["改造后的老街。", "居民在花坛边乘凉。"]


@pytest.mark.parametrize(
    ("last", "captions"), [(f"{PROSE * 2}（林栖 摄影报道）", 0), (f"图为{PROSE * 2}（林栖 摄影报道）", 1)]
)
def test_the_last_paragraph_of_picture_news_is_no_caption_as_it_is_signed(last, captions):
    caption = (LineState.CAPTION, 0.8, LineState.FIRST)
    [article] = parsed([HEADLINE, PROSE, last], TITLE, TEXT, caption).articles
    assert len(article.captions) == captions


def test_bare_words_above_an_author_behind_his_sign_are_his_headline():
    lines = ["渡口的灯", "□邵青禾", PROSE, "石阶记", "□龚小满", PROSE + "年年如此。"]
    found = parsed(lines, TITLE, BYLINE, TEXT, BYLINE, BYLINE, TEXT)
    assert [article.title for article in found.articles] == ["渡口的灯", "石阶记"]


def test_a_heading_set_apart_as_a_headline_is_one_if_the_labeller_may_think_so():
    lines = [HEADLINE, PROSE, "", "", "渡口最后一班船", PROSE + "年年如此。", "", "", "果园开园迎客", PROSE + "人多。"]
    for sure, count in ((0.55, 3), (0.9, 2)):
        heading = (LineState.HEADING, sure, LineState.TITLE)
        assert len(parsed(lines, TITLE, TEXT, heading, TEXT, TITLE, TEXT).articles) == count


def test_a_line_that_begins_with_a_dateline_and_goes_on_is_no_headline():
    [article] = parsed([HEADLINE, "本报清河讯 傍晚，河堤上的路灯亮了，风里飘着桂花"], TITLE, TITLE).articles
    assert (article.title, article.dateline) == (HEADLINE, "本报清河讯")


def test_listed_titles_that_come_again_broken_over_two_lines_are_a_list():
    first, second = "柳河渡口的摆渡船昨天停了最后一班", "南坡果园的头茬桃子七天就卖完了"
    lines = ["柳河报文章目录", f"1. {first}", f"2. {second}"]
    for title in (first, second):
        lines += [title[:-2], title[-2:], f"{PROSE}{title[:4]}。"]
    found = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    assert [claim.text.split("\n")[0] for claim in found.discarded if claim.reason == "目录"] == ["柳河报文章目录"]
    assert all(f"{number}. " not in article.title for article in found.articles for number in (1, 2))
