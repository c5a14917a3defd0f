"""Exactly the documents of which a zone's unit contains a run of characters, however it was cut to words.

Candidates are the documents that have all of the run's bigrams (and its single characters), found from
the rarest on; each candidate's folded text is then looked through. One character, or one bigram, is
its own proof. Where numbers are to be whole, so is a word alone: no number is cut (segmentation.words). Digits
alone therefore stand whole just where a word has them so (18, or 18k): no text is looked through for them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np

from archive.language.numbers import NUMBER_CHARACTERS, NUMBER_REACH, PRINTED_NUMBER, stands_whole
from search.store.analysis import ENCODING
from search.store.bounds import OutOfTime, Spending
from search.store.schema import CHARACTERS, CONTENT, GRAMS, WORDS
from search.store.segment import SegmentFile
from search.store.space import CutText, DocumentSpace

# What looking at one document costs beside reading it, in bytes that could be read meanwhile.
VISIT = 2000
NUMBER_BYTES = frozenset(character.encode(ENCODING) for character in NUMBER_CHARACTERS)
DIGIT = b"[0-9]\\0"  # of ENCODING, as regular expressions have it
DIGITS = frozenset(digit.encode(ENCODING) for digit in "0123456789")
UNIT = 2  # bytes of ENCODING that a character takes, or half of one
HALVES = np.dtype("<u2")
# Bytes looked through at once: what a scan needs in memory.
BLOCK = 4_000_000
# Bytes looked through by a request after which their memory is given back: to do so takes milliseconds, and to read
# them again as long.
MOST_MAPPED = 40_000_000
# Documents whose texts are read at once, between two looks at the clock.
VISITS = 64
# Few enough candidates that looking at each is cheaper than one more intersection.
FEW = 2
FIRST_LOOKED = 64  # texts, where the first of many are sought
FEWER_AMONG = 4  # times as many documents that may hold a run as there are to be looked at: then only at these


@dataclass(frozen=True)
class Run:
    """What is looked for, and whether it must not be cut out of a number."""

    text: str
    whole_numbers: bool

    @cached_property
    def data(self) -> bytes:
        return self.text.encode(ENCODING)

    @cached_property
    def pattern(self) -> re.Pattern[bytes] | None:
        """Finds it in bytes, but not where a digit goes on with one of its own: most of what cuts a number. None where
        it has no digit at its ends: bytes.find takes half the time.
        """
        before, behind = self.data[:UNIT], self.data[-UNIT:]
        stands = b"(?<!" + DIGIT + re.escape(self.data) + b")" if self.whole_numbers and before in DIGITS else b""
        ends = b"(?!" + DIGIT + b")" if self.whole_numbers and behind in DIGITS else b""
        return re.compile(re.escape(self.data) + ends + stands, re.DOTALL) if ends or stands else None

    def place(self, text: bytes, start: int = 0) -> int:
        """Where `text` has it first, from `start` on; -1 where it has not."""
        at = self.found(text, start)
        while at >= 0 and not self.is_at(text, at):
            at = self.found(text, at + 1)
        return at

    def places(self, text: bytes) -> np.ndarray:
        """Where `text` has it, each time, be it cut out of a number.

        Whole arrays are compared: bytes.find, which looks for single bytes, takes five times as long in Chinese.
        """
        if self.pattern is not None:
            found = [match.start() for match in self.matches(text)]
            return np.array([at for at in found if at % UNIT == 0], np.int64)
        held, asked = np.frombuffer(text, HALVES), np.frombuffer(self.data, HALVES)
        starts = np.flatnonzero(held[: max(0, len(held) - len(asked) + 1)] == asked[0])
        for n, half in enumerate(asked[1:], 1):
            starts = starts.compress(held[starts + n] == half)
        return UNIT * starts

    def matches(self, text: bytes) -> Iterator[re.Match[bytes]]:
        """Of its pattern; they may overlap."""
        pattern, start = self.pattern, 0
        while pattern and (match := pattern.search(text, start)):
            yield match
            start = match.start() + 1

    def standing(self, text: bytes, places: np.ndarray, numbers: np.ndarray) -> list[int]:
        """Of the `numbers` of the documents that have it at these `places`, those where it is cut out of no number."""
        found: list[int] = []
        for place, number in zip(places.tolist(), numbers.tolist(), strict=True):
            if number not in found[-1:] and not self.cuts_number(text, place):
                found.append(number)
        return found

    def found(self, text: bytes, start: int) -> int:
        if self.pattern is None:
            return text.find(self.data, start)
        found = self.pattern.search(text, start)
        return found.start() if found else -1

    def is_at(self, text: bytes, at: int) -> bool:
        """Whether what was found there lies between characters, and is cut out of no number if it may not be."""
        return at % UNIT == 0 and not (self.whole_numbers and self.cuts_number(text, at))

    def cuts_number(self, text: bytes, at: int) -> bool:
        end = at + len(self.data)
        if text[max(0, at - UNIT) : at] not in NUMBER_BYTES and text[end : end + UNIT] not in NUMBER_BYTES:
            return False
        reach = NUMBER_REACH * UNIT
        pieces = text[max(0, at - reach) : at], self.data, text[end : end + reach]
        # Half a character at an end is none.
        before, run, behind = (str(piece, ENCODING, "replace") for piece in pieces)
        return not stands_whole(before + run + behind, len(before), len(before + run))


def holding(
    reader: DocumentSpace,
    spending: Spending,
    zone: str,
    asked: CutText,
    within_content: bool,
    whole_numbers: bool,
    among: np.ndarray | None = None,
) -> np.ndarray | None:
    """Documents (int32, ascending; deleted ones too) with `asked.run` in one unit of the zone.

    With `among` only those matter: of the others some may be missing.

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
    run = Run(asked.run, whole_numbers)
    if among is not None and FEWER_AMONG * len(among) < most_with(reader, asked, within_content):
        # What is kept of all documents is not taken either: an answer does not depend on what was asked before.
        proven, doubtful = undecided(reader, zone, asked, within_content, whole_numbers)
        few = among.compress(reader.members(among, doubtful))
        found, _ = looked_through(reader, spending, zone, run, few)
        return None if found is None else merged((proven, found))
    key = (zone, asked.run, whole_numbers, "literal")
    if known := reader.cache.kept(key):
        # What was kept costs as much as it did, so that an answer does not depend on what was asked before.
        return known[0] if spending.affords_text(int(known[1][0]), asked.run) else None
    proven, doubtful = undecided(reader, zone, asked, within_content, whole_numbers)
    found, size = looked_through(reader, spending, zone, run, doubtful)
    if found is None:
        return None
    found = merged((proven, found))
    reader.cache.keep(key, (found, np.array([size])))
    return found


