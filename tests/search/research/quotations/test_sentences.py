"""A text is cut to sentences, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from search.research.quotations.sentences import LONGEST_QUOTATION, legible, sentences_of


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("今天开工。市民来了！", ["今天开工。", "市民来了！"]),
        ("他说：“今天开工。”市民来了", ["他说：“今天开工。”", "市民来了"]),
        ("标题\n\n正文第一句。", ["标题", "正文第一句。"]),
        ("增长3.5%……后来呢？！", ["增长3.5%……", "后来呢？！"]),
        ("。。。\n“”", []),
        ("今" * 150 + "，" + "天" * 100, ["今" * 150 + "，", "天" * 100]),
        ("今" * 250, ["今" * LONGEST_QUOTATION, "今" * 50]),
    ],
)
def test_where_a_text_is_cut(text, cut):
    assert [each.text for each in sentences_of(text)] == cut


@given(st.text("今天开工3.5%，。！？…”“」\n　 Ａb㎡①" + "\U00020bb7", max_size=600))
def test_nothing_is_lost_and_what_is_asked_leads_back_to_the_text(text):
    cut = sentences_of(text)
    assert [each.number for each in cut] == list(range(1, len(cut) + 1))
    joined = "".join(each.text for each in cut)
    assert [each for each in joined if each.isalnum()] == [each for each in text if each.isalnum()]
    for each in cut:
        assert len(each.places) == len(each.asked)
        assert all(
            fold(each.text[place]).find(asked) >= 0 for place, asked in zip(each.places, each.asked, strict=True)
        )
        assert each.asked in strip_space(fold(each.text))


def test_what_no_text_has_is_left_out():
    assert legible("今\0天\r\n开\x1b工\ttab\ud800") == "今天\n开工\ttab"
