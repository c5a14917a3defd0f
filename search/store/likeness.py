"""More like this: for each document the documents that share its most telling words.

A document's telling words are those with the highest frequency times inverse document frequency, of
words that are neither everywhere nor nowhere else; the others are scored by BM25 over just these.
"""

from collections.abc import Iterator

import numpy as np

from search.store.reader import Reader
from search.store.schema import WORDS
from search.store.segment import SegmentFile

TELLING = 8  # words of a document
# A telling word is in at most this part of all documents; in a small collection, in so many at most.
EVERYWHERE = 0.01
EVERYWHERE_AT_LEAST = 30


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
    terms, documents, weights = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    alone = len(reader.segments) == 1
    for i in np.flatnonzero(index.all_sizes() <= limit).tolist():
        own, often = index.postings(i)
        inside = wanted[own]
        if not inside.any():
            continue
        holders = len(own) if alone else reader.frequency(WORDS, index.term(i).decode())
        if 1 < holders <= limit:
            frequencies = np.ones(len(own), np.uint8) if often is None else often
            terms.append(np.full(np.count_nonzero(inside), i))
            documents.append(own[inside])
            weights.append(frequencies[inside] * np.float32(np.log(reader.documents / holders)))
    all_terms, all_documents, all_weights = np.concatenate(terms), np.concatenate(documents), np.concatenate(weights)
    order = np.lexsort((-all_weights, all_documents))
    numbers, firsts = np.unique(all_documents[order], return_index=True)
    lasts = np.searchsorted(all_documents[order], numbers, "right")
    for number, first, last in zip(numbers.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
        best = order[first : min(last, first + TELLING)]
        yield number, [index.term(i).decode() for i in all_terms[best]]
