"""The words of what is typed keep the symbols and marks that belong to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from archive.language.segmentation import words
from archive.language.typed import has_words, trimmed, typed_words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("C++", ["c++"]),
        ("C#语言", ["c#", "语言"]),
        ("3.5%", ["3.5%"]),
        ("１／２", ["1/2"]),
        ("A股", ["a股"]),
        ("5G", ["5g"]),
        ("加油💪", ["加油", "💪"]),
        ("加油💪💪！", ["加油", "💪💪"]),
        ("36.5℃", ["36.5°c"]),
        ("COVID-19疫情", ["covid-19", "疫情"]),
        ("3∶2战胜", ["3:2", "战胜"]),
        ("AT&T", ["at&t"]),
        ("招商、引资", ["招商", "引资"]),
        ("招商-引资", ["招商", "引资"]),
        ("《营商环境》", ["营商环境"]),
        ("高新区 -- 招商", ["高新区", "招商"]),
        ("++", []),
        ("。", []),
    ],
)
def test_symbols_stay_and_punctuation_divides(typed, expected):
    assert typed_words(fold(typed)) == expected


texts = st.text(st.sampled_from("济宁高新区ABC１２.,%+-/·:#@💪→ 　，。“") | st.characters(), max_size=40).map(fold)


@given(texts)
def test_each_word_is_a_piece_of_what_was_typed_in_its_order(text):
    bare, at = strip_space(text), 0
    for word in typed_words(text):
        at = bare.index(word, at) + len(word)


@given(texts)
def test_no_word_of_the_segmenter_is_lost(text):
    letters = [c for word in typed_words(text) for c in word if c.isalnum()]
    assert letters == [c for part in text.split() for word in words(part) for c in word if c.isalnum()]


@given(texts)
def test_words_are_there_where_any_is_found(text):
    assert has_words(text) or not typed_words(text)


@given(texts)
def test_trimming_takes_punctuation_off_the_ends_only(text):
    assert trimmed(text) in text
    assert trimmed(trimmed(text)) == trimmed(text)


def test_a_question_mark_goes_and_a_percent_sign_stays():
    assert trimmed(fold("高新区在哪里？")) == "高新区在哪里"
    assert trimmed("“3.5%”。") == "3.5%"
