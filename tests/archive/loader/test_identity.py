"""Pairing old and new articles by the lines they claim, and ids that are never given twice."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.loader import identity
from archive.loader.identity import claimed_lines, overlap, pair, permanent_ids
from tests.factories import make_article

texts = st.text("蓼河新城步道社区居民", min_size=1, max_size=4)
articles = st.lists(st.lists(texts, max_size=5).map(Counter), max_size=6)


@given(articles, articles)
def test_a_pairing_is_one_to_one_and_of_shared_lines(old, new):
    partner, heirs = pair(old, new)
    assert len(set(partner.values())) == len(partner)
    assert not set(heirs) & set(partner.values())
    for n, o in partner.items():
        assert overlap(old[o], new[n]) > 0 or not (old[o] or new[n])
    for o, n in heirs.items():
        assert overlap(old[o], new[n]) == max(overlap(old[o], each) for each in new) > 0


@given(articles, articles)
def test_who_is_left_alone_shares_nothing_with_anyone_left_alone(old, new):
    partner, _ = pair(old, new)
    for o in set(range(len(old))) - set(partner.values()):
        for n in set(range(len(new))) - set(partner):
            assert overlap(old[o], new[n]) == 0
            assert old[o] or new[n]


@given(st.lists(texts, min_size=2, max_size=20, unique=True), st.data())
def test_of_a_split_the_larger_part_keeps_the_id(lines, data):
    cut = data.draw(st.integers(1, len(lines) - 1))
    parts = [Counter(lines[:cut]), Counter(lines[cut:])]
    sizes = [sum(map(len, part)) for part in parts]
    partner, _ = pair([Counter(lines)], parts)
    (keeper,) = partner
    assert sizes[keeper] == max(sizes)


@given(st.lists(texts, min_size=2, max_size=20, unique=True), st.data())
def test_of_merged_articles_the_larger_keeps_its_id_and_the_other_leads_there(lines, data):
    cut = data.draw(st.integers(1, len(lines) - 1))
    parts = [Counter(lines[:cut]), Counter(lines[cut:])]
    partner, heirs = pair(parts, [Counter(lines)])
    sizes = [sum(map(len, part)) for part in parts]
    assert sizes[partner[0]] == max(sizes)
    assert heirs == {1 - partner[0]: 0}


def test_claimed_lines_are_those_of_the_ranges_once_each_without_white_space():
    text = ["　　甲乙 丙", "", "丁", "丁", "戊"]
    assert claimed_lines(text, [(1, 2), (1, 1), (3, 4), (9, 12)]) == Counter({"甲乙丙": 1, "丁": 2})


@pytest.mark.django_db
class TestIds:
    def test_they_are_short_and_ascii_and_the_same_each_time(self):
        ids = permanent_ids("a" * 64, [str(n) for n in range(100)])
        assert ids == permanent_ids("a" * 64, [str(n) for n in range(100)])
        assert len(set(ids)) == 100
        assert all(len(id_) == 10 and id_.isascii() and id_ == id_.lower() and id_.isalnum() for id_ in ids)

    def test_none_is_given_twice(self, monkeypatch):
        monkeypatch.setattr(identity, "ALPHABET", "01")
        monkeypatch.setattr(identity, "LENGTH", 3)
        make_article("先来的", permanent_id="000", status="withdrawn")
        make_article("后来的", permanent_id="101")
        ids = permanent_ids("a" * 64, ["0", "1", "2", "3", "4"])
        assert len(set(ids)) == 5
        assert not {"000", "101"} & set(ids)
