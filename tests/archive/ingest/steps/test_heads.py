"""Heads of issues that stand where no line of their own is: glued to other words, or a name and a page."""

import pytest

from archive.ingest import pipeline
from archive.ingest.draft import open_draft
from archive.ingest.readers import text
from archive.ingest.steps import heads

PROSE = "十月一日晚，清河码头搬运队接到通知，三船救灾粮要在天亮以前卸完。"


def rows_of(*lines):
    draft = open_draft(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    heads.cut_heads(draft)
    return [row.text for row in draft.rows]


def issue_of(*lines):
    return pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8")).issue


def test_a_day_with_the_number_of_the_issue_is_cut_from_the_words_before_it():
    assert rows_of("都不会自行退出1967.9.12.第17期", PROSE) == ["都不会自行退出", "1967.9.12.第17期", PROSE]


@pytest.mark.parametrize("line", ["清河日报 2021年3月4日 第17期", "水位在2021年3月4日退下", "2021年3月4日 第3版"])
def test_other_lines_with_a_day_stay_whole(line):
    assert rows_of(line, PROSE) == [line, PROSE]


def test_day_and_number_glued_to_text_are_those_of_the_issue():
    issue = issue_of("红旗漫卷", "1968年9月29日星期日（第一六四期）本期共四版在大江南北，到处是一片欢腾", PROSE)
    assert (issue.date, issue.weekday, issue.total_number) == ("1968-09-29", "星期日", 164)


def test_a_name_before_the_page_is_the_newspaper_where_the_day_stands_beside_it():
    issue = issue_of("五河风雷第四版", "1967年8月5日", PROSE)
    assert (issue.newspaper, issue.date, issue.page) == ("五河风雷", "1967-08-05", "四")


def test_the_section_before_a_page_is_no_newspaper():
    assert issue_of("综合第四版", "1967年8月5日", PROSE).newspaper == ""


def test_a_section_before_the_page_is_no_newspaper():
    issue = issue_of("1967年10月1日星期日", "水利建设专刊第二版", PROSE)
    assert (issue.newspaper, issue.section, issue.page, issue.date) == ("", "水利建设专刊", "二", "1967-10-01")


@pytest.mark.parametrize("founded", ["1966年9月3日创刊第28号", "创刊于1966年9月3日 第28号"])
def test_the_day_on_which_a_newspaper_was_founded_is_not_that_of_the_issue(founded):
    issue = issue_of("清河战报", founded, "1967年2月8日 星期三 本期四版", PROSE)
    assert (issue.newspaper, issue.date, issue.total_number) == ("清河战报", "1967-02-08", 28)


def test_a_channel_of_a_site_beside_a_day_is_no_newspaper():
    issue = issue_of("河堤上的灯亮了", "2021年06月18日柳河传媒时政新闻", PROSE)
    assert issue is None or not issue.newspaper


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("清河日报 2020-01-03 02版 记者 王强", ["清河日报 2020-01-03 02版", "记者 王强"]),
        ("清河日报 2020-01-03 02版 记者：王强；李明", ["清河日报 2020-01-03 02版", "记者：王强；李明"]),
        ("记者 王强 清河日报 2020-01-03 02版", ["记者 王强", "清河日报 2020-01-03 02版"]),
        ("2020-01-03 本报记者 王强 02版", ["2020-01-03", "本报记者 王强", "02版"]),
        ("第02版：要闻 文/王强 图/李明", ["第02版：要闻", "文/王强 图/李明"]),
        ("清河日报 2020-01-03 02版 （记者 王强）", ["清河日报 2020-01-03 02版", "（记者 王强）"]),
        ("清河日报 2020-01-03 02版 社长 王强 总编辑 李明", ["清河日报 2020-01-03 02版 社长 王强 总编辑 李明"]),
        ("第3版 记者手记", ["第3版 记者手记"]),
        ("2020-01-03 09:12 来源：清河日报 记者：王强", ["2020-01-03 09:12 来源：清河日报 记者：王强"]),
    ],
)
def test_who_wrote_stands_on_a_row_behind_the_head_beside_which_it_was_printed(line, rows):
    assert rows_of(line, PROSE) == [*rows, PROSE]


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("people", ["记者 王强", "作者：王强", "（记者 王强）", "通讯员 王强"])
def test_who_is_named_beside_the_head_wrote_the_article(place, people):
    head, title = f"清河日报 2020-01-03 02版 {people}", "三船救灾粮天亮前卸完"
    lines = [head, title] if place == "above" else [title, head]
    parsed = pipeline.parse(text.read_text("a.txt", "\n\n".join([*lines, PROSE, "卸完粮食，" + PROSE]), "utf-8"))
    [article] = parsed.articles
    assert (article.title, [person.name for person in article.contributors]) == (title, ["王强"])
    assert (parsed.issue.newspaper, parsed.issue.date, parsed.issue.page) == ("清河日报", "2020-01-03", "02")


