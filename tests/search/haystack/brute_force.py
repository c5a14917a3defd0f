"""A Haystack engine without an index: every published article is looked at for every question.

What the real engine answers is held against it; put in its place (`answered_by_brute_force`), pages follow it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.models import SearchResult

from archive.language.folding import fold, strip_space
from archive.language.segmentation import words
from archive.models import Article
from search.haystack.backend import RANKING_WEIGHTS
from search.haystack.query import BaokuQuery
from search.index import columns, indexing
from search.index.fields import ZONES
from search.store import expressions as ex
from search.store.schema import Document


def holds(asked: ex.Expression, document: Document) -> bool:
    """What search.store.expressions says of each, word for word."""
    match asked:
        case ex.Everything():
            return True
        case ex.All(parts):
            return all(holds(part, document) for part in parts)
        case ex.Either(parts):
            return any(holds(part, document) for part in parts)
        case ex.Not(part):
            return not holds(part, document)
        case ex.Has(zone, text, whole_numbers, _):
            return contains(document, zone, text, whole_numbers)
        case ex.HasWords(zone, text):
            return all(contains(document, zone, word, True) for word in words(fold(text)) or (text,))
        case ex.HasAny(zone, several, _):
            return any(contains(document, zone, word, True) for word in several)
        case ex.In(column, wanted) if column in document.lists:
            return bool(set(wanted) & set(document.lists[column] or (0,)))
        case ex.In(column, wanted):
            return document.columns[column] in wanted
        case ex.Between(column, low, high):
            number = document.columns[column]
            return (low is None or low <= number) and (high is None or number <= high)
    raise AssertionError(asked)


def contains(document: Document, zone: str, text: str, whole_numbers: bool) -> bool:
    """`whole_numbers`: of the plain numbers that the articles of these tests have, none with more digits around."""
    needle = re.escape(strip_space(fold(text)))
    if whole_numbers:
        needle = rf"(?<![0-9](?=[0-9])){needle}(?!(?<=[0-9])[0-9])"
    return any(re.search(needle, strip_space(fold(unit))) for name, unit in document.units if name in ZONES[zone])


def facet(name: str, documents: list[Document]) -> list[tuple[int | None, int]]:
    """Values and how many documents have each, most first, then by value; of a list (None, those with an empty one)."""
    if not columns.is_list(name):
        counts = Counter(document.columns[name] for document in documents)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    counts = Counter(value for document in documents for value in document.lists[name])
    empty = sum(not document.lists[name] for document in documents)
    return [*sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])), *([(None, empty)] if empty else [])]


class BruteForceBackend(BaseSearchBackend):
    weights = RANKING_WEIGHTS

    @log_query
    def search(self, query_string: ex.Expression, **options: Any) -> dict[str, Any]:
        published = Article.objects.published().values_list("pk", flat=True)
        found = [document for document in indexing.documents(published) if holds(query_string, document)]
        for name in reversed(options.get("sort_by") or ["-date_newest"]):
            column = name.removeprefix("-")
            found.sort(key=lambda document: document.columns[column], reverse=name.startswith("-"))
        result_class = options.get("result_class") or SearchResult
        page = found[options.get("start_offset", 0) : options.get("end_offset")]
        counted = {name: columns.decoded(name, facet(name, found)) for name in options.get("facets") or ()}
        return {
            "results": [result_class("archive", "article", document.key, 0.0) for document in page],
            "hits": len(found),
            "facets": {"fields": counted, "dates": {}, "queries": {}},
        }


class BruteForceEngine(BaseEngine):
    backend = BruteForceBackend
    query = BaokuQuery


@contextmanager
def answered_by_brute_force() -> Iterator[None]:
    """Haystack's default connection is this engine meanwhile."""
    options = connections.connections_info["default"]
    engine = options["ENGINE"]
    options["ENGINE"] = f"{__name__}.BruteForceEngine"
    connections.reload("default")
    try:
        yield
    finally:
        options["ENGINE"] = engine
        connections.reload("default")
