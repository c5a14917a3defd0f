"""The fast cut is jieba's cut, on real texts and on whatever the dictionary's words make together."""

import itertools
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.language import bulk_segmentation, segmentation
from archive.language.folding import fold
from tests.conftest import SEEDS


@cache
def used() -> list[str]:
    """The words of the dictionary; read when a test runs, since every worker collects every module."""
    return [word for word, frequency in segmentation.vocabulary()[0].items() if frequency]


# Spread over the dictionary, so that shrinking stays fast.
some = st.deferred(lambda: st.sampled_from(used()[:: max(1, len(used()) // 3000)]))
pieces = (
    some
    | st.sampled_from(["，", " ", ",", "a1", "3.5", "1,234", "Covid-19", "㐀", "𠀀", "々", "〇", "é", "_"])
    | st.text(max_size=3)
)


def test_seeds_are_cut_alike():
    for path in SEEDS.iterdir():
        for line in fold(path.read_text(encoding="utf-8")).splitlines():
            assert bulk_segmentation.bulk_words(line) == segmentation.words(line)


@settings(max_examples=1000)
@given(st.lists(pieces, max_size=12))
def test_any_text_is_cut_alike(parts):
    text = fold("".join(parts))
    assert bulk_segmentation.bulk_words(text) == segmentation.words(text)


def test_overlapping_words_are_cut_alike():
    """Pairs of words that share their middle are where cuts are decided."""
    by_first: dict[str, list[str]] = {}
    for word in used()[::7]:
        by_first.setdefault(word[0], []).append(word)
    pairs = ((word, other) for word in used()[::31] if len(word) > 1 for other in by_first.get(word[-1], [])[:2])
    for word, other in itertools.islice(pairs, 20_000):
        text = word + other[1:]
        assert bulk_segmentation.bulk_words(text) == segmentation.words(text)
