"""What a short line shares with the text around it: a headline tells of what stands below, a link of something else."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from archive.ingest.draft import Row

RUNNING_TEXT = 26.0  # a wider row is text, which short lines may tell of; in widths of a character
WIDEST = 40.0  # a wider one is not asked what it tells of
TEXTS = 6  # rows of text below, or above, that are looked at
REACH = 240  # characters of each
FEWEST = 3  # pairs of characters from which on a share says something
_STEPS = (0.0, 0.15, 0.3, 0.5, 0.75)


def shared_words(rows: Sequence[Row], folded: Sequence[str]) -> list[str]:
    """For each row how much of it the text below it has, and the text above; empty for a row that is text itself.

    Measured in pairs of neighbouring characters, of which most words of Chinese consist.
    """
    places = [place for place, row in enumerate(rows) if row.width > RUNNING_TEXT]
    texts = [_pairs(folded[place][:REACH]) for place in places]
    later = [frozenset().union(*texts[at : at + TEXTS]) for at in range(len(texts))]
    earlier = [frozenset().union(*texts[max(0, at - TEXTS) : at]) for at in range(len(texts) + 1)]
    shares = []
    for place, row in enumerate(rows):
        pairs = _pairs(folded[place]) if row.width <= WIDEST else frozenset()
        if len(pairs) < FEWEST:
            shares.append("")
            continue
        after, before = bisect_right(places, place), bisect_left(places, place)
        below = _share(pairs, later[after]) if after < len(later) else "-"
        above = _share(pairs, earlier[before]) if before else "-"
        shares.append(f"{below}/{above}")
    return shares


def _pairs(text: str) -> frozenset[str]:
    return frozenset([text[at : at + 2] for at in range(len(text) - 1)])


def _share(pairs: frozenset[str], text: frozenset[str]) -> str:
    return str(bisect_left(_STEPS, len(pairs & text) / len(pairs)))


def runs_of_signs(rows: Sequence[Row], signs: str) -> list[int]:
    """For each row how many rows on end begin with the same sign as it does; 0 for one that begins with none."""
    runs = [0] * len(rows)
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at].text[0] == rows[start].text[0]:
            continue
        if rows[start].text[0] in signs:
            runs[start:at] = [at - start] * (at - start)
        start = at
    return runs
