"""More like this: for each document the documents that share its most telling words.

A document's telling words are those with the highest frequency times inverse document frequency, of
words that are neither everywhere nor nowhere else; the others are scored by BM25 over just these.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.store.reader import Reader
from search.store.schema import WORDS
from search.store.segment import SegmentFile

TELLING = 8  # words of a document
# A telling word is in at most this part of all documents; in a small collection, in so many at most.
EVERYWHERE = 0.01
EVERYWHERE_AT_LEAST = 30
AT_A_TIME = 200_000  # words of documents that are compared at a time; each takes some 50 bytes meanwhile


def most_alike(reader: Reader, keys: np.ndarray | None, count: int) -> Iterator[tuple[int, list[int]]]:
    """(key, keys of the documents most like it, best first, at most `count`) for those `keys`, or for all."""
    scores = np.zeros(reader.documents, np.float32)
    for number, words in telling_words(reader, keys):
        terms = [reader.find(WORDS, word) for word in words]
        lists = [reader.postings(term)[0] for term in terms]
        for term, documents in zip(terms, lists, strict=True):
            scores[documents] += reader.impacts(term)
        scores[number] = 0
        touched = np.concatenate([np.zeros(0, np.int32), *lists])
        # Each document is in `touched` once a word at most: so many places hold `count` different ones.
        enough = (count + 1) * len(lists)
        if enough < len(touched):
            touched = touched[np.argpartition(-scores[touched], enough)[:enough]]
        touched = np.unique(touched)
        touched = touched[reader.alive[touched] & (touched != number)]
        best = touched[np.argsort(-scores[touched], kind="stable")[:count]]
        yield int(reader.keys[number]), reader.keys[best].tolist()
        for documents in lists:
            scores[documents] = 0


def telling_words(reader: Reader, keys: np.ndarray | None) -> Iterator[tuple[int, list[str]]]:
    """(document, its telling words) of the living documents asked for."""
    wanted = reader.alive.copy()
    if keys is not None:
        wanted &= np.isin(reader.keys, keys)
    for file, base, end in zip(reader.segments, reader.bases, reader.bases[1:], strict=False):
        if wanted[base:end].any():
            for number, terms in of_segment(reader, file, wanted[base:end]):
                yield base + number, terms


def of_segment(reader: Reader, file: SegmentFile, wanted: np.ndarray) -> Iterator[tuple[int, list[str]]]:
    """What `telling_words` gives, of one segment; `wanted` is a mask over its documents."""
    index = file.terms[WORDS]
    limit = max(EVERYWHERE_AT_LEAST, int(EVERYWHERE * reader.documents))
    alone = len(reader.segments) == 1
    best = Weighted(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    waiting, postings = [], 0
    for i in np.flatnonzero(index.all_sizes() <= limit).tolist():
        own, often = index.postings(i)
        inside = wanted[own]
        if not inside.any():
            continue
        holders = len(own) if alone else reader.frequency(WORDS, index.term(i).decode())
        if 1 < holders <= limit:
            frequencies = np.ones(len(own), np.uint8) if often is None else often
            weights = frequencies[inside] * np.float32(np.log(reader.documents / holders))
            waiting.append(Weighted(own[inside], np.full(len(weights), i, np.int32), weights))
            postings += len(weights)
        if postings > AT_A_TIME:
            best, waiting, postings = strongest([best, *waiting]), [], 0
    best = strongest([best, *waiting])
    firsts = np.flatnonzero(np.diff(best.documents, prepend=-1)).tolist()
    for first, last in pairwise([*firsts, len(best.documents)]):
        yield int(best.documents[first]), [index.term(i).decode() for i in best.terms[first:last].tolist()]


class Weighted(NamedTuple):
    """Words of documents: numbers of both (int32), and how telling the word is there (float32, not negative)."""

    documents: np.ndarray
    terms: np.ndarray
    weights: np.ndarray


def strongest(parts: Sequence[Weighted]) -> Weighted:
    """Of each document the TELLING words with the highest weights, these first; the documents ascend."""
    documents, terms, weights = (np.concatenate(each) for each in zip(*parts, strict=True))
    keys = documents.astype(np.int64)
    keys <<= 32
    keys -= weights.view(np.int32)  # a weight that is not negative has the order of its bits
    order = keys.argsort(kind="stable")
    documents = documents[order]
    is_kept = np.arange(len(order)) - np.searchsorted(documents, documents) < TELLING
    return Weighted(documents[is_kept], terms[order][is_kept], weights[order][is_kept])
