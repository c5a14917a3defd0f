"""A newspaper's name alone on the first line, in a form that headlines and columns have, too."""

import pytest

from archive.ingest.pipeline import parse_bytes
from tests.archive.ingest.conservation import assert_conserved

TITLE = "老旧小区改造提速"
TEXT = (
    "本报讯 昨日，记者从市住建局获悉，今年全市计划改造老旧小区一百二十个，惠及居民三万余户，总投资超过十亿元。",
    "截至目前，已有八十个小区开工建设，其中三十个小区完成改造。居民们对改造后的环境表示满意。",
)
STORY = (TITLE, "本报记者 张三", *TEXT)
DATED = ("2014年3月5日 第02版", "2014年3月5日　星期三", "2014年3月5日\n第02版", "第31期 2014年3月5日", "2014年3月5日")


def read(*lines):
    parsed = parse_bytes("a.txt", "\n".join(lines).encode())
    assert_conserved(parsed)
    return parsed


def headline(parsed):
    (article,) = parsed.articles
    return article.kicker, article.title, article.subtitle, article.column


@pytest.mark.parametrize("head", DATED)
@pytest.mark.parametrize("name", ["淮北晨刊", "工人之声", "新周刊", "清河视窗", "北湖信息", "钢城通讯", "今日快讯"])
def test_the_name_of_a_periodical_above_the_day_names_the_newspaper(name, head):
    parsed = read(name, head, "", *STORY)
    assert (parsed.issue.newspaper, parsed.issue.date) == (name, "2014-03-05")
    assert headline(parsed) == ("", TITLE, "", "")


@pytest.mark.parametrize("page", ["第02版", "第02版：要闻"])
@pytest.mark.parametrize(("name", "newspaper"), [("淮北晨刊", "淮北晨刊"), ("淮北日报", "淮北日报"), ("读者之声", "")])
def test_above_a_page_alone_only_what_is_called_a_paper_is_one(name, newspaper, page):
    parsed = read(name, page, "", *STORY)
    assert (parsed.issue.newspaper, parsed.issue.page) == (newspaper, "02")
    assert headline(parsed) == ("", TITLE, "", "")


@pytest.mark.parametrize(
    "below",
    [
        ("张三", *TEXT),
        ("——记一名老农", "本报记者 张三", *TEXT),
        TEXT,
        ("春天来了", "花儿开了", "小河笑了", "我们醒了"),
    ],
)
def test_what_nothing_else_can_be_the_headline_of_stays_the_headline(below):
    parsed = read("春天的信息", "2014年3月5日 第02版", "", *below)
    assert parsed.issue.newspaper == ""
    assert parsed.articles[0].title.startswith("春天的信息")


@pytest.mark.parametrize("head", ["第02版", "2014年3月5日", "2014年3月5日\n第02版", "第31期 2014年3月5日"])
@pytest.mark.parametrize("name", ["五洲风雷", "读者之声", "今日快讯", "江河万里"])
def test_a_first_line_above_the_head_is_never_put_aside_or_made_a_deck_without_a_doubt(name, head):
    parsed = read(name, head, "", *STORY)
    if parsed.issue is None or parsed.issue.newspaper != name:
        assert any(doubt.first_line == 1 and name in doubt.message for doubt in parsed.problems)


def test_a_title_with_its_deck_below_the_head_is_not_doubted():
    parsed = read("春天的信息", "2014年3月5日 第02版", "——记一名老农", "本报记者 张三", *TEXT)
    assert not parsed.problems
