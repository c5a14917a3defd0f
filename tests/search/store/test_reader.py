"""What the segments hold, as one."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.language.folding import fold
from archive.language.segmentation import words
from search.store.container import CheckedArray
from search.store.reader import Library
from search.store.schema import KEY, Document
from search.store.writer import GenerationWriter
from tests.search.store.documents import LAYOUT, collections

property_test = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


@property_test
@given(collections(max_size=40), st.sampled_from(["", "高", "人民", "x"]))
def test_terms_of_several_segments_are_told_once_in_order(index, documents, prefix):
    first = len(documents) * 9 // 10  # a large segment and a small one, which are not merged
    reader = Library(index(documents[:first], documents[first:]), 0).latest()
    holders = Counter(
        word
        for document in documents
        for word in {w for name, text in document.units if name in ("title", "body") for w in words(fold(text))}
    )
    expected = sorted((word, held) for word, held in holders.items() if word.startswith(prefix))
    assert list(reader.terms("words", prefix)) == expected
    for word, held in expected:
        assert reader.frequency("words", word) == held
    assert reader.frequency("words", "无此词") == 0


@property_test
@given(collections(max_size=20), collections(max_size=4), st.sampled_from([(("date_newest", True),), ()]))
def test_after_a_commit_columns_are_those_of_who_opens_the_index_anew(index, documents, later, order):
    folder = index(documents)
    library = Library(folder, 0)
    before = library.latest()
    for name in ("year", "date_newest"):
        before.column(name)
    changed = [type(d)(d.key, d.units, {**d.columns, "year": 2021}, d.lists) for d in later]
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete([d.key for d in changed])
    writer.add(changed)
    writer.commit()
    reader, anew = library.latest(), Library(folder, 0).latest()
    assert reader is not before
    for name in (KEY, "year", "date_newest"):
        assert reader.column(name).tolist() == anew.column(name).tolist()
    assert reader.list_column("contributor").values.tolist() == anew.list_column("contributor").values.tolist()
    assert reader.ranks(order).tolist() == anew.ranks(order).tolist()
    assert reader.norm_rows.tolist() == anew.norm_rows.tolist()


def test_after_a_commit_what_was_read_whole_of_a_file_is_not_read_again(index, monkeypatch):
    folder = index([Document(key, (), {"year": 2021, "date_newest": 1}, {"contributor": ()}) for key in range(1, 50)])
    library = Library(folder, 0)
    library.latest().column("year")
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.add([Document(50, (), {"year": 2022, "date_newest": 1}, {"contributor": ()})])
    writer.commit()
    read = []
    copied = CheckedArray.copied
    monkeypatch.setattr(CheckedArray, "copied", lambda array: read.append(len(array)) or copied(array))
    assert library.latest().column("year").tolist() == [2021] * 49 + [2022]
    assert read == [1]
