"""Which lines of a source the parts of an edited article came from: claims name parts by where they stood at first."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, product
from operator import itemgetter
from typing import Any

from archive.language.folding import strip_space

Lines = tuple[int, int]  # first and last line of the source, from 1, both included
# Pairs of changed texts that are looked at one by one: a text rewritten as a whole has no lines.
MOST_PAIRS = 10_000
# What makes two texts the same one, changed: the share of characters, alone and in pairs, that both have. One of two
# changed leaves a third; of two paragraphs of one article one in forty have as much.
ALIKE = 1 / 3


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


def lines_by_text(claims: Iterable[Sequence[Sequence[Any]]], parts: Sequence[tuple[str, str]]) -> list[Lines | None]:
    """The lines of each part (target, text), told by what the claims of one or more articles quote: the same words in
    the same order; between these what is alike or contains each other, then so wherever it stands. None where nothing
    tells."""
    quoted = sorted((quote for each in claims for quote in _quotes(each)), key=itemgetter(0))
    found: list[Lines | None] = [None] * len(parts)
    for captions in (False, True):
        old = [(lines, text) for lines, target, text in quoted if target.startswith("captions/") == captions]
        new = [n for n, (target, _) in enumerate(parts) if target.startswith("captions/") == captions]
        texts = [strip_space(parts[n][1]) for n in new]
        for place, which in _paired([text for _, text in old], texts):
            lines = old[place][0]
            known = found[new[which]]
            found[new[which]] = spanning([known, lines]) if known else lines
    return found


def _quotes(claims: Sequence[Sequence[Any]]) -> Iterable[tuple[Lines, str, str]]:
    """The title and each part of a body with its lines and its words, white space aside."""
    words: dict[str, str] = {}
    for target, _, _, text, *_ in claims:
        if "/" in target or target == "title":
            words[target] = words.get(target, "") + strip_space(text)
    lines = lines_of_claims(claims)
    return [(lines[target], target, text) for target, text in words.items() if text]


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Places in both of texts that belong together; an empty text belongs to none."""
    left, unmeant = dict(enumerate(old)), dict(enumerate(new))
    between = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((a, b) for a, b in zip(range(i, j), range(k, m), strict=True) if old[a])
            left, unmeant = _without(left, range(i, j)), _without(unmeant, range(k, m))
        else:
            between.append((range(i, j), range(k, m)))
    for before, now in [*between, (range(len(old)), range(len(new)))]:
        pairs = _changed({a: left[a] for a in before if left.get(a)}, {b: unmeant[b] for b in now if unmeant.get(b)})
        yield from pairs
        left, unmeant = _without(left, (a for a, _ in pairs)), _without(unmeant, (b for _, b in pairs))


def _without(texts: Mapping[int, str], places: Iterable[int]) -> dict[int, str]:
    gone = set(places)
    return {place: text for place, text in texts.items() if place not in gone}


def _changed(old: Mapping[int, str], new: Mapping[int, str]) -> list[tuple[int, int]]:
    """Places of texts of which one was made of the other: first those that are alike, one to one."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    became = _likest(old, new)
    was = {b: a for a, b in became.items()}
    pairs = list(became.items())
    for a, b in product(old, new):
        if a in became and b in was:
            continue
        # What was divided or joined. A name that the paragraph itself has yet, in its dateline, is no piece of it.
        divided = new[b] in old[a] and (a not in became or new[b] not in new[became[a]])
        joined = old[a] in new[b] and (b not in was or old[a] not in old[was[b]])
        if divided or joined:
            pairs.append((a, b))
    return pairs


def _likest(old: Mapping[int, str], new: Mapping[int, str]) -> dict[int, int]:
    """The place in `new` of each of `old` that is alike, the likest first, of those as like the nearest."""
    before, now = ({place: _features(text) for place, text in texts.items()} for texts in (old, new))
    shares = [
        (-2 * len(before[a] & now[b]) / (len(before[a]) + len(now[b])), abs(a - b), a, b)
        for a, b in product(before, now)
    ]
    became: dict[int, int] = {}
    meant: set[int] = set()
    for _, _, a, b in sorted(each for each in shares if -each[0] >= ALIKE):
        if a not in became and b not in meant:
            became[a] = b
            meant.add(b)
    return became


def _features(text: str) -> set[str]:
    return {*text, *map("".join, pairwise(text))}
