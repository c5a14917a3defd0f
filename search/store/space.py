"""Documents of several segments as one: their terms, postings, columns and scores.

Documents are numbered through all segments, deleted ones too (`alive` tells).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import groupby
from typing import NamedTuple

import numpy as np

from archive.language.folding import fold, strip_space
from archive.language.numbers import may_cut_number
from archive.language.segmentation import bigrams, words
from archive.language.typed import typed_words
from search.store.bounds import uncounted
from search.store.cache import ArrayCache
from search.store.damage import LEADS_NOWHERE
from search.store.schema import CHARACTERS, GRAMS, KEY, SCORED, TERM_FIELDS, TITLE_WORDS, WORDS
from search.store.segment import SegmentFile, TermIndex

# BM25's usual constants; they hardly matter here (measured).
K1 = 1.2
B = 0.75
NORM_ROWS = {field: row for row, field in enumerate(SCORED)}
# Looking one document up in a list costs about as much as walking past so many, and marking a list's documents
# among all costs a step for so many of all.
SPARSE = 16
MARKING = 100
MOST_PLACES = 2**62  # that one int64 tells apart
CLOSE = 4  # numbers from the lowest to the highest for each that a column has
KEPT = 5000  # texts kept cut, and terms kept found


class IndexTerm(NamedTuple):
    """A term of a field: in how many documents it is; what BM25 gives for it at most; and where its lists are, as
    (index of the segment's field, number in it, the segment's first document).
    """

    field: str
    text: str
    size: int
    worth: float
    parts: list[tuple[TermIndex, int, int]]


@dataclass(frozen=True)
class CutText:
    """A text that is asked: `run` as texts are compared, folded and without white space; the terms that every document
    with the run has, as (field, term); whether a text may go on with a number where the run ends. Its words are cut
    when they are asked for: who looks for the run alone needs no segmenter.
    """

    folded: str
    run: str
    needed: tuple[tuple[str, str], ...]
    may_cut_number: bool

    @classmethod
    def from_text(cls, text: str) -> "CutText":
        folded = fold(text)
        run = strip_space(folded)
        return cls(folded, run, needed_terms(folded), may_cut_number(run))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """As typed."""
        return tuple(typed_words(self.folded))

    @cached_property
    def ranking(self) -> tuple[tuple[str, str], ...]:
        """The terms that rank, as (field, term)."""
        by_word = [(field, word) for word in words(self.folded) for field in (WORDS, TITLE_WORDS)]
        return (*by_word, *((GRAMS, pair) for pair in bigrams(self.folded)))

    @property
    def is_more_than_a_word(self) -> bool:
        """Whether it is several words, or one and a mark."""
        return self.words not in ((), (self.run,))


def needed_terms(folded: str) -> tuple[tuple[str, str], ...]:
    """The terms, as (field, term), that every document has in which folded text stands."""
    held = {pair for pair in bigrams(folded) if len(pair) == 2}
    alone = set(strip_space(folded)) - set("".join(held))
    return (*((GRAMS, pair) for pair in sorted(held)), *((CHARACTERS, character) for character in sorted(alone)))


@dataclass(frozen=True)
class Coded:
    """A column made dense: distinct values, ascending; for each document the number of its value."""

    values: np.ndarray
    codes: np.ndarray

    @classmethod
    def of(cls, column: np.ndarray) -> "Coded":
        """Of whole numbers. Those that lie close are counted off, as sorting them takes ten times as long."""
        lowest = int(column.min()) if len(column) else 0
        span = int(column.max()) - lowest + 1 if len(column) else 0
        if span > CLOSE * len(column):
            return cls(*np.unique(column, return_inverse=True))
        places = column - lowest
        held = np.zeros(span, bool)
        held[places] = True
        return cls(held.nonzero()[0] + lowest, (np.cumsum(held) - 1)[places])


@dataclass(frozen=True)
class ListColumn:
    """All values of all documents' lists; for each the document that it is of; which documents have any."""

    values: np.ndarray
    owners: np.ndarray
    filled: np.ndarray


