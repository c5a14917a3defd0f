"""Labelled lines: the head of one article, and records of several one after the other."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import markdown, text
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import Says

RECORD = """标题：{title}
作者：{author}
日期：2021-11-0{number}
版次：第{number}版
栏目：{column}
正文：傍晚，{title}的消息传开，散步的人多了起来。
孩子们追着灯影跑，老人说起{title}的从前。

"""


PROSE = "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们说起从前的渡口，说了很久也没有说完。"
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


STACKED = """标题
河堤上的灯亮了
来源
清河日报
日期
2021-11-05
正文
傍晚，河堤上的灯亮了，散步的人多了起来。
孩子们追着灯影跑，老人说起从前的渡口。
"""
ENGLISH = """title: 河堤上的灯亮了
link: http://example.com/1.htm
content: 傍晚，河堤上的灯亮了，散步的人多了起来。
孩子们追着灯影跑，老人说起从前的渡口。
source: 清河日报
date: 2021-11-05
"""
TAGGED = """<title>河堤上的灯亮了</title>
<source>清河日报</source>
<date>2021-11-05</date>
<content>傍晚，河堤上的灯亮了，<Paragraph>散步的人多了起来。
孩子们追着灯影跑，老人说起从前的渡口。</content>
"""


@pytest.mark.parametrize("written", [STACKED, ENGLISH])
def test_labels_above_their_values_in_english_and_below_the_text(written):
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2021-11-05")
    assert parsed.issue.newspaper == "清河日报"
    assert [paragraph[:3] for paragraph in article.sections[0].paragraphs] == ["傍晚，", "孩子们"]


def test_brackets_around_quoted_labels():
    written = (
        '{\n  "title": "河堤上的灯亮了",\n  "date": "2021-11-05",\n  "content": "傍晚，灯亮了，散步的人多了。"\n}\n'
    )
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2021-11-05")
    assert article.sections[0].paragraphs == ("傍晚，灯亮了，散步的人多了。",)


def test_who_edited_it_is_credited_below_a_labelled_article():
    written = RECORD.format(title="河堤上的灯亮了", author="王强", number=1, column="河畔旧事") + "责任编辑：李明\n"
    [article] = pipeline.parse(text.read_text("a.txt", written, "utf-8")).articles
    assert [(person.name, person.role) for person in article.contributors] == [("王强", ""), ("李明", "责编")]


def test_tags_of_a_data_set():
    parsed = pipeline.parse(text.read_text("a.txt", TAGGED, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2021-11-05")
    assert article.sections[0].paragraphs == (
        "傍晚，河堤上的灯亮了，散步的人多了起来。",
        "孩子们追着灯影跑，老人说起从前的渡口。",
    )


BODY = "傍晚，河堤上的灯亮了，散步的人多了起来，孩子们追着灯影跑，老人说起从前的渡口，说了很久也没有说完。"


def test_a_record_whose_names_are_its_own():
    written = f"""label: local
page: 7
item_title: 12. 河堤上的灯亮了
link_to: https://example.com/a?id=7
variant: 清河報
date: 1946-04-23
issue_page: 02
h1: 河堤上的灯亮了
block3: {BODY}
theme:
"""
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "1946-04-23")
    assert (parsed.issue.newspaper, parsed.issue.page) == ("清河報", "02")
    assert article.sections[0].paragraphs == (BODY,)


def test_a_record_without_its_brackets_tells_page_and_section_by_form():
    written = f"""  "updatetime": "2021-11-08 05:09",
  "intro": "{BODY}",
  "revision": "A04",
  "page": "民生新闻",
  "papername": "清河晚报",
  "paperdate": 20211105,
  "title": "河堤上的灯亮了"
