"""From what is asked to ranked documents, an exact count and facets.

Relevance is a sum of BM25 scores: each word of what was asked in WORDS and TITLE_WORDS, each bigram in
GRAMS, times that field's weight. Articles that hold a whole run come before those that hold its words.
Ties stand in the order given. Every way to order becomes one integer key a document, so that a page is
one partial sort.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.store import literal
from search.store.expressions import All, Between, Either, Everything, Expression, Has, HasAny, HasWords, In, Not
from search.store.reader import IndexTerm, Reader
from search.store.schema import IndexLayout

# More than any sum of BM25 scores: what a whole run is worth.
WHOLE_RUN = np.float32(10_000)
Order = tuple[tuple[str, bool], ...]


class Query(NamedTuple):
    """`order` is of (column, descending) pairs; empty: by relevance, ties by `ties`. `stop` None: to the end."""

    where: Expression
    order: Order = ()
    ties: Order = ()
    start: int = 0
    stop: int | None = None
    facets: tuple[str, ...] = ()


class Found(NamedTuple):
    """`documents` and `scores` of the slice asked; `total` and `facets` over all that match.

    A facet is [(value, count)], most first; of a list column, (None, count) are those with empty lists.
    """

    total: int
    documents: np.ndarray
    scores: np.ndarray
    facets: Mapping[str, list[tuple[int | None, int]]]


@dataclass(frozen=True)
class Collector:
    reader: Reader
    layout: IndexLayout
    weights: Mapping[str, float]

    def collect(self, query: Query) -> Found:
        """The documents asked for, in the order asked, with the exact count of all and their facets."""
        hits = self.found(query.where)
        if self.reader.count < self.reader.documents:
            hits = hits[self.reader.alive[hits]]
        scores = None
        if query.order:
            keys = -self.reader.ranks(query.order).take(hits)
        else:
            scores = self.scores(query.where, hits)
            # A score that is not negative has the order of its bits.
            keys = scores.view(np.int32).astype(np.int64)
            keys <<= 32
            keys -= self.reader.ranks(query.ties).take(hits)
        page = best(keys, query.start, query.stop)
        return Found(
            total=len(hits),
            documents=hits[page],
            scores=np.zeros(len(page), np.float32) if scores is None else scores[page],
            facets={name: self.facet(name, hits) for name in query.facets},
        )

    # Which documents

    def found(self, expression: Expression) -> np.ndarray:
        """The documents for which it holds, ascending, deleted ones too."""
        match expression:
            case Has(zone, text, whole_numbers):
                return self.holding(zone, text, whole_numbers)
            case HasWords(zone, text):
                return self.found(All(tuple(Has(zone, word, True) for word in self.words_of(text))))
            case HasAny(zone, words, _):
                return self.found(Either(tuple(Has(zone, word, True) for word in words)))
            case All((part,)):
                return self.found(part)
            case All(parts):
                # Texts are in few documents, and give them; the rest is asked of those alone.
                texts = sorted((self.found(part) for part in parts if has_text(part)), key=len)
                documents = texts[0] if texts else self.reader.everything
                for other in texts[1:]:
                    documents = documents[self.reader.members(documents, other)]
                for part in parts:
                    if not has_text(part):
                        documents = self.narrowed(documents, part)
                return documents
            case Either(parts):
                mask = np.zeros(self.reader.documents, bool)
                for part in parts:
                    mask[self.found(part)] = True
                return np.flatnonzero(mask)
        return self.narrowed(self.reader.everything, expression)

    def narrowed(self, documents: np.ndarray, expression: Expression) -> np.ndarray:
        """Those of `documents` for which the expression holds."""
        match expression:
            case Everything():
                return documents
            case Not(part):
                return documents[~self.reader.members(documents, self.found(part))]
            case In(column, values) if self.reader.is_list(column):
                return documents[self.listing(column, values)[documents]]
            case In(column, (value,)):
                return documents[self.of_column(column, documents) == value]
            case In(column, values):
                return documents[np.isin(self.of_column(column, documents), values)]
            case Between(column, low, high):
                numbers = self.of_column(column, documents)
                held = np.ones(len(documents), bool)
                if low is not None:
                    held &= numbers >= low
                if high is not None:
                    held &= numbers <= high
                return documents[held]
        return documents[self.reader.members(documents, self.found(expression))]

    def holding(self, zone: str, text: str, whole_numbers: bool) -> np.ndarray:
        within = self.layout.within_content(zone)
        return literal.holding(self.reader, zone, self.reader.cut(text), within, whole_numbers)

    def words_of(self, text: str) -> tuple[str, ...]:
        """The words of the text; the text itself where it has none (punctuation)."""
        return self.reader.cut(text).words or (text,)

    def of_column(self, name: str, documents: np.ndarray) -> np.ndarray:
        column = self.reader.column(name)
        return column if documents is self.reader.everything else column[documents]

    def listing(self, column: str, values: tuple[int, ...]) -> np.ndarray:
        """A mask over all documents: those whose list has one of the values; 0: those whose list is empty."""
        lists = self.reader.list_column(column)
        mask = ~lists.filled if 0 in values else np.zeros(self.reader.documents, bool)
        mask[lists.owners[np.isin(lists.values, values)]] = True
        return mask

    # How well

    def scores(self, where: Expression, hits: np.ndarray) -> np.ndarray:
        """Of each of `hits` (float32)."""
        terms, weights = [], []
        for (name, text), weight in self.asked_terms(where).items():
            term = self.reader.find(name, text)
            if term.size and weight:
                terms.append(term)
                weights.append(weight)
        if terms and self.reader.is_few(hits, sum([term.size for term in terms]) // len(terms)):
            scores = self.reader.bm25_of(hits, terms, weights)
        else:
            scores = self.added_up(hits, terms, weights)
        for zone, text in self.whole_runs(where):
            scores[self.reader.members(hits, self.holding(zone, text, True))] += WHOLE_RUN
        return scores

    def added_up(self, hits: np.ndarray, terms: Sequence[IndexTerm], weights: Sequence[float]) -> np.ndarray:
        """Each term's scores added up over all documents: for many hits quicker than to look each up."""
        scores = np.zeros(len(hits), np.float32)
        everywhere = None
        for term, weight in zip(terms, weights, strict=True):
            documents, impacts = self.reader.postings(term)[0], self.reader.impacts(term)
            if documents is hits:
                scores += impacts * weight
                continue
            if everywhere is None:
                everywhere = np.zeros(self.reader.documents, np.float32)
            everywhere[documents] += impacts * weight
        return scores if everywhere is None else scores + everywhere.take(hits)

    def asked_terms(self, expression: Expression) -> dict[tuple[str, str], float]:
        """The terms that rank and their weights: of everything asked for, not of what is excluded."""
        weights: dict[tuple[str, str], float] = {}
        for text in asked_texts(expression):
            for term in self.reader.cut(text).ranking:
                weights[term] = weights.get(term, 0.0) + self.weights[term[0]]
        return weights

    def whole_runs(self, expression: Expression) -> Iterator[tuple[str, str]]:
        """(zone, text) of each run asked for that is more than its words: several, or with marks beside one."""
        match expression:
            case All(parts) | Either(parts):
                for part in parts:
                    yield from self.whole_runs(part)
            case HasWords(zone, text) if self.reader.cut(text).words not in ((), (self.reader.cut(text).run,)):
                yield zone, text

    # How many of each

    def facet(self, name: str, hits: np.ndarray) -> list[tuple[int | None, int]]:
        coded = self.reader.coded(name)
        none: list[tuple[int | None, int]] = []
        if self.reader.is_list(name):
            lists = self.reader.list_column(name)
            found = np.zeros(self.reader.documents, bool)
            found[hits] = True
            codes = coded.codes[found[lists.owners]]
            if empty := len(hits) - int(np.count_nonzero(lists.filled[hits])):
                none = [(None, empty)]
        else:
            codes = coded.codes if len(hits) == self.reader.documents else coded.codes[hits]
        counts = np.bincount(codes, minlength=len(coded.values))
        present = np.flatnonzero(counts)
        present = present[np.argsort(-counts[present], kind="stable")]
        return [*zip(coded.values[present].tolist(), counts[present].tolist(), strict=True), *none]


def best(keys: np.ndarray, start: int, stop: int | None) -> np.ndarray:
    """Places of the highest keys, from the start-th to before the stop-th."""
    stop = len(keys) if stop is None else min(stop, len(keys))
    if start >= stop:
        return np.zeros(0, np.int64)
    if stop == len(keys):
        return keys.argsort()[::-1][start:]
    highest = keys.argpartition(len(keys) - stop)[len(keys) - stop :]
    return highest[keys[highest].argsort()[::-1]][start:]


def has_text(expression: Expression) -> bool:
    """Whether texts tell which documents it can hold for."""
    match expression:
        case Has() | HasWords() | HasAny():
            return True
        case All(parts):
            return any(has_text(part) for part in parts)
        case Either(parts):
            return all(has_text(part) for part in parts)
    return False


def asked_texts(expression: Expression) -> Iterator[str]:
    match expression:
        case All(parts) | Either(parts):
            for part in parts:
                yield from asked_texts(part)
        case Has(_, text, _) | HasWords(_, text) | HasAny(_, _, text):
            yield text
