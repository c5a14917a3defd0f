"""Whom labels name, in records and in the heads of articles: each once, with the role that the label says."""

import json

import pytest

from archive.ingest import pipeline
from tests.archive.ingest.conservation import assert_conserved

TITLES = ("河堤上的灯又亮了", "柳林果园开园迎客")
TEXTS = (
    "傍晚，清河镇河堤上的路灯亮了，散步的人多了起来。\n第二天清晨，船工又把缆绳解开，第一批赶集的人坐船过了河。",
    "柳林镇的果园昨天开园，一早就有游客提着篮子进园摘梨。\n到中午，停车场已经停满，镇里临时腾出学校操场。",
)
WANG = [("王建国", "记者"), ("李秀英", "编辑"), ("赵大海", "责编")]
CHEN = [("陈晓东", "记者"), ("孙丽", "编辑"), ("周明", "责编")]


def read(written: str, name: str = "a.txt"):
    parsed = pipeline.parse_bytes(name, written.encode())
    assert_conserved(parsed)
    return parsed


def people(parsed) -> list[list[tuple[str, str]]]:
    return [[(person.name, person.role) for person in article.contributors] for article in parsed.articles]


def record(number: int, *lines: str, foot: str = "") -> str:
    return "\n".join([f"标题：{TITLES[number]}", *lines, f"正文：{TEXTS[number]}", foot, "", ""])


def labelled(*pairs: tuple[str, str], form: str = "{}：{}") -> list[str]:
    return [form.format(label, value) for label, value in pairs]


@pytest.mark.parametrize("day", [[], ["日期：2021-11-05"]], ids=["undated", "dated"])
@pytest.mark.parametrize("form", ["{}：{}", "{}: {}", "【{}】{}", "　{}　：　{}"])
def test_two_records(day, form):
    first = labelled(("记者", "王建国"), ("编辑", "李秀英"), ("责任编辑", "赵大海"), form=form)
    second = labelled(("记者", "陈晓东"), ("编辑", "孙丽"), ("责任编辑", "周明"), form=form)
    assert people(read(record(0, *day, *first) + record(1, *day, *second))) == [WANG, CHEN]


@pytest.mark.parametrize("day", [[], ["日期：2021-11-05"]], ids=["undated", "dated"])
@pytest.mark.parametrize(
    "lines",
    [
        ["记者：王建国", "编辑：李秀英", "责任编辑：赵大海"],
        ["记者：王建国　编辑：李秀英　责编：赵大海"],
        ["来源：清河日报 | 记者：王建国 | 编辑：李秀英 | 责编：赵大海"],
        ["作者：本报记者 王建国", "编辑：李秀英", "责任编辑：赵大海"],
    ],
)
def test_the_head_of_one_article(day, lines):
    parsed = read(record(0, "来源：清河日报", *day, *lines))
    assert people(parsed) == [WANG]
    assert parsed.articles[0].title == TITLES[0]


def test_labels_before_the_title_are_of_the_record_that_they_begin():
    head = "日期：2021-11-0{}\n记者：{}\n编辑：{}\n责任编辑：{}\n"
    parsed = read(
        head.format(5, "王建国", "李秀英", "赵大海") + record(0) + head.format(6, "陈晓东", "孙丽", "周明") + record(1)
    )
    assert people(parsed) == [WANG, CHEN]
    assert [article.date for article in parsed.articles] == ["2021-11-05", "2021-11-06"]


def test_a_record_begins_with_the_reporter_and_ends_with_the_editor():
    parsed = read("记者：王建国\n" + record(0, foot="编辑：李秀英") + "记者：陈晓东\n" + record(1, foot="编辑：孙丽"))
    assert people(parsed) == [WANG[:2], CHEN[:2]]


def test_names_stand_above_the_title_and_the_text_has_no_label():
    head = "作者：{}\n编辑：{}\n{}\n\n"
    written = head.format("王建国", "李秀英", f"标题：{TITLES[0]}\n{TEXTS[0]}")
    written += head.format("陈晓东", "孙丽", f"标题：{TITLES[1]}\n{TEXTS[1]}")
    assert people(read(written)) == [[("王建国", ""), ("李秀英", "编辑")], [("陈晓东", ""), ("孙丽", "编辑")]]


def test_of_one_person_every_role_is_kept():
    roles = labelled(("记者", "王建国"), ("摄影", "王建国"), ("编辑", "李秀英"), ("责任编辑", "李秀英"))
    wanted = [("王建国", "记者"), ("王建国", "摄影"), ("李秀英", "编辑"), ("李秀英", "责编")]
    assert people(read(record(0, *roles))) == [wanted]
    assert people(read(record(0, *roles) + record(1, *roles))) == [wanted, wanted]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("通讯员", "通讯员"),
        ("特约记者", "记者"),
        ("文字记者", "记者"),
        ("摄影", "摄影"),
        ("撰文", "作者"),
        ("文", "作者"),
        ("图", "摄影"),
        ("文/图", "文图"),
        ("整理", "整理"),
        ("文字编辑", "编辑"),
        ("编辑/校对", "编辑"),
        ("责任校对", "校对"),
        ("二审", "审核"),
        ("插图", "插图"),
        ("作者", ""),
    ],
)
def test_a_label_says_the_role(label, role):
    written = record(0, "日期：2021-11-05", "来源：清河日报", f"{label}：李秀英", "版次：3")
    assert people(read(written)) == [[("李秀英", role)]]


