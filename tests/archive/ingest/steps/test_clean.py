"""What is no text of the paper: a rule of signs is put aside, and parts what stands above from what stands below."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import PROSE

STORIES = {
    "河堤上的路灯亮了": [
        "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们坐在石凳上说话。",
        "石桥村的老人说，从前天一黑就不出门，如今要走上两圈才回家，夜里也不再摸黑了。",
    ],
    "果园开园迎来第一批客人": [
        "枝头挂满了果子，园主陈大山说今年雨水足，果子比去年甜，城里的客人一早就排起了队。",
        "县里准备在三个乡镇推广，免费发放苗木两万株，年底前完成栽种。",
    ],
    "老船工的三十一本日记": [
        "老船工的床头放着一只木箱，里面是三十一本航行日记，他每天记下水位和风向。",
        "一天也没有断过，他说这是跟师傅学的，师傅走了以后，他接着写。",
    ],
}


SIGNS_BETWEEN = ["* * *", "***", "---", "==========", "_ _ _", "◇◇◇", "☆ ☆ ☆"]
SIGNS_BETWEEN += ["＊＊＊", "＊　　＊　　＊", "※　※　※", "×　×　×", "～～～"]


@pytest.mark.parametrize("rule", SIGNS_BETWEEN)
@pytest.mark.parametrize("indent", ["　　", ""])
def test_a_rule_parts_stories_and_is_no_text_of_them(rule, indent):
    written = [
        "\n\n".join([title, *(indent + paragraph for paragraph in body)]) + "\n\n" for title, body in STORIES.items()
    ]
    parsed = pipeline.parse(text.read_text("a.txt", f"{rule}\n\n".join(written), "utf-8"))
    assert_conserved(parsed)
    assert [(article.title, article.kicker, article.subtitle) for article in parsed.articles] == [
        (title, "", "") for title in STORIES
    ]


def test_a_rule_around_words_parts_pages():
    written = (
        f"---- 第01版：要闻 ----\n河堤上的灯亮了\n{PROSE}\n---- 第03版：经济 ----\n渡口最后一班船\n{PROSE}年年如此。\n"
    )
    found = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(found)
    assert [(article.page, article.title) for article in found.articles] == [
        ("01", "河堤上的灯亮了"),
        ("03", "渡口最后一班船"),
    ]


@pytest.mark.parametrize("label", ["文章内容", "新闻正文：", "文章标题", "稿件作者"])
def test_what_a_publishing_system_has_above_the_parts_of_an_article_is_no_headline(label):
    title, body = next(iter(STORIES.items()))
    parsed = pipeline.parse(text.read_text("a.txt", "\n".join([label, title, *body]), "utf-8"))
    assert_conserved(parsed)
    assert [article.title for article in parsed.articles] == [title]
    assert label in [claim.text for claim in parsed.discarded]
