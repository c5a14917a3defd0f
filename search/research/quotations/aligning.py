"""Two texts laid beside each other with the fewest edits: characters exchanged, put in, left out.

Texts are arrays of whole numbers, so that many places are compared at once: a row of the usual table is a few steps of
numpy, whatever its length.
"""

from typing import NamedTuple

import numpy as np

from archive.language.numbers import NUMBER_CHARACTERS, NUMBER_REACH, PRINTED_NUMBER

BARRIER = ord("\n")  # ends a unit of text; nothing that is found lies across one
WINDOWS = 12  # places of a text that are compared
# A cell has the edits so far in its upper bits, and in its lower ones where the run begins.
EDIT, RUN_BEGINS = 1 << 20, (1 << 20) - 1
NO_EDIT = 10_000  # edits, more than any two texts that are compared
# A code of a text -> its character where numbers are made of it, else a blank, in ASCII.
NUMBERS_ALONE = np.full(1 << 16, ord(" "), np.uint8)
NUMBERS_ALONE[list(map(ord, NUMBER_CHARACTERS))] = list(map(ord, NUMBER_CHARACTERS))


class Alignment(NamedTuple):
    """`edits` from what is asked to `text[first:last]`."""

    edits: int
    first: int
    last: int


class Difference(NamedTuple):
    """A stretch where two texts differ: from and to in the one, from and to in the other."""

    first: int
    last: int
    since: int
    upto: int


def closest(asked: np.ndarray, text: np.ndarray, allowed: int) -> Alignment | None:
    """The run of `text` with the fewest edits from `asked`, no more than `allowed`, in one unit of the text, that cuts
    no number; of equals the one most nearly as long, then the first of the likeliest place. Both are uint16 arrays."""
    begins = likely_places(asked, text, allowed)
    if not len(begins):
        return None
    found = nearest_in_windows(asked, *windows_at(text, begins, len(asked) + 4 * allowed + 2))
    edits, off, firsts, lasts = found
    if (least := int(edits.min())) > allowed:
        return None
    best = int(np.lexsort((off, edits))[0])
    return Alignment(least, int(begins[best] + firsts[best]), int(begins[best] + lasts[best]))


