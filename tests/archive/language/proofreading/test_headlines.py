"""Scores, weekdays, months, shares in tenths and misplaced digits of headlines, beside what the body says of them."""

from datetime import date

import pytest

from archive.language.proofreading.remarks import LineKind, ProofLine
from archive.services.proofreading import contradicted_headline

FRIDAY = date(2024, 3, 1)


def told(title: str, body: str, own: date | None = FRIDAY) -> list[str]:
    lines = [ProofLine(LineKind.TITLE, title), ProofLine(LineKind.PARAGRAPH, body)]
    return [remark.quoted for remark in contradicted_headline(lines, own.year if own else None, own)]


@pytest.mark.parametrize("joint", ["比", ":", "：", "∶", "-", "—"])
def test_a_score_that_the_body_has_otherwise(joint):
    assert told(f"柳河队2{joint}1胜清水队", f"柳河队3{joint}1战胜清水队。") == [f"2{joint}1"]
    assert told(f"柳河队2{joint}1胜清水队", f"柳河队2{joint}1战胜清水队，首回合3{joint}1。") == []
    assert told(f"柳河队2{joint}1胜清水队", "柳河队二比一战胜清水队，去年三比一。") == []


# Title, body -> what of the title is contradicted.
CASES = {
    "a score in words": ("柳河队二比一胜清水队", "柳河队3比1战胜清水队。", "二比一"),
    "a score of the other side": ("清水队1比2负柳河队", "柳河队2比1胜清水队，曾以3比1领先。", ""),
    "a score on the way": ("柳河队2比1胜清水队", "柳河队半场1比0领先清水队，终场前再进一球。", ""),
    "a score of two games": ("柳河队总分5比3胜清水队", "柳河队首场2比1，次场3比2，胜清水队。", ""),
    "scores of several games": ("柳河队2比1胜清水队", "柳河队3比1胜甲队，2比0胜乙队，清水队出局。", ""),
    "a time of day": ("大桥8:30通车", "大桥9:30通车。", ""),
    "tenths": ("三成农户用上新农机", "20%的农户用上新农机。", "三成"),
    "tenths in figures": ("3成农户用上新农机", "20%的农户用上新农机。", "3成"),
    "tenths, as rounded": ("三成农户用上新农机", "29.6%的农户用上新农机。", ""),
    "tenths, as a share": ("30%农户用上新农机", "三成农户用上新农机，20%的农户没有。", ""),
    "tenths, nearly": ("近三成农户用上新农机", "28.6%的农户用上新农机，20%没有。", ""),
    "a discount is no share": ("7折农户用上新农机", "20%的农户用上新农机。", ""),
    "what three become": ("三成为新村民", "20%成为新村民。", ""),
    "another magnitude": ("拾获1万元归还", "他拾获1000元，当即归还失主。", "1万元"),
    "another magnitude among others": ("拾获2.5万元归还", "他拾获2500元归还失主，失主送他500元。", "2.5万元"),
    "things of another magnitude": ("建成50个大棚", "县里有5个园区、7个菜场。", ""),
    "a weekday": ("学校周一开学", "全市学校周二开学。", "周一"),
    "a weekday with its day": ("学校星期一开学", "全市学校3月5日（周二）开学。", "星期一"),
    "a weekday in other words": ("学校周日开放", "学校星期天开放，周六维护。", ""),
    "a weekday within a span": ("学校周三开放", "学校周一至周五开放。", ""),
    "a weekday that a day is": ("学校周一开学", "学校3月4日开学，周二上课。", ""),
    "a weekday that tomorrow is": ("学校周六开放", "学校明天开放，周二关闭。", ""),
    "a weekday of something else": ("学校周一开学", "县里周二开会。", ""),
    "a weekend": ("学校周六开放", "学校周末开放，周二关闭。", ""),
    "once a week": ("学校每周一次大扫除", "学校周二大扫除。", ""),
    "a day alone": ("大桥5日通车", "大桥3月3日通车。", "5日"),
    "a day alone, with several": ("大桥5日通车", "大桥3月3日通车，3月8日收费。", ""),
    "days and numbers of days once": ("拘留15日", "王某被拘留10日。", "15日"),
    "a month": ("大桥4月通车", "大桥今年3月通车。", "4月"),
    "a month, in words": ("大桥四月通车", "大桥今年3月通车。", "四月"),
    "a month with several": ("大桥4月通车", "大桥3月通车，5月收费。", ""),
    "a month within a span": ("4月出口增长", "1至4月出口增长。", ""),
    "a month that is this one": ("大桥3月通车", "大桥本月通车，1月大桥验收。", ""),
    "a month beside": ("大桥2月通车", "大桥下月通车，1月大桥验收。", ""),
    "a month by its quarter": ("大桥9月通车", "大桥三季度通车，1月大桥验收。", ""),
    "a moon": ("四月天的大桥", "大桥今年3月通车。", ""),
}  # fmt: skip


@pytest.mark.parametrize(("title", "body", "wrong"), CASES.values(), ids=CASES)
def test_what_of_a_headline_the_body_contradicts(title, body, wrong):
    assert told(title, body) == ([wrong] if wrong else [])


def test_without_a_day_of_the_issue_nothing_is_told_by_it():
    assert told("学校周一开学", "学校今天开学，周二上课。", None) == ["周一"]
    assert told("大桥4月通车", "大桥本月5日通车，3月大桥验收。", None) == []
