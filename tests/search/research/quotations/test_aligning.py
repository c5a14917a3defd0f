"""Texts beside each other: as few edits as the books count, and the changes lead from one to the other."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.language.numbers import cuts_number, stands_whole
from search.research.quotations.aligning import closest, edits_of, fewest_changes, windows_at
from tests.search.research.quotations.brute import distance, distance_within

RUN = "泗河两岸春耕生产全面展开18,877人下田记者日前从市农业农村局获悉今年小麦长势良好"
OTHER = "的一是在，。"


def codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-16-le"), "<u2")


@given(st.text("今天8个项目", max_size=14), st.text("今天6个项目", max_size=14))
def test_changes_are_as_few_as_can_be_and_lead_from_one_to_the_other(one, other):
    found = fewest_changes(one, other)
    assert edits_of(found) == distance(one, other)
    made, at = "", 0
    for change in found:
        made += one[at : change.first] + other[change.since : change.upto]
        assert one[at : change.first] == other[change.since - (change.first - at) : change.since]
        at = change.last
    assert made + one[at:] == other


@st.composite
def slips(draw):
    """A sentence of the run, and it with one character in five exchanged, left out or put in, anywhere."""
    begin = draw(st.integers(0, len(RUN) - 15))
    run = RUN[begin : draw(st.integers(begin + 15, len(RUN)))]
    slipped, made = list(run), draw(st.integers(0, len(run) // 5))
    for at in sorted(draw(st.permutations(range(len(run))))[:made], reverse=True):
        kind = draw(st.sampled_from(["exchanged", "left out", "put in"]))
        slipped[at : at + (kind != "put in")] = [] if kind == "left out" else [draw(st.sampled_from(OTHER))]
    return run, "".join(slipped), made


@given(slips(), st.text(OTHER + "\n", max_size=60), st.text(OTHER + "\n", max_size=60))
def test_what_is_within_the_edits_is_found_with_no_more_than_were_made(slip, before, behind):
    run, asked, made = slip
    pairs = {run[at : at + 2] for at in range(len(run) - 1)}
    assume(sum(asked[at : at + 2] in pairs for at in range(len(asked) - 1)) > 2)
    text = before + run + behind + "\n"
    found = closest(codes(asked), codes(text), len(asked) // 4)
    assert found
    assert distance_within(asked, text) == found.edits <= made
    assert distance(asked, text[found.first : found.last]) == found.edits
    assert "\n" not in text[found.first : found.last]


NUMBERED = st.text("1268,.个件\n", min_size=1, max_size=24)


@given(NUMBERED, st.integers(-3, 20), st.integers(1, 20))
def test_where_numbers_are_cut_is_known_in_any_stretch_of_a_text(text, begin, width):
    windows, cut = windows_at(codes(text), np.array([begin, 0]), width)
    for row, first in enumerate((begin, 0)):
        inside = [text[n] if 0 <= n < len(text) else "\n" for n in range(first, first + width)]
        assert windows[row].tolist() == list(map(ord, inside))
        assert cut[row].tolist() == [cuts_number(text, at) for at in range(first, first + width + 1)]


@given(NUMBERED, st.lists(st.sampled_from(["16", "8", "1,226", "个", "件", "6"]), min_size=2, max_size=6))
def test_of_the_runs_that_cut_no_number_the_closest_is_found(text, words):
    asked, unit = "".join(words), text.replace("\n", "")
    assume(any(asked[at : at + 2] in unit for at in range(len(asked) - 1)))
    places = [at for at in range(len(unit) + 1) if not cuts_number(unit, at)]
    least = min(distance(asked, unit[first:last]) for first in places for last in places if first <= last)
    found = closest(codes(asked), codes(unit + "\n"), len(asked))
    assert found
    assert found.edits == least == distance(asked, unit[found.first : found.last])
    assert stands_whole(unit, found.first, found.last)


def test_nothing_lies_across_two_units():
    run = "泗河两岸春耕生产全面展开"
    assert closest(codes(run), codes(run[:6] + "\n" + run[6:] + "\n"), len(run) // 4) is None


def test_of_texts_without_a_shared_pair_nothing_is_close():
    assert closest(codes("泗河两岸"), codes("岸两河泗\n"), 1) is None
    assert closest(codes("泗"), codes("泗\n"), 1) is None
