"""Which runs of texts stand in other texts that were made of them, each character in one alone."""

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise, product
from typing import Protocol

TextRun = tuple[int, int]  # where it begins in its text, and how long it is
# Pairs of changed texts that are looked at one by one: a text rewritten as a whole has no lines.
MOST_PAIRS = 10_000
# What makes two texts the same one, changed: the share of characters, alone and in pairs, that both have. One of two
# changed leaves a third; of two paragraphs of one article one in forty have as much.
ALIKE_TEXTS = 1 / 3
# What makes one text a piece of another, changed: the share of the shorter one that the other has.
PIECE = 2 / 3
# What tells a piece of a text in another one, however little of either it is: a sentence that was put elsewhere.
TELLING_RUN = 10
MOST_PLACES = 20  # where characters stand that tell no text from another, as a name does that each paragraph has
TELLING_TEXT = 4  # characters by which a text is known that stands whole in another one
SHORTEST_LINE = 6  # characters of a line that tells as much, where a text has the whole of it
SHORTEST_RUN = 2  # characters that two texts that are alike have one after the other, where that tells anything
GONE, SAID = "\0", "\1"  # stand for characters of the old, and of the new text, that have found each other


class SoughtText(Protocol):
    """A text that is looked for in others."""

    @property
    def text(self) -> str: ...

    def is_known_by(self, at: int, size: int) -> bool: ...


def shared_runs(
    old: Mapping[int, SoughtText], new: Mapping[int, str], moved: Sequence[tuple[int, int]], elsewhere: str = ""
) -> Iterator[tuple[int, int, TextRun]]:
    """Places in both, and the run of the first that the second has: long ones first, wherever they stand; then what
    is left of texts of which one was made of the other, those with most in common first, of those with as much the
    nearest to where the pair of places before it has `moved`. Each character is found once. So a name that the
    paragraph itself has yet, in its dateline, is no piece of it; nor is a text that was taken whole from `elsewhere`
    made of what has no more than some characters in common with it."""
    if len(old) * len(new) <= MOST_PAIRS:
        words = _Words(old, new, moved, elsewhere)
        yield from words.long_runs()
        yield from words.pieces()


class _Words:
    """What of old and new texts has not found its like yet."""

    def __init__(
        self, old: Mapping[int, SoughtText], new: Mapping[int, str], moved: Sequence[tuple[int, int]], elsewhere: str
    ) -> None:
        self.old, self.new, self.moved = old, new, moved
        self.taken = {b for b, text in new.items() if len(text) >= TELLING_TEXT and text in elsewhere}
        self.taken -= {b for b in self.taken if any(new[b] in told.text for told in old.values())}
        self.before = {a: told.text for a, told in old.items()}
        self.now = dict(new)
        self.before_features = {a: _features(text) for a, text in self.before.items()}
        self.now_features = {b: _features(text) for b, text in self.now.items()}
        self.sizes = [{n: len(each) for n, each in some.items()} for some in (self.before_features, self.now_features)]
        self.found: dict[tuple[int, int], set[str]] = defaultdict(set)

    def long_runs(self) -> Iterator[tuple[int, int, TextRun]]:
        """What is long enough to be known by itself, the longest first."""
        runs = [(-size, self.apart(a, b), a, b, i, j) for a, b, i, j, size in self._common_runs()]
        heapq.heapify(runs)
        while runs:
            size, apart, a, b, i, j = heapq.heappop(runs)
            free = [self.before[a][i + n] != GONE and self.now[b][j + n] != SAID for n in range(-size)]
            if all(free):
                yield self._take(a, b, i, j, -size)
                continue
            for begin, length in _stretches(free):
                if self.old[a].is_known_by(i + begin, length):
                    heapq.heappush(runs, (-length, apart, a, b, i + begin, j + begin))

    def _common_runs(self) -> Iterator[tuple[int, int, int, int, int]]:
        """All that two texts have in common and cannot be longer: both places, where it begins in both, its length."""
        starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for a, text in self.before.items():
            for i in range(len(text) - SHORTEST_LINE + 1):
                starts[text[i : i + SHORTEST_LINE]].append((a, i))
        for b, text in self.now.items():
            ends: dict[tuple[int, int], int] = {}  # where the last run ends, of each text so far before this one
            for j in range(len(text) - SHORTEST_LINE + 1):
                places = starts.get(text[j : j + SHORTEST_LINE], ())
                for a, i in places if len(places) <= MOST_PLACES else ():
                    if ends.get((a, i - j), 0) > j:
                        continue
                    back = _length_in_common(self.before[a][:i][::-1], text[:j][::-1])
                    size = back + _length_in_common(self.before[a][i:], text[j:])
                    ends[a, i - j] = j - back + size
                    if self.old[a].is_known_by(i - back, size):
                        yield a, b, i - back, j - back, size

    def pieces(self) -> Iterator[tuple[int, int, TextRun]]:
        """What is left of texts that are alike, or of which one is a piece of the other."""
        pairs = [pair for a, b in product(self.old, self.new) if (pair := self._in_common(a, b))]
        heapq.heapify(pairs)
        while pairs:
            pair = heapq.heappop(pairs)
            *_, a, b = pair
            if (left := self._in_common(a, b)) != pair:  # another one has taken something of it
                if left:
                    heapq.heappush(pairs, left)
                continue
            matched = SequenceMatcher(None, self.before[a], self.now[b], autojunk=False).get_matching_blocks()
            for block in matched:
                if block.size >= SHORTEST_RUN:
                    yield self._take(a, b, block.a, block.b, block.size)

    def _in_common(self, a: int, b: int) -> tuple[int, int, int, int] | None:
        shared = len(self.before_features[a] & self.now_features[b] | self.found.get((a, b), set()))
        one, other = self.sizes[0][a], self.sizes[1][b]
        if b in self.taken:
            alike = shared >= PIECE * (one + other) / 2
        else:
            alike = shared >= ALIKE_TEXTS * (one + other) / 2 or shared >= PIECE * min(one, other)
        return (-shared, self.apart(a, b), a, b) if alike else None

    def apart(self, a: int, b: int) -> int:
        before_it = bisect_left(self.moved, (a,))
        old, new = self.moved[before_it - 1] if before_it else (0, 0)
        return abs(a + new - old - b)

    def _take(self, a: int, b: int, i: int, j: int, size: int) -> tuple[int, int, TextRun]:
        self.found[a, b] |= _features(self.before[a][i : i + size])
        self.before[a] = _marked(self.before[a], i, size, GONE)
        self.now[b] = _marked(self.now[b], j, size, SAID)
        self.before_features[a], self.now_features[b] = _features(self.before[a]), _features(self.now[b])
        return a, b, (i, size)


def _length_in_common(one: str, other: str) -> int:
    """Of what both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _stretches(free: Sequence[bool]) -> Iterator[TextRun]:
    begin = 0
    for is_free, each in groupby(free):
        length = len(list(each))
        if is_free:
            yield begin, length
        begin += length


def _marked(text: str, at: int, size: int, mark: str) -> str:
    return f"{text[:at]}{mark * size}{text[at + size :]}"


def _features(text: str) -> set[str]:
    return {
        feature for feature in (*text, *map("".join, pairwise(text))) if GONE not in feature and SAID not in feature
    }
