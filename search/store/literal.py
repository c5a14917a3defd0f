"""Exactly the documents of which a zone's unit contains a run of characters, however it was cut to words.

Candidates are the documents that have all of the run's bigrams (and its single characters), found from
the rarest on; each candidate's folded text is then looked through. One character, or one bigram, is
its own proof. Where numbers are to be whole, so is a word alone: no number is cut (segmentation.words).
"""

import mmap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from archive.language.numbers import NUMBER_CHARACTERS, NUMBER_REACH, stands_whole
from search.store.bounds import OutOfTime, Spending
from search.store.reader import CutText, Reader
from search.store.schema import CHARACTERS, CONTENT, GRAMS, WORDS
from search.store.segment import SegmentFile

# What looking at one document costs beside reading it, in bytes that could be read meanwhile.
VISIT = 2000
NUMBER_BYTES = frozenset(character.encode() for character in NUMBER_CHARACTERS)
# Bytes looked through at once: what a scan needs in memory.
BLOCK = 4_000_000
# Documents looked at between two looks at the clock.
VISITS = 1000
# Few enough candidates that looking at each is cheaper than one more intersection.
FEW = 2


@dataclass(frozen=True)
class Run:
    """What is looked for: its bytes, and whether it must not be cut out of a number."""

    data: bytes
    whole_numbers: bool

    def place(self, text: bytes, start: int = 0) -> int:
        """Where `text` has it first, from `start` on; -1 where it has not."""
        at = text.find(self.data, start)
        while at >= 0 and self.whole_numbers and not self.is_whole(text, at):
            at = text.find(self.data, at + 1)
        return at

    def is_whole(self, text: bytes, at: int) -> bool:
        end = at + len(self.data)
        if text[at - 1 : at] not in NUMBER_BYTES and text[end : end + 1] not in NUMBER_BYTES:
            return True
        begin = max(0, at - NUMBER_REACH)
        around = text[begin : end + NUMBER_REACH].decode("latin-1")  # a byte a character: places stay, digits too
        return stands_whole(around, at - begin, end - begin)


def holding(
    reader: Reader, spending: Spending, zone: str, asked: CutText, within_content: bool, whole_numbers: bool
) -> np.ndarray | None:
    """Documents (int32, ascending; deleted ones too) with `asked.run` in one unit of the zone.

    An empty run is in every document. `within_content`: the zone is part of CONTENT, so that the terms
    of the index tell of it. None where the request cannot afford to look (search.store.bounds).
    """
    if not asked.run:
        return reader.everything
    whole_numbers = whole_numbers and asked.may_cut_number
    if zone == CONTENT and not whole_numbers:
        if len(asked.run) == 1:
            return reader.postings(reader.find(CHARACTERS, asked.run))[0]
        if asked.needed == ((GRAMS, asked.run),):
            return reader.postings(reader.find(GRAMS, asked.run))[0]
    key = (zone, asked.run, whole_numbers, "literal")
    if known := reader.cache.kept(key):
        # What was kept costs as much as it did, so that an answer does not depend on what was asked before.
        return known[0] if spending.affords_text(int(known[1][0]), asked.run) else None
    run = Run(asked.run.encode(), whole_numbers)
    proven, doubtful = undecided(reader, zone, asked, within_content)
    parts = parts_of(reader, zone, doubtful)
    size = sum(part.size for part in parts)
    if not spending.affords_text(size, asked.run):
        return None
    try:
        held = [held for part in parts for held in part.holding(run, lambda: spending.go_on(asked.run))]
    except OutOfTime:
        return None
    if spending.text > BLOCK:
        for file in reader.segments:
            file.map.madvise(mmap.MADV_DONTNEED)  # else the texts looked through stay counted as this process's memory
    found = doubtful[np.array(held, bool)]
    if len(proven):
        found = np.sort(np.concatenate((proven, found)))
    reader.cache.keep(key, (found, np.array([size])))
    return found


def undecided(reader: Reader, zone: str, asked: CutText, within_content: bool) -> tuple[np.ndarray, np.ndarray]:
    """The documents that hold the run by what the index says alone, and those whose texts must be looked through."""
    if not within_content:
        return reader.everything[:0], reader.everything
    if zone != CONTENT:
        return reader.everything[:0], candidates(reader, asked, FEW)
    # A word is a piece of the text: where it was cut as one, nothing is left to prove.
    word = reader.find(WORDS, asked.run)
    proven, found = reader.postings(word)[0], candidates(reader, asked, max(FEW, word.size))
    return proven, found[:0] if len(found) == word.size else found[~reader.members(found, proven)]


def candidates(reader: Reader, asked: CutText, few: int) -> np.ndarray:
    """Documents with all pairs and characters of the run, or more where no more than `few` are left."""
    terms = sorted([reader.find(field, text) for field, text in asked.needed], key=lambda term: term.size)
    found = reader.postings(terms[0])[0]
    for term in terms[1:]:
        if len(found) <= few:
            break
        found = found[reader.members(found, reader.postings(term)[0])]
    return found


def parts_of(reader: Reader, zone: str, documents: np.ndarray) -> "list[ZonePart]":
    """The documents' texts of a zone, segment by segment, in order."""
    places = np.searchsorted(documents, reader.bases).tolist()
    return [
        ZonePart.of_segment(file, zone, documents[first:last] - base)
        for file, base, first, last in zip(reader.segments, reader.bases, places, places[1:], strict=False)
        if first < last
    ]


class ZonePart(NamedTuple):
    """The texts in a zone of some documents of one segment: numbers, where each begins and ends, bytes to read."""

    data: np.ndarray
    ends: np.ndarray
    own: np.ndarray
    since: np.ndarray
    upto: np.ndarray
    size: int

    @classmethod
    def of_segment(cls, file: SegmentFile, zone: str, own: np.ndarray) -> "ZonePart":
        data, ends = file.arrays[f"zone.{zone}.data"], file.arrays[f"zone.{zone}.ends"]
        upto, since = ends[own], np.where(own > 0, ends[own - 1], 0)
        return cls(data, ends, own, since, upto, min(len(data), VISIT * len(own) + int((upto - since).sum())))

    def holding(self, run: Run, go_on: Callable[[], None]) -> Iterator[bool]:
        """For each of the documents, whether its text contains the run; `go_on` is called now and then."""
        if self.size == len(self.data):
            yield from np.isin(self.own, self.scan(run, go_on), assume_unique=True).tolist()
            return
        for number, (begin, end) in enumerate(zip(self.since.tolist(), self.upto.tolist(), strict=True)):
            if number % VISITS == 0:
                go_on()
            yield run.place(self.data[begin:end].tobytes()) >= 0

    def scan(self, run: Run, go_on: Callable[[], None]) -> np.ndarray:
        """The whole zone looked through from its beginning: numbers of the segment's documents with the run."""
        found, first = [], 0
        while first < len(self.ends):
            go_on()
            begin = int(self.ends[first - 1]) if first else 0
            last = max(first + 1, int(self.ends.searchsorted(begin + BLOCK, "right")))
            data = self.data[begin : int(self.ends[last - 1])].tobytes()
            at = run.place(data)
            while at >= 0:
                number = int(self.ends.searchsorted(begin + at, "right"))
                found.append(number)
                at = run.place(data, int(self.ends[number]) - begin)
            first = last
        return np.array(found, np.int32)
