import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.store import merging, segment
from search.store.analysis import analyse
from search.store.postings import Lists
from search.store.schema import Document
from search.store.segment import SegmentFile
from search.store.terms import FieldTerms
from tests.search.store.documents import LAYOUT, collections, same


def written(folder, chunk):
    path = folder / f"{len(list(folder.iterdir()))}.lean"
    with path.open("wb") as file:
        segment.write_chunk(file, chunk)
    return SegmentFile(path)


def merged(folder, *segments):
    """The segments, with the numbers of their deleted documents, made one and read back."""
    with (folder / "merged").open("wb") as file:
        merging.write_merged(file, merging.parts_of(segments))
    return SegmentFile(folder / "merged")


@pytest.mark.parametrize("postings", [1, 7, merging.POSTINGS])
@given(documents=collections(), data=st.data())
def test_segments_merged_are_what_one_analysis_makes(tmp_path_factory, postings, documents, data):
    """However they were cut, whatever was deleted, however few postings are merged at a time."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(documents)), max_size=3)))
    gone = data.draw(st.sets(st.integers(1, max(1, len(documents)))))
    folder = tmp_path_factory.mktemp("segments")
    parts = [documents[a:b] for a, b in zip([0, *cuts], [*cuts, len(documents)], strict=True)]
    segments = [
        (written(folder, analyse(part, LAYOUT)), [i for i, document in enumerate(part) if document.key in gone])
        for part in parts
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "POSTINGS", postings)
        made = merged(folder, *segments).chunk()
    assert same(made, analyse([document for document in documents if document.key not in gone], LAYOUT))


@given(collections())
def test_a_segment_reads_back_as_the_chunk_it_was_written_from(tmp_path_factory, documents):
    chunk = analyse(documents, LAYOUT)
    assert same(written(tmp_path_factory.mktemp("segment"), chunk).chunk(), chunk)


def of_terms(terms):
    """A chunk of one field, of which every term is in document 0."""
    lists = Lists(np.arange(len(terms) + 1), np.zeros(len(terms), np.int32), np.ones(len(terms), np.uint8))
    chunk = analyse([], LAYOUT)
    return type(chunk)(**{**vars(chunk), "fields": {"words": FieldTerms.from_strings(sorted(terms), lists)}})


names = st.text("高新区ab\U00020000", min_size=1, max_size=6)


@given(st.sets(names), st.text("高新区ab\U00020000", max_size=6))
def test_terms_are_found_in_their_order(tmp_path_factory, terms, asked):
    index = written(tmp_path_factory.mktemp("segment"), of_terms(terms)).terms["words"]
    ordered = sorted(terms)
    found = index.find(asked.encode())
    assert (ordered[found] if found is not None else None) == (asked if asked in terms else None)
    assert [term.decode() for term, _ in index.starting(asked.encode())] == [t for t in ordered if t.startswith(asked)]


@given(st.lists(names))
def test_sort_keys_order_terms_as_their_text_does(terms):
    lists = Lists(np.arange(len(terms) + 1), np.zeros(len(terms), np.int32), np.ones(len(terms), np.uint8))
    given_terms = FieldTerms.from_strings(terms, lists)
    keys = merging.sort_keys(given_terms.text, given_terms.offsets).tolist()
    places = {term: place for place, term in enumerate(sorted(set(terms)))}
    assert [sorted(set(keys)).index(key) for key in keys] == [places[term] for term in terms]


def test_memory_does_not_grow_with_what_is_merged(tmp_path, monkeypatch):
    """Four times as many segments, each as large, take hardly more of it at once."""
    monkeypatch.setattr(merging, "POSTINGS", 2_000)
    monkeypatch.setattr(merging, "COPIED", 4096)
    monkeypatch.setattr("search.store.terms.SPOOLED", 4096)
    rng = random.Random(20211105)
    segments = []
    for first in range(1, 241, 10):
        texts = ["".join(chr(rng.randrange(0x4E00, 0x5600)) for _ in range(200)) for _ in range(10)]
        documents = [Document(key, (("body", text),)) for key, text in enumerate(texts, first)]
        segments.append((written(tmp_path, analyse(documents, LAYOUT, cut=list)), []))
    peaks = []
    for count in (6, 24):
        tracemalloc.start()
        assert merged(tmp_path, *segments[:count]).documents == 10 * count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0], peaks
