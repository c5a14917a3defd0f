"""Mastheads and page marks in the forms that newspapers print."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import markdown, text
from archive.ingest.words import imprint
from tests.archive.ingest.conservation import assert_conserved

STORY = "\n\n河堤上的灯亮了\n本报记者 王强\n\n傍晚，河堤上的路灯亮了，散步的人多了起来。\n"


def issue_of(head: str):
    return pipeline.parse(text.read_text("a.txt", head + STORY, "utf-8")).issue


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("清河日报 2021年11月5日 星期五", {"newspaper": "清河日报", "date": "2021-11-05", "weekday": "星期五"}),
        ("《清河日报》\n2021年11月5日　总第63期", {"newspaper": "清河日报", "total_number": 63}),
        ("清河日报\n二〇二一年十一月五日 总第六十三期", {"date": "2021-11-05", "total_number": 63}),
        ("清河日报 2021.11.05 星期五", {"date": "2021-11-05"}),
        ("第412期", {"total_number": 412, "date": ""}),
        ("清河日报　２０２１年１１月５日　第３版", {"newspaper": "清河日报", "date": "2021-11-05", "page": "3"}),
        ("清河日报　２０２１年１１月５日　Ａ０３版", {"date": "2021-11-05", "page": "A03"}),
        ("清 河 日 报\n2021年11月5日", {"newspaper": "清河日报"}),
        ("清河日报 2021年第82期 2021年11月5日", {"year_number": "2021年第82期", "total_number": None}),
        ("清河日报 2021年11月5日 第63期", {"total_number": 63}),
        ("清河日报 2021年11月5日 农历辛丑年十月初一", {"lunar_date": "农历辛丑年十月初一"}),
        ("清河日报 2021年11月5日 主办：清河区委宣传部", {"publisher": "清河区委宣传部", "publisher_label": "主办"}),
        ("清河日报 2021年11月5日 国内统一刊号：CN37-0012", {"newspaper": "清河日报", "total_number": None}),
        ("清河日报 2021年11月5日 第3版：副刊", {"page": "3", "section": "副刊"}),
        ("清河日报 2021年11月5日 A02版 要闻", {"page": "A02", "section": "要闻"}),
        ("清河日报 2021年11月5日\n四版 综合", {"page": "四", "section": "综合"}),
        ("清河日报 2021年11月5日 今日八版", {"page": ""}),
        ("清河日报\nQINGHE RIBAO\n2021年11月5日 今日4版", {"newspaper": "清河日报", "date": "2021-11-05"}),
        ("清河日报 2021年11月5日 第31期（总第628期）", {"year_number": "第31期", "total_number": 628}),
        (
            "清河日报\n2021年11月5日　第2版　综合新闻　责任编辑　王强　电话　6557700",
            {"newspaper": "清河日报", "page": "2", "section": "综合新闻", "publisher": ""},
        ),
        ("清河日报 2021年11月5日 编辑：王强 校对：李娜 李想", {"publisher": "", "newspaper": "清河日报"}),
        ("沿着大路前进\n星期五 第32期\n2021年11月5日", {"weekday": "星期五", "total_number": 32, "date": "2021-11-05"}),
    ],
)
def test_fields_of_a_masthead(head, fields):
    issue = issue_of(head)
    assert {name: getattr(issue, name) for name in fields} == fields


@pytest.mark.parametrize(
    "line",
    [
        "G20峰会开幕",
        "本期导读 2版 3版 4版",
        "2021年是开局之年",
        "清河日报读者来信选登",
        "第三期培训班开班",
        "头版的故事",
        "3月15日 晴",
    ],
)
def test_other_first_lines_are_no_masthead(line):
    assert issue_of(line) is None


@pytest.mark.parametrize(
    ("mark", "page"),
    [
        ("第2版：综合", ("2", "综合")),
        ("第二版", ("二", "")),
        ("02版·民生", ("02", "民生")),
        ("A3版", ("A3", "")),
        ("头版", ("头版", "")),
        ("河堤上的灯亮了", ("", "")),
    ],
)
def test_a_page_mark(mark, page):
    assert imprint.page_and_section(mark) == page


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("第A06版:民生", {"page": "A06", "section": "民生", "date": "", "newspaper": ""}),
        ("当前版:B03版  上一版  下一版", {"page": "B03"}),
        ("2022年6月11日 第08版:副刊", {"page": "08", "date": "2022-06-11", "section": "副刊"}),
        ("02:综合\n\n2019年6月11日 星期二 放大 缩小", {"page": "02", "date": "2019-06-11", "weekday": "星期二"}),
        ("2024年11月14日 星期四\n第4版:要闻 2019-06-11", {"page": "4", "date": "2019-06-11", "weekday": ""}),
        ("清河大学 - 《清河大学报》", {"newspaper": "清河大学报", "date": ""}),
        ("清河日报 2021年11月5日 星期五 欢迎订阅", {"newspaper": "清河日报", "date": "2021-11-05"}),
        ("日期：2021-11-05 版次：A03 版名：民生", {"date": "2021-11-05", "page": "A03", "section": "民生"}),
        ("版次：03 | 要闻", {"page": "03", "section": "要闻"}),
        ("A3 民生 2021年11月5日 星期五 编辑：王强", {"page": "A3", "section": "民生", "date": "2021-11-05"}),
        ("2021年11月5日 星期五 04 综合", {"page": "04", "section": "综合", "weekday": "星期五"}),
        ("清河日报 11月5日 第2版", {"newspaper": "清河日报", "page": "2", "date": ""}),
        ("来源：清河日报 2021年11月5日 第3版", {"newspaper": "清河日报", "date": "2021-11-05", "page": "3"}),
        ("清河日报/2021年/11月/5日/第003版", {"newspaper": "清河日报", "date": "2021-11-05", "page": "003"}),
        ("A03·要闻", {"page": "A03", "section": "要闻"}),
        ("清河日报 2021年11月5日 T12/副刊", {"page": "T12", "section": "副刊"}),
        ("清河日报 2021年11月5日\n第贰版", {"page": "贰"}),
        ("第02版 清河日报 2021年11月5日", {"newspaper": "清河日报", "page": "02", "section": ""}),
        ("A叠03版", {"page": "A叠03"}),
        ("清 河 日 报 QINGHE RIBAO 2021年11月5日 第3版", {"newspaper": "清河日报", "page": "3"}),
        ("今天是2021年11月5日 星期五 欢迎访问清河日报", {"newspaper": "清河日报", "date": "2021-11-05"}),
        ("清河日报数字版", {"newspaper": "清河日报"}),
        ("A1:清河*要闻总第2472期 >2013-02-06编印", {"page": "A1", "total_number": 2472, "date": "2013-02-06"}),
        ("1742 期 / 第4版:4", {"page": "4", "total_number": 1742}),
        ("第A16版:民生\n\n3上一篇  下一篇4 2012年6月26日 放大 缩小", {"page": "A16", "date": "2012-06-26"}),
        ("首页 > 清河 > 第434期 > 第4版\n\n来源：清河 时间：2022-05-30", {"newspaper": "清河", "date": "2022-05-30"}),
        ("清河日报\n中华民国91年3月19日星期二", {"newspaper": "清河日报", "date": "2002-03-19", "weekday": "星期二"}),
        ("第3版\n2021-11-05 2 2 清河日报 content_35099.html 1 3 河堤上的灯 /enpproperty-->", {"newspaper": "清河日报"}),
        ("清河日报 > 2021-11-05 > 第03版：民生", {"newspaper": "清河日报", "page": "03", "section": "民生"}),
        (
            "清河日报\n中共清河区委主办\n2021年11月5日 星期五\n第1234期 今日4版",
            {"publisher": "中共清河区委", "publisher_label": "主办", "total_number": 1234, "newspaper": "清河日报"},
        ),
    ],
)
def test_an_issue_of_what_is_known(head, fields):
    issue = issue_of(head)
    assert {name: getattr(issue, name) for name in fields} == fields


def test_what_is_not_understood_is_a_doubt():
    parsed = pipeline.parse(text.read_text("a.txt", "清河日报 2021年11月5日 星期五 欢迎订阅" + STORY, "utf-8"))
    [doubt] = [problem for problem in parsed.problems if problem.code == "masthead_rest"]
    assert (doubt.first_line, "欢迎订阅" in doubt.message) == (1, True)


def test_the_day_of_a_portal_is_that_of_its_story():
    title, rest = STORY.strip().split("\n", 1)
    for line, named in (("清河晚报 2019-06-11 07:42", False), ("(2019年6月11日) 来源:清河晚报", True)):
        parsed = pipeline.parse(text.read_text("a.txt", f"{title}\n\n{line}\n{rest}", "utf-8"))
        assert parsed.articles[0].date == "2019-06-11"
        assert (parsed.issue is not None) is named


def test_lists_of_pages_and_buttons_are_put_aside():
    listed = "\n".join(["第01版:要闻", "第02版:综合", "第03版:副刊", "上一版", "放大"])
    parsed = pipeline.parse(text.read_text("a.txt", STORY + listed, "utf-8"))
    assert parsed.issue is None
    assert {claim.reason for claim in parsed.discarded} == {"目录", "导航"}


def test_records_of_a_database_are_articles():
    record = "第2版()\n专栏:{column}\n\n{title}\n本报讯 傍晚，河堤上的路灯亮了，散步的人多了起来。\n\n"
    written = "1962年6月11日清河日报 第2版\n\n" + record.format(column="", title="河堤上的灯亮了")
    written += record.format(column="河畔旧事", title="渡口最后一班船")
    parsed = pipeline.parse(text.read_text("a.txt", written, "utf-8"))
    assert [(article.title, article.column, article.page) for article in parsed.articles] == [
        ("河堤上的灯亮了", "", "2"),
        ("渡口最后一班船", "河畔旧事", "2"),
    ]


def test_newspapers_and_days_that_differ_are_those_of_stories():
    days = ["2021-11-05", "2021-11-06", "2021-11-07"]
    titles = ["河堤上的灯亮了", "渡口最后一班船", "果园开园迎客"]
    body = "傍晚，{}的消息传开，散步的人多了起来，孩子们追着灯影跑，老人说起从前。"
    lines = [f"# {title}\n\n清河日报 {day}\n\n{body.format(title)}\n" for title, day in zip(titles, days, strict=True)]
    parsed = pipeline.parse(markdown.read_text("a.md", "\n".join(lines), "utf-8"))
    assert [(article.title, article.date) for article in parsed.articles] == list(zip(titles, days, strict=True))
    assert parsed.issue is None


def test_articles_are_on_the_page_whose_mark_stands_before_them():
    parsed = pipeline.parse(
        text.read_text("a.txt", f"清河日报 2021年11月5日\n\n第1版：要闻{STORY}\n第2版：副刊{STORY}", "utf-8")
    )
    assert [(article.page, article.section) for article in parsed.articles] == [("1", "要闻"), ("2", "副刊")]


@pytest.mark.parametrize(
    ("mark", "page"),
    [
        ("B02/民生", "B02"),
        ("第B02-B03版", "B02"),
        ("第四、五版", "四"),
        ("特刊第4版", "4"),
        ("j0004:副刊", "j0004"),
        ("第Ⅳ版", "Ⅳ"),
    ],
)
def test_a_page_mark_of_any_form_tells_of_article_and_issue(mark, page):
    story = "清河镇新修的河堤昨天全线贯通，沿线三个村子的村民从此出行不再绕路。河堤全长六公里，堤顶可以走车。"
    parsed = pipeline.parse(text.read_text("a.txt", f"{mark}\n清河河堤全线贯通\n本报记者 王强\n{story}\n", "utf-8"))
    assert_conserved(parsed)
    assert [article.title for article in parsed.articles] == ["清河河堤全线贯通"]
    assert [article.page for article in parsed.articles] == [page]
    assert parsed.issue is not None
    assert parsed.issue.page == page


def test_whose_organ_a_newspaper_is_is_not_its_name():
    issue = issue_of("清河日报\n中共清河市委机关报\n2021年11月5日 星期五 总第63期")
    assert (issue.newspaper, issue.publisher, issue.publisher_label) == ("清河日报", "中共清河市委", "机关报")


@pytest.mark.parametrize(
    "weather",
    [
        "今日天气 多云转晴 偏南风3级 18℃-27℃",
        "天气预报：今天白天到夜间晴到多云，最高气温28℃，最低气温19℃",
        "晴 18～27℃ 东南风二到三级",
    ],
)
def test_the_weather_below_a_head_is_no_deck_of_the_headline(weather):
    story = "　　傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们坐在石凳上。\n" * 2
    page = f"清河日报\n2024年6月3日 星期一 总第3456期\n{weather}\n\n河堤上的路灯亮了\n\n{story}"
    parsed = pipeline.parse(text.read_text("a.txt", page, "utf-8"))
    assert [article.title for article in parsed.articles] == ["河堤上的路灯亮了"]
