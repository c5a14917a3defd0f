"""The articles in which a sentence stands, word for word or with the fewest edits, by the index.

A sentence with one character in five wrong keeps a good part of its pairs of neighbours: the documents that hold most
of them, the rare ones counting most, are looked at.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from archive.language.numbers import stands_whole
from archive.language.segmentation import bigrams
from archive.language.typed import trimmed
from search.research.quotations.aligning import closest, edits_of, fewest_changes
from search.research.quotations.sentences import QUOTATION_MARKS, comparable
from search.store.analysis import ENCODING, UNIT_END
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
MOST_SPANNED = 3
SENTENCE_ENDS, CLAUSE_ENDS = re.compile("[。!?…]+"), re.compile("[,;:。!?…]+")
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


def edits_between(one: str, other: str) -> int:
    return edits_of(fewest_changes(comparable(one), comparable(other)))


def less_at_ends(run: str) -> list[str]:
    """The run without the marks at its ends, and without what it has of sentences before and behind: what is asked
    begins and ends with words of its own."""
    ends = [match.end() for match in SENTENCE_ENDS.finditer(run)]
    pieces = (run[begin:end] for begin in [0, *ends] for end in [*ends, len(run)] if begin < end)
    return [bare for bare in map(trimmed, pieces) if bare]


def run_of_clauses(asked: str, text: str) -> str:
    """The shortest run of a unit of the text that has each clause of what is asked, in any order, with others between;
    "" where there is none of MOST_SPANNED times its length."""
    clauses = [clause for clause in map(trimmed, CLAUSE_ENDS.split(comparable(asked))) if clause]
    if len(clauses) < 2 or any(len(clause) < SHORTEST_VERBATIM for clause in clauses):
        return ""
    runs = []
    for unit in text.split(UNIT_END):
        plain = comparable(unit)
        places = [plain.find(clause) for clause in clauses]
        first, last = min(places), max(map(sum, zip(places, map(len, clauses), strict=True)))
        if first >= 0 and last - first <= MOST_SPANNED * len(asked) and stands_whole(unit, first, last):
            runs.append(unit[first:last])
    return min(runs, key=len, default="")


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
        run = self.nearest(asked) if len(asked) >= SHORTEST_CLOSE else ""
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

    def nearest(self, asked: str) -> str:
        """The run in the likeliest documents with the fewest edits; where none has few enough, that which has every
        clause; or ""."""
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
            return run_of_clauses(asked, text.decode(ENCODING))
        run = halves[found.first : found.last].tobytes().decode(ENCODING, "ignore")
        return min(
            (each for each in less_at_ends(run) if edits_between(asked, each) <= found.edits), key=len, default=run
        )

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
