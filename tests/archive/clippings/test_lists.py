"""What a reader ticked, read of an address or a form, changed, and written again."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clippings.lists import (
    LONGEST_ADDRESS,
    LONGEST_NOTE,
    MOST_ARTICLES,
    MOST_NOTED,
    ClippingList,
    read_list,
)

numbers = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12).filter(lambda text: text[0] != "-")
notes = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=80).map(str.strip)
lists = st.builds(
    lambda several, noted, title: read_list(
        {
            "a": ",".join(several),
            "t": title,
            **{f"n-{number}": note for number, note in zip(several, noted, strict=False)},
        }
    ),
    st.lists(numbers, max_size=30, unique=True),
    st.lists(notes, max_size=30),
    notes,
)


@given(lists)
def test_a_list_is_the_same_at_its_address(listed):
    again = read_list(dict(parse_qsl(listed.query(), keep_blank_values=True)))
    assert (again.numbers, again.notes, again.title) == (listed.numbers, listed.notes, listed.title)
    without = read_list(dict(parse_qsl(listed.query(with_notes=False), keep_blank_values=True)))
    assert (without.numbers, without.notes) == (listed.numbers, {})


@given(lists.filter(lambda listed: listed.numbers), st.data())
def test_what_is_moved_stands_so_much_further_and_the_others_keep_their_order(listed, data):
    number = data.draw(st.sampled_from(listed.numbers))
    by = data.draw(st.integers(-40, 40))
    moved = listed.moved(number, by)
    last = len(listed.numbers) - 1
    assert moved.numbers.index(number) == min(max(listed.numbers.index(number) + by, 0), last)
    assert moved.without(number).numbers == listed.without(number).numbers
    assert len(moved.numbers) == len(listed.numbers)


@given(st.dictionaries(st.sampled_from(["a", "t", "n-a1", "n-b2"]), st.text(max_size=200)))
def test_whatever_is_asked_is_a_list_within_its_bounds(given_):
    listed = read_list({"a": "a1,b2", **given_})
    assert len(listed.numbers) <= MOST_ARTICLES
    assert all(len(note) <= LONGEST_NOTE and "\x00" not in note for note in listed.notes.values())
    assert listed.query().isascii()


def test_addresses_and_numbers_are_taken_from_any_text():
    listed = ClippingList().with_more("https://x.cn/papers/y/articles/abc123/?q=1#p2 def-4，ghi、 错的 abc123")
    assert listed.numbers == ("abc123", "def-4", "ghi")
    assert listed.told == ["有1处不是文章的编号或网址，略去了。"]


def test_what_has_no_room_is_told():
    listed = read_list({"a": ",".join(f"n{n}" for n in range(MOST_ARTICLES + 3)), "n-n0": "长" * (LONGEST_NOTE + 1)})
    assert listed.numbers == tuple(f"n{n}" for n in range(MOST_ARTICLES))
    assert listed.notes == {"n0": "长" * LONGEST_NOTE}
    assert listed.told == [
        "一份剪报最多200篇，后面的3篇没有收。",
        "批注每条最多500字、合计最多20000字，长出的部分没有收。",
    ]


def test_notes_stay_out_of_an_address_that_would_be_too_long():
    several = [f"n{n}" for n in range(MOST_ARTICLES)]
    noted = read_list({"a": ",".join(several), **{f"n-{number}": "批" * LONGEST_NOTE for number in several}})
    assert sum(map(len, noted.notes.values())) == MOST_NOTED
    assert not noted.notes_fit
    assert len(read_list({"a": ",".join(several)}).query()) <= LONGEST_ADDRESS


@pytest.mark.parametrize("wanted", [("b", "a"), ("b",), ("x", "b", "b")])
def test_an_order_loses_nothing(wanted):
    assert set(read_list({"a": "a,b,c"}).in_order(wanted).numbers) == {"a", "b", "c"}
    assert read_list({"a": "a,b,c"}).in_order(wanted).numbers[0] == "b"
