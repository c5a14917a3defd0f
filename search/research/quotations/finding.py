"""The articles in which a sentence stands, word for word or with the fewest edits, by the index.

A sentence with one character in five wrong keeps a good part of its pairs of neighbours: the documents that hold most
of them, the rare ones counting most, are looked at.
"""

import math
from dataclasses import dataclass

import numpy as np

from archive.language.segmentation import bigrams
from archive.language.typed import trimmed
from search.research.quotations.aligning import closest, edits_of, fewest_changes
from search.research.quotations.sentences import QUOTATION_MARKS, comparable
from search.store.analysis import ENCODING
from search.store.bounds import OutOfTime, Spending
from search.store.literal import Run, looked_through, merged, undecided, zone_parts
from search.store.reader import Reader
from search.store.schema import CONTENT, GRAMS
from search.store.space import CutText, IndexTerm

SHORTEST_VERBATIM = 4  # characters from which on a sentence is looked for
# From so many on it is found with differences, too: what is shorter is close to a sentence of any newspaper. Of 15
# printed characters with three wrong twelve may be left.
SHORTEST_CLOSE = 10
CHARACTERS_AN_EDIT = 4  # one in five of what was printed may be one in four of what is left
DOCUMENTS_COMPARED = 32  # looked at for what is close
HALF_CHARACTERS = np.dtype("<u2")
# Half a character of ENCODING -> what stands for it where texts are compared.
COMPARABLE = np.arange(1 << 16, dtype=HALF_CHARACTERS)
COMPARABLE[list(QUOTATION_MARKS)] = [ord(mark) for mark in QUOTATION_MARKS.values()]


@dataclass(frozen=True)
class FoundRun:
    """`run`, folded, is what stands in the `documents` (ascending)."""

    run: str
    documents: np.ndarray


def edits_taken(asked: str) -> int:
    """With how many edits a sentence is found; with more it is not."""
    return len(asked) // CHARACTERS_AN_EDIT


class Finder:
    """Looks for sentences in the documents `among`, a mask of all. Raises OutOfTime where the request has spent what it
    may. Nothing of what is asked is kept."""

    def __init__(self, reader: Reader, spending: Spending, among: np.ndarray) -> None:
        self.reader, self.spending = reader, spending
        self.among = among & reader.alive

    def find(self, asked: str) -> FoundRun | None:
        """Where `asked` stands; if nowhere, where the run with the fewest edits from it does."""
        documents = self.holding(asked)
        if len(documents):
            return FoundRun(asked, documents)
        run = self.closest(asked) if len(asked) >= SHORTEST_CLOSE else ""
        return FoundRun(run, self.holding(run)) if run else None

    def holding(self, run: str) -> np.ndarray:
        """The documents that have the folded run in one unit, and no number cut by it."""
        asked = CutText.from_text(run)
        whole = asked.may_cut_number
        proven, doubtful = undecided(self.reader, CONTENT, asked, True, whole)
        doubtful = doubtful.compress(self.among.take(doubtful))
        found, _ = looked_through(self.reader, self.spending, CONTENT, Run(asked.run, whole), doubtful)
        if found is None:
            raise OutOfTime(run)
        return merged((proven.compress(self.among.take(proven)), found))

    def closest(self, asked: str) -> str:
        """The run in the likeliest documents with the fewest edits, "" where none has few enough."""
        documents = self.likeliest(asked)
        parts = zone_parts(self.reader, CONTENT, documents)
        if not self.spending.affords_text(sum(part.size for part in parts), asked):
            raise OutOfTime(asked)
        self.spending.go_on(asked)
        text = b"".join(each for part in parts for texts in part.texts() for each in texts)
        halves = np.frombuffer(text, HALF_CHARACTERS)
        own = COMPARABLE.take(np.frombuffer(asked.encode(ENCODING), HALF_CHARACTERS))
        found = closest(own, COMPARABLE.take(halves), edits_taken(asked))
        if found is None:
            return ""
        run = halves[found.first : found.last].tobytes().decode(ENCODING, "ignore")
        # What is asked begins and ends with words: a mark that stands there for one is as well left away.
        bare = trimmed(run)
        return bare if edits_of(fewest_changes(comparable(asked), comparable(bare))) <= found.edits else run

    def likeliest(self, asked: str) -> np.ndarray:
        """The documents (ascending) with most of the pairs of `asked`, each by how rare it is."""
        terms = [self.reader.find(GRAMS, pair) for pair in set(bigrams(asked)) if len(pair) > 1]
        votes = np.zeros(self.reader.documents, np.float32)
        for term in terms:
            votes[self.reader.postings(term)[0]] += self.rarity(term)
        votes[~self.among] = 0
        most = min(DOCUMENTS_COMPARED, len(votes))
        best = np.argpartition(-votes, most - 1)[:most] if most else np.zeros(0, np.int64)
        return np.sort(best.compress(votes.take(best) > 0)).astype(np.int32)

    def rarity(self, term: IndexTerm) -> float:
        return math.log(1 + self.reader.documents / (term.size + 0.5))
