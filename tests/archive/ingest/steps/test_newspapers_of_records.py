"""Records of several days in one file: the newspaper that each names is that of the record."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

ROADS = "8月3日起，城东新开通两条公交线路，方便沿线三个社区的居民出行，票价仍为两元。"
FERRY = "摆渡船今天开了最后一班，船工老周把缆绳系好，在岸边站了很久，后来他沿着石阶慢慢走回家去了。"


def parsed(first, second):
    """A file of two records; of each the lines between headline and text."""
    records = (("城东新开两条公交线路", first, ROADS), ("渡口今日停航", second, FERRY))
    printed = ["\n".join((f"标题：{title}", *lines, f"正文：{body}")) for title, lines, body in records]
    read = pipeline.parse(text.read_text("a.txt", "\n\n".join(printed), "utf-8"))
    assert_conserved(read)
    assert [article.title for article in read.articles] == [title for title, _, _ in records]
    return read


def codes(read):
    return {problem.code for problem in read.problems}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("报纸：清河晚报", "日期：2023-08-04", "版次：3"), ("报纸：清河晚报", "日期：2023-08-05", "版次：5")),
        (("来源：清河晚报", "日期：2023-08-04", "版次：3"), ("来源：清河晚报", "日期：2023-08-05", "版次：5")),
        (("来源：清河晚报 2023年8月4日 第3版",), ("来源：清河晚报 2023年8月5日 第5版",)),
    ],
)
def test_the_newspaper_that_all_name_is_that_of_all_and_each_has_its_day_and_page(first, second):
    read = parsed(first, second)
    assert (read.issue.newspaper, read.issue.date) == ("清河晚报", "")
    assert [(article.date, article.page) for article in read.articles] == [("2023-08-04", "3"), ("2023-08-05", "5")]
    named = [claim for claim in read.claims if claim.text == "清河晚报"]
    assert [claim.target for claim in named] == ["issue/newspaper"] * 2
    assert "other_masthead" not in codes(read)


@pytest.mark.parametrize("day", ["2023-08-04", "2023-08-05"])
def test_records_of_two_newspapers_are_doubted(day):
    read = parsed(("报纸：清河晚报", "日期：2023-08-04"), ("报纸：柳河日报", f"日期：{day}"))
    assert read.issue is None or not read.issue.newspaper
    assert [article.date for article in read.articles] == ["2023-08-04", day]
    doubts = [(problem.article, problem.message) for problem in read.problems if problem.code == "other_masthead"]
    assert [(number, "清河晚报" in message, "柳河日报" in message) for number, message in doubts] == [
        (0, True, False),
        (1, False, True),
    ]


def test_an_agency_or_a_site_is_no_newspaper_of_a_record():
    read = parsed(("来源：新华社", "日期：2023-08-04"), ("来源：新华社", "日期：2023-08-05"))
    assert read.issue is None or not read.issue.newspaper
    assert "other_masthead" not in codes(read)
