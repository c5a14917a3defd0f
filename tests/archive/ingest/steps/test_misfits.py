"""What does not fit in an article is doubted, however sure the labeller was of its lines."""

import pytest

from archive.ingest.labelling.states import LineState
from tests.archive.ingest.steps.test_classify import PROSE, TEXT, TITLE, parsed

HEADLINE = "河堤上的灯亮了"
LONG = PROSE * 3


def doubts(lines, *said):
    return {problem.code for problem in parsed(lines, *said).problems}


def test_an_article_in_which_all_fits_is_not_doubted():
    found = doubts([HEADLINE, LONG, f"{LONG}（张明）"], TITLE, TEXT, TEXT)
    assert found == {"no_date"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("灯亮了，人散了。", "short_text"),
        (f"，{LONG}", "broken_opening"),
        (f"{LONG}http://www.example.com/a.html", "residue"),
        (f"清河大桥，昨日合龙 本报讯 {LONG}", "inner_dateline"),
        (f"渡口的船灯亮了。李文　摄中新网清河5月23日电(李文王小明){LONG}", "inner_dateline"),
        (f"本报记者王小明说，{LONG}", "unread_byline"),
        (f"{LONG}（朵朵）", "unread_byline"),
    ],
)
def test_a_text_that_contradicts_itself_is_doubted(text, code):
    assert code in doubts([HEADLINE, text], TITLE, TEXT)


@pytest.mark.parametrize("text", [f"记者从县水利局获悉，{LONG}", f"{LONG}（未完待续）", f"{LONG}（县水利局）"])
def test_a_text_that_names_nobody_has_no_unread_byline(text):
    assert "unread_byline" not in doubts([HEADLINE, text], TITLE, TEXT)


def test_a_short_line_among_long_paragraphs_is_doubted():
    assert "short_line" in doubts([HEADLINE, LONG, "渡口的早晨", LONG], TITLE, TEXT, TEXT, TEXT)


@pytest.mark.parametrize(("title", "code"), [("时间：今晚", "odd_headline"), (HEADLINE * 9, "long_headline")])
def test_what_is_hardly_a_headline_is_doubted(title, code):
    assert code in doubts([title, LONG], TITLE, TEXT)


def test_text_that_was_put_aside_is_doubted():
    aside = (LineState.FURNITURE, 0.995, LineState.CAPTION)
    assert "text_aside" in doubts([HEADLINE, LONG, PROSE], TITLE, TEXT, aside)


@pytest.mark.parametrize(("above", "code"), [([], "untitled"), (["灯下漫笔"], "no_title")])
def test_a_file_that_begins_with_its_text_has_no_headline_that_was_missed(above, code):
    put_aside = [(LineState.FURNITURE, 0.99, LineState.COLUMN)] * len(above)
    assert doubts([*above, LONG], *put_aside, TEXT) & {"untitled", "no_title"} == {code}
