"""How often a run of characters stands in the texts of each document, and how much text that is.

Both are read of the index's folded texts, which are the printed ones without white space: what is counted, and what it
is set against, are of the same characters. Bylines, names of columns, datelines and former wordings are no text here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from search.store.analysis import ENCODING, UNIT_END
from search.store.bounds import OutOfTime, Spending, uncounted
from search.store.literal import HALVES, MOST_MAPPED, Run, ZonePart, candidates, document_stretches, zone_parts
from search.store.segment import SegmentFile
from search.store.space import DocumentSpace

# The zones that make a text: none is part of another. In the order in which they are read.
TEXT_ZONES = ("title", "editor_note", "heading", "body", "caption")
CHARACTERS_HELD = "characters"  # beside the columns of a segment


@dataclass(frozen=True)
class Occurrences:
    """Of one run: the documents that have it (ascending) and how often each. `looked_at` of `asked` documents were
    looked through, all but where time was up."""

    run: str
    documents: np.ndarray
    times: np.ndarray
    looked_at: int
    asked: int

    @property
    def is_whole(self) -> bool:
        return self.looked_at == self.asked

    @property
    def total(self) -> int:
        return int(self.times.sum())


def occurrences_of(reader: DocumentSpace, spending: Spending, text: str, among: np.ndarray) -> Occurrences:
    """Of `text`, as texts are compared, in the documents for which `among` (a mask) holds. What begins within an
    occurrence is none: of 哈哈哈 there is one 哈哈."""
    asked = reader.cut(text)
    nothing = np.zeros(0, np.int32)
    if not asked.run:
        return Occurrences("", nothing, nothing, 0, 0)
    documents = candidates(reader, asked.needed, 0)
    documents = documents.compress(among.take(documents))
    times, looked_at = np.zeros(len(documents), np.int64), len(documents)
    run = Run(asked.run, whole_numbers=False)
    for zone in TEXT_ZONES:
        at = 0
        for part in zone_parts(reader, zone, documents):
            try:
                afford(spending, part, text)
                times[at : at + len(part.own)] += times_in(part, run, lambda: spending.go_on(text))
            except OutOfTime:
                # Of what is not looked through in every zone nothing is told.
                looked_at = min(looked_at, at)
                break
            at += len(part.own)
            if spending.text > MOST_MAPPED:
                part.file.release(part.file.texts[zone])
    times[looked_at:] = 0
    held = times > 0
    return Occurrences(asked.run, documents.compress(held), times.compress(held), looked_at, len(documents))


def afford(spending: Spending, part: ZonePart, text: str) -> None:
    """Count the part's texts among what is looked through. Raises OutOfTime where that cannot be afforded."""
    if not spending.affords_text(part.size, text):
        raise OutOfTime(text)


def times_in(part: ZonePart, run: Run, go_on: Callable[[], None]) -> np.ndarray:
    """For each of the part's documents, how often its text has the run; `go_on` is called now and then."""
    if part.size == len(part.file.texts[part.zone]):
        return times_in_all(part, run, go_on).take(part.own)
    times = []
    for texts in part.texts():
        go_on()
        times += [str(text, ENCODING).count(run.text) for text in texts]
    return np.array(times, np.int64)


def times_in_all(part: ZonePart, run: Run, go_on: Callable[[], None]) -> np.ndarray:
    """For each of the segment's documents; the zone is looked through from its beginning."""
    texts, documents = part.file.texts[part.zone], part.file.documents
    since, upto = part.file.spans(part.zone, np.arange(documents))
    found = np.zeros(documents, np.int64)
    for first, last in document_stretches(upto):
        go_on()
        begin = int(since[first])
        places = begin + apart(run, run.places(texts.part(begin, int(upto[last - 1])).tobytes()))
        numbers = upto.searchsorted(places, "right")
        inside = since.take(numbers) <= places  # else before the document's part of the zone
        found += np.bincount(numbers.compress(inside), minlength=documents)
    return found


def apart(run: Run, places: np.ndarray) -> np.ndarray:
    """Those of the places that begin in no occurrence before them."""
    if not any(run.text.startswith(run.text[at:]) for at in range(1, len(run.text))):
        return places
    kept, end = [], 0
    for place in places.tolist():
        if place >= end:
            kept.append(place)
            end = place + len(run.data)
    return np.array(kept, np.int64)


def characters_held(reader: DocumentSpace) -> np.ndarray:
    """For each document the characters of its text, white space left out: counted once for each segment that a process
    has open."""
    with uncounted():
        for file in reader.segments:
            if (file, CHARACTERS_HELD) not in reader.parts:
                reader.parts[file, CHARACTERS_HELD] = text_sizes(file)
    return np.concatenate([np.zeros(0, np.int64), *(reader.parts[file, CHARACTERS_HELD] for file in reader.segments)])


def text_sizes(file: SegmentFile) -> np.ndarray:
    """For each document of the segment: its bytes, less the ends of its units and the second halves of rare
    characters."""
    numbers = np.arange(file.documents)
    characters = np.zeros(file.documents, np.int64)
    for zone in TEXT_ZONES:
        since, upto = file.spans(zone, numbers)
        characters += (upto - since) // HALVES.itemsize
        for first, last in document_stretches(upto):
            begin = int(since[first])
            halves = np.frombuffer(file.texts[zone].part(begin, int(upto[last - 1])), HALVES)
            none = np.flatnonzero((halves == ord(UNIT_END)) | ((halves & 0xFC00) == 0xDC00))
            places = begin + HALVES.itemsize * none
            owners = upto.searchsorted(places, "right")
            inside = since.take(owners) <= places
            characters -= np.bincount(owners.compress(inside), minlength=file.documents)
        file.release(file.texts[zone])
    return characters
