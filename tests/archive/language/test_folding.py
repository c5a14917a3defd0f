"""Folding against its promises: character by character, and the same for all forms of a character."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.bulk_folding import BETWEEN, fold_at_once, folded_units
from archive.language.folding import PRINT_VARIANTS, fold, fold_with_offsets, strip_space


@given(st.text(), st.text())
def test_folding_works_character_by_character(a, b):
    assert fold(a + b) == fold(a) + fold(b)


ODD = "高新区ＡＢ，㎡…\u200b\u0301\0\n𠮷\ud800" + BETWEEN


@given(st.text() | st.text(st.sampled_from(ODD)))
def test_a_text_folds_at_once_as_its_characters_do(text):
    for _ in range(2):  # before and after its characters were met
        assert fold_at_once(text) == fold(text) == "".join(map(fold, text))


@given(st.lists(st.text() | st.text(st.sampled_from("高新…\n" + BETWEEN))))
def test_texts_fold_together_as_each_does(texts):
    assert folded_units([("body", text) for text in texts]) == [("body", fold(text)) for text in texts]


def test_folding_twice_is_folding_once_for_every_character():
    changed = [code for code in range(sys.maxunicode + 1) if fold(fold(chr(code))) != fold(chr(code))]
    assert changed == []


def test_composed_and_decomposed_texts_fold_to_the_same():
    every = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for form in ("NFC", "NFD"):
        assert [c for c in every if fold(unicodedata.normalize(form, c)) != fold(c)] == []


@given(st.text(st.sampled_from("éeüuñ中国が한́̈A1ßΐ")))
def test_so_do_whole_texts(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_each_print_variant_stands_for_one_thing():
    """No form is in two classes, and none stands for itself."""
    lines = [line.split() for line in PRINT_VARIANTS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    forms = [form for compared, *variants in lines for form in {fold(compared), *variants}]
    assert len(forms) == len(set(forms)) > 40
    assert all(len(variant) == 1 for _, *variants in lines for variant in variants)
    for compared, *variants in lines:
        assert {fold(variant) for variant in variants} == {fold(compared)}


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
        ("阿凡提・艾买提•江", "阿凡提·艾买提·江"),
        ("二○二一年", "二〇二一年"),
        ("高新区—蓼河――泗河", "高新区-蓼河--泗河"),
        ("Café Zürich", "cafe zurich"),
        ("①18个", "(1)18个"),
        ("3∶2", "3:2"),
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
