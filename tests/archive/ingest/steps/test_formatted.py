"""What a format sets as an item of a list or as a heading of a part is that, however short it is."""

import pytest

from archive.ingest.pipeline import parse_bytes
from tests.archive.ingest.conservation import assert_conserved

TITLE = "老旧小区改造提速"
LEAD = "本报讯 昨日，记者从市住建局获悉，今年全市计划改造老旧小区一百二十个，惠及居民三万余户，总投资超过十亿元。"
TEXT = "截至目前，已有八十个小区开工建设，其中三十个小区完成改造。居民们对改造后的环境表示满意。"
END = "市住建局有关负责人表示，下一步将加快推进剩余小区改造，确保年底前全部完成任务。"


def read(name, text):
    parsed = parse_bytes(name, text.encode())
    assert_conserved(parsed)
    return parsed


def saved(*parts):
    return f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{''.join(parts)}</body></html>"


@pytest.mark.parametrize("above", ["今年重点做好以下工作：", TEXT])
@pytest.mark.parametrize(
    "items",
    [("道路整修", "管网改造", "绿化提升"), ("清河区", "通河县", "北湖市"), ("教育", "医疗"), ("增长3%", "持平")],
)
def test_short_items_amid_text_are_lines_of_it(items, above):
    listed = f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    page = saved(*(f"<p>{text}</p>" for text in (LEAD, above)), listed, f"<p>{END}</p>")
    note = "\n\n".join((f"# {TITLE}", LEAD, above, "\n".join(f"- {item}" for item in items), END))
    plain = "\n\n".join((TITLE, LEAD, above, "\n".join(f"- {item}" for item in items), END))
    for name, text in (("a.html", page), ("a.md", note), ("b.md", plain)):
        (article,) = read(name, text).articles
        (section,) = article.sections
        assert section.paragraphs == (LEAD, above, *items, END)


def test_who_edited_is_no_item():
    note = "\n\n".join((f"# {TITLE}", LEAD, TEXT, "- 责任编辑：张三\n- 校对：李四"))
    (article,) = read("a.md", note).articles
    assert {person.name for person in article.contributors} == {"张三", "李四"}
    assert article.sections[0].paragraphs == (LEAD, TEXT)


ISSUE = "清河日报　2022年9月2日"


@pytest.mark.parametrize("level", ["##", "###"])
@pytest.mark.parametrize("front", [["2022年9月2日"], [ISSUE], [ISSUE + "　第3版"]])
@pytest.mark.parametrize("headings", [("1. 规划先行", "2. 建设提速"), ("一、背景", "二、成效"), ("背景", "成效")])
def test_the_first_heading_below_the_head_is_neither_put_aside_nor_a_name(headings, front, level):
    parts = zip(headings, ((LEAD, TEXT), (END,)), strict=True)
    blocks = [block for heading, texts in parts for block in (f"{level} {heading}", *texts)]
    parsed = read("a.md", "\n\n".join(("# 新城建设纪实", *front, *blocks)))
    printed = [words for article in parsed.articles for words in (article.title, *_headings(article))]
    assert all(any(heading in words for words in printed) for heading in headings)
    assert not any(article.byline for article in parsed.articles)


def _headings(article):
    return [section.heading for section in article.sections]


def test_a_name_on_a_level_of_its_own_stays_the_byline():
    (article,) = read("a.md", "\n\n".join(("# 新城建设纪实", ISSUE, "### 本报记者 张三", LEAD, TEXT))).articles
    assert article.byline == "本报记者 张三"
