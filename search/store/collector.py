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
from search.store.bounds import Spending, current_spending
from search.store.damage import LEADS_NOWHERE
from search.store.expressions import All, Between, Either, Everything, Expression, Has, HasAny, HasWords, In, Not
from search.store.schema import IndexLayout
from search.store.space import DocumentSpace, IndexTerm

# More than any sum of BM25 scores: what a whole run adds to the score that is told.
WHOLE_RUN = 10_000.0
FEWER = 16  # times as many documents as are asked for: then to look for the highest first is less work
SCORE_BITS = 31  # of a float32 that is not negative
MOST_RUNS = 511  # that are told apart: no request asks for more, and ranks have room beside them
Order = tuple[tuple[str, bool], ...]
AskedText = Has | HasWords | HasAny


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

    `scores` (float64) are the BM25 scores and WHOLE_RUN for each whole run. A facet is [(value, count)], most first; of
    a list column, (None, count) are those with empty lists.
    """

    total: int
    documents: np.ndarray
    scores: np.ndarray
    facets: Mapping[str, list[tuple[int | None, int]]]


@dataclass(frozen=True)
class Collector:
    reader: DocumentSpace
    layout: IndexLayout
    weights: Mapping[str, float]

    def collect(self, query: Query) -> Found:
        """The documents asked for, in the order asked, with the exact count of all and their facets.

        What the request cannot afford is as if it had not been asked (search.store.bounds); where that is all that
        was asked, nothing is found. DamagedIndex where the disk gives other bytes now than when they were verified, and
        they lead nowhere.
        """
        try:
            return self.collected(query)
        except LEADS_NOWHERE:
            self.reader.verify_all()
            raise

    def collected(self, query: Query) -> Found:
        """As `collect`, but for bytes that lead nowhere."""
        spending = current_spending()
        hits = self.found(spending, query.where)
        if hits is None:
            hits = self.reader.everything[:0]
        if self.reader.count < self.reader.documents:
            hits = hits.compress(self.reader.alive.take(hits))
        page, scores = self.page(spending, query, hits)
        facets = {name: self.facet(name, hits) for name in query.facets}
        return Found(len(hits), hits[page], scores, facets)

    def page(self, spending: Spending, query: Query, hits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in `hits` of those asked for, in the order asked, and their scores: 0 where no text ranks them."""
        if query.start == query.stop:  # counts alone are asked
            return hits[:0], np.zeros(0)
        ranks = self.reader.ranks(query.order or query.ties)
        texts = [] if query.order else list(asked_texts(query.where))
        if not texts:
            page = best(ranks if hits is self.reader.everything else ranks.take(hits), query.start, query.stop)
            return page, np.zeros(len(page))
        scores, runs = self.scores(spending, texts, hits), self.runs_held(spending, texts, hits)
        page = self.highest(levels_of(scores, runs), hits, ranks, query)
        told = scores.take(page).astype(np.float64)
        if runs is not None:
            told += WHOLE_RUN * runs.take(page)
        return page, told

    def highest(self, levels: np.ndarray, hits: np.ndarray, ranks: np.ndarray, query: Query) -> np.ndarray:
        """Places of the highest levels, of equal ones by rank: of those asked for, in their order."""
        among = contending(levels, query.stop)
        if among is not None:
            levels, hits = levels.take(among), hits.take(among)
        keys = levels.astype(np.int64)
        keys <<= self.reader.documents.bit_length()
        keys += ranks.take(hits)
        page = best(keys, query.start, query.stop)
        return page if among is None else among.take(page)

    # Which documents

    def found(self, spending: Spending, expression: Expression, among: np.ndarray | None = None) -> np.ndarray | None:
        """The documents for which it holds, ascending, deleted ones too; None where it could not be afforded.

        With `among` (ascending) only those matter: of the others some may be missing.
        """
        match expression:
            case Has(zone, text, whole_numbers, _):
                return self.holding(spending, zone, text, whole_numbers, among)
            case HasWords(zone, text):
                words = [Has(zone, word, whole_numbers=True) for word in self.words_of(text)]
                return self.in_all(spending, words, among)
            case HasAny(zone, words, _):
                return self.in_any([self.holding(spending, zone, word, True, among) for word in words])
            case All((part,)):
                return self.found(spending, part, among)
            case All(parts):
                return self.all_of(spending, parts, among)
            case Either(parts):
                return self.in_any([self.found(spending, part, among) for part in parts])
        return self.narrowed(spending, self.reader.everything if among is None else among, expression)

    def is_held(self, expression: Expression) -> bool:
        """Whether any document has it: nothing is ranked."""
        found = self.found(current_spending(), expression)
        return found is not None and bool(self.reader.alive.take(found).any())

    def in_all(
        self, spending: Spending, parts: Sequence[Expression], among: np.ndarray | None = None
    ) -> np.ndarray | None:
        """The documents for which all of the parts hold that could be afforded; None where none could.

        What the fewest can hold is looked for first, and the others in those documents.
        """
        documents = None
        for part in sorted(parts, key=self.most) if len(parts) > 1 else parts:
            found = self.found(spending, part, among)
            if found is not None:
                among = documents = (
                    found if documents is None else documents.compress(self.reader.members(documents, found))
                )
        return documents

    def most(self, expression: Expression) -> int:
        """In how many documents what is asked by texts can be at most, by the terms of the index."""
        match expression:
            case Has(zone, text):
                return literal.most_with(self.reader, self.reader.cut(text), self.layout.within_content(zone))
            case HasWords(zone, text):
                return min(self.most(Has(zone, word)) for word in self.words_of(text))
            case HasAny(zone, words):
                return sum(self.most(Has(zone, word)) for word in words)
            case All(parts):
                return min(map(self.most, parts), default=self.reader.documents)
            case Either(parts):
                return sum(map(self.most, parts))
        return self.reader.documents

    def in_any(self, each: Sequence[np.ndarray | None]) -> np.ndarray | None:
        """The documents in any that could be afforded; None where nothing could. Nobody is in any of none."""
        found = [documents for documents in each if documents is not None]
        if each and not found:
            return None
        mask = np.zeros(self.reader.documents, bool)
        for documents in found:
            mask[documents] = True
        return np.flatnonzero(mask).astype(np.int32)

    def all_of(
        self, spending: Spending, parts: tuple[Expression, ...], among: np.ndarray | None = None
    ) -> np.ndarray | None:
        """Texts are in few documents, and give them; the rest is asked of those alone."""
        asked = [part for part in parts if has_text(part)]
        everything = self.reader.everything if among is None else among
        documents = self.in_all(spending, asked, among) if asked else everything
        if documents is None:
            return None
        for part in parts:
            if not has_text(part):
                documents = self.narrowed(spending, documents, part)
        return documents

    def narrowed(self, spending: Spending, documents: np.ndarray, expression: Expression) -> np.ndarray:
        """Those of `documents` for which the expression holds; all where a text could not be afforded."""
        match expression:
            case Everything():
                return documents
            case Not(part):
                without = self.found(spending, part, documents)
                return documents if without is None else documents.compress(~self.reader.members(documents, without))
            case In() | Between():
                return documents.compress(self.of_numbers(documents, expression))  # some microseconds: never left out
        found = self.found(spending, expression, documents)
        return documents if found is None else documents.compress(self.reader.members(documents, found))

    def of_numbers(self, documents: np.ndarray, expression: In | Between) -> np.ndarray:
        """For each of the documents, whether its number in a column is one of those asked for."""
        match expression:
            case In(column, values) if self.reader.is_list(column):
                return self.listing(column, values).take(documents)
            case In(column, (value,)):
                return self.of_column(column, documents) == value
            case In(column, values):
                return np.isin(self.of_column(column, documents), values)
            case Between(column, low, high):
                numbers = self.of_column(column, documents)
                held = np.ones(len(documents), bool)
                if low is not None:
                    held &= numbers >= low
                if high is not None:
                    held &= numbers <= high
                return held

    def holding(
        self, spending: Spending, zone: str, text: str, whole_numbers: bool, among: np.ndarray | None = None
    ) -> np.ndarray | None:
        asked, within = self.reader.cut(text), self.layout.within_content(zone)
        if not spending.affords_part(text):
            return None
        return literal.holding(self.reader, spending, zone, asked, within, whole_numbers, among)

    def first_holding(self, zone: str, text: str, among: Expression, order: Order, count: int) -> list[int]:
        """The keys of the first `count` documents in that order for which `among` holds, with the text (folded, not
        empty) in the zone.

        As `collect` with Has(zone, text), but that the others are not looked for.
        """
        spending, asked = current_spending(), self.reader.cut(text)
        proven, doubtful = literal.undecided(self.reader, zone, asked, self.layout.within_content(zone), False)
        hits = literal.merged((proven, doubtful))
        hits = self.narrowed(spending, hits.compress(self.reader.alive.take(hits)), among)
        hits = hits.take(np.argsort(-self.reader.ranks(order).take(hits)))
        first = literal.first_holding(self.reader, spending, zone, asked.run, hits, count)
        keys: list[int] = self.reader.keys.take(first).tolist()
        return keys

    def words_of(self, text: str) -> tuple[str, ...]:
        """The words of the text; the text itself where it has none (punctuation)."""
        return self.reader.cut(text).words or (text,)

    def of_column(self, name: str, documents: np.ndarray) -> np.ndarray:
        column = self.reader.column(name)
        return column if documents is self.reader.everything else column.take(documents)

    def listing(self, column: str, values: tuple[int, ...]) -> np.ndarray:
        """A mask over all documents: those whose list has one of the values; 0: those whose list is empty."""
        lists = self.reader.list_column(column)
        mask = ~lists.filled if 0 in values else np.zeros(self.reader.documents, bool)
        mask[lists.owners[np.isin(lists.values, values)]] = True
        return mask

    # How well

    def scores(self, spending: Spending, texts: Sequence[AskedText], hits: np.ndarray) -> np.ndarray:
        """Of each of `hits` (float32), by the rarest terms of what was asked."""
        asked = self.asked_terms(texts)
        if len(asked) > spending.bounds.ranking:
            asked = self.rarest(asked, spending.bounds.ranking)
        terms, weights = [], []
        for (name, text), weight in asked.items():
            term = self.reader.find(name, text)
            if term.size and weight:
                terms.append(term)
                weights.append(weight)
        if terms and self.reader.is_few(hits, sum([term.size for term in terms]) // len(terms)):
            return self.reader.bm25_of(hits, terms, weights)
        return self.added_up(hits, terms, weights)

    def runs_held(self, spending: Spending, texts: Sequence[AskedText], hits: np.ndarray) -> np.ndarray | None:
        """How many of the whole runs that are asked for, as far as can be afforded, each of `hits` holds (int64); None
        where none is asked for.
        """
        runs = [part for part in texts if self.ranks_first(part)]
        if not runs:
            return None
        held = np.zeros(len(hits), np.int64)
        for part in runs:
            if (holders := self.holding(spending, part.zone, part.text, True, hits)) is not None:
                held += self.reader.members(hits, holders)
        return held

    def ranks_first(self, part: AskedText) -> bool:
        """Whether the whole run does, as what is typed does that is more than its words: several, or with marks beside
        one.
        """
        match part:
            case Has():
                return part.first
            case HasWords():
                return self.reader.cut(part.text).is_more_than_a_word
        return False

    def rarest(self, asked: dict[tuple[str, str], float], most: int) -> dict[tuple[str, str], float]:
        """Those of the terms that are in the fewest documents, of such as are in any."""
        sizes = {named: self.reader.find(*named).size for named in asked}
        return {named: asked[named] for named in sorted(filter(sizes.get, sizes), key=sizes.__getitem__)[:most]}

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
            np.add.at(everywhere, documents, impacts * weight)
        return scores if everywhere is None else scores + everywhere.take(hits)

    def asked_terms(self, texts: Sequence[AskedText]) -> dict[tuple[str, str], float]:
        """The terms that rank and their weights."""
        weights: dict[tuple[str, str], float] = {}
        for part in texts:
            for term in self.reader.cut(part.text).ranking:
                weights[term] = weights.get(term, 0.0) + self.weights[term[0]]
        return weights

    # How many of each

    def facet(self, name: str, hits: np.ndarray) -> list[tuple[int | None, int]]:
        coded = self.reader.coded(name)
        none: list[tuple[int | None, int]] = []
        if self.reader.is_list(name):
            lists = self.reader.list_column(name)
            found = np.zeros(self.reader.documents, bool)
            found[hits] = True
            codes = coded.codes.compress(found.take(lists.owners))
            if empty := len(hits) - int(np.count_nonzero(lists.filled.take(hits))):
                none = [(None, empty)]
        else:
            codes = coded.codes if len(hits) == self.reader.documents else coded.codes.take(hits)
        counts = np.bincount(codes, minlength=len(coded.values))
        present = np.flatnonzero(counts)
        present = present[np.argsort(-counts[present], kind="stable")]
        return [*zip(coded.values[present].tolist(), counts[present].tolist(), strict=True), *none]


def levels_of(scores: np.ndarray, runs: np.ndarray | None) -> np.ndarray:
    """An integer for each document, the higher the better: by runs held, then by score (float32)."""
    of_score = scores.view(np.int32)  # a score that is not negative has the order of its bits
    return of_score if runs is None else (np.minimum(runs, MOST_RUNS) << SCORE_BITS) | of_score


def contending(levels: np.ndarray, stop: int | None) -> np.ndarray | None:
    """Places, ascending, of all that may be among the first `stop`; None where to tell would not leave few.

    Where all are dealt out to `stop` parts, no part has its highest below the lowest of these, so that it is a bound.
    """
    if not stop or len(levels) < stop * FEWER:
        return None
    width = len(levels) // stop
    bound = levels[: stop * width].reshape(stop, width).max(axis=1).min()
    return (levels >= bound).nonzero()[0] if bound else None


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


def asked_texts(expression: Expression) -> Iterator[AskedText]:
    """Everything of it that is asked for by a text, but for what is excluded."""
    match expression:
        case Has() | HasWords() | HasAny():
            yield expression
        case All(parts) | Either(parts):
            for part in parts:
                yield from asked_texts(part)
