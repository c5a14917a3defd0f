"""Exactly the documents of which a zone's unit contains a run of characters, however it was cut to words.

Candidates are the documents that have all of the run's bigrams (and its single characters), found from
the rarest on; each candidate's folded text is then looked through. One character, or one bigram, is
its own proof.
"""

import numpy as np

from search.segmentation import bigrams
from search.text import fold, strip_space

from .reader import Reader
from .schema import CHARACTERS, CONTENT, GRAMS, WORDS
from .segment import SegmentFile

# What looking at one document costs beside reading it, in bytes that could be read meanwhile.
VISIT = 2000
# Few enough candidates that looking at each is cheaper than one more intersection.
FEW = 50


def needle(text: str) -> str:
    """The run as texts are compared: folded, without white space."""
    return strip_space(fold(text))


def holding(reader: Reader, zone: str, run: str, within_content: bool) -> np.ndarray:
    """Documents (int32, ascending; deleted ones too) with `run`, a needle, in one unit of the zone.

    An empty run is in every document. `within_content`: the zone is part of CONTENT, so that the terms
    of the index tell of it.
    """
    return reader.cache.get((zone, run, "literal"), lambda: find(reader, zone, run, within_content))


def find(reader: Reader, zone: str, run: str, within_content: bool) -> np.ndarray:
    if not run:
        return np.arange(reader.documents, dtype=np.int32)
    if not within_content:
        return scanned(reader, zone, run.encode())
    found = candidates(reader, run)
    if zone == CONTENT and (len(run) == 1 or [run] == bigrams(run)):
        return found
    if zone == CONTENT:
        certain = reader.holders(WORDS, run)  # a word is a piece of the text
        doubtful = np.setdiff1d(found, certain, assume_unique=True) if len(certain) else found
        return np.union1d(certain, verified(reader, zone, run.encode(), doubtful)).astype(np.int32)
    return verified(reader, zone, run.encode(), found)


def candidates(reader: Reader, run: str) -> np.ndarray:
    """Documents with all pairs and characters of the run, or more where few are left soon."""
    pairs = {pair for pair in bigrams(run) if len(pair) == 2}
    terms = [(GRAMS, pair) for pair in pairs]
    terms += [(CHARACTERS, character) for character in set(run) - set("".join(pairs))]
    terms.sort(key=lambda term: reader.frequency(*term))
    found = reader.holders(*terms[0])
    for term in terms[1:]:
        if len(found) <= FEW:
            break
        found = np.intersect1d(found, reader.holders(*term), assume_unique=True)
    return found


def verified(reader: Reader, zone: str, run: bytes, documents: np.ndarray) -> np.ndarray:
    """Those of `documents` whose text contains the run."""
    found = []
    for file, base, end in zip(reader.segments, reader.bases, reader.bases[1:], strict=False):
        first, last = np.searchsorted(documents, (base, end))
        own = documents[first:last] - np.int32(base)
        if not len(own):
            continue
        ends = file.arrays[f"zone.{zone}.ends"]
        upto = ends[own]
        since = np.where(own > 0, ends[own - 1], 0)
        if VISIT * len(own) + int((upto - since).sum()) > len(file.arrays[f"zone.{zone}.data"]):
            inside = scan(file, zone, run)
            found.append(np.intersect1d(inside, own, assume_unique=True) + np.int32(base))
            continue
        data = file.arrays[f"zone.{zone}.data"]
        held = [run in data[b:e].tobytes() for b, e in zip(since.tolist(), upto.tolist(), strict=True)]
        found.append(own[held] + np.int32(base))
    return np.concatenate([np.zeros(0, np.int32), *found])


def scanned(reader: Reader, zone: str, run: bytes) -> np.ndarray:
    found = [scan(file, zone, run) + np.int32(base) for file, base in zip(reader.segments, reader.bases, strict=False)]
    return np.concatenate([np.zeros(0, np.int32), *found])


def scan(file: SegmentFile, zone: str, run: bytes) -> np.ndarray:
    """The whole zone looked through from its beginning: numbers of the segment's documents with the run."""
    data, ends = file.arrays[f"zone.{zone}.data"].tobytes(), file.arrays[f"zone.{zone}.ends"]
    found = []
    at = data.find(run)
    while at >= 0:
        number = int(ends.searchsorted(at, "right"))
        found.append(number)
        at = data.find(run, int(ends[number]))
    return np.array(found, np.int32)
