"""Heads of pages read in parts: what is known of a line, what is left, and where running text begins."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.readers import text
from archive.ingest.words import imprint


def parts(line: str) -> list[str]:
    return [f"{field.name}={field.text.strip()}" for field in imprint.read_imprint(line).fields]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("当前版:B03版  上一版  下一版", ["label=当前版:", "page=B03版", "button=上一版", "button=下一版"]),
        ("第05版:社会/生活 上一版3  4下一版", ["page=第05版", "section=社会/生活", "button=上一版3", "button=4下一版"]),
        ("2 要闻 清河日报 2019年6月11日", ["page=2", "section=要闻", "newspaper=清河日报", "date=2019年6月11日"]),
        ("清河日报 2019年6月11日 综合 12", ["newspaper=清河日报", "date=2019年6月11日", "section=综合", "page=12"]),
        ("●3 要闻", ["page=3", "section=要闻"]),
        ("清河日报 2019年6月11日 （4）", ["newspaper=清河日报", "date=2019年6月11日", "page=4"]),
        ("字体：大 中 小", ["button=字体：大 中 小"]),
        ("放大+ 缩小- 默认o", ["button=放大+", "button=缩小-", "button=默认o"]),
        ("2019年6月11日 星期二 放大 缩小", ["date=2019年6月11日", "weekday=星期二", "button=放大", "button=缩小"]),
        ("(2023年11月14日) 来源:清河晚报", ["date=2023年11月14日", "source=来源:", "newspaper=清河晚报"]),
        ("清河晚报 2019-06-11 07:42 大字", ["newspaper=清河晚报", "date=2019-06-11", "time=07:42", "button=大字"]),
        ("发布日期:2020年12月7日", ["label=发布日期:", "date=2020年12月7日"]),
        ("清河日报>19870611", ["newspaper=清河日报", "date=19870611"]),
        ("上一日:19870610", ["button=上一日:19870610"]),
        ("2014-11-18     浏览(329)     (0)", ["date=2014-11-18", "counter=浏览(329)     (0)"]),
        (
            "2011-06-11 来源:某某网 作者:本报评论部 王强",
            ["date=2011-06-11", "source=来源:某某网", "author=作者:本报评论部 王强"],
        ),
        ("清河晚报 B03 城事", ["newspaper=清河晚报", "page=B03", "section=城事"]),
        ("第1版：头版", ["page=第1版", "section=头版"]),
        ("第R1版:日报1版", ["page=第R1版", "section=日报1版"]),
        ("02:综合新闻", ["page=02", "section=综合新闻"]),
        ("首页 > 新闻中心 > 正文", ["button=首页 > 新闻中心 > 正文"]),
        ("您当前的位置 : 首页 > 新闻中心 > 正文", ["label=您当前的位置 :", "button=首页 > 新闻中心 > 正文"]),
        ("网站首页 | 清河新闻 | 国内 | 图片 | 专题", ["button=网站首页 | 清河新闻 | 国内 | 图片 | 专题"]),
        ("首页 > 清河 > 第434期 > 第4版", ["button=首页", "newspaper=清河", "number=第434期", "page=第4版"]),
        ("1742 期 / 第4版", ["number=1742 期", "page=第4版"]),
        ("第06版:基层 PDF版下载", ["page=第06版", "section=基层", "button=PDF版下载"]),
        ("清河日报官方网站 今天是", ["newspaper=清河日报", "button=官方网站", "label=今天是"]),
        ("农历丙申年二月初八日", ["lunar_date=农历丙申年二月初八日"]),
        ("文章字数:193", ["counter=文章字数:193"]),
        ("河堤上的灯亮了", []),
    ],
)
def test_parts_of_a_line(line, wanted):
    assert parts(line) == wanted
    assert imprint.read_imprint(line).unknown == 0 or not wanted


def test_what_no_form_knows_is_left_over():
    line = "今日16版 总第3640期 服务请拨热线 2024年1月31日"
    found = imprint.read_imprint(line)
    assert found.kinds == {"pages", "total_number", "date"}
    assert [line[start:end] for start, end in found.rest] == ["服务请拨热线"]


def test_a_head_ends_where_text_begins():
    line = "A26 国内新闻 责任编辑:王强 2015年8月10日(星期一) 清河晚报讯 昨日傍晚，河堤上的灯亮了，散步的人多了起来。"
    found = imprint.read_imprint(line)
    assert not found.whole
    assert found.kinds == {"page", "section", "credits", "date", "weekday"}
    assert line[: found.end].endswith("星期一")
    assert imprint.paper_of_lead(line[found.end :]) == "清河晚报"


def test_words_known_from_elsewhere_are_recognised():
    again = imprint.read_imprint("清河晚报 河畔 副刊三叠", imprint.Known(words=frozenset({"河畔"})))
    assert "repeated" in again.kinds


WORDS = [
    "清河日报",
    "2021年11月5日",
    "星期五",
    "第2版",
    "综合",
    "总第3期",
    "上一版",
    "：",
    " ",
    "，",
    "河堤上的灯",
    "A03",
    "|",
]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=12).map("".join)))
def test_parts_lie_in_order_within_the_line_and_share_nothing(line):
    found = imprint.read_imprint(line)
    spans = sorted([(field.start, field.end) for field in found.fields] + list(found.rest))
    assert all(start < end <= found.end <= len(line) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("line", "page", "section"),
    [
        ("02 要闻", "02", "要闻"),
        ("民生 A5", "A5", "民生"),
        ("综合 3 2006年1月17日", "3", "综合"),
        ("02 河堤上的灯", "", ""),
    ],
)
def test_a_page_beside_the_name_of_a_section(line, page, section):
    assert imprint.page_and_section(line) == (page, section)


@pytest.mark.parametrize(
    ("line", "newspaper"), [("清河日报 QINGHE RIBAO", "清河日报"), ("中共清河县委机关报 2006年1月17日", "")]
)
def test_the_name_in_pinyin_tells_of_a_newspaper_and_the_organ_of_whom_it_is_does_not(line, newspaper):
    assert "".join(imprint.read_imprint(line).values("newspaper")) == newspaper


@pytest.mark.parametrize(
    "line",
    [
        "2021-11-05 10:20 来源：清河晚报 记者 王强",
        "来源：清河晚报 记者 王强 2021-11-05",
        "2021-11-05 10:20 来源：清河晚报 记者 王强 阅读:356",
    ],
)
def test_an_author_beside_a_labelled_source_needs_no_colon(line):
    read = imprint.read_imprint(line)
    assert read.values("author") == ["记者 王强"]
    assert read.unknown == 0
    text_ = f"河堤上的灯亮了\n{line}\n\n　　傍晚，河堤上的路灯亮了，散步的人多了起来，孩子们追着灯影跑。\n"
    (article,) = pipeline.parse(text.read_text("a.txt", text_, "utf-8")).articles
    assert [(one.role, one.name) for one in article.contributors] == [("记者", "王强")]
    assert article.date == "2021-11-05"


@pytest.mark.parametrize(("line", "name"), [("第三版 东钢报 2013年7月19日", "newspaper"), ("第三版 东钢报", "section")])
def test_a_short_name_behind_the_page_is_the_newspaper_where_the_day_follows(line, name):
    assert f"{name}=东钢报" in parts(line)
