"""What short lines share with the text around them."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.draft import Row
from archive.ingest.seeing import sharing

TEXT = "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，卖糖葫芦的老人也收了摊。"


def rows_of(*texts: str) -> list[Row]:
    return [Row(((0, len(text)),), text, at) for at, text in enumerate(texts, 1)]


def shared(*texts: str) -> list[str]:
    return sharing.shared_words(rows_of(*texts), texts)


def test_a_headline_shares_its_words_with_the_text_below_it_and_a_link_does_not():
    link, headline, text = shared("全市召开春耕动员大会", "清河镇河堤上的路灯亮了", TEXT)
    assert (link, headline, text) == ("0/-", "5/-", "")


def test_a_row_at_the_end_of_a_page_has_only_text_above():
    assert shared(TEXT, "清河镇河堤上的路灯")[-1] == "-/5"


@given(st.lists(st.text("清河堤灯", min_size=1, max_size=60), max_size=12))
def test_every_row_has_its_place(texts):
    found = shared(*texts)
    assert len(found) == len(texts)
    for share, row in zip(found, rows_of(*texts), strict=True):
        assert not share or row.width <= sharing.WIDEST


@given(st.lists(st.text("•清", min_size=1, max_size=3), max_size=12))
def test_rows_of_one_sign_are_counted_together(texts):
    runs = sharing.runs_of_signs(rows_of(*texts), "•")
    assert [run > 0 for run in runs] == [text[0] == "•" for text in texts]
    assert all(run == after for run, after in itertools.pairwise(runs) if run and after)
