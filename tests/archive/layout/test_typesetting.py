"""Headlines set by words, marks by their neighbours: against what was printed, and against jieba itself."""

import re

import html5lib
import pytest
from django.utils.html import escape, format_html
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold
from archive.language.segmentation import words
from archive.layout.typesetting import full_width, line_breaks, set_headline, set_summary, set_text, set_words
from search.query import highlight

PRINTED = st.text("高新区质量发展良法善治的18aB ,.:;?!()（），。：“”《》、%-/\n&<", max_size=40)


@given(PRINTED)
def test_full_width_changes_no_length_and_nothing_that_is_compared(text):
    assert len(full_width(text)) == len(text)
    assert fold(full_width(text)) == fold(text)


@given(PRINTED)
def test_what_is_set_is_set(text):
    assert full_width(full_width(text)) == full_width(text)
    assert set_headline(full_width(text)) == set_headline(text)


@given(PRINTED)
def test_nothing_but_marks_changes(text):
    changed = {was for was, shown in zip(text, full_width(text), strict=True) if was != shown}
    assert changed <= set(",.:;?!()")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("进行救治,六岁的女孩", "进行救治，六岁的女孩"),
        ("记者:李震;谁知道?好!", "记者：李震；谁知道？好！"),
        ("真的吗?!", "真的吗？！"),
        ("从18%降至15%,四线城市", "从18%降至15%，四线城市"),
        ("央视网消息(新闻联播):今天", "央视网消息（新闻联播）：今天"),
        ("增速(GDP)", "增速（GDP）"),
        ("奥迪Audi(一汽)", "奥迪Audi（一汽）"),
        ("（一汽)", "（一汽）"),
        ("(一汽）", "（一汽）"),
        ("甲)项", "甲）项"),
        ("不然.不知耻者", "不然．不知耻者"),
        ("一五年调查.", "一五年调查．"),
        # What stands.
        ("增长3.5%，共18,877件", "增长3.5%，共18,877件"),
        ("上午10:30，比分3:1，A:B", "上午10:30，比分3:1，A:B"),
        ("见http://a.cn/x(甲),乙?丙 和www.b.cn/?q=丁!戊", "见http://a.cn/x(甲),乙?丙 和www.b.cn/?q=丁!戊"),
        ("7.规范账号", "7.规范账号"),
        ("Inc.创始人", "Inc.创始人"),
        ("He said: yes, no. (Really?)", "He said: yes, no. (Really?)"),
        ("蓄电池2021,58(02):5", "蓄电池2021,58(02):5"),
        ("1)规划", "1)规划"),
        ("他说...", "他说..."),
        ("", ""),
    ],
)
def test_marks_take_the_width_of_their_neighbours(printed, shown):
    assert full_width(printed) == shown


def lines_of(headline):
    """The shortest lines into which a page may break it."""
    html = set_headline(headline)
    return [re.sub("<[^>]*>", "", line) for line in re.split(r'<wbr>|</span>\s+<span class="part">', html)]


@pytest.mark.parametrize(
    ("headline", "lines"),
    [
        ("推动质量和高质量发展", ["推动", "质量", "和", "高质量发展"]),
        ("良法善治", ["良法善治"]),
        ("“五型”机关(一期)建成", ["“五型”", "机关", "（一期）", "建成"]),
        ("专访：《论语》、孔子", ["专访：", "《论语》、", "孔子"]),
        ("新增18个项目", ["新增", "18个", "项目"]),
        ("增长3.5%超过全市", ["增长", "3.5%", "超过", "全市"]),
        ("泽连斯基的访问", ["泽连斯基的", "访问"]),
        ("“一带一路”国际合作论坛", ["“一带一路”", "国际", "合作", "论坛"]),
        ("共建一带一路十周年", ["共建", "一带一路", "十周年"]),
        ("粤港澳大湾区建设加快", ["粤港澳", "大湾区", "建设", "加快"]),
        ("祝贺“神舟二十号”发射", ["祝贺", "“神舟二十号”", "发射"]),
        ("神舟二十号航天员返回", ["神舟二十号", "航天员", "返回"]),
        ("三批次共十五家企业", ["三批次", "共", "十五家", "企业"]),
        ("党的二十届四中全会公报", ["党的", "二十届", "四中全会", "公报"]),
        ("“人民至上、生命至上”", ["“人民", "至上、", "生命", "至上”"]),
        ("高新区工作会召开 部署全年工作", ["高新区", "工作", "会", "召开", "部署", "全年", "工作"]),
        ("开创格局新、体制新、面貌新的局面", ["开创", "格局新、", "体制新、", "面貌", "新的", "局面"]),
        ("甲、乙、丙、丁", ["甲、", "乙、", "丙、", "丁"]),
        ("AI for Science 论坛", ["AI for Science 论坛"]),
        ("", [""]),
    ],
)
def test_a_headline_breaks_between_words(headline, lines):
    assert lines_of(headline) == lines


