"""Which lines of a source the parts of an edited article came from: claims name parts by where they stood at first."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Any

from archive.language.folding import strip_space

Lines = tuple[int, int]  # first and last line of the source, from 1, both included
# Pairs of a stretch that was changed which are looked at one by one: a text rewritten as a whole has no lines.
MOST_PAIRS = 10_000


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
    """The lines of each part (target, text), told by what the claims of one or more articles quote: the same words, or
    words that contain each other, in the same order; a part that was changed by those of its neighbours. None where
    nothing tells."""
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
    """Places in both of texts that belong together."""
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield from zip(range(i, j), range(k, m), strict=True)
        elif tag == "replace" and (j - i) * (m - k) <= MOST_PAIRS:
            pairs = [(a, b) for a in range(i, j) for b in range(k, m) if _contained(old[a], new[b])]
            yield from pairs
            if j - i == m - k:
                told, meant = {a for a, _ in pairs}, {b for _, b in pairs}
                one_to_one = zip(range(i, j), range(k, m), strict=True)
                yield from ((a, b) for a, b in one_to_one if a not in told and b not in meant)


def _contained(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)