def most_with(reader: DocumentSpace, asked: CutText, within_content: bool) -> int:
    """In how many documents the run can be at most, by the terms of the index."""
    needed = asked.needed if within_content else ()
    return min((reader.frequency(*term) for term in needed), default=reader.documents)


def looked_through(
    reader: DocumentSpace, spending: Spending, zone: str, run: "Run", documents: np.ndarray
) -> tuple[np.ndarray | None, int]:
    """Those of the documents with the run in one unit of the zone, and how many bytes that was to look through; None
    where the request cannot afford it."""
    parts = zone_parts(reader, zone, documents)
    size = sum(part.size for part in parts)
    if size and not spending.affords_text(size, run.text):
        return None, size
    try:
        held = [held for part in parts for held in part.holding(run, lambda: spending.go_on(run.text))]
    except OutOfTime:
        return None, size
    if spending.text > MOST_MAPPED:
        for part in parts:  # else the texts looked through stay counted as this process's memory
            part.file.release(part.file.texts[zone])
    return documents.compress(np.array(held, bool)), size


def first_holding(
    reader: DocumentSpace, spending: Spending, zone: str, run: str, documents: np.ndarray, count: int
) -> np.ndarray:
    """The first `count` of the documents, in the order given, with the run in one unit of the zone.

    No more texts are looked through than that takes, nor than the request can afford.
    """
    sought, found, first = Run(run, whole_numbers=False), documents[:0], 0
    while first < len(documents) and len(found) < count:
        some = documents[first : first + max(FIRST_LOOKED, 4 * first)]
        by_number = some.argsort()
        parts = zone_parts(reader, zone, some.take(by_number))
        if not spending.affords_text(sum(part.size for part in parts), run):
            break
        try:
            held = [held for part in parts for held in part.holding(sought, lambda: spending.go_on(run))]
        except OutOfTime:
            break
        has_run = np.empty(len(some), bool)
        has_run[by_number] = held
        found = np.concatenate((found, some.compress(has_run)))
        first += len(some)
    return found[:count]


