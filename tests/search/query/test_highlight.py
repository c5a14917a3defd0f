"""Marks: exactly the matched characters of the original, everything escaped, snippets short and dense."""

import html
import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from search.query import highlight
from search.query.highlight import MOST_NEEDLES, Marker, Needle, find_matches, marked, snippets


def shown(text, *needles, field="body"):
    sought = [Needle.from_text(needle) for needle in needles]
    return marked(text, find_matches(text, field, sought))


@pytest.mark.parametrize(
    ("text", "needle", "expected"),
    [
        ("济宁高新区开工", "高新区", "济宁<mark>高新区</mark>开工"),
        ("优化营商环境", "營商環境", "优化<mark>营商环境</mark>"),
        ("優化營商環境", "营商环境", "優化<mark>營商環境</mark>"),
        ("ＧＤＰ增长", "gdp", "<mark>ＧＤＰ</mark>增长"),
        ("面积５００㎡左右", "500m2", "面积<mark>５００㎡</mark>左右"),
        ("党史学习教\n育专题", "教育", "党史学习<mark>教\n育</mark>专题"),
        ("共 32家企业", "共32家", "<mark>共 32家</mark>企业"),
        ("高\u200b新区", "高新区", "<mark>高\u200b新区</mark>"),
        ("哈哈哈", "哈哈", "<mark>哈哈哈</mark>"),
        ("<b>高新区</b>", "高新区", "&lt;b&gt;<mark>高新区</mark>&lt;/b&gt;"),
        ("A&B公司", "a&b", "<mark>A&amp;B</mark>公司"),
        ("没有", "高新区", "没有"),
    ],
)
def test_the_original_characters_are_marked(text, needle, expected):
    assert shown(text, needle) == expected


def test_needles_that_overlap_are_one_mark():
    assert shown("高新区发展", "高新区", "新区发") == "<mark>高新区发</mark>展"


def test_a_needle_of_one_field_marks_no_other():
    needle = Needle.from_text("开工", frozenset({"title"}))
    assert find_matches("今日开工", "title", [needle])
    assert not find_matches("今日开工", "body", [needle])


attacks = st.sampled_from(
    ["<script>alert(1)</script>", "<mark>", "</mark>", '"><img src=x onerror=1>', "&lt;", "&", "'"]
)
texts = st.lists(st.one_of(attacks, st.sampled_from(["高新", "区", " ", "\n", "著", "着", "Ａ"])), max_size=12).map(
    "".join
)


@given(texts, st.lists(texts, max_size=3))
def test_nothing_but_marks_comes_out_as_markup(text, needles):
    out = str(shown(text, *needles))
    assert html.unescape(re.sub(r"</?mark>", "", out)) == text
    assert "<" not in re.sub(r"</?mark>", "", out)
    assert ">" not in re.sub(r"</?mark>", "", out)


@given(texts, texts)
def test_a_text_is_marked_exactly_where_it_contains_the_needle(text, needle):
    sought = strip_space(fold(needle))
    found = find_matches(text, "body", [Needle.from_text(needle)])
    assert bool(found) == bool(sought and sought in strip_space(fold(text)))
    for match in found:
        assert sought[0] in fold(text[match.start])
        assert sought in strip_space(fold(text[match.start : match.end]))


@given(st.lists(st.tuples(st.just("body"), texts.map(lambda text: text * 9)), max_size=4), st.lists(texts, max_size=3))
def test_snippets_are_short_and_hold_a_mark(units, needles):
    sought = [Needle.from_text(needle) for needle in needles]
    found = snippets([(text, find_matches(text, field, sought)) for field, text in units])
    anything = any(find_matches(text, field, sought) for field, text in units)
    assert bool(found) == anything
    assert len(found) <= 2
    for snippet in found:
        assert "<mark>" in snippet
        plain = html.unescape(strip_tags(snippet))
        assert len(plain) <= highlight.SNIPPET_LENGTH
        assert any(plain.strip("…") in text for _, text in units)
        assert len(html.unescape(snippet.partition("<mark>")[0]).lstrip("…")) <= 8


def test_a_snippet_is_taken_where_most_is_matched():
    far = "蓼河" + "，两岸绿树成荫" * 20
    dense = "本报讯" + "，天气晴朗" * 30 + "，蓼河新城的蓼河公园今天开园，市民前来参观" + "，人们欢笑" * 30
    sought = [Needle.from_text("蓼河"), Needle.from_text("公园")]
    (first, second) = snippets([(text, find_matches(text, "body", sought)) for text in (far, dense)])
    assert first.startswith("<mark>蓼河</mark>，")
    assert "<mark>蓼河</mark>新城的<mark>蓼河公园</mark>" in second


