"""Whole numbers, found by the words of the index, against their texts."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from archive.language.numbers import stands_whole
from search.store.bounds import Bounds, Spending
from search.store.collector import Collector
from search.store.expressions import Has
from search.store.reader import Library
from search.store.schema import Document
from tests.search.store.documents import LAYOUT

texts = st.text("1122.,a件年 \n%", min_size=1, max_size=14)


def holds_whole(text: str, number: str) -> bool:
    bare = strip_space(fold(text))
    places = [at for at in range(len(bare)) if bare.startswith(number, at)]
    return any(stands_whole(bare, at, at + len(number)) for at in places)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["title", "body"]), texts), max_size=12))
def test_a_whole_number_is_found_just_where_its_text_has_it(index, drawn):
    documents = [Document(key, (unit,), {}, {}) for key, unit in enumerate(drawn, 1)]
    reader = Library(index(documents), 0).latest()
    for number in ("1", "2", "12", "121", "1.2", "12.1", "1,221", "2年", "a1", "1,2", "1%"):
        for zone in ("content", "body"):
            found = Collector(reader, LAYOUT, {}).found(Spending(), Has(zone, number, whole_numbers=True))
            expected = [
                key
                for key, (name, text) in enumerate(drawn, 1)
                if name in LAYOUT.zones[zone] and holds_whole(text, number)
            ]
            assert [key + 1 for key in found.tolist()] == expected, (zone, number)


def test_the_commonest_digit_costs_no_text(index):
    documents = [Document(key, (("body", "2021年12月" * 20 + "2件"),), {}, {}) for key in range(1, 300)]
    reader, spending = Library(index(documents), 0).latest(), Spending(Bounds(text=0))
    found = Collector(reader, LAYOUT, {}).found(spending, Has("content", "2", whole_numbers=True))
    assert (len(found), spending.left_out) == (299, {})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["title", "body"]), st.text("12年年\U00020bb7", max_size=8)), max_size=12))
def test_a_zone_that_is_looked_through_as_a_whole_gives_what_each_text_holds(index, drawn):
    """Of short texts all are, as soon as there are several; \U00020bb7 takes two halves."""
    reader = Library(index([Document(key, (unit,), {}, {}) for key, unit in enumerate(drawn, 1)]), 0).latest()
    for sought in ("年年", "2年", "年1", "1", "年\U00020bb7", "22", "年年年"):
        for whole in (False, True):
            found = Collector(reader, LAYOUT, {}).found(Spending(), Has("title", sought, whole_numbers=whole))
            expected = [
                key
                for key, (name, text) in enumerate(drawn)
                if name == "title" and (holds_whole(text, sought) if whole else sought in text)
            ]
            assert found.tolist() == expected, (sought, whole)
