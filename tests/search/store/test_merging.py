import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.store import segment
from search.store.analysis import analyse
from search.store.merging import merged, without
from tests.search.store.documents import LAYOUT, collections, same


@given(collections(), st.data())
def test_chunks_merged_are_what_one_analysis_makes(documents, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(documents)), max_size=3)))
    parts = [documents[a:b] for a, b in zip([0, *cuts], [*cuts, len(documents)], strict=True)]
    assert same(merged([analyse(part, LAYOUT) for part in parts]), analyse(documents, LAYOUT))


@given(collections(), st.data())
def test_documents_taken_out_leave_no_trace(documents, data):
    deleted = data.draw(st.lists(st.booleans(), min_size=len(documents), max_size=len(documents)))
    kept = [document for document, gone in zip(documents, deleted, strict=True) if not gone]
    assert same(without(analyse(documents, LAYOUT), np.array(deleted, bool)), analyse(kept, LAYOUT))


@given(collections())
def test_a_segment_reads_back_as_the_chunk_it_was_written_from(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("segment") / "segment"
    chunk = analyse(documents, LAYOUT)
    with path.open("wb") as file:
        segment.write_chunk(file, chunk)
    assert same(segment.SegmentFile(path).chunk(), chunk)


@given(st.sets(st.text("高新区ab\U00020000", min_size=1, max_size=6)), st.text("高新区ab\U00020000", max_size=6))
def test_terms_are_found_in_their_order(tmp_path_factory, terms, asked):
    path = tmp_path_factory.mktemp("segment") / "segment"
    chunk = analyse([], LAYOUT)
    one_each = segment.FieldTerms(
        sorted(terms),
        segment.unpack_all(
            segment.pack(
                type(chunk.fields["words"].lists)(
                    np.arange(len(terms) + 1), np.zeros(len(terms), np.int32), np.ones(len(terms), np.uint8)
                )
            )
        ),
    )
    with path.open("wb") as file:
        segment.write_chunk(file, type(chunk)(**{**vars(chunk), "fields": {"words": one_each}}))
    index = segment.SegmentFile(path).terms["words"]
    ordered = sorted(terms)
    found = index.find(asked.encode())
    assert (ordered[found] if found is not None else None) == (asked if asked in terms else None)
    assert [term.decode() for term, _ in index.starting(asked.encode())] == [t for t in ordered if t.startswith(asked)]
