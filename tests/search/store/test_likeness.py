"""What is most alike is what shares the most telling words, said once more without arrays."""

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.store import likeness
from search.store.likeness import TELLING, most_alike
from search.store.reader import Library
from search.store.schema import WORDS
from search.store.writer import GenerationWriter
from tests.search.store.documents import LAYOUT, collections

COUNT = 3


def by_word(reader):
    """Word -> {document: how often it has it}."""
    held = defaultdict(Counter)
    for word, _ in reader.terms(WORDS):
        documents, often = reader.postings(reader.find(WORDS, word))
        held[word] = dict(zip(documents.tolist(), often.tolist(), strict=True))
    return held


def expected_scores(reader, number, held):
    """The scores of the documents most like this one, the highest first."""
    rarity = {word: np.float32(np.log(reader.documents / len(holders))) for word, holders in held.items()}
    telling = [(-holders[number] * rarity[word], word) for word, holders in held.items() if number in holders]
    scores = Counter()
    for _, word in sorted(word for word in telling if len(held[word[1]]) > 1)[:TELLING]:
        term = reader.find(WORDS, word)
        for other, impact in zip(held[word], reader.impacts(term).tolist(), strict=True):
            scores[other] += impact
    del scores[number]
    return sorted((score for other, score in scores.items() if reader.alive[other]), reverse=True)[:COUNT], scores


@pytest.mark.parametrize("at_a_time", [3, likeness.AT_A_TIME])
@given(parts=st.lists(collections(), min_size=1, max_size=3), gone=st.sets(st.integers(1, 30), max_size=3))
def test_most_alike_are_those_with_the_highest_sums(tmp_path_factory, parts, gone, at_a_time):
    folder = tmp_path_factory.mktemp("index")
    writer = GenerationWriter.new(folder, LAYOUT, "test")
    for base, part in enumerate(parts):
        writer.add([replace(document, key=document.key + 12 * base) for document in part])
        writer.commit()
    writer.delete(gone)
    writer.commit()
    reader = Library(folder, 1_000_000).latest()
    held, places = by_word(reader), {key: number for number, key in enumerate(reader.keys.tolist())}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "AT_A_TIME", at_a_time)
        found = dict(most_alike(reader, None, COUNT))
    for number in np.flatnonzero(reader.alive).tolist():
        highest, scores = expected_scores(reader, number, held)
        given = [scores[places[key]] for key in found.get(int(reader.keys[number]), [])]
        assert given == pytest.approx(highest)
