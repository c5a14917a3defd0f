"""What closes a text: labelled lines of who wrote, edited and checked it, and who made the page."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved
from tests.archive.ingest.steps.test_classify import BYLINE, PROSE, TEXT, TITLE, parsed

HEADLINE = "河堤上的灯亮了"
LABELLED = ["来源：清河日报", "记者：王强", "编辑：小米", "审核：老杜"]


def test_labelled_lines_at_the_end_are_no_text():
    found = parsed([HEADLINE, PROSE, *LABELLED], TITLE, TEXT, TEXT, TEXT, TEXT, TEXT)
    assert_conserved(found)
    [article] = found.articles
    assert article.sections[0].paragraphs == (PROSE,)
    assert [(person.role, person.name) for person in article.contributors] == [("记者", "王强")]


def test_what_a_speaker_says_last_is_text():
    lines = [HEADLINE, PROSE, "记者：还有什么打算没有", "王强：不客气"]
    [article] = parsed(lines, TITLE, TEXT, TEXT, TEXT).articles
    assert len(article.sections[0].paragraphs) == 3


def test_labelled_lines_above_a_text_close_nothing():
    lines = [HEADLINE, PROSE, *LABELLED[2:], PROSE]
    [article] = parsed(lines, TITLE, TEXT, TEXT, TEXT, TEXT).articles
    assert len(article.sections[0].paragraphs) == 4


PAGE = f"""清河日报 2021年11月5日 星期五 第2版

{HEADLINE}
本报讯（记者 王强）{PROSE}

渡口最后一班船
本报讯（记者 李明）{PROSE}

责任编辑：赵芳  校对：刘敏
"""


def test_who_made_a_page_of_several_articles_is_not_the_last_ones():
    found = pipeline.parse(text.read_text("a.txt", PAGE, "utf-8"))
    assert_conserved(found)
    assert [[person.name for person in article.contributors] for article in found.articles] == [["王强"], ["李明"]]


def test_an_office_alone_below_a_headline_is_no_second_line_of_it():
    column = (LineState.COLUMN, 0.9, LineState.TITLE)
    [article] = parsed(["今日水位", "市水文局提供", PROSE], column, TITLE, TEXT).articles
    assert (article.title, article.column) == ("今日水位", "")


def test_a_lead_in_alone_below_a_headline_is_the_beginning_of_the_text():
    [article] = parsed([HEADLINE, "本报讯（记者 王强）", PROSE], TITLE, TITLE, TEXT).articles
    assert (article.title, article.dateline) == (HEADLINE, "本报讯")
    assert [person.name for person in article.contributors] == ["王强"]


def test_when_a_notice_was_signed_is_not_when_it_was_published():
    info = (LineState.INFO, 0.9, LineState.FIRST)
    lines = ["清河日报 2021年11月5日 第2版", "停水通知", PROSE, "清河县自来水公司", "2021年11月3日"]
    found = parsed(lines, TITLE, TEXT, TEXT, info)
    [article] = found.articles
    assert (article.date, found.issue.date) == ("2021-11-05", "2021-11-05")
    assert "short_title" not in {problem.code for problem in found.problems}


def test_when_and_where_a_speech_was_held_is_the_last_deck_of_its_headline():
    info = (LineState.INFO, 0.9, LineState.FIRST)
    occasion = "（2021年11月1日在清河县第九届人民代表大会第一次会议上）"
    lines = ["清河日报 2021年11月5日 第2版", "政府工作报告", occasion, "县长 王强", PROSE]
    [article] = parsed(lines, TITLE, info, BYLINE, TEXT).articles
    assert (article.subtitle, article.date) == (occasion, "2021-11-05")
    assert [person.name for person in article.contributors] == ["王强"]


def test_a_name_with_its_place_between_a_text_and_a_headline_signs_the_text():
    lines = [HEADLINE, PROSE, "机床厂家属院　王强", "楼顶的广告牌该拆了", PROSE]
    found = parsed(lines, TITLE, TEXT, TITLE, TITLE, TEXT).articles
    assert [article.title for article in found] == [HEADLINE, "楼顶的广告牌该拆了"]
    assert [[person.name for person in article.contributors] for article in found] == [["王强"], []]


@pytest.mark.parametrize(("below", "signs"), [(["12月1日"], True), (["", "停水通知又一则"], True), ([PROSE], False)])
def test_an_office_below_a_notice_signs_it(below, signs):
    lines = ["停水通知", PROSE, "柳河自来水公司", *below, PROSE]
    said = [TITLE, TEXT, TITLE, *([TEXT] if below == [PROSE] else [TITLE]), TEXT]
    first = parsed(lines, *said).articles[0]
    assert ("柳河自来水公司" in first.sections[-1].paragraphs) is signs


@pytest.mark.parametrize(("signed", "titles"), [("读者 汤建国", 2), ("", 1)])
def test_headings_between_texts_that_are_each_signed_are_headlines(signed, titles):
    lines = ["为好心的哥点赞", PROSE, "市民 乔红梅", "公园长椅坏了没人修", PROSE, *([signed] if signed else [])]
    heading = (LineState.HEADING, 0.8, LineState.TITLE)
    articles = parsed(lines, TITLE, TEXT, BYLINE, heading, TEXT, *([BYLINE] if signed else [])).articles
    assert len(articles) == titles
    assert [person.name for person in articles[0].contributors] == ["乔红梅"]


def test_a_heading_below_the_reporter_of_an_introduction_stays_one():
    lines = ["河堤上的灯亮了", PROSE, "本报记者 王强", "灯下的人", PROSE, "本报记者 李明"]
    heading = (LineState.HEADING, 0.8, LineState.TITLE)
    assert len(parsed(lines, TITLE, TEXT, BYLINE, heading, TEXT, BYLINE).articles) == 1


@pytest.mark.parametrize(("above", "articles"), [("更正", 2), ("河堤上的灯亮了", 1)])
def test_a_notice_below_another_is_an_article(above, articles):
    heading = (LineState.HEADING, 0.8, LineState.TITLE)
    assert len(parsed([above, PROSE, "遗失声明", PROSE], TITLE, TEXT, heading, TEXT).articles) == articles


@pytest.mark.parametrize(
    ("line", "credited"),
    [
        ("（责任编辑：县融媒体中心）", True),
        ("【责任编辑：县融媒体中心】", True),
        ("责任编辑：县融媒体中心", True),
        ("编辑：您先说说渡口的事", False),
        ("（地址：县融媒体中心）", False),
    ],
)
def test_an_office_that_edited_is_no_paragraph(line, credited):
    [article] = parsed(["河堤上的灯亮了", PROSE, line], TITLE, TEXT, TEXT).articles
    assert (line not in article.sections[-1].paragraphs) is credited
