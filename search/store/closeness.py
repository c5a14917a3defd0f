"""What stands in the texts almost as it was asked: runs a few edits away (characters put in, left out or exchanged).

An edit spoils two pairs of neighbours at most, so that a text within k edits of a run holds all but 2k of its pairs
(Ukkonen 1992, the q-gram lemma): those texts are looked at, and compared along the diagonals on which the pairs lie.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

import numpy as np

from archive.language.numbers import CHINESE_NUMBER, PRINTED_NUMBER
from archive.language.segmentation import bigrams
from archive.language.typed import has_words, placed_words, trimmed
from search.store.analysis import ENCODING, UNIT_END
from search.store.bounds import Bounds, OutOfTime, own_account
from search.store.literal import zone_parts
from search.store.reader import Reader
from search.store.schema import CHARACTERS, CONTENT, GRAMS, WORDS

# A run is as long as a headline: a shorter one is close to too much, a longer one is no slip of the hand.
SHORTEST_RUN, LONGEST_RUN = 5, 60
PER_EDIT = 8  # characters of a run for each edit after the first
DOCUMENTS = 60  # looked at, those that hold most pairs first
# A run of so many characters is known by the rest of them, whatever word was typed wrong; of a shorter one a right word
# may be all that tells it (走强 of 恒生指数走强).
KNOWN_BY_THE_REST = 10
# From so many characters on a run is known without its first or last one.
KNOWN_WITHOUT_ENDS = 8
LONGEST_CHANCE = 4  # characters of a word that stands across those that the segmenter cut
TOGETHER = 20  # times as rare as the rarer of its characters, a pair is no chance
ACCOUNT = Bounds(text=4_000_000, seconds=0.1)


class CloseRuns(NamedTuple):
    """What stands almost as it was asked: `sure` is shown first; `doubtful` has something else where a printed word was
    typed across the cut, or lacks what was typed before or behind it, and is offered.
    """

    sure: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def edits_allowed(run: str) -> int:
    return 1 + (len(run) - SHORTEST_RUN) // PER_EDIT


def closest_runs(reader: Reader, asked: str, among: np.ndarray, most: int = 3) -> CloseRuns:
    """The runs in the texts of the documents `among` (ascending) with the fewest edits from the folded run `asked`, at
    most so many of each kind.

    None where that stands there itself, where nothing is close, or where another number or, of a short run, another
    word would be taken for one that was typed and is printed elsewhere; nor where ACCOUNT does not suffice: what is
    beside what was asked leaves nothing of that out.
    """
    if not SHORTEST_RUN <= len(asked) <= LONGEST_RUN:
        return CloseRuns()
    with own_account(ACCOUNT) as spending:
        if spending is None:
            return CloseRuns()
        pairs = Counter(pair for pair in bigrams(asked) if len(pair) == 2)
        documents = holding_most(reader, among, pairs, len(pairs) - 2 * edits_allowed(asked))
        parts = zone_parts(reader, CONTENT, documents)
        if not spending.affords_text(sum(part.size for part in parts), asked):
            return CloseRuns()
        found: dict[str, int] = {}
        try:
            for text in chain.from_iterable(texts for part in parts for texts in part.texts()):
                spending.go_on(asked)
                for unit in str(text, ENCODING).split(UNIT_END):
                    found.update(close_in_unit(asked, pairs, unit))
        except OutOfTime:
            return CloseRuns()
    if 0 in found.values():
        return CloseRuns()
    meant = {run: edits for run, edits in found.items() if not exchanges_word(reader, asked, run)}
    doubtful = {run: edits for run, edits in meant.items() if lacks_end(asked, run) or loses_word(reader, asked, run)}
    sure = {run: edits for run, edits in meant.items() if run not in doubtful}
    return CloseRuns(_nearest_of(sure)[:most], _nearest_of(doubtful)[:most])


def _nearest_of(runs: dict[str, int]) -> tuple[str, ...]:
    """Those with the fewest edits."""
    least = min(runs.values(), default=0)
    return tuple(run for run, edits in runs.items() if edits == least)


def exchanges_word(reader: Reader, asked: str, run: str) -> bool:
    """Whether `run` has something else in the place, or in the midst, of a word of two or more characters that the
    texts print and that was typed in a short run."""
    if len(asked) >= KNOWN_BY_THE_REST:
        return False
    changed = [(first, last) for first, last, _, _ in changes(asked, run)]
    return any(
        len(word) > 1 and reader.frequency(WORDS, word) > 0
        for at, word in placed_words(asked)
        if any(first < at + len(word) and last > at for first, last in changed)
    )


def loses_word(reader: Reader, asked: str, run: str) -> bool:
    """Whether a typed character that `run` leaves out, or of a short run exchanges or sets apart, makes a word that is
    printed with its neighbours of either side, however it was cut: 线上 of 太平洋线上. (What was exchanged in a long
    run makes one by chance as often.)"""
    return any(
        word not in run
        and (reader.frequency(WORDS, word) > 0 or (since == upto and size == 2 and are_one(reader, word)))
        for first, last, since, upto in changes(asked, run)
        if since == upto or len(asked) < KNOWN_BY_THE_REST
        for size in range(2, LONGEST_CHANCE + 1)
        for at in range(max(0, first - size + 1), min(last, len(asked) - size + 1))
        for word in [asked[at : at + size]]
    )


def are_one(reader: Reader, pair: str) -> bool:
    """Whether the rarer of two characters is printed beside the other in many of its documents, as in a word that no
    dictionary has; a character of nearly all documents (的) makes no word."""
    held = sorted(reader.frequency(CHARACTERS, character) for character in pair)
    return held[1] * 4 < reader.documents * 3 and reader.frequency(GRAMS, pair) * TOGETHER > held[0]


def changes(asked: str, run: str) -> list[tuple[int, int, int, int]]:
    """Where they differ, as SequenceMatcher has it: from and to in `asked`, from and to in `run`."""
    codes = SequenceMatcher(None, asked, run, autojunk=False).get_opcodes()
    return [(first, last, since, upto) for kind, first, last, since, upto in codes if kind != "equal"]


def holding_most(reader: Reader, among: np.ndarray, pairs: Iterable[str], needed: int) -> np.ndarray:
    """Documents of those `among` (ascending) with at least `needed` of the pairs, not more than DOCUMENTS."""
    counts = np.zeros(reader.documents, np.int16)
    for pair in pairs:
        counts[reader.postings(reader.find(GRAMS, pair))[0]] += 1
    counts[~reader.alive] = 0
    enough = among.compress(counts.take(among) >= max(1, needed))
    return np.sort(enough[np.argsort(-counts[enough], kind="stable")[:DOCUMENTS]])


def close_in_unit(asked: str, pairs: Counter[str], unit: str) -> Iterator[tuple[str, int]]:
    """(run, edits) for the best place of the unit that is close enough.

    What lies within k edits lies on k + 1 neighbouring diagonals, and so do all but 2k of the pairs that `asked` has
    once: elsewhere nothing is compared.
    """
    allowed = edits_allowed(asked)
    needed = sum(times == 1 for times in pairs.values()) - 2 * allowed
    diagonals: Counter[int] = Counter()
    for pair in pairs:
        at, place = unit.find(pair), asked.index(pair)
        while at >= 0:
            diagonals[(at - place) // (allowed + 1)] += 1
            at = unit.find(pair, at + 1)
    for diagonal, count in diagonals.most_common(2):
        if count + max(diagonals[diagonal - 1], diagonals[diagonal + 1]) < needed:
            continue
        begin = max(0, diagonal * (allowed + 1) - allowed)
        window = unit[begin : begin + len(asked) + 3 * allowed + 1]
        edits, first, last = nearest(asked, window)
        if edits > allowed or _cuts_word(window, first) or _cuts_word(window, last):
            continue
        run = without_guesses(asked, trimmed(window[first:last]), unit[: begin + first], unit[begin + last :])
        if (len(asked) >= KNOWN_WITHOUT_ENDS or not lacks_end(asked, run)) and has_numbers_of(asked, run):
            yield run, edits
            return


def has_numbers_of(asked: str, run: str) -> bool:
    """Whether it has the numbers that were asked; of Chinese ones (统一, 两岸) none exchanged for another."""
    numerals, others = CHINESE_NUMBER.findall(asked), CHINESE_NUMBER.findall(run)
    exchanged = len(numerals) == len(others) and numerals != others
    return not exchanged and PRINTED_NUMBER.findall(run) == PRINTED_NUMBER.findall(asked)


def without_guesses(asked: str, run: str, before: str, behind: str) -> str:
    """`run` without what merely stands in the place of an end of what was asked, as the text goes on between `before`
    and `behind` (中国银行今(天) prints 中国银行 of 中国银行卡), or as that end was typed twice (发展展 is no slip of
    发展上).
    """
    begin, end = 0, len(run)
    for first, last, since, upto in changes(asked, run):
        if first == 0 and (has_words(before[-1:]) or asked[0] == asked[1]):
            begin = upto
        if last == len(asked) and (has_words(behind[:1]) or asked[-2] == asked[-1]):
            end = since
    return run[begin:end]


def lacks_end(asked: str, run: str) -> bool:
    """Whether what was asked begins or ends with more than `run` does."""
    return any(since == upto and (first == 0 or last == len(asked)) for first, last, since, upto in changes(asked, run))


def _cuts_word(text: str, at: int) -> bool:
    """Whether the place lies within a word of Latin letters: nxing of anxing is no print of nuxing."""
    return 0 < at < len(text) and all(beside.isascii() and beside.isalpha() for beside in text[at - 1 : at + 1])


def nearest(asked: str, window: str) -> tuple[int, int, int]:
    """(edits, first, last) of the part of `window` with the fewest edits from `asked` (Sellers 1980); of equals the
    one most nearly as long, then the earliest."""
    row = [(0, at) for at in range(len(window) + 1)]
    for number, character in enumerate(asked, start=1):
        above, row = row, [(number, 0)]
        for at, other in enumerate(window, start=1):
            exchanged, gone, new = above[at - 1], above[at], row[-1]
            row.append(
                min(
                    (exchanged[0] + (character != other), exchanged[1]),
                    (gone[0] + 1, gone[1]),
                    (new[0] + 1, new[1]),
                )
            )
    ends = [(edits, abs(at - first - len(asked)), first, at) for at, (edits, first) in enumerate(row)]
    edits, _, first, last = min(ends)
    return edits, first, last
