"""Commits: seen whole or not at all, by readers that stay open; and read by Whoosh itself."""

import pytest
from whoosh.index import open_dir
from whoosh.query import Term

from archive.language.folding import fold
from search.store import expressions as ex
from search.store.collector import Collector, Query
from search.store.damage import DamagedIndex, NoIndex
from search.store.manifest import INDEX_NAME, Pointer
from search.store.reader import Library
from search.store.schema import Document
from search.store.writer import FULL, GenerationWriter, SegmentWeight, merges, sweep_generations
from tests.search.store.documents import LAYOUT


def document(key, text="济宁，高新区", **columns):
    return Document(key, (("body", text),), columns)


def found(library, asked=None):
    reader = library.latest()
    answer = Collector(reader, LAYOUT, {"words": 1, "title_words": 1, "grams": 0.5}).collect(
        Query(asked or ex.Everything())
    )
    return sorted(reader.keys[answer.documents].tolist())


@pytest.fixture
def folder(index):
    return index([document(1), document(2)])


def test_no_index_is_told(tmp_path):
    with pytest.raises(NoIndex, match="rebuild_index"):
        Library(tmp_path, 0).latest()


def test_what_is_not_committed_is_not_there(folder):
    library = Library(folder, 0)
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.add([document(3)])
    writer.delete([1])
    writer.flush()
    assert found(library) == [1, 2]
    writer.commit()
    assert found(library) == [2, 3]


def test_a_changed_document_is_found_by_its_new_text_only(folder):
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete([1])
    writer.add([document(1, "任城区")])
    writer.commit()
    library = Library(folder, 0)
    assert found(library, ex.Has("content", "高新")) == [2]
    assert found(library, ex.Has("content", "任城")) == [1]


def test_an_old_reader_answers_on_while_a_new_generation_takes_over(folder):
    library = Library(folder, 0)
    old = library.latest()
    writer = GenerationWriter.new(folder, LAYOUT, "test")
    writer.add([document(7)])
    writer.commit()
    sweep_generations(folder)
    assert old.frequency("words", "济宁") == 2
    assert old.postings(old.find("grams", "高新"))[0].tolist() == [0, 1]
    assert found(library) == [7]


def test_orphans_of_a_dead_writer_are_swept_by_the_next(folder):
    generation = folder / Pointer.read(folder).generation
    dead = GenerationWriter.current(folder, LAYOUT)
    dead.add([document(3)])
    dead.flush()
    (generation / "_articles_2.toc").write_bytes(b"written, but the pointer was not")
    GenerationWriter.new(folder, LAYOUT, "test").add([document(9)])
    assert len(list(folder.glob("generation-*"))) == 2
    GenerationWriter.current(folder, LAYOUT).commit()
    sweep_generations(folder)
    assert [path.name for path in folder.glob("generation-*")] == [generation.name]
    assert sorted(path.suffix for path in generation.iterdir()) == [".json", ".lean", ".toc"]
    assert found(Library(folder, 0)) == [1, 2]


def test_segments_stay_few(folder):
    for key in range(10, 60):
        writer = GenerationWriter.current(folder, LAYOUT)
        writer.add([document(key)])
        writer.commit(merging=FULL)
    assert len(writer.segments) <= 5
    assert found(Library(folder, 0)) == [1, 2, *range(10, 60)]


def test_files_missing_from_the_generation_in_use_are_told(folder):
    for path in (folder / Pointer.read(folder).generation).glob("*.lean"):
        path.unlink()
    with pytest.raises(DamagedIndex, match="missing"):
        Library(folder, 0).latest()


def test_a_segment_cut_short_is_told(folder):
    for path in (folder / Pointer.read(folder).generation).glob("*.lean"):
        path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DamagedIndex, match="cut short"):
        Library(folder, 0).latest()


def test_whoosh_itself_reads_and_searches_the_index(folder):
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete([1])
    writer.add([document(3, "高新区招商。高新区"), document(4, "任城")])
    writer.commit(merging=FULL)
    stock = open_dir(str(folder / Pointer.read(folder).generation), indexname=INDEX_NAME)
    assert stock.doc_count() == 3
    with stock.searcher() as searcher:
        assert {hit["django_id"] for hit in searcher.search(Term("words", "高新区"))} == {2, 3}
        assert list(searcher.reader().lexicon("characters")) == sorted(
            c.encode() for c in fold("济宁，高新区招商。任城")
        )
        assert searcher.reader().frequency("words", "高新区") == 3


def test_what_is_merged_is_bounded_and_counts_the_dead():
    """(bytes, of them alive) of each segment, oldest first -> which are made one."""

    def due(*weights, most=FULL):
        return merges([SegmentWeight(*weight) for weight in weights], most)

    assert due((100, 100), (10, 10), (9, 9)) == [(1, 3)]
    assert due((100, 100), (20, 20), (9, 9)) == [(0, 3)]
    assert due((100, 100), (20, 20), (9, 9), most=50) == [(1, 3)], "nothing of 50 bytes and more"
    assert due((100, 49), (10, 10), (1, 1)) == [(0, 1)]
    assert due((100, 49), (10, 10), (1, 1), most=49) == []
    assert due((100, 51)) == []
    assert due((100, 49)) == [(0, 1)]
    assert due(*[(10, 10)] * 5, most=0) == []


def test_a_segment_mostly_dead_is_written_anew(index):
    folder = index([document(key) for key in range(1, 11)])
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete(range(1, 7))
    writer.commit()
    assert writer.segments[0].documents == 10
    writer.commit(merging=FULL)
    assert writer.segments[0].documents == 4
    assert found(Library(folder, 0)) == [7, 8, 9, 10]
