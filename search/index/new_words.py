"""Words that no dictionary has, found in the text itself: runs of ideographs that hold together and stand freely.

Cohesion: the pointwise mutual information of a run's two parts, the least over all places to cut it (Church & Hanks,
"Word association norms, mutual information, and lexicography", 1990). Freedom: the entropy of the characters before the
run and of those behind it, the lesser of the two (Harris 1955; as "branching entropy" Jin & Tanaka-Ishii 2006). Both
together, over all runs of a text: Chien, "PAT-tree-based keyword extraction for Chinese information retrieval", 1997,
and Luo & Sun, "Two-character Chinese word extraction based on hybrid of internal and contextual measures", 2003.

A run can only be frequent where its beginning is: runs grow by one character at a time, those that begin with some of
the characters after those that begin with others, so that memory is bounded by the length of the text.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from archive.language.folding import fold

LONGEST = 6  # characters of a word
LEAST = 5  # times that it must occur
# In nats. docs/decisions/022 says what was measured.
COHESION = 3.0
FREEDOM = 1.0
PART = 500_000  # runs looked at together, about: some 60 bytes each
IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


class NewWord(NamedTuple):
    """`text` folded, `printed` as it first stands, `times` that it occurs; cohesion and freedom in nats."""

    text: str
    printed: str
    times: int
    cohesion: float
    freedom: float


class Runs(NamedTuple):
    """The frequent runs of one length: their texts; where they stand, those of one run after those of another; from
    which place on each run's own begin; how many they are."""

    texts: list[str]
    places: np.ndarray
    starts: np.ndarray
    times: np.ndarray


def find_new_words(text: str) -> Iterator[NewWord]:
    """The words of `text` (as printed, its units apart by line ends), those of dictionaries among them."""
    numbers, characters = ideographs(text)
    times: dict[str, int] = {}
    free: list[tuple[str, int, float]] = []
    parts = max(1, len(numbers) // PART)
    for part in range(parts):
        begins = np.flatnonzero((numbers > 0) & (numbers % parts == part))
        for runs, freedom in growing(numbers, characters, begins):
            times.update(zip(runs.texts, runs.times.tolist(), strict=True))
            enough = np.flatnonzero(freedom >= FREEDOM).tolist()
            free += [(runs.texts[i], int(runs.places[runs.starts[i]]), float(freedom[i])) for i in enough]
    written = sum(count for run, count in times.items() if len(run) == 1)
    for word, place, freedom_of_word in free:
        if (holds := cohesion(word, times, written)) >= COHESION:
            yield NewWord(word, text[place : place + len(word)], times[word], holds, freedom_of_word)


def ideographs(text: str) -> tuple[np.ndarray, list[str]]:
    """A number (uint16) for each character of `text`, that of its folded form; 0 for what is no ideograph.

    With it the folded forms by their numbers, "" for 0.
    """
    different = set(text)
    forms = {ord(character): form for character in different if IDEOGRAPH.fullmatch(form := fold(character))}
    characters = ["", *sorted(set(forms.values()))]
    number = {character: i for i, character in enumerate(characters)}
    table = np.zeros(max(map(ord, different), default=0) + 1, np.uint16)
    table[list(forms)] = [number[form] for form in forms.values()]
    pieces = (text[start : start + PART] for start in range(0, len(text), PART))
    codes = (np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), np.uint32) for piece in pieces)
    return np.concatenate([np.zeros(0, np.uint16), *(table[own] for own in codes)]), characters


def growing(numbers: np.ndarray, characters: list[str], begins: np.ndarray) -> Iterator[tuple[Runs, np.ndarray]]:
    """The runs that begin at `begins` with the freedom of each: of one character (all, and not free), then the frequent
    ones of two, of three …"""
    runs = Runs([""], begins, np.zeros(1, np.int64), np.full(1, len(begins)))
    for length in range(LONGEST + 1):
        behind = standing(numbers, runs, length, len(characters))
        if length > 1:
            yield (
                runs,
                np.minimum(entropies(behind, runs), entropies(standing(numbers, runs, -1, len(characters)), runs)),
            )
        longer = np.flatnonzero((behind.times >= (LEAST if length else 1)) & (behind.characters > 0))
        texts = [
            runs.texts[run] + characters[character]
            for run, character in zip(behind.runs[longer].tolist(), behind.characters[longer].tolist(), strict=True)
        ]
        times = behind.times[longer]
        kept = np.zeros(len(behind.times), bool)
        kept[longer] = True
        places = runs.places[behind.order[np.repeat(kept, behind.times)]]
        runs = Runs(texts, places, np.cumsum(times) - times, times)
        if not length:
            yield runs, np.zeros(len(texts))


class Adjacent(NamedTuple):
    """How often a run (by its number) has a character (0: an end) beside it; the order of its places."""

    runs: np.ndarray
    characters: np.ndarray
    times: np.ndarray
    order: np.ndarray


def standing(numbers: np.ndarray, runs: Runs, distance: int, width: int) -> Adjacent:
    """The characters that stand `distance` from where the runs begin; there are `width` different ones."""
    keys = np.repeat(np.arange(len(runs.texts)) * width, runs.times)
    there = runs.places + distance
    inside = (there >= 0) & (there < len(numbers))
    keys[inside] += numbers[there[inside]]
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    different = ordered[starts]
    return Adjacent(different // width, different % width, np.diff(starts, append=len(ordered)), order)


def entropies(neighbours: Adjacent, runs: Runs) -> np.ndarray:
    """Of each run's neighbours on one side, in nats. Each end of a text and each mark of punctuation is a neighbour of
    its own: what stands between marks stands free."""
    of_run = runs.times[neighbours.runs]
    share = neighbours.times / of_run
    surprise = -np.log(np.where(neighbours.characters > 0, share, 1 / of_run))
    return np.bincount(neighbours.runs, weights=share * surprise, minlength=len(runs.texts))


def cohesion(word: str, times: dict[str, int], written: int) -> float:
    """By how much more often (nats) the word occurs than its parts would by chance, where it holds least."""
    return min(math.log(times[word] * written / (times[word[:cut]] * times[word[cut:]])) for cut in range(1, len(word)))
