import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.store.postings import (
    BITS,
    BYTES,
    HAS_FREQUENCIES,
    PAIRS,
    QUADS,
    Lists,
    pack,
    unpack,
    unpack_all,
)

# Numbers near the bounds of 1, 2 and 4 bytes.
documents = st.integers(0, 300) | st.integers(65_000, 66_000) | st.integers(0, 2**31 - 1)
posting_lists = st.lists(
    st.dictionaries(documents, st.sampled_from([1, 1, 1, 2, 255]), min_size=1, max_size=20).map(
        lambda d: sorted(d.items())
    ),
    max_size=8,
)
EVERY_KIND = {
    BYTES: [(7, 1), (200, 1)],
    PAIRS: [(300, 1), (65_000, 1)],
    QUADS: [(70_000, 1), (70_001, 1)],
    BITS: [(n, 1) for n in range(0, 99, 2)],
}


def as_lists(lists):
    starts = np.concatenate(([0], np.cumsum([len(own) for own in lists], dtype=np.int64))).astype(np.int64)
    flat = [posting for own in lists for posting in own]
    return Lists(starts, np.array([d for d, _ in flat], np.int32), np.array([often for _, often in flat], np.uint8))


def unpacked(packed, i):
    begin, end = packed.offsets[i : i + 2]
    found, often = unpack(packed.data[begin:end], int(packed.sizes[i]), int(packed.forms[i]))
    often = np.ones(len(found), np.uint8) if often is None else often
    assert (found.dtype, often.dtype) == (np.int32, np.uint8)  # wider ones would be converted whenever one is looked up
    return list(zip(found.tolist(), often.tolist(), strict=True))


@given(posting_lists)
def test_every_list_comes_back(lists):
    packed = pack(as_lists(lists))
    assert [unpacked(packed, i) for i in range(len(lists))] == lists


@given(posting_lists)
def test_all_lists_come_back_at_once(lists):
    before, after = as_lists(lists), unpack_all(pack(as_lists(lists)))
    assert after.starts.tolist() == before.starts.tolist()
    assert after.documents.tolist() == before.documents.tolist()
    assert after.frequencies.tolist() == before.frequencies.tolist()


@pytest.mark.parametrize("often", [1, 3])
def test_each_list_is_kept_the_shortest_way(often):
    """Of every kind, with frequencies and without, between others of every kind; lists that rank are no bits."""
    lists = [[(d, often if d % 3 else 1) for d, _ in own] for own in EVERY_KIND.values()] * 2
    packed = pack(as_lists(lists))
    forms = list(EVERY_KIND) if often == 1 else [kind | HAS_FREQUENCIES for kind in (BYTES, PAIRS, QUADS, BYTES)]
    assert packed.forms.tolist() == forms * 2
    assert [unpacked(packed, i) for i in range(len(lists))] == lists
    assert unpack_all(packed).documents.tolist() == as_lists(lists).documents.tolist()


def test_lists_are_encoded_alike_in_blocks(monkeypatch):
    lists = as_lists([[(n, 1 + n % 3), (n * n * 70_000 + 1, 2)] for n in range(9)])
    at_once = pack(lists)
    monkeypatch.setattr("search.store.postings.BLOCK", 2)
    in_blocks = pack(lists)
    assert all(getattr(at_once, name).tolist() == getattr(in_blocks, name).tolist() for name in vars(at_once))


def test_a_list_of_everything_takes_a_bit_a_document():
    packed = pack(as_lists([[(n, 1) for n in range(1000)]]))
    assert len(packed.data) == 125
