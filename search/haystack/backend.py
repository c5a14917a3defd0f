"""Haystack's seam: small subclasses over the store. No other module of the project knows of them."""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.models import SearchResult

from archive.language import segmentation
from archive.models import Article
from search.haystack.extras import by_date, mark
from search.haystack.query import BaokuQuery, CannotAsk
from search.index import columns
from search.index.fields import ZONES
from search.models import RelatedArticles
from search.query.results import IndexUnavailable
from search.store import expressions as ex
from search.store.collector import Answer, Collector, Order, Query
from search.store.reader import Library, NoIndex, Reader
from search.store.schema import KEY, Document, Layout
from search.store.writer import Pointer

# Raised when an index must be rebuilt because what it holds, or its format, changed.
FORMAT = 1
NEWEST_FIRST: Order = (("date_newest", True),)
WEIGHTS = {"words": 1.0, "title_words": 1.0, "grams": 0.5}
CACHE_BYTES = 64 * 1024 * 1024


@lru_cache(maxsize=4)
def library(folder: Path, cache_bytes: int) -> Library:
    """One for the whole process; Haystack makes a backend for each thread."""
    return Library(folder, cache_bytes)


class BaokuBackend(BaseSearchBackend):
    """Options: PATH, the index folder; WEIGHTS of the ranking; CACHE_BYTES a process may keep decoded."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.folder = Path(options["PATH"])
        self.weights: dict[str, float] = options.get("WEIGHTS", WEIGHTS)
        self.library = library(self.folder, options.get("CACHE_BYTES", CACHE_BYTES))

    # What is kept

    @cached_property
    def layout(self) -> Layout:
        kinds = columns.columns(self.connection_alias)
        return Layout(
            zones=ZONES,
            columns=tuple(name for name, is_list in kinds.items() if not is_list),
            lists=tuple(name for name, is_list in kinds.items() if is_list),
        )

    def fingerprint(self) -> str:
        """Of all that an index is made of beside its articles: where it differs, a rebuild is due."""
        return f"{self.shape}/{segmentation.fingerprint()}"

    @cached_property
    def shape(self) -> str:
        """An index of another shape cannot be read or added to; one cut otherwise only ranks a little worse."""
        return f"{FORMAT}:{','.join((*self.layout.zones, *self.layout.columns, *self.layout.lists))}"

    def is_writable(self) -> bool:
        """Whether there is an index to which articles can be added."""
        pointer = Pointer.read(self.folder)
        return pointer is not None and pointer.fingerprint.startswith(f"{self.shape}/")

    def document(self, article: Article) -> Document:
        prepared = connections[self.connection_alias].get_unified_index().get_index(Article).full_prepare(article)
        return Document(
            key=article.pk,
            units=tuple(prepared["text"]),
            columns={name: prepared[name] for name in self.layout.columns},
            lists={name: tuple(prepared[name]) for name in self.layout.lists},
        )

    # Haystack's verbs for writing: the one way is search.index.indexing

    def update(self, index: Any, iterable: Iterable[Article], commit: bool = True) -> None:
        from search.index import indexing

        indexing.reindex([article.pk for article in iterable])

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        from search.index import indexing

        key = obj_or_string.pk if isinstance(obj_or_string, Article) else str(obj_or_string).rsplit(".", 1)[-1]
        indexing.reindex([int(key)])

    def clear(self, models: Any = None, commit: bool = True) -> None:
        """Readers see an empty index; `rebuild_index` never does this, but swaps in a new one."""
        from search.index import indexing

        if models is None or Article in models:
            indexing.clear()

    # Searching

    def reader(self) -> Reader:
        """The newest state of the index. Raises IndexUnavailable."""
        try:
            reader = self.library.latest()
        except NoIndex as error:
            raise IndexUnavailable(str(error)) from error
        if not reader.pointer.fingerprint.startswith(f"{self.shape}/"):
            raise IndexUnavailable(f"The index in {self.folder} is of another shape; run `manage.py rebuild_index`.")
        segmentation.follow(reader.pointer.fingerprint)
        return reader

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
        reader = self.reader()
        collector = Collector(reader, self.layout, self.weights)
        where = ex.All((self.asked(query_string), *narrow_queries))
        answer = collector.answer(
            Query(where, order(sort_by), NEWEST_FIRST, start_offset, end_offset, facets=tuple(facets or ()))
        )
        results = self.results(reader, answer, result_class or SearchResult)
        if highlight:
            mark(results, where)
        return {
            "results": results,
            "hits": answer.total,
            "facets": {
                "fields": {name: columns.decoded(name, counts) for name, counts in answer.facets.items()},
                "dates": {
                    name: by_date(collector, where, name, wanted) for name, wanted in (date_facets or {}).items()
                },
                "queries": {
                    f"{name}_{query}": collector.answer(Query(ex.All((where, asked)), stop=0)).total
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
        reader = self.reader()
        kept = RelatedArticles.objects.filter(article=model_instance).values_list("article_ids", flat=True).first()
        place = {key: i for i, key in enumerate(kept or [])}
        among = ex.All((ex.In(KEY, tuple(place)), additional_query_string or ex.Everything()))
        answer = Collector(reader, self.layout, self.weights).answer(Query(among, ties=NEWEST_FIRST))
        results = self.results(reader, answer, result_class or SearchResult)
        results.sort(key=lambda result: place[result.pk])
        return {"results": results[start_offset:end_offset], "hits": answer.total}

    def asked(self, query: ex.Expression | str) -> ex.Expression:
        """`raw_search("…")` comes as a string: words that must all be there."""
        if isinstance(query, ex.Expression):
            return query
        return ex.Everything() if query in ("", "*") else ex.HasWords("content", query)

    def results(self, reader: Reader, answer: Answer, result_class: type[SearchResult]) -> list[SearchResult]:
        found = answer.documents
        values = {name: reader.column(name)[found].tolist() for name in self.layout.columns}
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
            for i, (key, score) in enumerate(zip(reader.keys[found].tolist(), answer.scores.tolist(), strict=True))
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


def reader() -> Reader:
    """The newest state of the default index, for what reads its vocabulary. Raises IndexUnavailable."""
    return connections["default"].get_backend().reader()