@pytest.mark.parametrize(
    ("below", "named"),
    [
        ("清河县委主管主办 2012年6月20日 星期三 第1086期", "今日清河"),
        ("2012年6月20日 星期三 总第1086期", "今日清河"),
        ("2012年6月20日 星期三", ""),
        ("清河县报 2012年6月20日 总第1086期", "清河县报"),
    ],
)
def test_the_first_words_above_publisher_or_number_are_the_newspaper_whatever_its_name(below, named):
    assert issue_of("今日清河", below, "河堤上的灯亮了", PROSE).newspaper == named


REPORT = "　　本报讯（记者 王强）傍晚，河堤上的路灯全部亮起，散步的居民多了起来，老人和孩子都说好。"


def page_of(*lines):
    return pipeline.parse(text.read_text("a.txt", "\n".join([*lines, "", REPORT, f"　　{PROSE}"]), "utf-8"))


@pytest.mark.parametrize("head", ["清河日报\n2021年11月5日 星期五 第3版", "2021年11月5日 星期五 第3版 文化"])
@pytest.mark.parametrize("title", ["《红旗渠》搬上舞台", "《茶馆》首演"])
def test_a_work_in_the_first_headline_below_a_head_is_no_newspaper(head, title):
    parsed = page_of(head, "", title)
    assert parsed.issue.newspaper == ("清河日报" if "清河日报" in head else "")
    assert [article.title for article in parsed.articles] == [title]


@pytest.mark.parametrize(
    "head",
    [
        ["清河晚报", "主编：王强", "2021年11月5日"],
        ["主编：王强", "清河晚报", "2021年11月5日"],
        ["2021年11月5日 星期五 第31期", "主编：王强", "清河晚报"],
        ["2021年11月5日 星期五 第3版", "主编 王强 责编 李明", "《清河晚报》"],
    ],
)
def test_who_edits_between_name_and_day_parts_them_not(head):
    parsed = page_of(*head, "", "河堤上的灯亮了")
    assert (parsed.issue.newspaper, parsed.issue.date) == ("清河晚报", "2021-11-05")
    [article] = parsed.articles
    assert (article.title, article.byline) == ("河堤上的灯亮了", "记者 王强")


def test_who_edits_above_the_day_of_a_story_makes_no_issue_of_it():
    assert page_of("河堤上的灯亮了", "编辑：李明", "2021年11月5日").issue is None


PAGES = ["01版：要闻", "02版：民生", "03版：文化"]


@pytest.mark.parametrize(("own", "page"), [(["03版：文化"], "03"), (["02版：民生"], "02"), ([], ""), (PAGES, "")])
@pytest.mark.parametrize("gap", [[], [""]])
def test_the_page_below_a_list_of_pages_that_has_it_is_that_of_the_file(own, page, gap):
    parsed = page_of("清河日报", "2021年11月5日", *PAGES, *gap, *own, "", "河堤上的灯亮了")
    assert (parsed.issue.newspaper, parsed.issue.page) == ("清河日报", page)
    assert [article.title for article in parsed.articles] == ["河堤上的灯亮了"]


@pytest.mark.parametrize("head", ["《清河日报》2021年11月5日第3版：", "《清河日报》 2021-11-05 03版："])
def test_what_follows_the_page_on_a_head_right_above_text_is_the_headline(head):
    parsed = page_of(f"{head}河堤上的灯亮了")
    assert (parsed.issue.newspaper, parsed.issue.date, parsed.issue.section) == ("清河日报", "2021-11-05", "")
    assert [article.title for article in parsed.articles] == ["河堤上的灯亮了"]


@pytest.mark.parametrize("section", ["民生", "清河副刊·周末", "本地社会新闻"])
def test_but_a_section_there_stays_one(section):
    assert page_of(f"《清河日报》2021年11月5日第3版：{section}").issue.section == section


def test_and_so_does_what_stands_above_a_headline():
    parsed = page_of("《清河日报》2021年11月5日第3版：河堤两岸人家", "", "河堤上的灯亮了")
    assert (parsed.issue.section, parsed.articles[0].title) == ("河堤两岸人家", "河堤上的灯亮了")