@given(PRINTED)
def test_no_word_is_broken_and_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text):
    folded = fold(text)
    ends, at = set(), 0
    for word in words(folded):
        found = folded.find(word, at)
        if found >= 0:
            ends |= set(range(found + 1, found + len(word)))
            at = found + len(word)
    for place in line_breaks(text):
        assert len(folded) == len(text)
        assert place not in ends
        assert text[place] not in "，。：”》）、%,.:;?!)"
        assert text[place - 1] not in "“《（("


def test_a_printed_space_parts_a_headline_first():
    assert set_headline("甲乙会 丙丁会") == (
        '<span class="part">甲乙<wbr>会</span> <span class="part">丙丁<wbr>会</span>'
    )


def text_of(html):
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())


@given(PRINTED, st.data())
def test_marks_of_a_search_stand_where_they_did(text, data):
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    stand_where_they_did(text, list(zip(bounds[::2], bounds[1::2], strict=False)))


@pytest.mark.parametrize(
    "spans", [[(0, 2)], [(5, 7)], [(0, 2), (5, 7)], [(2, 4), (9, 11)], [(2, 7)], [(4, 5)], [(0, 11)]]
)
def test_marks_that_begin_and_end_where_the_parts_of_a_headline_do(spans):
    stand_where_they_did("专项债券 稳定投资 见效", spans)


def stand_where_they_did(text, spans):
    found = [highlight.Match(*span, frozenset()) for span in spans]
    marked = highlight.marked(text, found)
    for set_one in (set_text, set_headline):
        # strict: what is nested falsely is an error
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(set_one(marked))
        assert "".join(tree.itertext()) == full_width(text)
        assert ["".join(mark.itertext()) for mark in tree.iter("mark")] == [
            full_width(text)[start:end] for start, end in spans
        ]


@given(PRINTED)
def test_what_stands_in_a_text_is_escaped(text):
    assert text_of(set_text(text)) == text_of(set_headline(text)) == full_width(text)


@pytest.mark.parametrize(
    "whole",
    [
        "1,560.7亿元",
        "9.7%",
        "2024年10月19日",
        "3家",
        "15多公里",
        "535万人次",
        "8：30",
        "v2.0",
        "26.5℃",
        "10余个月",
        "36亿元~42亿元",
    ],
)
def test_a_number_of_a_summary_is_a_part_with_what_it_counts(whole):
    part = f'<span class="part">{whole}</span>'
    assert part in set_summary(f"大桥今年{whole} 市民说好")
    assert f'<span class="part">（{whole}），</span>' in set_summary(f"大桥（{whole}），市民说好")
    assert f"<mark>{part}" in set_summary(format_html("大桥<mark>{}</mark>'市民", whole))


def test_of_a_span_that_no_line_has_room_for_each_number_is_a_part():
    shown = set_summary("大桥用了1,560.78亿元—1,980.35亿元")
    assert re.findall('<span class="part">(.*?)</span>', shown) == ["1,560.78亿元", "1,980.35亿元"]
    assert re.sub("<[^>]*>", "", shown) == "大桥用了1,560.78亿元—1,980.35亿元"


def test_a_summary_without_numbers_and_one_too_long_for_a_line_are_set_as_other_text():
    for text in ("大桥(一期)通车,市民说“好”&'<b>", "编号123456789012345678", "第5"):
        assert set_summary(text) == set_text(text)


@given(PRINTED)
def test_words_stand_as_printed_and_break_where_headlines_do(text):
    fragment = html5lib.parseFragment(set_words(text), namespaceHTMLElements=False)
    assert "".join(fragment.itertext()) == "".join(html5lib.parseFragment(escape(text)).itertext())
    assert set_words(text).count("<wbr>") == len(line_breaks(text))


def test_a_citation_is_not_parted_within_a_date():
    citation = set_words("周禾. 步道完工[N]. 蓼河时报, 2026-07-14(1)[2026-11-28].")
    assert [re.sub("<.*?>", "", part) for part in re.findall(r'<span class="part">(.*?)</span>', citation)] == [
        "2026-07-14(1)",
        "[2026-11-28].",
    ]
