"""`segmentation.words` for building an index and setting headlines: the same cut, by jieba's port to Rust, ten times
as fast.

Runs of characters on which the two might differ (jieba knows ideographs to U+9FD5 only) go to jieba.
tests/archive/language/test_bulk_segmentation.py holds that no text is cut otherwise.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from archive.language import segmentation

if TYPE_CHECKING:
    import rjieba

SPACE = " "
ALIKE = re.compile(f"[\u4e00-\u9fd5a-z0-9.,{SPACE}]*")
NO_WORD = "\x00"


class _Cutter:
    """jieba's port, loaded with the words of the vocabulary in use."""

    def __init__(self) -> None:
        self.vocabulary: Mapping[str, int] = {}

    def current(self) -> "rjieba.Jieba":
        frequencies, total = segmentation.vocabulary()
        if frequencies is not self.vocabulary:
            self.vocabulary, self.jieba = frequencies, self.load(frequencies, total)
        return self.jieba

    def load(self, frequencies: Mapping[str, int], total: int) -> "rjieba.Jieba":
        """With jieba's frequencies and the same sum, which decide where to cut."""
        import rjieba  # loads a dictionary of its own (0.1 s): where it is used, not in every command

        used = {word: frequency for word, frequency in frequencies.items() if frequency}
        if (rest := total - sum(used.values())) > 0:
            used[NO_WORD] = rest
        jieba: rjieba.Jieba = rjieba.Jieba.empty()  # type: ignore[no-untyped-call]
        for word, frequency in used.items():
            jieba.add_word(word, frequency, "")
        return jieba


_cutter = _Cutter()


def unload_dictionaries() -> None:
    """Give back the memory of both dictionaries; they are loaded again where something is cut."""
    global _cutter
    _cutter = _Cutter()
    segmentation.unload_tokenizer()


def bulk_words(text: str) -> list[str]:
    """What `segmentation.words(text)` gives."""
    runs = segmentation.runs(text)
    if not ALIKE.fullmatch(joined := SPACE.join(runs)):
        return [
            word for run in runs for word in (words_of_runs(run) if ALIKE.fullmatch(run) else segmentation.words(run))
        ]
    return words_of_runs(joined)


def words_of_runs(runs: str) -> list[str]:
    """The words of runs that are ALIKE, with a SPACE between, each cut for itself; ten calls for ten cost more."""
    pieces = _cutter.current().cut(runs, False)
    return [word for word in segmentation.numbers_mended(pieces, runs) if word != SPACE]