class DocumentSpace:
    """The documents of some segments, numbered through them; `deleted` has of each segment the numbers of those that
    are no more. At most `cache_bytes` of what is read stay decoded.

    Raises DamagedIndex whenever something is first read.
    """

    def __init__(self, segments: Sequence[SegmentFile], deleted: Iterable[Iterable[int]], cache_bytes: int) -> None:
        self.segments = segments
        self.edges = np.append(0, np.cumsum([f.documents for f in segments])).astype(np.int32)
        self.bases = self.edges.tolist()
        self.documents: int = self.bases[-1]
        self.alive = np.ones(self.documents, bool)
        for numbers, base in zip(deleted, self.bases, strict=False):
            self.alive[[base + number for number in numbers]] = False
        self.count = int(np.count_nonzero(self.alive))
        self.indexes = {
            field: [(file.terms[field], base) for file, base in zip(segments, self.bases, strict=False)]
            for field in TERM_FIELDS
        }
        self.cuts: dict[str, CutText] = {}
        self.found: dict[tuple[str, str], IndexTerm] = {}
        self.cache = ArrayCache(cache_bytes)
        self.orders: dict[tuple[tuple[str, bool], ...], np.ndarray] = {}
        self.columns: dict[str, np.ndarray] = {}
        self.list_columns: dict[str, ListColumn] = {}
        self.coded_columns: dict[str, Coded] = {}
        # Of what was read whole, by file and array: the next space that has the file open takes it from here.
        self.parts: dict[tuple[SegmentFile, str], np.ndarray] = {}

    # Damage

    def verify_all(self) -> None:
        """See that all is still as it was written, whatever was verified before. Raises DamagedIndex."""
        for file in self.segments:
            file.verify_all()

    @contextmanager
    def read_safely(self) -> Iterator[None]:
        """What fails in it by bytes that lead nowhere is DamagedIndex, where the disk gives other bytes now than when
        they were verified.
        """
        try:
            yield
        except LEADS_NOWHERE:
            self.verify_all()
            raise

    # Terms

    def find(self, field: str, text: str) -> IndexTerm:
        term = self.found.get((field, text))
        if term is None:
            encoded, parts, size = text.encode(), [], 0
            for index, base in self.indexes[field]:
                if (i := index.find(encoded)) is not None:
                    parts.append((index, i, base))
                    size += index.size(i)
            if len(self.found) >= KEPT:
                self.found.clear()
            # The inverse document frequency, times the most that frequency can make of it.
            worth = (K1 + 1) * math.log(1 + (self.documents - size + 0.5) / (size + 0.5))
            self.found[field, text] = term = IndexTerm(field, text, size, worth, parts)
        return term

    def frequency(self, field: str, term: str) -> int:
        """In how many documents the term is; deleted ones count until their segment is merged."""
        return self.find(field, term).size

    def postings(self, term: IndexTerm) -> tuple[np.ndarray, np.ndarray]:
        """Documents (int32, ascending) and frequencies (uint8) of a term; empty where nobody has it."""
        key = (term.field, term.text)
        kept: tuple[np.ndarray, np.ndarray] | None = self.cache.kept(key)
        return self.cache.keep(key, self.decoded(term)) if kept is None else kept

    def decoded(self, term: IndexTerm) -> tuple[np.ndarray, np.ndarray]:
        every, often = [], []
        for index, i, base in term.parts:
            documents, frequencies = index.postings(i)
            if base:
                documents += np.int32(base)
            every.append(documents)
            often.append(self.once[: len(documents)] if frequencies is None else frequencies)
        if len(every) == 1:
            return every[0], often[0]
        return np.concatenate([np.zeros(0, np.int32), *every]), np.concatenate([np.zeros(0, np.uint8), *often])

    @cached_property
    def once(self) -> np.ndarray:
        """As many ones as there are documents."""
        return np.ones(self.documents, np.uint8)

    def impacts(self, term: IndexTerm) -> np.ndarray:
        """The BM25 score (float32) of the term in each of its documents."""
        key = (term.field, term.text, "impacts")
        kept: np.ndarray | None = self.cache.kept(key)
        return self.cache.keep(key, self.bm25(term)) if kept is None else kept

    def bm25(self, term: IndexTerm) -> np.ndarray:
        documents, often = self.postings(term)
        return saturated(often.astype(np.float32), self.norm_rows[NORM_ROWS[term.field]].take(documents), term.worth)

    def bm25_of(self, documents: np.ndarray, terms: Sequence[IndexTerm], weights: Sequence[float]) -> np.ndarray:
        """For each of these few documents (ascending) the sum of the terms' scores (float32), times their weights."""
        frequencies, nearest = [], []
        for term in terms:
            holders, often = self.postings(term)
            if holders is not documents:
                place = holders.searchsorted(documents)
                holders, often = holders.take(place, mode="clip"), often.take(place, mode="clip")
            nearest.append(holders)
            frequencies.append(often)
        found = np.array(frequencies, np.float32)
        found *= np.array(nearest) == documents
        norms = self.norm_rows.take(documents, axis=1).take([NORM_ROWS[term.field] for term in terms], axis=0)
        worths = np.array([(term.worth * weight,) for term, weight in zip(terms, weights, strict=True)], np.float32)
        return np.add.reduce(saturated(found, norms, worths))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """(term, document frequency) of all terms that begin with `prefix`, in the order of code points."""

        def of_segment(index: TermIndex) -> Iterator[tuple[bytes, int]]:
            return ((term, index.size(i)) for term, i in index.starting(prefix.encode()))

        each = [of_segment(file.terms[field]) for file in self.segments]
        for term, same in groupby(merge(*each), key=lambda pair: pair[0]):
            yield term.decode(), sum(size for _, size in same)

    def words_with_number(self, number: str) -> list[str]:
        """The words that have the number beside other characters, in order: 5 -> 5g, a5."""
        with uncounted():  # each segment looks once for all numbers, as long as it is open
            held = [file.terms[WORDS].words_with_numbers.get(number, ()) for file in self.segments]
        return sorted(set().union(*held))

    @cached_property
    def everything(self) -> np.ndarray:
        """All documents' numbers, deleted ones too."""
        return np.arange(self.documents, dtype=np.int32)

    def members(self, documents: np.ndarray, of: np.ndarray) -> np.ndarray:
        """For each of `documents`, whether it is in `of`; both ascending."""
        if documents is of:
            return np.ones(len(documents), bool)
        if not len(of):
            return np.zeros(len(documents), bool)
        if self.is_few(documents, len(of)):
            return of.take(of.searchsorted(documents), mode="clip") == documents
        mask = np.zeros(self.documents, bool)
        mask[of] = True
        return mask.take(documents)

    def is_few(self, documents: np.ndarray, size: int) -> bool:
        """Whether to look each of `documents` up in a list of that size, rather than mark the list's among all."""
        return len(documents) * SPARSE < size + self.documents // MARKING

    @cached_property
    def norm_rows(self) -> np.ndarray:
        """BM25's length norm (float32) for each document; a row for each of SCORED (see NORM_ROWS)."""
        norms = np.empty((len(SCORED), self.documents), np.float32)
        for field, row in NORM_ROWS.items():
            lengths = self.joined(f"lengths.{field}").astype(np.float32)
            average = lengths.mean() if self.documents and lengths.any() else 1.0
            norms[row] = np.float32(K1) * (1 - B + B * lengths / np.float32(average))
        return norms

    def release(self) -> None:
        """Give back the memory of what was read of the mapped files."""
        for file in self.segments:
            file.release()

    def forget(self) -> None:
        """Everything that was kept of the index: how fast it is without, a benchmark wants to know."""
        self.cache.clear()
        self.found.clear()

    def cut(self, text: str) -> CutText:
        """What is asked, cut once: the reader goes when the index or the dictionaries change."""
        if text not in self.cuts:
            if len(self.cuts) >= KEPT:
                self.cuts.clear()
            self.cuts[text] = CutText.from_text(text)
        return self.cuts[text]

    # Columns

    def joined(self, name: str) -> np.ndarray:
        """The arrays of that name of all segments, one behind the other."""
        parts = [self.parts.get((file, name)) for file in self.segments]
        read = [
            file.arrays[name].copied() if part is None else part
            for file, part in zip(self.segments, parts, strict=True)
        ]
        joined = read[0] if len(read) == 1 else np.concatenate([np.zeros(0, np.int64), *read])
        ends = np.cumsum([len(part) for part in read]).tolist()
        for file, part, end in zip(self.segments, read, ends, strict=True):
            self.parts[file, name] = joined[end - len(part) : end]
        return joined

    @cached_property
    def keys(self) -> np.ndarray:
        return self.joined("keys")

    def is_list(self, name: str) -> bool:
        """Whether the column called `name` holds several values of an article."""
        return any(f"list.{name}.ends" in file.arrays for file in self.segments)

    def column(self, name: str) -> np.ndarray:
        """One int64 a document. KeyError where the index has no such column."""
        if name == KEY:
            return self.keys
        if name not in self.columns:
            self.columns[name] = self.joined(f"column.{name}")
        return self.columns[name]

    def list_column(self, name: str) -> ListColumn:
        if name not in self.list_columns:
            sizes = [np.diff(file.array(f"list.{name}.ends"), prepend=0) for file in self.segments]
            of_document = np.concatenate([np.zeros(0, np.int64), *sizes])
            owners = np.repeat(np.arange(self.documents), of_document)
            self.list_columns[name] = ListColumn(self.joined(f"list.{name}.values"), owners, of_document > 0)
        return self.list_columns[name]

    def coded(self, name: str) -> Coded:
        """For counting: a column's values; of a list column, one code for each of `list_column`'s values."""
        if name not in self.coded_columns:
            values = self.list_column(name).values if self.is_list(name) else self.column(name)
            self.coded_columns[name] = Coded.of(values)
        return self.coded_columns[name]

    def ranks(self, order: tuple[tuple[str, bool], ...]) -> np.ndarray:
        """Each document's rank (int64) by (column, descending) pairs: 0 the first, then -1, -2 …; no ties are left."""
        if order not in self.orders:
            keys = [-self.column(name) if descending else self.column(name) for name, descending in order]
            ranks = np.empty(self.documents, np.int64)
            ranks[sorted_by([*keys, self.keys])] = -np.arange(self.documents)
            self.orders[order] = ranks
        return self.orders[order]


def sorted_by(keys: Sequence[np.ndarray]) -> np.ndarray:
    """The places of documents in the order of the first of these whole numbers (int64), of equal ones in that of the
    next; the last are all different. As one number each, where they fit into it, they are sorted four times as fast."""
    spans = [int(key.max()) - int(key.min()) + 1 for key in keys] if len(keys[0]) else []
    if math.prod(spans) > MOST_PLACES:
        return np.lexsort(keys[::-1])
    as_one = np.zeros(len(keys[0]), np.int64)
    for key, span in zip(keys, spans, strict=False):
        as_one = as_one * span + (key - key.min())
    return as_one.argsort()


def saturated(frequencies: np.ndarray, norms: np.ndarray, worth: float | np.ndarray) -> np.ndarray:
    """BM25's growth with frequency, up to `worth`. In the arrays given, as this is half of a search."""
    norms += frequencies
    frequencies *= worth
    frequencies /= norms
    return frequencies
