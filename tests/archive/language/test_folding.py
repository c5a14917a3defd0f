"""Folding against its promises: character by character, and the same for all forms of a character."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold, fold_with_offsets, strip_space


@given(st.text(), st.text())
def test_folding_works_character_by_character(a, b):
    assert fold(a + b) == fold(a) + fold(b)


def test_folding_twice_is_folding_once_for_every_character():
    changed = [code for code in range(sys.maxunicode + 1) if fold(fold(chr(code))) != fold(chr(code))]
    assert changed == []


@given(st.text())
def test_each_folded_character_knows_where_it_came_from(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert list(offsets) == sorted(offsets)
    for i, character in enumerate(text):
        assert "".join(f for f, at in zip(folded, offsets, strict=True) if at == i) == fold(character)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("营商环境", "營商環境"),
        ("著名", "着名"),
        ("乾净", "幹淨"),
        ("凭借", "憑藉"),
        ("皇后", "皇後"),
        ("里面", "裏面"),
        ("裡面", "裏麵"),
        ("台湾", "臺灣"),
        ("（２０２１）", "(2021)"),
        ("㎡", "m2"),
        ("⼈⺠"[0], "人"),
        ("高\u200b新\ufeff区", "高新区"),
        ("葛\U000e0100", "葛"),
    ],
)
def test_forms_of_the_same_characters_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("艺", "芸"), ("缺", "欠"), ("己", "已"), ("“", '"')])
def test_different_characters_stay_different(one, other):
    assert fold(one) != fold(other)


def test_space_is_taken_out_wherever_it_stands():
    assert strip_space("习中心组读\n书　班 \t开班") == "习中心组读书班开班"
    assert not any(map(str.isspace, strip_space("".join(map(chr, range(0x3100))))))
    assert unicodedata.category(fold("　")) == "Zs"
