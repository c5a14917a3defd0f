"""Exactly the documents of which a zone's unit contains a run of characters, however it was cut to words.

Candidates are the documents that have all of the run's bigrams (and its single characters), found from
the rarest on; each candidate's folded text is then looked through. One character, or one bigram, is
its own proof.
"""

from collections.abc import Iterator

import numpy as np

from search.store.analysis import ENCODING
from search.store.reader import CutText, Reader
from search.store.schema import CHARACTERS, CONTENT, GRAMS, WORDS
from search.store.segment import SegmentFile

# What looking at one document costs beside reading it, in bytes that could be read meanwhile.
VISIT = 2000
# Few enough candidates that looking at each is cheaper than one more intersection.
FEW = 2
STRETCH = 1024 * 1024  # bytes of text that are looked through at a time


def holding(reader: Reader, zone: str, asked: CutText, within_content: bool) -> np.ndarray:
    """Documents (int32, ascending; deleted ones too) with `asked.run` in one unit of the zone.

    An empty run is in every document. `within_content`: the zone is part of CONTENT, so that the terms
    of the index tell of it.
    """
    if not asked.run:
        return reader.everything
    if zone == CONTENT and len(asked.run) == 1:
        return reader.postings(reader.find(CHARACTERS, asked.run))[0]
    if zone == CONTENT and asked.needed == ((GRAMS, asked.run),):
        return reader.postings(reader.find(GRAMS, asked.run))[0]
    return reader.cache.get((zone, asked.run, "literal"), lambda: sought(reader, zone, asked, within_content))


def sought(reader: Reader, zone: str, asked: CutText, within_content: bool) -> np.ndarray:
    run = asked.run
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


def verified(reader: Reader, zone: str, run: str, documents: np.ndarray) -> np.ndarray:
    """For each of `documents`, whether its text contains the run."""
    held = np.zeros(len(documents), bool)
    places = np.searchsorted(documents, reader.bases).tolist()
    for file, base, first, last in zip(reader.segments, reader.bases, places, places[1:], strict=False):
        if first == last:
            continue
        own = documents[first:last] - base
        texts, (since, upto) = file.texts[zone], file.spans(zone, own)
        if VISIT * len(own) + int((upto - since).sum()) > len(texts):
            held[first:last] = np.isin(own, scan(file, zone, run), assume_unique=True)
        else:
            spans = zip(since.tolist(), upto.tolist(), strict=True)
            held[first:last] = [run in str(texts.part(begin, end), ENCODING) for begin, end in spans]
    return held


def scanned(reader: Reader, zone: str, run: str) -> np.ndarray:
    found = [scan(file, zone, run) + np.int32(base) for file, base in zip(reader.segments, reader.bases, strict=False)]
    return np.concatenate([np.zeros(0, np.int32), *found])


def scan(file: SegmentFile, zone: str, run: str) -> np.ndarray:
    """The whole zone looked through from its beginning: numbers of the segment's documents with the run."""
    texts, every = file.texts[zone], np.arange(file.documents)
    since, upto = file.spans(zone, every)
    sought, found = run.encode(ENCODING), []
    for first, last in document_stretches(upto):
        begin = int(since[first])
        data = texts.part(begin, int(upto[last - 1])).tobytes()
        at = data.find(sought)
        while at >= 0:
            number = int(upto.searchsorted(begin + at, "right"))
            outside = since[number] - begin - at
            if at % 2 or outside > 0:  # between two characters, or before the document's part of the zone
                at = data.find(sought, at + max(1, outside))
                continue
            found.append(number)
            at = data.find(sought, int(upto[number]) - begin)
    return np.array(found, np.int32)


def document_stretches(ends: np.ndarray) -> Iterator[tuple[int, int]]:
    """Documents whose texts, ending at `ends`, take some STRETCH bytes: (the first, the one after the last)."""
    first = 0
    while first < len(ends):
        last = int(ends.searchsorted((ends[first - 1] if first else 0) + STRETCH)) + 1
        yield first, min(last, len(ends))
        first = last
