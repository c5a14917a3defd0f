"""Which lines of a source the parts of articles that an editor changed hold, told by their words: claims name parts by
where they stood at first.
"""

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise, product
from operator import itemgetter
from typing import Any

from archive.language.folding import fold, strip_space

Lines = tuple[int, int]  # first and last line of the source, from 1, both included
# Pairs of changed texts that are looked at one by one: a text rewritten as a whole has no lines.
MOST_PAIRS = 10_000
# What makes two texts the same one, changed: the share of characters, alone and in pairs, that both have. One of two
# changed leaves a third; of two paragraphs of one article one in forty have as much.
ALIKE = 1 / 3
# What makes one text a piece of another, changed: the share of the shorter one that the other has.
PIECE = 2 / 3
# What no part shows as it stands: no text is looked for in its lines.
FACTS = {"date", "contributors", "category", "page", "section"}
SHORTEST_RUN = 2  # characters that two texts have one after the other, where that tells anything
TELLING = 4  # characters of a line by which it is known in a part, where a third of it is not fewer
GONE, SAID = "\0", "\1"  # stand for characters of a source, and of a part, that have found each other


@dataclass(frozen=True)
class Quote:
    """What a source says of a part, line by line: `pieces` are the numbers of lines and their words."""

    target: str
    pieces: Sequence[tuple[int, str]]

    @cached_property
    def text(self) -> str:
        return "".join(_plain(text) for _, text in self.pieces)

    @property
    def lines(self) -> set[int]:
        return {number for number, _ in self.pieces}

    def lines_at(self, runs: Sequence[tuple[int, int]]) -> set[int]:
        """The lines of which `runs` of its text (where they begin, how long they are) hold enough to be known by, and
        the empty ones between them."""
        known, empty, begin = set(), set(), 0
        for number, text in self.pieces:
            end = begin + len(_plain(text))
            held = sum(max(0, min(end, at + size) - max(begin, at)) for at, size in runs)
            if begin == end:
                empty.add(number)
            elif held >= min(TELLING, (end - begin) * ALIKE):
                known.add(number)
            begin = end
        return known | {number for number in empty if known and min(known) < number < max(known)}


def spanning(lines: Iterable[Lines]) -> Lines:
    """From the first to the last of several."""
    firsts, lasts = zip(*lines, strict=True)
    return min(firsts), max(lasts)


def lines_of_claims(claims: Iterable[Sequence[Any]]) -> dict[str, Lines]:
    """The lines that each target claims."""
    lines: dict[str, Lines] = {}
    for target, first, last, *_ in claims:
        lines[target] = spanning([lines.get(target, (first, last)), (first, last)])
    return lines


def numbers_of_claims(claims: Iterable[Sequence[Any]]) -> set[int]:
    """The numbers of the lines that claims name, whatever an editor made of them."""
    return {number for _, first, last, *_ in claims for number in range(first, last + 1)}


def quotes_of_claims(claims: Iterable[Sequence[Any]]) -> list[Quote]:
    """What the claims of an article quote for each part, in the order of the source."""
    pieces: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for target, first, last, text, *_ in sorted(claims, key=itemgetter(1, 2)):
        lines = [*text.split("\n"), *[""] * (last - first)]
        pieces[target] += zip(range(first, last + 1), lines, strict=False)
    quotes = [Quote(target, each) for target, each in pieces.items()]
    return [quote for quote in quotes if quote.text and quote.target not in FACTS]


def lines_by_text(quotes: Iterable[Quote], articles: Sequence[Sequence[tuple[str, str]]]) -> list[list[set[int]]]:
    """The lines of each part (target, text) of `articles`, which share a source, told by the words; none where nothing
    tells. A line stands wherever its words do, whole or in pieces, the longest first, and where they were changed."""
    old = list(quotes)
    places = [(n, place) for n, parts in enumerate(articles) for place in range(len(parts))]
    new = [(target, _plain(text)) for parts in articles for target, text in parts]
    found: list[list[set[int]]] = [[set() for _ in parts] for parts in articles]
    equal = list(_equal([(quote.target, quote.text) for quote in old], new))
    for a, b in equal:
        n, place = places[b]
        found[n][place] |= old[a].lines
    rest = _without(dict(enumerate(quote.text for quote in old)), (a for a, _ in equal))
    unmeant = _without(dict(enumerate(text for _, text in new)), (b for _, b in equal))
    moved = sorted((a, b - a) for a, b in equal)
    for a, b, runs in _pieces(rest, unmeant, moved):
        n, place = places[b]
        found[n][place] |= old[a].lines_at(runs)
    return found


def _plain(text: str) -> str:
    return strip_space(fold(text))


def _without(texts: Mapping[int, str], places: Iterable[int]) -> dict[int, str]:
    gone = set(places)
    return {place: text for place, text in texts.items() if text and place not in gone}


def _equal(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Places in both of the same text, in order, captions with captions; what is left over, where one has it more
    often, goes with the last."""
    before, now = _by_text(old), _by_text(new)
    for text in before.keys() & now.keys():
        yield from zip(*_as_long(before[text], now[text]), strict=True)


def _by_text(parts: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(parts)), key=lambda place: parts[place][0].startswith("captions/")):
        places[parts[place][1]].append(place)
    places.pop("", None)
    return places


def _as_long(*lists: list[int]) -> Iterator[list[int]]:
    longest = max(map(len, lists))
    return (each + each[-1:] * (longest - len(each)) for each in lists)


def _pieces(
    old: Mapping[int, str], new: Mapping[int, str], moved: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Places in both of texts of which one was made of the other, and the runs (beginning, length) of the first that
    the second has: those with most in common first, of those with as much the nearest to where what stands before has
    `moved`, and each character is found once. So a name that the paragraph itself has yet, in its dateline, is no piece
    of it."""
    if len(old) * len(new) > MOST_PAIRS:
        return
    before, now = dict(old), dict(new)
    features = {text: _features(text) for text in {*old.values(), *new.values()}}

    def distance(a: int, b: int) -> int:
        before_it = bisect_left(moved, (a,))
        return abs(a + (moved[before_it - 1][1] if before_it else 0) - b)

    def in_common(a: int, b: int) -> tuple[int, int, int, int] | None:
        shared = len(features[before[a]] & features[now[b]])
        one, other = len(features[old[a]]), len(features[new[b]])
        alike = shared >= ALIKE * (one + other) / 2 or shared >= PIECE * min(one, other)
        return (-shared, distance(a, b), a, b) if alike else None

    pairs = [pair for a, b in product(old, new) if (pair := in_common(a, b))]
    heapq.heapify(pairs)
    while pairs:
        pair = heapq.heappop(pairs)
        *_, a, b = pair
        if (left := in_common(a, b)) != pair:  # another one has taken something of it
            if left:
                heapq.heappush(pairs, left)
            continue
        matched = SequenceMatcher(None, before[a], now[b], autojunk=False).get_matching_blocks()
        runs = [block for block in matched if block.size >= SHORTEST_RUN]
        for block in runs:
            before[a] = _marked(before[a], block.a, block.size, GONE)
            now[b] = _marked(now[b], block.b, block.size, SAID)
        features |= {text: _features(text) for text in (before[a], now[b])}
        if runs:
            yield a, b, [(block.a, block.size) for block in runs]


def _marked(text: str, at: int, size: int, mark: str) -> str:
    return f"{text[:at]}{mark * size}{text[at + size :]}"


def _features(text: str) -> set[str]:
    return {
        feature for feature in (*text, *map("".join, pairwise(text))) if GONE not in feature and SAID not in feature
    }
