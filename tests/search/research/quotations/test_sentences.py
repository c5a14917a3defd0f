"""A text is cut to sentences, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from search.research.quotations.passages import passages_of
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
        ("今" * 150 + "，" + "天" * 40 + "18,877件" * 9, ["今" * 150 + "，", "天" * 40 + "18,877件" * 9]),
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
        assert len(each.compared.places) == len(each.asked)
        assert all(
            fold(each.text[place]).find(asked) >= 0
            for place, asked in zip(each.compared.places, each.asked, strict=True)
        )
        assert each.asked in strip_space(fold(each.text))


def test_what_no_text_has_is_left_out():
    assert legible("今\0天\r\n开\x1b工\ttab\ud800") == "今天\n开工\ttab"


TEN, OTHER = "市民中心将于六月一日", "迎来首批客人参观游览"


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        (f"报道称，“{TEN}”，成效明显。", [("报道称，“", TEN, "”，成效明显。")]),
        (f"“{TEN}，”他说，“{OTHER}。”", [("“", f"{TEN}，", ""), ("”他说，“", f"{OTHER}。", "”")]),
        (f"他说：「{TEN}『{OTHER}』。」", [("他说：「", f"{TEN}『{OTHER}』。", "」")]),
        (f"他说：“{TEN}‘好’{OTHER}”", [("他说：“", f"{TEN}‘好’{OTHER}", "”")]),
        (f"他说：“{TEN}“好”{OTHER}”", [("他说：“", f"{TEN}“好”{OTHER}", "”")]),
        (f"他说：“{TEN}‘好{OTHER}”见《{OTHER}》", [("他说：“", f"{TEN}‘好{OTHER}", ""), ("”见《", OTHER, "》")]),
        (f'他说："{TEN}"', [('他说："', TEN, '"')]),
        (f"见《{TEN}》和《{OTHER}》", [("见《", TEN, ""), ("》和《", OTHER, "》")]),
        (f"他说：“{TEN}", [("他说：“", TEN, "")]),
        (f"“双招双引”之后，“{TEN}”", [("“双招双引”之后，“", TEN, "”")]),
        (f"{TEN}”，{OTHER}", []),
        ("全市“双招双引”工作取得新的成效", []),
        ("他说：“。。。”", []),
    ],
)
def test_what_a_sentence_quotes_stands_within_the_outermost_marks(text, parted):
    (sentence,) = sentences_of(text)
    assert [(each.before, each.text, each.behind) for each in passages_of(sentence)] == parted


def test_what_is_quoted_goes_on_over_sentences_to_its_mark_or_the_end_of_its_line():
    texts = f"他说：“{TEN}。{OTHER}。\n“{TEN}。{OTHER}。”这是{TEN}。\n{OTHER}。"
    cut = sentences_of(texts)
    assert [[part.text for part in passages_of(each)] for each in cut] == [
        *([f"{TEN}。"], [f"{OTHER}。"], [f"{TEN}。"], [f"{OTHER}。"], [], []),
    ]


@given(st.text('今天开工，。“”‘’「」《》"\n', max_size=400))
def test_passages_and_the_words_around_are_the_whole_sentence(text):
    for each in sentences_of(text):
        assert len(each.quoted) == len(each.text)
        parts = passages_of(each)
        assert "".join(part.whole for part in parts) in ("", each.text)
        assert all(not part.behind for part in parts[:-1])
