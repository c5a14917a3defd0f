"""Haystack's seam: what SearchQuerySet asks is answered by the store; only the settings name this module."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.models import SearchResult

from archive.models import Article
from search.haystack.extras import by_date, highlight_results
from search.haystack.query import BaokuQuery, CannotAsk
from search.index import columns, indexing
from search.index.opened import CACHE_BYTES, open_index
from search.index.related import related_ids
from search.store import expressions as ex
from search.store.collector import Collector, Found, Order, Query
from search.store.reader import Reader
from search.store.schema import KEY

RANKING_WEIGHTS = {"words": 1.0, "title_words": 1.0, "grams": 0.5}


class BaokuBackend(BaseSearchBackend):
    """Options: PATH, the index folder; WEIGHTS of the ranking; CACHE_BYTES a process may keep decoded."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.weights: dict[str, float] = options.get("WEIGHTS", RANKING_WEIGHTS)
        self.index = open_index(Path(options["PATH"]), options.get("CACHE_BYTES", CACHE_BYTES))

    # Haystack's verbs for writing: the one way is search.index.indexing

    def update(self, index: Any, iterable: Iterable[Article], commit: bool = True) -> None:
        indexing.reindex([article.pk for article in iterable])

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        key = obj_or_string.pk if isinstance(obj_or_string, Article) else str(obj_or_string).rsplit(".", 1)[-1]
        indexing.reindex([int(key)])

    def clear(self, models: Any = None, commit: bool = True) -> None:
        """Readers see an empty index; `rebuild_index` never does this, but swaps in a new one."""
        if models is None or Article in models:
            indexing.clear()

    # Searching

    @log_query
    def search(
        self,
        query_string: ex.Expression | str,
        *,
        start_offset: int = 0,
        end_offset: int | None = None,
        sort_by: Iterable[str] = (),
        facets: dict[str, Any] | None = None,
        date_facets: dict[str, Any] | None = None,
        query_facets: Iterable[tuple[str, str, ex.Expression]] = (),
        narrow_queries: Iterable[ex.Expression] = (),
        highlight: Any = False,
        models: Iterable[type] = (),
        result_class: type[SearchResult] | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """Haystack's dictionary of results, hits and facets. Options that this engine has no use for are let be."""
        if models and Article not in models:
            return {"results": [], "hits": 0}
        reader = self.index.reader()
        collector = Collector(reader, self.index.layout, self.weights)
        where = ex.All((self.asked(query_string), *narrow_queries))
        found = collector.collect(
            Query(where, order(sort_by), columns.NEWEST_FIRST, start_offset, end_offset, facets=tuple(facets or ()))
        )
        results = self.results(reader, found, result_class or SearchResult)
        self.index.has_served(reader)
        if highlight:
            highlight_results(results, where)
        return {
            "results": results,
            "hits": found.total,
            "facets": {
                "fields": {name: columns.decoded(name, counts) for name, counts in found.facets.items()},
                "dates": {
                    name: by_date(collector, where, name, wanted) for name, wanted in (date_facets or {}).items()
                },
                "queries": {
                    f"{name}_{query}": collector.collect(Query(ex.All((where, asked)), stop=0)).total
                    for name, query, asked in query_facets
                },
            },
        }

    def more_like_this(
        self,
        model_instance: Article,
        additional_query_string: ex.Expression | None = None,
        result_class: type[SearchResult] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """What the writer kept (search.index.related), as far as the rest of the query has it too."""
        reader = self.index.reader()
        place = {key: i for i, key in enumerate(related_ids(model_instance))}
        among = ex.All((ex.In(KEY, tuple(place)), additional_query_string or ex.Everything()))
        found = Collector(reader, self.index.layout, self.weights).collect(Query(among, ties=columns.NEWEST_FIRST))
        results = self.results(reader, found, result_class or SearchResult)
        results.sort(key=lambda result: place[result.pk])
        return {"results": results[start_offset:end_offset], "hits": found.total}

    def asked(self, query: ex.Expression | str) -> ex.Expression:
        """`raw_search("…")` comes as a string: words that must all be there."""
        if isinstance(query, ex.Expression):
            return query
        return ex.Everything() if query in ("", "*") else ex.HasWords("content", query)

    def results(self, reader: Reader, found: Found, result_class: type[SearchResult]) -> list[SearchResult]:
        documents = found.documents
        values = {name: reader.column(name)[documents].tolist() for name in self.index.layout.columns}
        return [
            result_class(
                Article._meta.app_label,
                Article._meta.model_name,
                key,
                float(score),
                id=f"{Article._meta.label_lower}.{key}",
                django_ct=Article._meta.label_lower,
                django_id=str(key),
                **{name: column[i] for name, column in values.items()},
            )
            for i, (key, score) in enumerate(zip(reader.keys[documents].tolist(), found.scores.tolist(), strict=True))
        ]


def order(fields: Iterable[str]) -> Order:
    """Haystack's order_by names -> the store's order. Raises CannotAsk."""
    asked = tuple((name.removeprefix("-"), name.startswith("-")) for name in fields)
    for name, _ in asked:
        if columns.is_list(name):
            raise CannotAsk(f"order_by({name!r}): an article has several; order by a column with one value.")
    return asked


class BaokuEngine(BaseEngine):
    backend = BaokuBackend
    query = BaokuQuery