def test_a_snippet_begins_shortly_before_its_first_mark_with_a_clause_where_one_begins_there():
    def of(text):
        (snippet,) = snippets([(text, find_matches(text, "body", [Needle.from_text("防汛")]))])
        return snippet

    assert of("连日来各地气象部门加强值守，多措并举做好防汛工作。") == "…多措并举做好<mark>防汛</mark>工作。"
    assert of("据悉，今年的防汛工作。" + "雨。" * 40).startswith("据悉，今年的<mark>防汛</mark>工作。")
    assert of("天" * 70 + "防汛" + "地" * 70).startswith("…" + "天" * 8 + "<mark>防汛</mark>地")


@pytest.mark.parametrize("number", ["12.5亿元", "2021年11月5日", "1,000公里", "10:30分", "30多个", "98.6%", "35℃"])
def test_a_snippet_parts_no_number_from_what_it_counts(number):
    """Wherever the number stands round the two places where a snippet is cut."""
    (sought,) = [Needle.from_text("防汛")]
    for far in range(70):
        before = "雨" * 20 + number + "晴" * far + "防汛" + "云" * 70
        behind = "雨" * 20 + "防汛" + "晴" * far + number + "云" * 70
        for text in (before, behind, behind.replace("晴", "，"), before.replace("晴", "天，")):
            (only,) = snippets([(text, find_matches(text, "body", [sought]))])
            inside = html.unescape(strip_tags(only)).strip("…")
            assert number in inside or not set(re.findall("[0-9:]", number)) & set(inside), (text, only)


@pytest.mark.parametrize("quoted", ["“去年大水”", "《河边》", "（一）", "，", "——", "。”"])
def test_a_snippet_is_cut_before_no_closing_and_behind_no_opening_mark(quoted):
    for far in range(70):
        for text in (
            "雨" * 20 + quoted + "晴" * far + "防汛" + "云" * 70,
            "雨" * 20 + "防汛" + "晴" * far + quoted + "云" * 70,
        ):
            (only,) = snippets([(text, find_matches(text, "body", [Needle.from_text("防汛")]))])
            inside = html.unescape(strip_tags(only)).strip("…")
            at = text.index(inside)
            assert inside[0] not in "，。”》）—", only
            assert inside[-1] not in "“《（", only
            assert text[at + len(inside) :][:1] not in {*"，。”》）—"}, only


def test_of_snippets_worth_the_same_the_one_is_taken_behind_which_more_is_told():
    late, early = "雨" * 90 + "防汛。", "防汛工作" + "雨" * 90
    (only,) = snippets([(text, find_matches(text, "body", [Needle.from_text("防汛")])) for text in (late, early)], 1)
    assert only.startswith("<mark>防汛</mark>工作")


def test_without_words_the_lead_is_shown():
    (lead,) = highlight.lead("开头" * 50)
    assert lead == "开头" * 29 + "…"


def test_marking_is_bounded_by_needles_and_by_time():
    sought = [Needle.from_text(chr(0x4E00 + n)) for n in range(100)]
    text = "".join(chr(0x4E00 + n) for n in range(100))
    some = Marker(sought)
    (found,) = some.matches_in([("body", text)])
    assert len(some.needles) == MOST_NEEDLES
    assert {text for match in found for text in match.needles} == {needle.text for needle in some.needles}
    assert some.is_partial
    none = Marker(sought[:3], seconds=0)
    assert none.matches_in([("body", text)]) == [[]]
    assert none.is_partial
    plain = Marker(sought[:3])
    assert plain.matches_in([("body", text)]) == [find_matches(text, "body", sought[:3])]
    assert not plain.is_partial


def test_of_many_needles_the_longest_are_marked():
    marker = Marker([*(Needle.from_text(chr(0x4E00 + n)) for n in range(MOST_NEEDLES)), Needle.from_text("营商环境")])
    assert marker.matches_in([("body", "优化营商环境")]) == [find_matches("优化营商环境", "body", marker.needles[:1])]


def test_snippets_of_a_text_full_of_matches_are_as_many_as_ever():
    text = "高新区" * 20_000
    assert len(snippets([(text, find_matches(text, "body", [Needle.from_text("新")]))])) == 2
