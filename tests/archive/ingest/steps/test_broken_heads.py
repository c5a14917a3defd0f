"""Heads of issues in lines of a few characters each, and names that are spelt below."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

HEADLINE = "城东新开两条公交线路"
STORY = (
    "　　8月3日起，城东新开通两条公交线路，方便沿线三个社区的居民出行，票价仍为两元。",
    "　　市公交公司负责人介绍，两条线路首末班车分别为六点和二十一点，高峰时段每八分钟一班。",
)


def parsed(*head):
    read = pipeline.parse(text.read_text("a.txt", "\n".join((*head, HEADLINE, *STORY)), "utf-8"))
    assert_conserved(read)
    assert [article.title for article in read.articles] == [HEADLINE]
    return read


@pytest.mark.parametrize(
    "day",
    [
        ("2023年", "8月4日"),
        ("2023年8月", "4日"),
        ("2023", "年8月4日"),
        ("2023年", "8月", "4日"),
        ("4", "2023年8月"),
        ("8月4日", "2023年"),
    ],
)
@pytest.mark.parametrize("name_first", [True, False])
def test_a_day_on_several_lines_is_that_of_the_issue(day, name_first):
    head = ("清河晚报", *day, "星期五") if name_first else (*day, "星期五", "清河晚报")
    issue = parsed(*head).issue
    assert (issue.newspaper, issue.date, issue.weekday) == ("清河晚报", "2023-08-04", "星期五")


def test_a_head_of_a_dozen_short_lines_is_read_whole():
    head = (
        "清河晚报", "QINGHE WANBAO", "中共清河市委主管", "国内统一刊号", "CN 44-0123", "邮发代号", "45-12",
        "农历癸卯年", "六月十八", "第3456期", "2023年", "8月4日", "星期五", "今日8版", "第3版", "民生",
    )  # fmt: skip
    read = parsed(*head)
    issue = read.issue
    assert (issue.newspaper, issue.date, issue.weekday) == ("清河晚报", "2023-08-04", "星期五")
    assert (issue.total_number, issue.page, issue.section) == (3456, "3", "民生")
    assert issue.lunar_date == "农历癸卯年六月十八"
    assert not {problem.code for problem in read.problems} & {"masthead_rest", "no_date"}


def test_large_figures_of_the_day_above_year_and_month_and_a_name_amid_the_head():
    issue = parsed("8月", "4", "2023年", "星期五", "清河晚报", "总第3456期", "零售价1.5元", "今日16版").issue
    assert (issue.newspaper, issue.date, issue.total_number) == ("清河晚报", "2023-08-04", 3456)


def test_the_name_above_a_page_mark_and_the_day_is_the_newspaper():
    issue = parsed("清河晚报", "第3版 民生", "2023年8月4日").issue
    assert (issue.newspaper, issue.date, issue.page) == ("清河晚报", "2023-08-04", "3")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("中華民國一〇三年五月十八日", "2014-05-18"),
        ("中華民國一百零三年五月十八日", "2014-05-18"),
        ("中華民國一○三年五月十八日", "2014-05-18"),
        ("中華民國廿五年五月十八日", "1936-05-18"),
        ("中華民國元年五月十八日", "1912-05-18"),
    ],
)
def test_a_year_of_the_republic_in_any_numerals(printed, day):
    for head in (("清河日報", printed, "第三版"), (f"清河日報 {printed} 第一張第三版",)):
        read = parsed(*head)
        assert (read.issue.newspaper, read.issue.date, read.issue.page) == ("清河日報", day, "三")
        assert "masthead_rest" not in {problem.code for problem in read.problems}


@pytest.mark.parametrize("latin", ["QINGHE WANBAO", "qinghe wanbao", "Qīnghé Wǎnbào", "QINGHE EVENING NEWS"])
def test_the_name_of_the_newspaper_in_pinyin_is_known_to_be_that(latin):
    read = parsed("清河晚报", latin, "2023年8月4日 第3版")
    assert (read.issue.newspaper, read.issue.date, read.issue.page) == ("清河晚报", "2023-08-04", "3")
    assert "masthead_rest" not in {problem.code for problem in read.problems}


def test_pinyin_tells_that_the_words_above_are_the_name_of_a_newspaper():
    assert parsed("五洲风雷", "WU ZHOU FENG LEI", "2023年8月4日 第3版").issue.newspaper == "五洲风雷"


def test_another_line_in_latin_letters_within_the_head_is_doubted():
    read = parsed("清河晚报", "SINCE MCMXCV", "2023年8月4日 第3版")
    assert read.issue.newspaper == "清河晚报"
    doubts = [problem for problem in read.problems if problem.code == "masthead_rest"]
    assert ["SINCE MCMXCV" in doubt.message for doubt in doubts] == [True]


def test_a_headline_in_pinyin_above_a_text_is_no_newspaper():
    read = pipeline.parse(text.read_text("a.txt", "\n".join(("河堤春色", "HEDI CHUNSE", *STORY)), "utf-8"))
    assert read.issue is None or not read.issue.newspaper


CHRONICLE = ("1958年", "3月5日", "县广播站开播，全县通了线路。", "1962年", "4月9日", "广播站改称广播局。")


@pytest.mark.parametrize("head", [("安溪岭报 2018年8月3日 第4版", "安溪广播大事记"), ("安溪广播大事记",)])
def test_the_days_of_a_chronicle_are_none_of_its_head(head):
    read = pipeline.parse(text.read_text("a.txt", "\n".join((*head, *CHRONICLE)), "utf-8"))
    assert_conserved(read)
    assert (read.issue.date if read.issue else "") == ("2018-08-03" if len(head) > 1 else "")
    assert all("1958" not in article.date and "1962" not in article.date for article in read.articles)


def test_a_year_and_a_day_below_the_day_of_the_issue_stay_two_lines():
    read = pipeline.parse(text.read_text("a.txt", "\n".join(("安溪岭报 2018年8月3日", *CHRONICLE[:3])), "utf-8"))
    assert read.issue.date == "2018-08-03"
    assert all("1958" not in article.date for article in read.articles)


@pytest.mark.parametrize("latin", ["CHENG DONG XIN KAI", "Chengdong xin kai"])
def test_a_headline_that_is_spelt_above_another_newspaper_stays_one(latin):
    lines = ("城东新开", latin, "清河晚报 2023年8月4日 第3版", "本报记者 王小明", *STORY)
    read = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    assert read.issue.newspaper == "清河晚报"
    assert [article.title for article in read.articles] == ["城东新开"]
