"""Numbers of pages in every form in which newspapers print them, and lines that only look like one."""

import pytest

from archive.ingest.words import pages


@pytest.mark.parametrize(
    ("line", "number", "section"),
    [
        ("第2版：综合", "2", "综合"),
        ("第二版", "二", ""),
        ("02版·民生", "02", "民生"),
        ("A3版", "A3", ""),
        ("A 02版", "A02", ""),
        ("头版", "头版", ""),
        ("E03版", "E03", ""),
        ("第A02版:要闻", "A02", "要闻"),
        ("第RB01版: 日报01版", "RB01", "日报01版"),
        ("第3版(要闻)", "3", "要闻"),
        ("第6版(周末专页(河畔))", "6", "周末专页(河畔)"),
        ("第2版()", "2", ""),
        ("j0002版:城事·资讯", "j0002", "城事·资讯"),
        ("第00012版:周末", "00012", "周末"),
        ("01:一版要闻", "01", "一版要闻"),
        ("A05：时事", "A05", "时事"),
        ("第 02 版", "02", ""),
        ("第2版综合", "2", "综合"),
        ("A03", "A03", ""),
        ("j0002", "j0002", ""),
        ("B叠03", "B叠03", ""),
        ("P7", "P7", ""),
        ("④版", "④", ""),
        ("〇三版", "〇三", ""),
    ],
)
def test_a_line_that_is_a_page_mark(line, number, section):
    mark = pages.read_page_mark(line)
    assert mark is not None
    assert (mark.number, mark.section) == (number, section)
    assert line[mark.start : mark.end] == line


@pytest.mark.parametrize(
    "line",
    [
        "头版的故事",
        "2021版教材发行",
        "二〇二一版",
        "G1234",
        "07:42",
        "12:30 开饭",
        "第三期",
        "河堤上的灯亮了",
        "",
        "第1版人教版语文课本停用",
        "C919",
    ],
)
def test_other_lines_are_none(line):
    assert pages.read_page_mark(line) is None


def test_a_mark_within_a_line():
    mark = pages.find_page_mark("2022年06月11日 第08版:副刊")
    assert mark is not None
    assert (mark.number, mark.start, mark.end) == ("08", 12, 16)
    assert pages.find_page_mark("河堤上的灯亮了") is None


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("1", "1"),
        ("01", "1"),
        ("第一版", "1"),
        ("头版", "1"),
        ("十", "10"),
        ("第十二版", "12"),
        ("二十版:副刊", "20"),
        ("A2", "A02"),
        ("a02版", "A02"),
        ("第Ａ０２版：要闻", "A02"),
        ("B12", "B12"),
        ("第Ⅳ版", "4"),
        ("第B02-B03版", "B02"),
        ("第00012版", "12"),
        ("壹版", "1"),
        ("第拾贰版", "12"),
        ("特刊", "特刊"),
        ("", ""),
    ],
)
def test_the_number_as_the_archive_writes_it(printed, number):
    assert pages.canonical_page(printed) == number
