"""Recall, precision, counts, facets and order against brute force over the documents themselves."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.language.folding import fold
from archive.language.segmentation import bigrams, words
from search.store import expressions as ex
from search.store import literal
from search.store.bounds import Spending
from search.store.collector import Collector, Query, levels_of
from search.store.reader import Library
from search.store.schema import Document
from search.store.space import K1, B, Coded, sorted_by
from tests.search.store.documents import LAYOUT, collections, contains, texts

WEIGHTS = {"words": 1.0, "title_words": 1.0, "grams": 0.5}
NEWEST = (("date_newest", True),)
property_test = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)

some = st.integers(1, 4)
zones = st.sampled_from(sorted(LAYOUT.zones))
leaves = (
    st.builds(ex.Has, zones, texts)
    | st.builds(ex.HasWords, zones, texts)
    | st.builds(ex.HasAny, zones, st.lists(texts, max_size=3).map(tuple), texts)
    | st.builds(ex.In, st.just("year"), st.lists(st.sampled_from([0, 2020, 2021]), max_size=2).map(tuple))
    | st.builds(ex.In, st.just("contributor"), st.lists(st.integers(0, 3), max_size=2).map(tuple))
    | st.builds(ex.Between, st.just("date_newest"), st.none() | st.integers(0, 3), st.none() | st.integers(0, 3))
)
expressions = st.recursive(
    leaves,
    lambda inner: (
        st.builds(ex.All, st.lists(inner, max_size=3).map(tuple))
        | st.builds(ex.Either, st.lists(inner, max_size=3).map(tuple))
        | st.builds(ex.Not, inner)
    ),
    max_leaves=5,
)


def holds(document, asked):
    match asked:
        case ex.All(parts):
            return all(holds(document, part) for part in parts)
        case ex.Either(parts):
            return any(holds(document, part) for part in parts)
        case ex.Not(part):
            return not holds(document, part)
        case ex.Has(zone, text):
            return contains(document, zone, text)
        case ex.HasWords(zone, text):
            return all(contains(document, zone, word) for word in words(fold(text)) or [text])
        case ex.HasAny(zone, any_of, _):
            return any(contains(document, zone, word) for word in any_of)
        case ex.In("contributor", values):
            listed = document.lists["contributor"]
            return bool(set(values) & set(listed)) or (0 in values and not listed)
        case ex.In(column, values):
            return document.columns[column] in values
        case ex.Between(column, low, high):
            value = document.columns[column]
            return (low is None or value >= low) and (high is None or value <= high)


def answer(folder, query):
    """The answer, with documents as their keys."""
    reader = Library(folder, 1_000_000).latest()
    found = Collector(reader, LAYOUT, WEIGHTS).collect(query)
    return found, reader.keys[found.documents].tolist()


@property_test
@given(collections(), zones, texts.filter(lambda text: fold(text).split()), expressions, some, some)
def test_the_first_that_hold_a_text_are_the_first_of_all_that_do(index, documents, zone, text, among, count, looked):
    reader = Library(index(documents[:2], documents[2:]), 1_000_000).latest()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(literal, "FIRST_LOOKED", looked)
        first = Collector(reader, LAYOUT, WEIGHTS).first_holding(zone, fold(text), among, NEWEST, count)
    held = [d for d in documents if contains(d, zone, fold(text)) and holds(d, among)]
    newest = sorted(held, key=lambda d: (-d.columns["date_newest"], d.key))
    assert first == [d.key for d in newest[:count]]


@property_test
@given(collections(), collections(), expressions)
def test_exactly_the_documents_that_match_are_found(index, first, second, asked):
    documents = first + [type(d)(d.key + 100, d.units, d.columns, d.lists) for d in second]
    folder = index(first, documents[len(first) :])
    found, keys = answer(folder, Query(asked, ties=NEWEST))
    assert sorted(keys) == [d.key for d in documents if holds(d, asked)]
    assert found.total == len(keys)


@property_test
@given(collections(max_size=20), expressions, st.sets(st.integers(0, 19)), st.sampled_from([0, 1, 4]))
def test_among_given_documents_exactly_those_that_match_are_found(index, documents, asked, drawn, fewer):
    reader = Library(index(documents[:15], documents[15:]), 1_000_000).latest()
    among = np.array(sorted(number for number in drawn if number < len(documents)), np.int32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(literal, "FEWER_AMONG", fewer)
        found = Collector(reader, LAYOUT, WEIGHTS).found(Spending(), asked, among)
    by_key = {document.key: document for document in documents}
    matching = [number for number in among.tolist() if holds(by_key[int(reader.keys[number])], asked)]
    assert sorted(set(found.tolist()) & set(among.tolist())) == matching


@pytest.mark.parametrize("rare_last", [False, True])
def test_what_is_asked_beside_a_rare_word_is_looked_for_in_its_articles_alone(index, rare_last):
    documents = [Document(key, (("title", "零二年强"), ("body", "强二零" * 9)), {}, {}) for key in range(1, 400)]
    documents.append(Document(400, (("title", "郑钦文二年强"),), {}, {}))
    reader, spending = Library(index(documents), 0).latest(), Spending()
    asked = (ex.Has("content", "二年强"), ex.Has("content", "郑钦文"))
    found = Collector(reader, LAYOUT, WEIGHTS).found(spending, ex.All(asked if rare_last else asked[::-1]))
    assert (reader.keys[found].tolist(), spending.left_out) == ([400], {})
    assert spending.text < 10 * literal.VISIT  # of all 400 it would be 800,000


@property_test
@given(collections(max_size=20), expressions, st.integers(0, 22), st.integers(0, 22), st.sampled_from([(), NEWEST]))
def test_any_slice_is_that_part_of_the_whole(index, documents, asked, start, stop, order):
    folder = index(documents)
    _, whole = answer(folder, Query(asked, order=order, ties=NEWEST))
    _, part = answer(folder, Query(asked, order=order, ties=NEWEST, start=start, stop=stop))
    assert part == whole[start:stop]


@property_test
@given(collections(max_size=20), expressions)
def test_facets_count_what_the_filter_would_find(index, documents, asked):
    found, _ = answer(index(documents), Query(asked, facets=("year", "contributor")))
    matching = [d for d in documents if holds(d, asked)]
    assert dict(found.facets["year"]) == {
        year: count for year in (0, 2020, 2021) if (count := sum(d.columns["year"] == year for d in matching))
    }
    by_contributor = {n: sum(n in d.lists["contributor"] for d in matching) for n in (1, 2, 3)}
    by_contributor[None] = sum(not d.lists["contributor"] for d in matching)
    assert dict(found.facets["contributor"]) == {n: count for n, count in by_contributor.items() if count}
    assert [count for _, count in found.facets["year"]] == sorted((c for _, c in found.facets["year"]), reverse=True)


@property_test
@given(collections(max_size=20))
def test_an_order_leaves_no_ties(index, documents):
    _, newest = answer(index(documents), Query(ex.Everything(), order=NEWEST))
    assert newest == [d.key for d in sorted(documents, key=lambda d: (-d.columns["date_newest"], d.key))]


def score(documents, document, text):
    """BM25 (Robertson, Zaragoza 2009) summed over the fields, from its formula."""
    total = 0.0
    fields = {
        "words": (words, ("title", "body")),
        "title_words": (words, ("title",)),
        "grams": (bigrams, ("title", "body")),
    }
    for field, (cut, names) in fields.items():
        tokens = {d.key: [t for name, unit in d.units if name in names for t in cut(fold(unit))] for d in documents}
        average = sum(map(len, tokens.values())) / len(documents) or 1.0
        for term in cut(fold(text)):
            holders = sum(term in own for own in tokens.values())
            often = tokens[document.key].count(term)
            norm = K1 * (1 - B + B * len(tokens[document.key]) / average)
            idf = math.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
            total += WEIGHTS[field] * idf * often * (K1 + 1) / (often + norm) if often else 0.0
    return total


@property_test
@given(collections(max_size=8), texts)
def test_relevance_is_bm25_over_words_title_and_bigrams(index, documents, text):
    found, keys = answer(index(documents), Query(ex.Has("content", text), ties=NEWEST))
    by_key = {d.key: d for d in documents}
    for key, given_score in zip(keys, found.scores.tolist(), strict=True):
        assert given_score == pytest.approx(score(documents, by_key[key], text), rel=1e-4, abs=1e-5)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_whole_runs_come_before_their_words(index):
    assert words("济宁大会") == ["济宁", "大会"]
    scattered = Document(1, (("title", "大会，济宁"), ("body", "济宁，大会。" * 9)))
    whole = Document(2, (("body", "济宁大会" + "，无关的话" * 50),))
    _, keys = answer(index([scattered, whole]), Query(ex.HasWords("content", "济宁大会")))
    assert keys == [2, 1]


@pytest.mark.parametrize(("zone", "field"), [("author", "byline"), ("body", "body"), ("content", "body")])
def test_a_run_is_not_found_between_two_characters(index, zone, field, monkeypatch):
    """㐀 is the second byte of "a" and the first of "4" in the encoding of texts; looked through as a whole."""
    monkeypatch.setattr("search.store.literal.VISIT", 1_000_000)
    texts = ["a4", "a4㐀高", "㐀高", "高㐀a4"]
    folder = index([Document(n, (("title", "㐀"), (field, text))) for n, text in enumerate(texts)])
    assert sorted(answer(folder, Query(ex.Has(zone, "㐀高")))[1]) == [1, 2]
    if zone != "content":
        assert sorted(answer(folder, Query(ex.Has(zone, "㐀")))[1]) == [1, 2, 3]
    assert sorted(answer(folder, Query(ex.Has(zone, "a4㐀")))[1]) == [1]


def test_scores_of_whole_runs_are_as_fine_as_others(index):
    """Of whole runs that differ in their score alone, none is tied."""
    documents = [Document(n, (("body", "济宁大会" + "，" * n + "高新区" * n),)) for n in range(1, 40)]
    folder = index(documents)
    _, runs = answer(folder, Query(ex.HasWords("content", "济宁大会"), ties=NEWEST))
    _, words_alone = answer(folder, Query(ex.All((ex.Has("content", "济宁大会"),)), ties=NEWEST))
    assert runs == words_alone == list(range(1, 40))


@property_test
@given(
    held=st.lists(st.tuples(st.integers(0, 2), st.just(0) | st.floats(0, 9_000, width=32)), max_size=100),
    start=st.integers(0, 3),
    stop=st.none() | st.integers(0, 5),
)
def test_the_highest_are_those_by_runs_then_scores_then_ranks(index, held, start, stop):
    """However few are asked for: those that cannot be among them are put aside first."""
    reader = Library(index([Document(n, ()) for n in range(100)]), 0).latest()
    runs, scores = np.array([r for r, _ in held], np.int64), np.array([s for _, s in held], np.float32)
    everyone, query = reader.everything[: len(held)], Query(ex.Everything(), start=start, stop=stop)
    highest = Collector(reader, LAYOUT, WEIGHTS).highest
    expected = sorted(range(len(held)), key=lambda i: (-held[i][0], -held[i][1], i))
    assert highest(levels_of(scores, runs), everyone, reader.ranks(()), query).tolist() == expected[start:stop]
    expected = sorted(range(len(held)), key=lambda i: (-held[i][1], i))
    assert highest(levels_of(scores, None), everyone, reader.ranks(()), query).tolist() == expected[start:stop]


@given(st.lists(st.tuples(st.integers(-3, 3) | st.sampled_from([-(2**40), 2**62]), st.integers(-1, 1)), max_size=30))
def test_documents_are_sorted_as_their_keys_are(pairs):
    keys = [*np.array(pairs, np.int64).reshape(-1, 2).T, np.arange(len(pairs))]
    expected = sorted(range(len(pairs)), key=lambda n: (*pairs[n], n))
    assert sorted_by(keys).tolist() == expected


@given(st.lists(st.sets(st.integers(0, 30)), min_size=1, max_size=4))
def test_lists_are_merged_as_sets_are(lists):
    merged = literal.merged([np.array(sorted(each), np.int32) for each in lists])
    assert merged.tolist() == sorted(set().union(*lists))


@given(st.lists(st.integers(-3, 30) | st.sampled_from([-(2**40), 2**62]), max_size=30))
def test_a_column_made_dense_is_as_sorting_has_it(numbers):
    column = np.array(numbers, np.int64)
    values, codes = np.unique(column, return_inverse=True)
    coded = Coded.of(column)
    assert (coded.values.tolist(), coded.codes.tolist()) == (values.tolist(), codes.tolist())
