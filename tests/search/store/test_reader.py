"""What the segments hold, as one."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.language.folding import fold
from archive.language.segmentation import words
from search.store.reader import Library
from tests.search.store.documents import collections

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
