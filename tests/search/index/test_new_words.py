"""Words found in a text without a dictionary: held together, free of what stands beside them."""

import random
from collections import Counter
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import new_words
from search.index.new_words import find_new_words

PLACES = "东西南北上下左右前后"
# Other text, in which no pair of characters comes twice.
OTHER = "\n" + "".join(map(chr, range(0x5000, 0x5800))) + "\n"


def sentences(word):
    """The word between ten different characters on either side, and its parts now and then elsewhere."""
    return "\n".join(f"{before}{word}{after}" for before, after in zip(PLACES, reversed(PLACES), strict=True))


def test_a_word_is_found_that_no_dictionary_has():
    text = sentences("奥密克戎") + OTHER + sentences("蓼河")
    found = {word.text: word for word in find_new_words(text)}
    assert set(found) == {"奥密克戎", "蓼河"}  # no piece of it: a piece is never free on both sides
    assert found["蓼河"].times == len(PLACES)
    assert found["蓼河"].freedom == pytest.approx(log(len(PLACES)))


def test_what_stands_between_marks_stands_free():
    assert [word.text for word in find_new_words(OTHER + "“营商”，\n" * 5)] == ["营商"]


def test_what_is_only_often_side_by_side_is_no_word():
    text = "".join(random.Random(1).choices(PLACES, k=5000))
    assert list(find_new_words(OTHER + text)) == []


def test_one_that_is_printed_in_several_forms_is_one_and_shown_as_printed():
    text = sentences("臺灣") + OTHER + sentences("台湾")
    (word,) = find_new_words(text)
    assert word.times == 2 * len(PLACES)
    assert word.printed == "臺灣"


@pytest.mark.parametrize(
    "text", ["", "\n", "abc 123", "字", "字字字字字字字字", "\U00020000\U00020001" * 9, "\ud800字字"]
)
def test_any_text_can_be_read(text):
    list(find_new_words(text))


def by_hand(text):
    """Every run counted one by one: {run: (times, cohesion, freedom)} of those that are words."""
    runs = [(text[i : i + n], i) for n in range(1, 8) for i in range(len(text) - n + 1)]
    times = Counter(run for run, _ in runs if "\n" not in run)
    written = sum(count for run, count in times.items() if len(run) == 1)
    words = {}
    for run, count in times.items():
        if not 2 <= len(run) <= new_words.LONGEST or count < new_words.LEAST:
            continue
        sides = []
        for offset in (-1, len(run)):
            beside = [
                text[i + offset] if 0 <= i + offset < len(text) and text[i + offset] != "\n" else f"end {i}"
                for same, i in runs
                if same == run
            ]
            sides.append(-sum(n / count * log(n / count) for n in Counter(beside).values()))
        parts = [(run[:cut], run[cut:]) for cut in range(1, len(run))]
        cohesion = min(log(count * written / (times[one] * times[other])) for one, other in parts)
        words[run] = count, cohesion, min(sides)
    return words


@given(
    st.lists(st.sampled_from(["甲乙", "丙丁戊", "己", "庚", "\n"]), min_size=30, max_size=120).map("".join),
    st.integers(1, 3),
)
def test_the_arrays_give_what_counting_by_hand_gives(text, parts):
    expected = {
        run: (times, pytest.approx(cohesion), pytest.approx(freedom))
        for run, (times, cohesion, freedom) in by_hand(text).items()
        if cohesion >= 0.1 and freedom >= 0.1
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(new_words, "COHESION", 0.1)
        patch.setattr(new_words, "FREEDOM", 0.1)
        patch.setattr(new_words, "PART", max(1, len(text) // parts))
        found = {word.text: (word.times, word.cohesion, word.freedom) for word in find_new_words(text)}
    assert found == expected
