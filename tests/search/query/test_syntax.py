"""What is typed: syntax where it is syntax, text everywhere else, never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.syntax import AllOf, AnyOf, Excluded, Range, Term, parse_query, quoted, terms, unpaired


def shape(node):
    """The tree without spans, short enough to compare by eye."""
    match node:
        case Term(text, field, exact):
            mark = f"“{text}”" if exact else text
            return mark if field == "content" else f"{field}:{mark}"
        case Range(column, first, last):
            return f"{column} {first}..{last}"
        case Excluded(part):
            return ("-", shape(part))
        case AnyOf(parts):
            return {"any": [shape(part) for part in parts]}
        case AllOf(parts):
            return [shape(part) for part in parts]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("高新区 营商环境", ["高新区", "营商环境"]),
        ('"逐字短语"', ["“逐字短语”"]),
        ("“逐字短语”", ["“逐字短语”"]),
        ("＂逐字短语＂", ["“逐字短语”"]),
        ("「逐字短語」", ["“逐字短語”"]),
        ("｢逐字短語｣", ["“逐字短語”"]),
        ("﹁逐字短語﹂", ["“逐字短語”"]),
        ("”逐字短语”", ["“逐字短语”"]),
        ('招商"两个词 一句"引资', ["招商", "“两个词 一句”", "引资"]),
        ("高新区 -招商", ["高新区", ("-", "招商")]),
        ("高新区 －招商", ["高新区", ("-", "招商")]),
        ('-"招商引资"', [("-", "“招商引资”")]),
        ("高新区 非 招商", ["高新区", ("-", "招商")]),
        ("蓼河 或 泗河", [{"any": ["蓼河", "泗河"]}]),
        ("蓼河 OR 泗河 | 洸河", [{"any": ["蓼河", "泗河", "洸河"]}]),
        ("公园 蓼河 或 泗河", ["公园", {"any": ["蓼河", "泗河"]}]),
        ("公园 且 蓼河", ["公园", "蓼河"]),
        ("（蓼河 公园） 或 泗河", [{"any": [["蓼河", "公园"], "泗河"]}]),
        ("-(蓼河 或 泗河)", [("-", {"any": ["蓼河", "泗河"]})]),
        ("标题:开工", ["title:开工"]),
        ("标题：“项目开工”", ["title:“项目开工”"]),
        ("作者：刘菲 栏目:专题访谈", ["author:刘菲", "column_name:专题访谈"]),
        ("正文:高新 图说: 合影", ["body:高新", "caption:合影"]),
        ("标题:(开工 或 竣工) 市民", [{"any": ["title:开工", "title:竣工"]}, "市民"]),
        ("-标题:开工", [("-", "title:开工")]),
        ("期:589", ["issue 589..589"]),
        ("期：５８０．．５８９", ["issue 580..589"]),
        ("年:2021", ["date 2021..2021"]),
        ("2020..2023", ["date 2020..2023"]),
        ("2021-05..2021-11", ["date 2021-05..2021-11"]),
        ("2021年5月..2021年11月", ["date 2021-5..2021-11"]),
        ("2020..", ["date 2020.."]),
        ("..2020", ["date ..2020"]),
        ("年份:2020.. 招商", ["date 2020..", "招商"]),
        # What only looks like syntax is text.
        ("或", ["或"]),
        ("蓼河 或", ["蓼河", "或"]),
        ("或 蓼河", ["或", "蓼河"]),
        ("新-旧动能", ["新-旧动能"]),
        ("- 招商", ["-", "招商"]),
        ("济宁（高新区）", ["济宁（高新区）"]),
        ("(高新区", ["(高新区"]),
        ("高新区)", ["高新区)"]),
        ('"没有关', ['"没有关']),
        ('""', ['""']),
        ("标题:", ["标题:"]),
        ("年:去年", ["年:去年"]),
        ("时间:8点", ["时间:8点"]),
        ("..", [".."]),
        ("非", ["非"]),
    ],
)
def test_reading(typed, read):
    assert shape(parse_query(typed)) == read


def test_words_are_asked_of_the_scope_and_as_runs_where_the_reader_wants():
    assert shape(parse_query("开工 正文:蓼河", field="title")) == ["title:开工", "body:蓼河"]
    assert shape(parse_query("开工 仪式", exact=True)) == ["“开工”", "“仪式”"]


@pytest.mark.parametrize(
    ("typed", "halves"),
    [
        ('“甲” (乙) 「丙」 "" 中国（山东）', ""),
        ("(甲", "("),
        ("甲) “乙", ")“"),
        ("（甲 (乙)", "（"),
        ("“甲 (乙”)", ")"),
        ('"" (甲" 乙)', ")"),
        ("甲』", "』"),
    ],
)
def test_marks_without_their_other_half(typed, halves):
    assert "".join(unpaired(typed)) == halves


words = ["高新区", "招商", "a", "2021", "-05", "。", "\u200b", "𬮤", "\\"]
marks = [*'"“”「」(（)）-－|: \u3000', "..", "或", " 或 ", "OR", " 非 ", "且", "标题:", "作者：", "期:", "年:"]
pieces = st.sampled_from(words + marks)


@given(st.one_of(st.lists(pieces, max_size=40).map("".join), st.text(max_size=80)))
def test_nothing_typed_is_an_error_and_nothing_is_lost(typed):
    tree = parse_query(typed)
    kept = "".join(term.text for term in [*terms(tree), *terms(tree, excluded=True)])
    for character in set(typed) & set("高新区招商a𬮤"):
        assert kept.count(character) == typed.count(character)


def test_many_brackets_cost_no_more_than_their_number():
    parse_query("(" * 300)
    parse_query("(a " * 100 + ")" * 100)
    parse_query("-" * 300)
    parse_query("非 " * 150 + "a")
    parse_query('"' * 299)


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.strip() and not set(text) >= set('"“「')))
def test_what_is_quoted_is_found_as_itself(text):
    try:
        typed = quoted(text)
    except ValueError:
        return
    (term,) = parse_query(typed).parts
    assert (term.text, term.exact) == (text.strip(), True)