def likely_places(asked: np.ndarray, text: np.ndarray, allowed: int) -> np.ndarray:
    """Where windows begin that may hold `asked` but for `allowed` edits: what does lies on so many neighbouring
    diagonals and one, and there most pairs of neighbours lie that both have (Ukkonen 1992)."""
    if len(asked) < 2 or len(text) < 2:
        return np.zeros(0, np.int64)
    pairs, own = np.unique(_pairs(asked), return_index=True)
    begins_pair = np.zeros(1 << 16, bool)
    begins_pair[asked[:-1]] = True
    at = np.flatnonzero(begins_pair[text[:-1]])
    held = _pairs(text, at)
    nearest_pair = np.searchsorted(pairs, held).clip(max=len(pairs) - 1)
    same = pairs[nearest_pair] == held
    bands, counts = np.unique((at[same] - own[nearest_pair[same]]) // (allowed + 1), return_counts=True)
    both = counts.copy()
    both[:-1] += np.where(np.diff(bands) == 1, counts[1:], 0)
    best = np.argsort(-both, kind="stable")[:WINDOWS]
    return bands[best] * (allowed + 1) - allowed


def _pairs(codes: np.ndarray, at: np.ndarray | None = None) -> np.ndarray:
    first, second = (codes[:-1], codes[1:]) if at is None else (codes[at], codes[at + 1])
    return (first.astype(np.uint32) << 16) | second


def windows_at(text: np.ndarray, begins: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Stretches of the text, a row each, beyond its ends barriers; and for each place before, between and behind their
    characters whether a number of the text is cut there."""
    places = begins[:, None] + np.arange(-NUMBER_REACH, width + NUMBER_REACH + 1)
    inside = (places >= 0) & (places < len(text))
    around = np.where(inside, text[places.clip(0, len(text) - 1)], BARRIER)
    around[:, -1] = BARRIER  # one row's numbers end before the next row's
    cut = np.zeros(around.size, bool)
    for number in PRINTED_NUMBER.finditer(NUMBERS_ALONE[around].tobytes().decode("ascii")):
        cut[number.start() + 1 : number.end()] = True
    windows = slice(NUMBER_REACH, NUMBER_REACH + width)
    return around[:, windows], cut.reshape(around.shape)[:, windows.start : windows.stop + 1]


def nearest_in_windows(
    asked: np.ndarray, windows: np.ndarray, cut: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each window, a row, of its runs that begin and end at no `cut` the one with the fewest edits from `asked`
    (Sellers 1980): edits, by how much it is longer or shorter, from where, to where."""
    wrong = np.where(windows == BARRIER, NO_EDIT, 1) * EDIT
    put_in = np.zeros(cut.shape, np.int64)
    np.cumsum(wrong, axis=1, out=put_in[:, 1:])
    barred = np.where(cut, NO_EDIT * EDIT, 0)
    row = np.minimum.accumulate(np.arange(cut.shape[1]) + barred - put_in, axis=1) + put_in
    for code in asked.tolist():
        row = _next_row(row, np.where(windows == code, 0, wrong), put_in)
    edits, firsts = (row + barred) // EDIT, row & RUN_BEGINS
    off = np.abs(np.arange(row.shape[1]) - firsts - len(asked))
    lasts = (edits * EDIT + off).argmin(axis=1)
    each = np.arange(len(windows))
    return edits[each, lasts], off[each, lasts], firsts[each, lasts], lasts


def _next_row(row: np.ndarray, exchanged: np.ndarray, put_in: np.ndarray) -> np.ndarray:
    best = row + EDIT  # the character is left out
    np.minimum(best[:, 1:], row[:, :-1] + exchanged, out=best[:, 1:])
    return np.minimum.accumulate(best - put_in, axis=1) + put_in


def fewest_changes(one: str, other: str) -> list[Difference]:
    """Where the texts differ, with the fewest edits that lead from the one to the other; neighbouring ones together."""
    before, same, behind = _shared_ends(one, other)
    if not before and not behind:
        return []
    rows = [np.arange(len(behind) + 1)[None] * EDIT]
    codes, put_in = _codes(behind)[None], np.arange(len(behind) + 1)[None] * EDIT
    for code in _codes(before).tolist():
        rows.append(_next_row(rows[-1], np.where(codes == code, 0, EDIT), put_in))
    found: list[Difference] = []
    at, to = len(before), len(behind)
    while at or to:
        here = rows[at][0, to]
        is_same = at > 0 and to > 0 and before[at - 1] == behind[to - 1] and here == rows[at - 1][0, to - 1]
        is_exchanged = at > 0 and to > 0 and here == rows[at - 1][0, to - 1] + EDIT
        up = int(is_same or is_exchanged or (at > 0 and here == rows[at - 1][0, to] + EDIT))
        left = int(is_same or is_exchanged or not up)
        if not is_same:
            found.append(Difference(same + at - up, same + at, same + to - left, same + to))
        at, to = at - up, to - left
    return _joined(found[::-1])


def edits_of(found: list[Difference]) -> int:
    """How many edits the differences are."""
    return sum(max(change.last - change.first, change.upto - change.since) for change in found)


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _shared_ends(one: str, other: str) -> tuple[str, int, str]:
    """What is left of both without the beginning that they share, whose length is told, and the end that they share."""
    shorter = min(len(one), len(other))
    same = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    end = next((n for n in range(shorter - same) if one[-1 - n] != other[-1 - n]), shorter - same)
    return one[same : len(one) - end], same, other[same : len(other) - end]


def _joined(single: list[Difference]) -> list[Difference]:
    joined: list[Difference] = []
    for change in single:
        if joined and joined[-1].last == change.first and joined[-1].upto == change.since:
            change = Difference(joined[-1].first, change.last, joined.pop().since, change.upto)
        joined.append(change)
    return joined