def undecided(
    reader: DocumentSpace, zone: str, asked: CutText, within_content: bool, whole_numbers: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The documents that hold the run by what the index says alone, and those whose texts must be looked through."""
    if not within_content:
        return reader.everything[:0], reader.everything
    if whole_numbers and PRINTED_NUMBER.fullmatch(asked.run):
        held = with_number(reader, asked.run)
        chained = reduce(
            lambda both, part: both.compress(reader.members(both, part)),
            (with_number(reader, part) for part in re.split("[.,]", asked.run)),
        )
        # 1.2 stands in 1.2.3, too, which is three numbers.
        chained = chained.compress(~reader.members(chained, held))
        return (held, chained) if zone == CONTENT else (held[:0], merged((held, chained)))
    if zone != CONTENT:
        return reader.everything[:0], candidates(reader, asked.needed, FEW)
    # A word is a piece of the text: where it was cut as one, nothing is left to prove.
    word = reader.find(WORDS, asked.run)
    proven, found = reader.postings(word)[0], candidates(reader, asked.needed, max(FEW, word.size))
    return proven, found[:0] if len(found) == word.size else found.compress(~reader.members(found, proven))


def with_number(reader: DocumentSpace, number: str) -> np.ndarray:
    """Documents with a number by the words that have it: itself, and others with it (5g)."""
    words = (number, *reader.words_with_number(number))
    lists = [reader.postings(reader.find(WORDS, word))[0] for word in words]
    return merged(lists)


def merged(lists: Sequence[np.ndarray]) -> np.ndarray:
    """What is in any of the lists (documents, each ascending), ascending, once. Those that have an order already are
    sorted in a hundredth of the time that `np.unique` takes."""
    if len(lists) == 1:
        return lists[0]
    documents = np.sort(np.concatenate(lists), kind="stable")
    return documents.compress(np.append(True, documents[1:] != documents[:-1])) if len(documents) else documents


def candidates(reader: DocumentSpace, needed: Iterable[tuple[str, str]], few: int) -> np.ndarray:
    """Documents with all the needed terms of a run, or more where no more than `few` are left."""
    terms = sorted([reader.find(field, text) for field, text in needed], key=lambda term: term.size)
    found = reader.postings(terms[0])[0]
    for term in terms[1:]:
        if len(found) <= few:
            break
        found = found.compress(reader.members(found, reader.postings(term)[0]))
    return found


def zone_parts(reader: DocumentSpace, zone: str, documents: np.ndarray) -> "list[ZonePart]":
    """The documents' texts of a zone, segment by segment, in order."""
    places = documents.searchsorted(reader.edges).tolist()
    return [
        ZonePart.of_segment(file, zone, documents[first:last] - base)
        for file, base, first, last in zip(reader.segments, reader.bases, places, places[1:], strict=False)
        if first < last
    ]


class ZonePart(NamedTuple):
    """The texts in a zone of some documents of one segment: numbers, where each begins and ends, bytes to read."""

    file: SegmentFile
    zone: str
    own: np.ndarray
    since: np.ndarray
    upto: np.ndarray
    size: int

    @classmethod
    def of_segment(cls, file: SegmentFile, zone: str, own: np.ndarray) -> "ZonePart":
        since, upto = file.spans(zone, own)
        size = min(len(file.texts[zone]), VISIT * len(own) + int((upto - since).sum()))
        return cls(file, zone, own, since, upto, size)

    def holding(self, run: Run, go_on: Callable[[], None]) -> list[bool]:
        """For each of the documents, whether its text contains the run; `go_on` is called now and then."""
        if self.size == len(self.file.texts[self.zone]):
            held: list[bool] = np.isin(self.own, self.scan(run, go_on), assume_unique=True).tolist()
            return held
        held, data, is_plain = [], run.data, not run.whole_numbers
        for texts in self.texts():
            go_on()
            for text in texts:
                at = text.find(data)
                held.append(at >= 0 and ((is_plain and at % UNIT == 0) or run.place(text, at) >= 0))
        return held

    def texts(self) -> Iterator[list[bytes]]:
        """The text of each of the documents, in ENCODING, VISITS at a time."""
        texts, since, upto = self.file.texts[self.zone], self.since.tolist(), self.upto.tolist()
        for first in range(0, len(since), VISITS):
            yield texts.copies(since[first : first + VISITS], upto[first : first + VISITS])

    def scan(self, run: Run, go_on: Callable[[], None]) -> np.ndarray:
        """The whole zone looked through from its beginning: numbers of the segment's documents with the run."""
        texts, found = self.file.texts[self.zone], []
        since, upto = self.file.spans(self.zone, np.arange(self.file.documents))
        for first, last in document_stretches(upto):
            go_on()
            begin = int(since[first])
            data = texts.part(begin, int(upto[last - 1])).tobytes()
            places = run.places(data)
            numbers = upto.searchsorted(begin + places, "right")
            inside = since[numbers] <= begin + places  # else before the document's part of the zone
            numbers, places = numbers.compress(inside), places.compress(inside)
            found.append(np.unique(run.standing(data, places, numbers) if run.whole_numbers else numbers))
        return np.concatenate(found).astype(np.int32) if found else np.zeros(0, np.int32)


def document_stretches(ends: np.ndarray) -> Iterator[tuple[int, int]]:
    """Documents whose texts, ending at `ends`, take some BLOCK bytes: (the first, the one after the last)."""
    first = 0
    while first < len(ends):
        last = int(ends.searchsorted((ends[first - 1] if first else 0) + BLOCK)) + 1
        yield first, min(last, len(ends))
        first = last