@pytest.mark.parametrize("label", ["记者手记", "关键词", "编辑部"])
def test_other_labels_name_nobody(label):
    assert people(read(record(0, "日期：2021-11-05", "来源：清河日报", f"{label}：高考", "版次：3"))) == [[]]


@pytest.mark.parametrize("nobody", ["", "无", "不详", "清河县融媒体中心", "本报综合"])
def test_a_label_may_say_that_nobody_did_it(nobody):
    parsed = read(record(0, "日期：2021-11-05", f"记者：{nobody}", "编辑：李秀英"))
    assert people(parsed) == [[("李秀英", "编辑")]]
    assert "unread_byline" not in {problem.code for problem in parsed.problems}


@pytest.mark.parametrize("records", [1, 2])
def test_an_unclear_name_is_doubted(records):
    parsed = read("".join(record(number, "日期：2021-11-05", "编辑：小北") for number in range(records)))
    doubts = [problem.article for problem in parsed.problems if problem.code == "unread_byline"]
    assert doubts == list(range(records))


@pytest.mark.parametrize("records", [1, 2])
def test_names_without_a_space_are_doubted(records):
    parsed = read("".join(record(number, "日期：2021-11-05", "编辑：陈晓东方红") for number in range(records)))
    assert [len(of) for of in people(parsed)] == [2] * records
    assert [problem.article for problem in parsed.problems if problem.code == "glued_names"] == list(range(records))


def test_what_a_reporter_asks_is_text():
    asked = "记者：您在渡口干了多少年，累不累？\n老船工：三十一年了，从我父亲手里接过来的。"
    parsed = read(record(0, "日期：2021-11-05", foot=asked) + record(1, "日期：2021-11-06", "编辑：孙丽"))
    assert people(parsed) == [[], [("孙丽", "编辑")]]
    assert asked.split("\n")[0] in parsed.articles[0].sections[0].paragraphs


def test_traditional_print_stays():
    head = "標題：河堤上的燈又亮了\n日期：2021-11-05\n記者：趙建國、孫麗\n責任編輯：陳曉東\n"
    wanted = [("趙建國", "记者"), ("孫麗", "记者"), ("陳曉東", "责编")]
    assert people(read(f"{head}正文：傍晚，清河鎮的路燈亮了。\n")) == [wanted]


STORY = {"title": TITLES[0], "date": "2021-11-05", "reporter": "王建国", "editors": ["李秀英"], "content": TEXTS[0]}


@pytest.mark.parametrize("stories", [STORY, [STORY, STORY | {"title": TITLES[1], "content": TEXTS[1]}]])
def test_names_of_json(stories):
    found = people(read(json.dumps(stories, ensure_ascii=False), "a.json"))
    assert found == [WANG[:2]] * (2 if isinstance(stories, list) else 1)


def test_names_of_json_that_say_whose_name_it_is():
    story = {"title": TITLES[0], "author_name": "王建国", "editor_name": "李秀英", "content": TEXTS[0]}
    assert people(read(json.dumps(story, ensure_ascii=False), "a.json")) == [[("王建国", ""), ("李秀英", "编辑")]]


@pytest.mark.parametrize("form", ["{}: {}\n", "{} = '{}'\n", "<{0}>{1}</{0}>\n"])
def test_names_of_programs(form):
    pairs = [("title", TITLES[0]), ("author", "王建国"), ("editor", "李秀英"), ("photographers", "周明 何平")]
    written = "".join(form.format(name, value) for name, value in [*pairs, ("content", TEXTS[0])])
    assert people(read(written)) == [[("王建国", ""), ("李秀英", "编辑"), ("周明", "摄影"), ("何平", "摄影")]]


@pytest.mark.parametrize(
    "head",
    [
        "author: 王建国、陈晓东\neditor: 李秀英\nphotographer: [周明, 何平]",
        "作者: [王建国, 陈晓东]\n编辑: 李秀英\n摄影:\n  - 周明\n  - 何平",
    ],
)
@pytest.mark.parametrize("byline", ["", "本报记者 王建国\n\n"])
def test_names_of_a_yaml_head(head, byline):
    parsed = read(f"---\ntitle: {TITLES[0]}\n{head}\n---\n\n{byline}{TEXTS[0]}\n", "a.md")
    writer = ("王建国", "记者" if byline else "")
    staff = {("李秀英", "编辑"), ("周明", "摄影"), ("何平", "摄影")}
    [found] = people(parsed)
    assert set(found) == {writer, ("陈晓东", ""), *staff}
    assert len(found) == 5


@pytest.mark.parametrize("words", ["佚名", "不详", "无", "转载"])
def test_who_is_said_to_be_nobody_is_no_author(words):
    assert people(read(record(0, "作者：" + words, "日期：2021-11-05"))) == [[]]
    assert people(read(record(0, "作者：县委宣传部", "日期：2021-11-05"))) == [[("县委宣传部", "")]]
