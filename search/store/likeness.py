"""More like this: for each document the documents that share its most telling words.

A document's telling words are those with the highest frequency times inverse document frequency, of
words that are neither everywhere nor nowhere else; the others are scored by BM25 over just these.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.store.postings import places_of
from search.store.reader import Reader
from search.store.schema import WORDS
from search.store.segment import TermIndex
from search.store.space import K1, NORM_ROWS, saturated

TELLING = 8  # words of a document
# A telling word is in at most this part of all documents; in a small collection, in so many at most.
EVERYWHERE = 0.01
EVERYWHERE_AT_LEAST = 30
AT_A_TIME = 200_000  # words of documents that are looked at together; each takes some 60 bytes meanwhile


class Weighted(NamedTuple):
    """Words of documents: numbers of both (int32), and how telling the word is there (float32, not negative)."""

    documents: np.ndarray
    terms: np.ndarray
    weights: np.ndarray


def most_alike(reader: Reader, keys: np.ndarray | None, count: int) -> Iterator[tuple[int, list[int]]]:
    """(key, keys of the documents most like it, best first, at most `count`) for those `keys`, or for all."""
    scores = np.zeros(reader.documents, np.float32)
    # Each document is among the holders once a word at most: so many places hold `count` different ones.
    enough = (count + 1) * TELLING
    with reader.read_safely():
        for number, holders, impacts in sharing(reader, keys):
            np.add.at(scores, holders, impacts)
            scores[number] = 0
            touched = holders
            if enough < len(touched):
                touched = touched[np.argpartition(-scores[touched], enough)[:enough]]
            touched = np.unique(touched)
            touched = touched[reader.alive[touched] & (touched != number)]
            best = touched[np.argsort(-scores[touched], kind="stable")[:count]]
            yield int(reader.keys[number]), reader.keys[best].tolist()
            scores[holders] = 0


def sharing(reader: Reader, keys: np.ndarray | None) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Of the living documents asked for: its number, the holders (int64) of its telling words, those of one word after
    those of another, and what BM25 gives each for the word (float32)."""
    wanted = reader.alive.copy()
    if keys is not None:
        wanted &= np.isin(reader.keys, keys)
    for file, base, end in zip(reader.segments, reader.bases, reader.bases[1:], strict=False):
        if not wanted[base:end].any():
            continue
        index = file.terms[WORDS]
        telling = telling_words(reader, index, wanted[base:end])
        firsts = np.flatnonzero(np.diff(telling.documents, prepend=-1))
        sizes = np.add.reduceat(index.all_sizes()[telling.terms], firsts, dtype=np.int64)
        bounds = np.append(firsts, len(telling.documents))
        for some in portions(sizes):
            places = bounds[some.start : some.stop + 1]
            held, impacts, ends = holders_of(reader, index, telling.terms[places[0] : places[-1]])
            own = ends[places - places[0]].tolist()
            for number, (begin, upto) in zip(telling.documents[places[:-1]].tolist(), pairwise(own), strict=True):
                yield base + number, held[begin:upto], impacts[begin:upto]
            reader.release()  # else all lists would be in memory in the end


def portions(sizes: np.ndarray) -> Iterator[range]:
    """Numbers of neighbours whose sizes together are some AT_A_TIME, or one."""
    ends = np.cumsum(sizes, dtype=np.int64)
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(ends.searchsorted(before + AT_A_TIME, "right")))
        yield range(first, last)
        first = last


def telling_words(reader: Reader, index: TermIndex, wanted: np.ndarray) -> Weighted:
    """Of each document of a segment that the mask `wanted` has, its telling words."""
    limit = max(EVERYWHERE_AT_LEAST, int(EVERYWHERE * reader.documents))
    best = Weighted(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    seldom = np.flatnonzero(index.all_sizes() <= limit)
    for some in portions(index.all_sizes()[seldom]):
        terms = seldom[some.start : some.stop]
        lists = index.lists_of(terms)
        inside = wanted[lists.documents]
        owners = np.repeat(np.arange(len(terms)), lists.sizes)[inside]
        holders = frequencies(reader, index, terms, owners)
        rarity = np.log(reader.documents / np.maximum(holders, 1)).astype(np.float32)
        tells = ((holders > 1) & (holders <= limit))[owners]
        owners = owners[tells]
        weights = lists.frequencies[inside][tells] * rarity[owners]
        best = strongest([best, Weighted(lists.documents[inside][tells], terms[owners].astype(np.int32), weights)])
        reader.release()
    return best


def frequencies(reader: Reader, index: TermIndex, terms: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """In how many documents of all segments each term of one of them is; of the places in `terms` that are `asked`."""
    if len(reader.segments) == 1:
        return index.all_sizes()[terms]
    found = np.zeros(len(terms), np.int64)
    for place in np.unique(asked).tolist():
        found[place] = reader.frequency(WORDS, index.term(int(terms[place])).decode())
    return found


def holders_of(reader: Reader, index: TermIndex, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The holders (int64) of each of these terms of a segment in all of them, what BM25 gives each (float32), and where
    those of each term begin, and the last end."""
    different, which = np.unique(terms, return_inverse=True)
    owners, documents, often = [], [], []
    for other, base in reader.indexes[WORDS]:
        numbers = numbers_in(other, index, different)
        there = np.flatnonzero(numbers >= 0)
        if len(there):
            lists = other.lists_of(numbers[there])
            owners.append(np.repeat(there, lists.sizes))
            documents.append(lists.documents + base)
            often.append(lists.frequencies)
    order = np.concatenate(owners).argsort(kind="stable")
    owner, holders = np.concatenate(owners)[order], np.concatenate(documents)[order]
    sizes = np.bincount(owner, minlength=len(different))
    worth = (K1 + 1) * np.log(1 + (reader.documents - sizes + 0.5) / (sizes + 0.5))
    frequency = np.concatenate(often)[order].astype(np.float32)
    impacts = saturated(frequency, reader.norm_rows[NORM_ROWS[WORDS]].take(holders), worth.astype(np.float32)[owner])
    places = places_of((np.cumsum(sizes) - sizes)[which], sizes[which])
    return holders[places].astype(np.int64), impacts[places], np.append(0, np.cumsum(sizes[which]))


def numbers_in(index: TermIndex, own: TermIndex, terms: np.ndarray) -> np.ndarray:
    """The numbers that these terms of one segment have in another; -1 where it has them not."""
    if index is own:
        return terms
    found = (index.find(own.term(number)) for number in terms.tolist())
    return np.array([-1 if number is None else number for number in found], np.int64)


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
