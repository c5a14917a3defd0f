"""Numbers as print has them: whole with decimals and separators of thousands, and apart from what is no number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.numbers import NUMBER_REACH, PRINTED_NUMBER, cuts_number, may_cut_number, stands_whole
from archive.language.segmentation import words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("共18877件,17.61亿元", ["18877", "17.61"]),
        ("18,877件和1,234,567.5元", ["18,877", "1,234,567.5"]),
        ("2021,17.61", ["2021", "17.61"]),
        ("16,17,18", ["16", "17", "18"]),
        ("2021,188", ["2021", "188"]),
        ("18,877,2021年", ["18,877", "2021"]),
        ("2021.5.3", ["2021", "5", "3"]),
        ("192.168.0.1", ["192", "168", "0", "1"]),
        ("3.5%,1/2,3:2", ["3.5", "1", "2", "3", "2"]),
        ("共3.", ["3"]),
    ],
)
def test_numbers_are_found_whole(text, numbers):
    assert [number[0] for number in PRINTED_NUMBER.finditer(text)] == numbers
    assert [word for word in words(text) if word[0].isdigit()] == numbers


@given(st.text("0123456789.,个", max_size=NUMBER_REACH))
def test_a_place_cuts_a_number_where_one_goes_on_over_it(text):
    inside = {at for number in PRINTED_NUMBER.finditer(text) for at in range(number.start() + 1, number.end())}
    assert {at for at in range(-1, len(text) + 2) if cuts_number(text, at)} == inside


@given(st.text("0123456789.,个", max_size=30), st.integers(0, 30), st.integers(1, 5))
def test_a_run_that_cannot_cut_a_number_never_does(text, start, length):
    run = text[start : start + length]
    if run and not may_cut_number(run):
        assert stands_whole(text, start, start + len(run))


@given(st.text("0123456789.,个a元", max_size=30))
def test_the_segmenter_cuts_no_number(text):
    assert "".join(words(text)) == re.sub(r"(?<![0-9])[.,]|[.,](?![0-9])", "", join_loose(text))


def join_loose(text):
    """Without the points and commas between digits that are of no number."""
    return "".join(
        character
        for at, character in enumerate(text)
        if character not in ".," or cuts_number(text, at) or cuts_number(text, at + 1)
    )
