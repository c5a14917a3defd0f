"""Exactly the documents of which a zone's unit contains a run of characters, however it was cut to words.

Candidates are the documents that have all of the run's bigrams (and its single characters), found from
the rarest on; each candidate's folded text is then looked through. One character, or one bigram, is
its own proof. Where numbers are to be whole, so is a word alone: no number is cut (segmentation.words).
"""

from dataclasses import dataclass

import numpy as np

from archive.language.numbers import NUMBER_REACH, may_cut_number, stands_whole
from search.store.reader import CutText, Reader
from search.store.schema import CHARACTERS, CONTENT, GRAMS, WORDS
from search.store.segment import SegmentFile

# What looking at one document costs beside reading it, in bytes that could be read meanwhile.
VISIT = 2000
# Few enough candidates that looking at each is cheaper than one more intersection.
FEW = 2


@dataclass(frozen=True)
class Run:
    """What is looked for: its bytes, and whether it must not be cut out of a number."""

    data: bytes
    whole_numbers: bool

    @classmethod
    def from_text(cls, run: str, whole_numbers: bool) -> "Run":
        return cls(run.encode(), whole_numbers and may_cut_number(run))

    def place(self, text: bytes, start: int = 0) -> int:
        """Where `text` has it first, from `start` on; -1 where it has not."""
        at = text.find(self.data, start)
        while at >= 0 and self.whole_numbers and not self.is_whole(text, at):
            at = text.find(self.data, at + 1)
        return at

    def is_whole(self, text: bytes, at: int) -> bool:
        begin, end = max(0, at - NUMBER_REACH), at + len(self.data)
        around = text[begin : end + NUMBER_REACH].decode("latin-1")  # a byte a character: places stay, digits too
        return stands_whole(around, at - begin, end - begin)


def holding(reader: Reader, zone: str, asked: CutText, within_content: bool, whole_numbers: bool) -> np.ndarray:
    """Documents (int32, ascending; deleted ones too) with `asked.run` in one unit of the zone.

    An empty run is in every document. `within_content`: the zone is part of CONTENT, so that the terms
    of the index tell of it.
    """
    if not asked.run:
        return reader.everything
    run = Run.from_text(asked.run, whole_numbers)
    if zone == CONTENT and not run.whole_numbers:
        if len(asked.run) == 1:
            return reader.postings(reader.find(CHARACTERS, asked.run))[0]
        if asked.needed == ((GRAMS, asked.run),):
            return reader.postings(reader.find(GRAMS, asked.run))[0]
    return reader.cache.get(
        (zone, asked.run, run.whole_numbers, "literal"), lambda: sought(reader, zone, asked, run, within_content)
    )


def sought(reader: Reader, zone: str, asked: CutText, run: Run, within_content: bool) -> np.ndarray:
    if not within_content:
        return scanned(reader, zone, run)
    if zone != CONTENT:
        found = candidates(reader, asked, FEW)
        return found[verified(reader, zone, run, found)]
    # A word is a piece of the text: where it was cut as one, nothing is left to prove.
    word = reader.find(WORDS, asked.run)
    found = candidates(reader, asked, max(FEW, word.size))
    if len(found) == word.size:
        return reader.postings(word)[0]
    held = reader.members(found, reader.postings(word)[0])
    held[~held] = verified(reader, zone, run, found[~held])
    return found[held]


def candidates(reader: Reader, asked: CutText, few: int) -> np.ndarray:
    """Documents with all pairs and characters of the run, or more where no more than `few` are left."""
    terms = sorted([reader.find(field, text) for field, text in asked.needed], key=lambda term: term.size)
    found = reader.postings(terms[0])[0]
    for term in terms[1:]:
        if len(found) <= few:
            break
        found = found[reader.members(found, reader.postings(term)[0])]
    return found


def verified(reader: Reader, zone: str, run: Run, documents: np.ndarray) -> np.ndarray:
    """For each of `documents`, whether its text contains the run."""
    held = np.zeros(len(documents), bool)
    places = np.searchsorted(documents, reader.bases).tolist()
    for file, base, first, last in zip(reader.segments, reader.bases, places, places[1:], strict=False):
        if first == last:
            continue
        own = documents[first:last] - base
        data, ends = file.arrays[f"zone.{zone}.data"], file.arrays[f"zone.{zone}.ends"]
        upto, since = ends[own], np.where(own > 0, ends[own - 1], 0)
        if VISIT * len(own) + int((upto - since).sum()) > len(data):
            held[first:last] = np.isin(own, scan(file, zone, run), assume_unique=True)
        else:
            spans = zip(since.tolist(), upto.tolist(), strict=True)
            held[first:last] = [run.place(data[begin:end].tobytes()) >= 0 for begin, end in spans]
    return held


def scanned(reader: Reader, zone: str, run: Run) -> np.ndarray:
    found = [scan(file, zone, run) + np.int32(base) for file, base in zip(reader.segments, reader.bases, strict=False)]
    return np.concatenate([np.zeros(0, np.int32), *found])


def scan(file: SegmentFile, zone: str, run: Run) -> np.ndarray:
    """The whole zone looked through from its beginning: numbers of the segment's documents with the run."""
    data, ends = file.arrays[f"zone.{zone}.data"].tobytes(), file.arrays[f"zone.{zone}.ends"]
    found = []
    at = run.place(data)
    while at >= 0:
        number = int(ends.searchsorted(at, "right"))
        found.append(number)
        at = run.place(data, int(ends[number]))
    return np.array(found, np.int32)
