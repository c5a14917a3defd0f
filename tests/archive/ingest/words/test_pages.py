"""Numbers of pages in every form in which newspapers print them, and lines that only look like one."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from archive.ingest.words import pages
from tests.archive.ingest.conservation import assert_conserved


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


LINES_OF_PAGES = [
    ("第A05版：A05-文体", "A05", "文体"),
    ("A05：A05文体", "A05", "文体"),
    ("第B2版:B2教育", "B2", "教育"),
    ("第08版：08-文体", "08", "文体"),
    ("第01版：01头版", "01", "头版"),
    ("A1 头版", "A1", "头版"),
    ("头版 A01", "A01", "头版"),
    ("Ｂ２·教育", "B2", "教育"),
    ("2版/3版 连版", "2", ""),
    ("A02/A03 连版", "A02", ""),
    ("2、3版通版", "2", ""),
    ("2版/3版 连版 特别报道", "2", "特别报道"),
    ("C1-C2", "C1", ""),
    ("文体 A05", "A05", "文体"),
    ("要闻 2版", "2", "要闻"),
    ("05 / 文体", "05", "文体"),
    ("05｜文体", "05", "文体"),
    ("【A05】文体", "A05", "文体"),
    ("A05版文体新闻", "A05", "文体新闻"),
    ("第05版·文体新闻", "05", "文体新闻"),
    ("T3特刊", "T3", "特刊"),
    ("D03-周末", "D03", "周末"),
    ("Page 05 文体", "05", "文体"),
    ("PAGE A05", "A05", ""),
    ("A05 CULTURE 文化", "A05", "文化"),
]


@pytest.mark.parametrize(("line", "number", "section"), LINES_OF_PAGES)
def test_a_line_of_page_and_section_alone_gives_the_issue_and_its_article_their_page(line, number, section):
    """Alone above a story, and below a head with newspaper and day."""
    story = ("城东新开两条公交线路", "　　城东新开通两条公交线路，方便沿线三个社区的居民出行，票价仍为两元。")
    for head in ((), ("清河晚报 2023年8月4日 星期五",)):
        read = pipeline.parse(text.read_text("a.txt", "\n".join((*head, line, *story)), "utf-8"))
        assert (read.issue.page, read.issue.section) == (number, section)
        assert read.issue.newspaper == ("清河晚报" if head else "")
        assert [article.title for article in read.articles] == [story[0]]
        assert_conserved(read)


@pytest.mark.parametrize(
    ("line", "number", "section"),
    [
        ("清河晚报 2023年8月4日 第A05版：A05-文体", "A05", "文体"),
        ("第A05版：A05-文体 2023-08-04 清河晚报", "A05", "文体"),
        ("清河晚报 2023年8月4日 星期五 A1 头版", "A1", "头版"),
        ("清河晚报 2023年8月4日 星期五 2版/3版 连版", "2", ""),
        ("来源：清河晚报 2023年8月4日 第A2版", "A2", ""),
    ],
)
def test_the_same_beside_newspaper_and_day(line, number, section):
    issue = pipeline.parse(text.read_text("a.txt", f"{line}\n城东新开两条公交线路", "utf-8")).issue
    assert (issue.page, issue.section) == (number, section)
    assert (issue.newspaper, issue.date) == ("清河晚报", "2023-08-04")


@pytest.mark.parametrize(
    "line", ["H1N1 健康", "C919 新闻", "A1高速通车", "2023版/2024版", "健康 100", "3D版 教育", "5G 时尚"]
)
def test_a_line_that_only_looks_like_page_and_section_is_no_page(line):
    read = pipeline.parse(text.read_text("a.txt", f"{line}\n城东新开两条公交线路", "utf-8"))
    assert read.issue is None or not read.issue.page


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
