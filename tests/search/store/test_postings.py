import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.store.postings import Lists, pack, unpack, unpack_all

# Numbers near the bounds of 1, 2 and 4 bytes.
documents = st.integers(0, 300) | st.integers(65_000, 66_000) | st.integers(0, 2**31 - 1)
posting_lists = st.lists(
    st.dictionaries(documents, st.integers(1, 255), min_size=1, max_size=20).map(lambda d: sorted(d.items())),
    max_size=8,
)


def as_lists(lists):
    starts = np.concatenate(([0], np.cumsum([len(own) for own in lists], dtype=np.int64))).astype(np.int64)
    flat = [posting for own in lists for posting in own]
    return Lists(starts, np.array([d for d, _ in flat], np.int32), np.array([often for _, often in flat], np.uint8))


@given(posting_lists)
def test_every_list_comes_back(lists):
    packed = pack(as_lists(lists))
    for i, own in enumerate(lists):
        found, often = unpack(packed.data, int(packed.offsets[i]), int(packed.sizes[i]), int(packed.forms[i]))
        often = np.ones(len(found), np.uint8) if often is None else often
        assert list(zip(found.tolist(), often.tolist(), strict=True)) == own


@given(posting_lists)
def test_all_lists_come_back_at_once(lists):
    before, after = as_lists(lists), unpack_all(pack(as_lists(lists)))
    assert after.starts.tolist() == before.starts.tolist()
    assert after.documents.tolist() == before.documents.tolist()
    assert after.frequencies.tolist() == before.frequencies.tolist()


def test_lists_are_encoded_alike_in_blocks(monkeypatch):
    lists = as_lists([[(n, 1 + n % 3), (n * n * 70_000 + 1, 2)] for n in range(9)])
    at_once = pack(lists)
    monkeypatch.setattr("search.store.postings.BLOCK", 2)
    in_blocks = pack(lists)
    assert all(getattr(at_once, name).tolist() == getattr(in_blocks, name).tolist() for name in vars(at_once))


def test_a_dense_list_takes_a_byte_a_document():
    packed = pack(as_lists([[(n, 1) for n in range(1000)]]))
    assert len(packed.data) == 1000
