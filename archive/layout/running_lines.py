"""Where words of an article stand amid lines that other parts of it came from: a headline made of words of the text, a
sentence that is said again in a note.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.layout.aligning import Lines, folded_plain
from archive.layout.shared_runs import SHORTEST_LINE, TELLING_TEXT
from archive.layout.summaries import PRINTED_END


@dataclass(frozen=True)
class Amid:
    """The lines amid which a text stands; of some of its sentences alone, where it is not `whole`."""

    lines: Sequence[Lines]
    whole: bool = True


class RunningLines:
    """Lines as they follow one another, in which words are looked for that may go over their ends."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        told = [(number, words) for number, text in lines if (words := folded_plain(text))]
        self._numbers = [number for number, _ in told]
        self._starts = [0, *accumulate(len(words) for _, words in told)]
        self._text = "".join(words for _, words in told)

    def amid(self, text: str) -> Amid | None:
        """Where a text stands, as one piece or sentence by sentence."""
        if lines := self._lines_with(text):
            return Amid([lines])
        sentences = [sentence for sentence in _sentences(text) if len(folded_plain(sentence)) >= SHORTEST_LINE]
        found = [self._lines_with(sentence) for sentence in sentences]
        known = [lines for lines in found if lines]
        return Amid(list(dict.fromkeys(known)), whole=len(known) == len(found)) if known else None

    def _lines_with(self, text: str) -> Lines | None:
        """The first line that has the words of a text whole, else those over which they go, where they are enough to
        be known by."""
        words = folded_plain(text)
        found = list(self._places(words))
        first, last = min(found, key=lambda lines: lines[1] - lines[0], default=(0, 0))
        if not found or (first < last and len(words) < TELLING_TEXT):
            return None
        return self._numbers[first], self._numbers[last]

    def _places(self, words: str) -> Iterator[Lines]:
        """For each time that words stand there the places of the first and of the last line that has some of them."""
        at = self._text.find(words) if words else -1
        while at >= 0:
            first, last = (bisect_right(self._starts, end) - 1 for end in (at, at + len(words) - 1))
            yield first, last
            at = self._text.find(words, at + 1)


def _sentences(text: str) -> Iterator[str]:
    begin = 0
    for end in PRINTED_END.finditer(text):
        yield text[begin : end.end()]
        begin = end.end()
    yield text[begin:]
