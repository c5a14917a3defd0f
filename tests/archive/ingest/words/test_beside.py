"""Who is named on one line with newspaper, day and page."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from archive.ingest.words import bylines
from archive.ingest.words.beside import people_beside
from tests.archive.ingest.conservation import assert_conserved

STORY = (
    "　　8月3日起，城东新开通两条公交线路，方便沿线三个社区的居民出行，票价仍为两元。",
    "　　市公交公司负责人介绍，两条线路首末班车分别为六点和二十一点，高峰时段每八分钟一班。",
)
HEADLINE = "城东新开两条公交线路"


def parsed(*lines):
    return pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ("记者：王小明", [("王小明", "记者")]),
        ("作者：王小明 编辑：李丽", [("王小明", "作者"), ("李丽", "编辑")]),
        ("撰文：王小明 插图：赵大有 编辑：李丽", [("王小明", "作者"), ("赵大有", "插图"), ("李丽", "编辑")]),
        ("| 作者：王小明 | 责编：李丽", [("王小明", "作者"), ("李丽", "责编")]),
        ("编辑：李丽", [("李丽", "编辑")]),
        ("题字：王小明", [("王小明", "题字")]),
        ("记者 王小明 编辑 李丽", [("王小明", "记者"), ("李丽", "编辑")]),
    ],
)
@pytest.mark.parametrize("at_foot", [False, True])
def test_people_beside_the_source_of_a_story_have_their_roles(people, named, at_foot):
    line = f"来源：清河晚报 2023年8月4日 第3版 {people}"
    read = parsed(HEADLINE, *STORY, line) if at_foot else parsed(HEADLINE, line, *STORY)
    assert_conserved(read)
    assert (read.issue.newspaper, read.issue.date, read.issue.page) == ("清河晚报", "2023-08-04", "3")
    assert [(one.name, one.role) for one in read.articles[0].contributors] == named
    assert read.articles[0].title == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "作者：王小明 撰稿：李丽 来源：清河晚报 2023年8月4日 第3版",
        "2023-08-04 来源：清河晚报 作者：王小明 撰文：李丽",
        "【来源：清河晚报 2023年8月4日 第3版】【作者：王小明】【撰文：李丽】",
    ],
)
def test_people_have_their_roles_wherever_the_source_stands(line):
    people = parsed(HEADLINE, line, *STORY).articles[0].contributors
    assert [(one.name, one.role) for one in people] == [("王小明", "作者"), ("李丽", "作者")]


@pytest.mark.parametrize("behind", ["时间：2023-08-04 10:22", "发布时间：2023-08-04", "浏览次数：55"])
@pytest.mark.parametrize("label", ["责编", "编辑", "摄影", "通讯员"])
def test_nobody_is_lost_before_another_label(label, behind):
    people = parsed(HEADLINE, f"来源：清河晚报 记者：王小明 {label}：李丽 {behind}", *STORY).articles[0].contributors
    assert [(one.name, one.role) for one in people] == [("王小明", "记者"), ("李丽", label)]


@pytest.mark.parametrize(
    "line",
    [
        "清河晚报 2023年8月4日 第3版 责编：李丽 美编：张华",
        "清河晚报 2023年8月4日 第3版 社长：李丽 总编辑：张华",
        "来源：清河晚报 2023年8月4日 第3版 版名：高新",
        "来源：清河晚报 2023年8月4日 第3版 编辑：民生部",
    ],
)
def test_who_makes_the_page_an_office_and_other_labels_are_no_people_of_a_story(line):
    assert people_beside(line) == []
    assert parsed(line, HEADLINE, *STORY).articles[0].contributors == ()


@pytest.mark.parametrize(("words", "doubted"), [("通讯员：城东公交公司 王小明", True), ("编辑：民生部", False)])
def test_people_that_are_not_read_are_doubted_and_an_office_is_not(words, doubted):
    read = parsed(HEADLINE, f"来源：清河晚报 2023年8月4日 第3版 {words}", *STORY)
    assert ("unread_byline" in {problem.code for problem in read.problems}) == doubted


def test_a_bar_before_a_label_divides_and_one_behind_a_role_does_not():
    divided = [("王小明", "记者"), ("李丽", "编辑")]
    for bar in "|｜丨":
        people = bylines.read_byline(f"记者：王小明{bar}编辑：李丽").contributors
        assert [(one.name, one.role) for one in people] == divided
        people = bylines.read_byline(f"文{bar}王小明 图{bar}李丽").contributors
        assert [(one.name, one.role) for one in people] == [("王小明", "作者"), ("李丽", "摄影")]


def test_bullets_before_labels_divide():
    people = bylines.read_byline("●策划：王小明 ●责编：李丽 ●题字：赵大有").contributors
    assert [(one.name, one.role) for one in people] == [("王小明", "策划"), ("李丽", "责编"), ("赵大有", "题字")]


def test_an_office_before_several_names_is_no_name():
    signed = bylines.signature("活动在全厂展开。（安全处 王小明 李丽）")
    assert [one.name for one in signed[1].contributors] == ["王小明", "李丽"]


@pytest.mark.parametrize("between", ["，", ","])
@pytest.mark.parametrize("first", [True, False], ids=["author first", "author last"])
@pytest.mark.parametrize("at_foot", [False, True])
def test_the_author_of_a_citation_wrote_the_story(between, first, at_foot):
    fields = ["《清河晚报》", "2023年8月4日", "第3版"]
    line = between.join(["王小明", *fields] if first else [*fields, "王小明"])
    read = parsed(HEADLINE, *STORY, line) if at_foot else parsed(line, HEADLINE, *STORY)
    assert_conserved(read)
    assert (read.issue.newspaper, read.issue.date, read.issue.page) == ("清河晚报", "2023-08-04", "3")
    assert [one.name for one in read.articles[0].contributors] == ["王小明"]
    assert read.articles[0].title == HEADLINE


def test_a_section_in_a_citation_is_no_author():
    assert people_beside("《清河晚报》，2023年8月4日，第3版，金融") == []


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ("记者 王小明", [("王小明", "记者")]),
        ("本报记者 王小明", [("王小明", "记者")]),
        ("作者：王小明 编辑：李丽", [("王小明", "作者"), ("李丽", "编辑")]),
        ("来源：清河晚报　记者：王小明", [("王小明", "记者")]),
        ("2023-08-04　作者：王小明 编辑：李丽", [("王小明", "作者"), ("李丽", "编辑")]),
        ("（通讯员 王小明）", [("王小明", "通讯员")]),
    ],
)
@pytest.mark.parametrize(
    "buttons", ["打印 关闭", "字体：大 中 小", "【字体：大 中 小】【打印】【关闭】", "打印本页 关闭窗口"]
)
@pytest.mark.parametrize("at_foot", [False, True])
def test_people_before_buttons_are_named_and_buttons_are_none(people, named, buttons, at_foot):
    line = f"{people}　{buttons}"
    read = parsed(HEADLINE, *STORY, line) if at_foot else parsed(HEADLINE, line, *STORY)
    assert_conserved(read)
    assert [(one.name, one.role) for one in read.articles[0].contributors] == named


@pytest.mark.parametrize(
    ("line", "name"), [("责任编辑：贝安立", "贝安立"), ("编辑：庹立伯", "庹立伯"), ("（编辑：扎西顿珠）", "扎西顿珠")]
)
def test_a_name_with_a_surname_of_no_list_is_named_behind_its_label(line, name):
    assert [one.name for one in parsed(HEADLINE, *STORY, line).articles[0].contributors] == [name]


@pytest.mark.parametrize("line", ["编辑：梦兮", "责任编辑：风声雨声"])
def test_what_is_no_name_behind_a_label_of_people_is_doubted(line):
    assert "unread_byline" in {problem.code for problem in parsed(HEADLINE, *STORY, line).problems}


def test_an_office_behind_a_label_of_people_is_not_doubted():
    read = parsed(HEADLINE, *STORY, "责任编辑：综合办公室")
    assert "unread_byline" not in {problem.code for problem in read.problems}


def test_what_a_reporter_says_is_no_name():
    assert bylines.kind_of("记者：谢谢您") is None
