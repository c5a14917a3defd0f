"""Lists of contents are put aside, and what only looks like one is kept."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text

HEADLINES = ["河堤上的灯亮了", "老街修旧如旧", "春播备足良种", "书屋开到村口"]
BODY = "傍晚，{}的消息传遍了全镇，散步的人们停下脚步，三三两两地说起这件事来。\n说到高兴处，大家都笑了，笑声传得很远。"


def stories(names):
    return "\n\n\n".join(f"{name}\n本报记者 王强\n\n{BODY.format(name)}" for name in names)


def put_aside(written: str) -> str:
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    return "".join("".join(claim.text.split()) for claim in parsed.claims if claim.reason == "目录")


@pytest.mark.parametrize(
    "lines",
    [
        HEADLINES,
        [f"{name}（{page}版）" for page, name in enumerate(HEADLINES, 1)],
        [f"◆{name} 详见第{page}版" for page, name in enumerate(HEADLINES, 1)],
        [f"{page}.{name}" for page, name in enumerate(HEADLINES, 1)],
        [f"{name}……{page}" for page, name in enumerate(HEADLINES, 1)],
    ],
    ids=["bare", "pages", "ornaments", "numbers", "leaders"],
)
def test_a_list_of_the_headlines_that_follow(lines):
    listed = "\n".join(["今日导读", *lines])
    assert put_aside(listed + "\n\n" + stories(HEADLINES)) == "".join(listed.split())


@pytest.mark.parametrize(
    "lines",
    [HEADLINES[:2], ["灯亮了的河堤", "修旧如旧的老街", "备足良种的春播"]],
    ids=["two lines", "other words"],
)
def test_what_is_no_list_of_contents(lines):
    assert put_aside("\n".join(lines) + "\n\n" + stories(HEADLINES)) == ""


def test_articles_after_a_list_are_found_as_without_it():
    with_list, without = (
        pipeline.parse(text.read_text("a.txt", head + stories(HEADLINES), "utf-8"))
        for head in ("\n".join(["导读", *HEADLINES]) + "\n\n\n", "")
    )
    assert with_list.articles == without.articles


@pytest.mark.parametrize("above", [["标题导航"], ["第01版：要闻", "第02版：综合", "第03版：副刊"]])
def test_titles_below_their_label_at_the_foot_of_a_saved_page_are_no_article(above):
    prose = "傍晚，河堤上的灯亮了，散步的人多了起来。孩子们追着灯影跑，老人说起从前的渡口，说了很久也没有说完。"
    lines = ["河堤上的灯亮了", prose, *above, "河堤上的灯亮了", "镇里开展消防演练", "医生签约服务进村入户"]
    [article] = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8")).articles
    assert (article.title, article.sections[0].paragraphs) == ("河堤上的灯亮了", (prose,))


@pytest.mark.parametrize(("label", "title"), [("本期目录", "河堤上的灯亮了"), ("目录学讲座", "目录学讲座")])
def test_the_label_of_a_list_that_its_pages_told_goes_with_it(label, title):
    lines = f"{label}\n1版 县委全会召开\n2版 村里来了大学生\n\n河堤上的灯亮了\n"
    page = f"{lines if label == '本期目录' else label}\n傍晚，河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。"
    assert pipeline.parse(text.read_text("a.txt", page, "utf-8")).articles[0].title == title


def test_titles_with_their_pages_below_a_label_are_no_headline():
    listed = "今日导读\n油价今起下调 03版\n暑期游泳馆人满为患 05版\n\n"
    prose = "傍晚，河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。"
    page = f"清河晚报 2011年7月6日\n{listed}河堤上的灯亮了\n{prose}"
    assert pipeline.parse(text.read_text("a.txt", page, "utf-8")).articles[0].title == "河堤上的灯亮了"
