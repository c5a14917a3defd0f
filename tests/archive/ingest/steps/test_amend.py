"""What neighbours tell of rows: a number that goes over two lines, a note that is the text."""

import pytest

from archive.ingest import pipeline
from archive.ingest.labelling.states import LineState
from archive.ingest.readers import text
from tests.archive.ingest.steps.test_classify import PROSE, TEXT, TITLE, parsed

PAGE = """蓼河时报 2021年11月5日 星期五 第1版 要闻

热心市民寻亲

本报记者 周禾

市民拨打社区的电话报名，也可以来登记，居民当晚就来了。
他{0}
{1}，他说等了很多年，终于等到了这一天。
"""


@pytest.mark.parametrize(
    "cut", [("的身份证号是3708111965", "0717462X"), ("说起号码139", "74628351"), ("说起号码1397462", "8351")]
)
def test_two_lines_that_one_number_goes_over_are_one_paragraph(cut):
    found = pipeline.parse(text.read_text("a.txt", PAGE.format(*cut), "utf-8"))
    [article] = found.articles
    assert article.title == "热心市民寻亲"
    assert any("".join(cut) in paragraph for section in article.sections for paragraph in section.paragraphs)


def test_a_year_at_the_end_of_a_headline_and_one_below_it_are_no_number():
    written = PAGE.format("们来了", "一家").replace(
        "热心市民寻亲\n\n本报记者 周禾\n\n", "热心市民走过的2021\n2022年的第一天，"
    )
    [article] = pipeline.parse(text.read_text("a.txt", written, "utf-8")).articles
    assert article.title == "热心市民走过的2021"


def test_numbers_one_below_the_other_are_no_number_that_goes_on():
    listed = "　　13974628351\n　　13874628352（老李）\n　　0731-84312345（社区）\n"
    written = PAGE.format("们说", "大家都在等").replace("，他说", f"：\n{listed}　　他说")
    [article] = pipeline.parse(text.read_text("a.txt", written, "utf-8")).articles
    every = "\n".join(paragraph for section in article.sections for paragraph in section.paragraphs)
    assert "13974628351\n13874628352（老李）\n" in every


@pytest.mark.parametrize("cut", [("说起号码13803", "580126"), ("说起号码13803580126", "")])
def test_a_number_over_two_lines_of_a_paragraph_makes_no_caption_text(cut):
    captions = "▲居民在登记处排队。 王荷 摄\n图为社区工作人员帮助老人填表。 王荷 摄\n"
    written = PAGE.format(*cut) + captions
    [article] = pipeline.parse(text.read_text("a.txt", written, "utf-8")).articles
    assert len(article.captions) == 2
    every = "".join(paragraph for section in article.sections for paragraph in section.paragraphs)
    assert "▲" not in every
    assert "图为" not in every


NOTE, BYLINE = (LineState.NOTE, 0.99, LineState.FIRST), (LineState.BYLINE, 0.99, LineState.SUBTITLE)


@pytest.mark.parametrize(
    ("lines", "said", "note"),
    [
        ([PROSE, PROSE], [NOTE, NOTE], 0),
        (["本报记者 周禾", PROSE, PROSE], [BYLINE, NOTE, TEXT], 0),
        ([PROSE, "本报记者 周禾", PROSE], [NOTE, BYLINE, TEXT], 1),
        ([f"编者按：{PROSE}", PROSE], [NOTE, NOTE], 2),
        (["本报记者 周禾", f"编者按：{PROSE}", PROSE], [BYLINE, NOTE, TEXT], 1),
    ],
)
def test_a_note_that_no_label_tells_is_text_below_who_wrote_or_where_nothing_else_is(lines, said, note):
    [article] = parsed(["热心市民寻亲", *lines], TITLE, *said).articles
    assert article.editor_note.count(PROSE) == note
    text_of = [paragraph for section in article.sections for paragraph in section.paragraphs]
    assert len(text_of) == sum(PROSE in line for line in lines) - note
