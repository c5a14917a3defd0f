"""From what is asked to ranked documents, an exact count and facets: sets are masks over all documents.

Relevance is a sum of BM25 scores: each word of what was asked in WORDS and TITLE_WORDS, each bigram in
GRAMS, times that field's weight. Articles that hold a whole run come before those that hold its words.
Ties stand in the order given. Every way to order becomes one integer key a document, so that a page is
one partial sort.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from search.segmentation import bigrams, words
from search.text import fold

from . import literal
from .expressions import All, Between, Either, Everything, Expression, Has, HasAny, HasWords, In, Not
from .reader import Reader
from .schema import GRAMS, TITLE_WORDS, WORDS, Layout

# More than any sum of BM25 scores: what a whole run is worth.
WHOLE_RUN = np.float32(10_000)
Order = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Query:
    """`order` is of (column, descending) pairs; empty: by relevance, ties by `ties`. `stop` None: to the end."""

    where: Expression
    order: Order = ()
    ties: Order = ()
    start: int = 0
    stop: int | None = None
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`documents` and `scores` of the slice asked; `total` and `facets` over all that match.

    A facet is [(value, count)], most first; of a list column, (None, count) are those with empty lists.
    """

    total: int
    documents: np.ndarray
    scores: np.ndarray
    facets: Mapping[str, list[tuple[int | None, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Collector:
    reader: Reader
    layout: Layout
    weights: Mapping[str, float]

    def answer(self, query: Query) -> Answer:
        found = self.matching(query.where) & self.reader.alive
        hits = np.flatnonzero(found)
        scores = np.zeros(0, np.float32)
        if query.order:
            keys = -self.reader.ranks(query.order)[hits]
        else:
            scores = self.scores(query.where)[hits]
            # A score that is not negative has the order of its bits.
            keys = (scores.view(np.uint32).astype(np.int64) << 32) - self.reader.ranks(query.ties)[hits]
        page = best(keys, query.start, query.stop)
        return Answer(
            total=len(hits),
            documents=hits[page],
            scores=scores[page] if len(scores) else np.zeros(len(page), np.float32),
            facets={name: self.facet(name, found, hits) for name in query.facets},
        )

    # Which documents

    def matching(self, expression: Expression) -> np.ndarray:
        """A mask over all documents, deleted ones too."""
        match expression:
            case Everything():
                return self.all_of([])
            case All(parts):
                return self.all_of(self.matching(part) for part in parts)
            case Either(parts):
                return self.any_of(self.matching(part) for part in parts)
            case Not(part):
                return ~self.matching(part)
            case Has(zone, text):
                return self.holding(zone, text)
            case HasWords(zone, text):
                return self.all_of(self.holding(zone, word) for word in self.words_of(text))
            case HasAny(zone, words_asked, _):
                return self.any_of(self.holding(zone, word) for word in words_asked)
            case In(column, values):
                return self.having(column, values)
            case Between(column, low, high):
                return self.between(column, low, high)
        raise TypeError(f"{expression!r} is no expression that this collector knows")

    def all_of(self, masks: Iterable[np.ndarray]) -> np.ndarray:
        return reduce(np.logical_and, masks, np.ones(self.reader.documents, bool))

    def any_of(self, masks: Iterable[np.ndarray]) -> np.ndarray:
        return reduce(np.logical_or, masks, np.zeros(self.reader.documents, bool))

    def holding(self, zone: str, text: str) -> np.ndarray:
        run = literal.needle(text)
        mask = np.zeros(self.reader.documents, bool)
        mask[literal.holding(self.reader, zone, run, self.layout.within_content(zone))] = True
        return mask

    def words_of(self, text: str) -> list[str]:
        """The words of the text; the text itself where it has none (punctuation)."""
        return words(fold(text)) or [text]

    def having(self, column: str, values: tuple[int, ...]) -> np.ndarray:
        if not self.reader.is_list(column):
            return np.isin(self.reader.column(column), values)
        of_lists, owners = self.reader.list_column(column)
        mask = np.zeros(self.reader.documents, bool)
        mask[owners[np.isin(of_lists, values)]] = True
        return mask | ~self.in_lists(column) if 0 in values else mask

    def in_lists(self, column: str) -> np.ndarray:
        """Documents whose list is not empty."""
        mask = np.zeros(self.reader.documents, bool)
        mask[self.reader.owners(column)] = True
        return mask

    def between(self, column: str, low: int | None, high: int | None) -> np.ndarray:
        values = self.reader.column(column)
        mask = np.ones(self.reader.documents, bool)
        if low is not None:
            mask &= values >= low
        if high is not None:
            mask &= values <= high
        return mask

    # How well

    def scores(self, where: Expression) -> np.ndarray:
        scores = np.zeros(self.reader.documents, np.float32)
        for (name, term), times in Counter(asked_terms(where)).items():
            if weight := self.weights[name]:
                documents, impacts = self.reader.impacts(name, term)
                scores[documents] += impacts * np.float32(weight * times)
        for zone, text in whole_runs(where):
            run = literal.needle(text)
            scores[literal.holding(self.reader, zone, run, self.layout.within_content(zone))] += WHOLE_RUN
        return scores

    # How many of each

    def facet(self, name: str, found: np.ndarray, hits: np.ndarray) -> list[tuple[int | None, int]]:
        coded = self.reader.coded(name)
        none: list[tuple[int | None, int]] = []
        if self.reader.is_list(name):
            codes = coded.codes[found[self.reader.owners(name)]]
            if empty := len(hits) - int(np.count_nonzero(found & self.in_lists(name))):
                none = [(None, empty)]
        else:
            codes = coded.codes[hits]
        counts = np.bincount(codes, minlength=len(coded.values))
        present = np.flatnonzero(counts)
        present = present[np.argsort(-counts[present], kind="stable")]
        return [*zip(coded.values[present].tolist(), counts[present].tolist(), strict=True), *none]


def best(keys: np.ndarray, start: int, stop: int | None) -> np.ndarray:
    """Places of the highest keys, from the start-th to before the stop-th."""
    stop = len(keys) if stop is None else min(stop, len(keys))
    if start >= stop:
        return np.zeros(0, np.int64)
    if stop < len(keys):
        highest = np.argpartition(keys, len(keys) - stop)[len(keys) - stop :]
    else:
        highest = np.arange(len(keys))
    return highest[np.argsort(-keys[highest])][start:]


def asked_terms(expression: Expression) -> Iterator[tuple[str, str]]:
    """The terms that rank: of everything asked for, not of what is excluded."""
    for text in asked_texts(expression):
        folded = fold(text)
        for word in words(folded):
            yield WORDS, word
            yield TITLE_WORDS, word
        for pair in bigrams(folded):
            yield GRAMS, pair


def asked_texts(expression: Expression) -> Iterator[str]:
    match expression:
        case All(parts) | Either(parts):
            for part in parts:
                yield from asked_texts(part)
        case Has(_, text) | HasWords(_, text) | HasAny(_, _, text):
            yield text


def whole_runs(expression: Expression) -> Iterator[tuple[str, str]]:
    """(zone, text) of each run asked for that has several words."""
    match expression:
        case All(parts) | Either(parts):
            for part in parts:
                yield from whole_runs(part)
        case HasWords(zone, text) if len(words(fold(text))) > 1:
            yield zone, text