"""
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    issue = parsed.issue
    assert (issue.newspaper, issue.date, issue.page, issue.section) == ("清河晚报", "2021-11-05", "A04", "民生新闻")
    assert parsed.articles[0].sections[0].paragraphs == (BODY,)


def test_paragraphs_of_a_value_in_html():
    written = f"body : <p>{BODY}</p><p>灯又暗了。</p>\nreplies : 12\nthread :\ntitle : 河堤上的灯亮了\nvotes : []\n"
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert article.title == "河堤上的灯亮了"
    assert article.sections[0].paragraphs == (BODY, "灯又暗了。")


@pytest.mark.parametrize(
    "head",
    [
        "7,【 日  期 】20211105 【 版  号 】1 【 标  题 】河堤上的灯亮了 【 作  者 】王强 【 正  文 】 ",
        "示例：\n【 日  期 】20211105\n【 版  号 】1\n【 标  题 】河堤上的灯亮了\n【 作  者 】王强\n【 正  文 】\n",
    ],
)
def test_spaced_labels_in_brackets_on_one_line_or_below_an_introduction(head):
    parsed = pipeline.parse(text.read_text("a.txt", head + BODY, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.date, parsed.issue.page) == ("河堤上的灯亮了", "2021-11-05", "1")
    assert [person.name for person in article.contributors] == ["王强"]
    assert article.sections[0].paragraphs == (BODY,)


def test_times_and_speakers_are_no_record():
    written = "河堤上的灯亮了\nPM: 傍晚，灯亮了。\nAM: 清晨，灯暗了。\nQ: 谁点的灯？\nA: 守堤的人。\nQ: 为什么？\n"
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert "谁点的灯？" in "".join(p for article in parsed.articles for s in article.sections for p in s.paragraphs)


def test_what_is_said_of_every_article_behind_a_label_is_put_aside():
    stories = (f"正文：\n河堤上的灯亮了\n{PROSE}\n类别：城建", f"正文：\n渡口的早晨\n{PROSE}\n类别：文化")
    found = pipeline.parse(text.read_text("a.txt", "\n\n".join(stories), "utf-8"))
    assert_conserved(found)
    kept = [paragraph for article in found.articles for section in article.sections for paragraph in section.paragraphs]
    assert kept == [PROSE, PROSE]


def test_a_record_without_a_label_for_its_title_has_it_by_form():
    record = f"name: 柳河镇的老年书法课开了十年\nurl: http://www.example.com\ndate: 2021-10-15\nid: 7\ncontent: {PROSE}"
    [article] = pipeline.parse(text.read_text("a.txt", record, "utf-8")).articles
    assert article.title == "柳河镇的老年书法课开了十年"


@pytest.mark.parametrize(("printed", "page"), [("1&2版", "1&2"), ("第2版", "2")])
def test_a_source_with_day_and_page_is_where_it_was_printed(printed, page):
    record = f"title: 河堤上的灯亮了\nsource: 清河日报 2021年11月5日 {printed}\nviews: 17\ncontent: {PROSE}"
    parsed = pipeline.parse(text.read_text("a.txt", record, "utf-8"))
    assert_conserved(parsed)
    assert (parsed.issue.newspaper, parsed.issue.date, parsed.issue.page) == ("清河日报", "2021-11-05", page)
    [article] = parsed.articles
    assert article.title == "河堤上的灯亮了"
    assert article.sections[0].paragraphs == (PROSE,)


def test_records_whose_labels_say_of_what_they_tell():
    record = (
        "文献标题：{}\n文献作者：王强\n报纸名称：清河日报\n出版日期：1963-05-21\n版面位置：第{}版\n"
        "文献全文：\n　　{}\n关键词：渡口；河堤\n\n"
    )
    titles = ["河堤上的灯亮了", "渡口最后一班船"]
    written = "".join(record.format(title, number, PROSE) for number, title in enumerate(titles, start=1))
    found = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(found)
    assert [(article.title, article.page) for article in found.articles] == [(titles[0], "1"), (titles[1], "2")]
    assert [article.sections[0].paragraphs for article in found.articles] == [(PROSE,)] * 2
    assert found.issue is not None
    assert (found.issue.newspaper, found.issue.date) == ("清河日报", "1963-05-21")


def test_authors_of_records_are_named_whatever_their_surname_and_doubted_where_they_are_no_names():
    record = "标题：{}\n作者：{}\n日期：1963-05-21\n正文：\n　　{}\n\n"
    given = {"河堤上的灯亮了": "庹一长", "渡口最后一班船": "本报记者 李明", "老茶馆重新开张": "河堤上的灯都亮了"}
    written = "".join(record.format(title, author, PROSE) for title, author in given.items())
    found = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(found)
    names = [[(person.role, person.name) for person in article.contributors] for article in found.articles]
    assert names == [[("", "庹一长")], [("记者", "李明")], []]
    assert [problem.article for problem in found.problems if problem.code == "unread_byline"] == [2]


def test_names_of_several_words_tell_whose_name_it_is_and_what_is_counted():
    record = (
        f"medium_name: 清河时报\norigin_url: http://e.example.cn/1.html\nedition: 02\ncontent: {PROSE}\n"
        "read_count: 10\nlike_count: 1\nshare_count: 2\n"
    )
    parsed = pipeline.parse(text.read_text("a.txt", record, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (parsed.issue.newspaper, parsed.issue.page) == ("清河时报", "02")
    assert article.sections[0].paragraphs == (PROSE,)


@pytest.mark.parametrize("label", ["附件:", "责任编辑：", "来源："])
def test_a_label_at_the_foot_without_a_value_is_no_text(label):
    parsed = pipeline.parse(text.read_text("a.txt", f"河堤上的灯亮了\n\n{PROSE}\n\n{label}\n", "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.sections[0].paragraphs) == ("河堤上的灯亮了", (PROSE,))


def test_the_original_title_heads_a_text_and_a_picture_above_it_is_of_the_article():
    page = f"老渡口（资料图）\n\n原标题：河堤上的灯“亮”了\n\n本报讯 （记者王小强）{PROSE}\n\n{PROSE}\n"
    parsed = pipeline.parse(text.read_text("a.txt", page, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert article.title == "河堤上的灯“亮”了"
    assert [caption.text for caption in article.captions] == ["老渡口（资料图）"]


@pytest.mark.parametrize(
    ("printed", "page", "section"),
    [
        ("第4版", "4", ""),
        ("4", "4", ""),
        ("04", "04", ""),
        ("四", "四", ""),
        ("B2", "B2", ""),
        ("B11-B12", "B11", ""),
        ("第4、5版", "4", ""),
        ("民生", "", "民生"),
        ("特刊", "", "特刊"),
        ("不详", "", ""),
        ("?", "", ""),
    ],
)
@pytest.mark.parametrize("records", [1, 2])
def test_whatever_a_label_asks_for_as_page_is_read_and_costs_no_file(printed, page, section, records):
    written = "".join(
        RECORD.format(title=title, author="王强", number=1, column="河畔旧事").replace("第1版", printed)
        for title in ["河堤上的灯亮了", "渡口最后一班船"][:records]
    )
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    assert len(parsed.articles) == records
    if page:
        assert parsed.issue is not None
        assert parsed.issue.page == page
    if records > 1:
        assert {(article.page, article.section) for article in parsed.articles} == {(page, section)}


@pytest.mark.parametrize("paper", ["报纸：清河日报\n", ""])
def test_records_of_several_pages_have_their_pages_and_one_issue(paper):
    prose = "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们坐在石凳上。"
    record = "标题：{}\n" + paper + "日期：2024-06-03\n版次：第{}版\n正文：" + prose + "\n"
    records = record.format("河堤上的路灯亮了", 2) + record.format("老渡口停了最后一班船", 5)
    parsed = pipeline.parse(text.read_text("a.txt", records, "utf-8"))
    assert [(article.title, article.page) for article in parsed.articles] == [
        ("河堤上的路灯亮了", "2"),
        ("老渡口停了最后一班船", "5"),
    ]
    assert parsed.issue is not None
    assert parsed.issue.date == "2024-06-03"


@pytest.mark.parametrize("label", ["【{}】", "[{}] ", "{}\t"])
def test_labels_of_databases_in_their_signs(label):
    said = {
        "报纸名称": "清河农民报",
        "报纸日期": "2009-11-06",
        "篇名": "河堤上的灯亮了",
        "作者": "本报记者 王强 通讯员 李明",
        "版次": "第002版",
        "正文": PROSE,
    }
    written = "".join(f"{label.format(name)}{value}\n" for name, value in said.items()) + f"{PROSE}\n"
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (parsed.issue.newspaper, parsed.issue.date, parsed.issue.page) == ("清河农民报", "2009-11-06", "002")
    assert (article.title, len(article.sections[0].paragraphs)) == ("河堤上的灯亮了", 2)
    assert [(person.role, person.name) for person in article.contributors] == [("记者", "王强"), ("通讯员", "李明")]


def test_a_bracketed_label_that_no_list_has_ends_no_head():
    written = f"【标题】河堤上的灯亮了\n【语种】中文\n【作者】王强\n【日期】2009-11-06\n【正文】{PROSE}\n"
    [article] = pipeline.parse(text.read_text("a.txt", written, "utf-8")).articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2009-11-06")
    assert [person.name for person in article.contributors] == ["王强"]


def test_a_label_that_no_list_has_ends_no_head_and_an_abstract_is_the_text_where_no_other_is():
    said = "题名：河堤上的灯亮了\n作者：王强\n作者单位：清河农民报\n报纸名：清河农民报\n日期：2009-11-06\n版号：002\n"
    parsed = pipeline.parse(text.read_text("a.txt", f"{said}摘要：{PROSE}", "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.title, article.sections[0].paragraphs) == ("河堤上的灯亮了", (PROSE,))
    assert (parsed.issue.newspaper, parsed.issue.date, parsed.issue.page) == ("清河农民报", "2009-11-06", "002")


def test_the_label_before_a_title_is_none_of_it_where_no_other_label_stands():
    lines = ["标题：河堤上的灯亮了", PROSE, "标题：渡口最后一班船", PROSE]
    title, first = (LineState.TITLE, 0.99, LineState.HEADING), (LineState.FIRST, 0.99, LineState.CAPTION)
    read = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"), tagger=Says(title, first, title, first))
    assert [article.title for article in read.articles] == ["河堤上的灯亮了", "渡口最后一班船"]


def test_labels_below_a_heading_of_the_format_are_those_of_its_article():
    written = f"# 河堤上的灯亮了\n\n- 报纸：清河晚报\n- 日期：2014年8月15日\n- 版次：B07\n- 作者：王强\n\n{PROSE}\n"
    parsed = pipeline.parse(markdown.read_text("a.md", written, "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (parsed.issue.newspaper, parsed.issue.date, parsed.issue.page) == ("清河晚报", "2014-08-15", "B07")
    assert (article.title, article.subtitle, article.contributors[0].name) == ("河堤上的灯亮了", "", "王强")


FRAMED = "【版次：A07】【日期：2014-2-19】"


@pytest.mark.parametrize(
    "head",
    [
        ("【标题】河堤上的灯亮了", "【作者】王强", FRAMED),
        ("标题：河堤上的灯亮了", FRAMED, "作者：王强"),
        ("【标题：河堤上的灯亮了】", "【作者：王强】", FRAMED),
        (f"【标题：河堤上的灯亮了】【作者：王强】{FRAMED}",),
        ("【标题】河堤上的灯亮了", "【日期：2014-2-19】 【版次：A07】【作者：王强】"),
    ],
)
@pytest.mark.parametrize("text_label", ["", "【正文】"])
def test_labels_in_a_frame_with_their_values_may_share_a_line(head, text_label):
    parsed = pipeline.parse(text.read_text("a.txt", "\n".join((*head, text_label + PROSE)), "utf-8"))
    assert_conserved(parsed)
    (article,) = parsed.articles
    assert (article.title, article.date, parsed.issue.page) == ("河堤上的灯亮了", "2014-02-19", "A07")
    assert [person.name for person in article.contributors] == ["王强"]
    assert [section.paragraphs for section in article.sections] == [(PROSE,)]
