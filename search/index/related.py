"""More like this (相关文章): kept by the writer, read by primary key."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import numpy as np

from archive.models import Article
from archive.models.querysets import ArticleQuerySet
from search.haystack.backend import reader as newest_reader
from search.index import pool
from search.models import RelatedArticles
from search.store.likeness import related
from search.store.reader import Reader

KEPT = 10  # more than are shown, as some are withdrawn later
BATCH = 500
PARTS = 2  # of the index, for each process


def of(article: Article, count: int = 5, queryset: ArticleQuerySet | None = None) -> list[Article]:
    """The published articles most like this one, best first: two queries, no search."""
    kept = RelatedArticles.objects.filter(article=article).values_list("article_ids", flat=True).first() or []
    found = (Article.objects.all() if queryset is None else queryset).published().in_bulk(kept)
    return [found[key] for key in kept if key in found][:count]


def keep(reader: Reader, article_ids: Iterable[int] | None = None, processes: int = 1) -> None:
    """Work out and keep the related articles of these, or of all in the index."""
    if article_ids is not None:
        found = related(reader, np.array(sorted(article_ids), np.int64), KEPT)
    else:
        RelatedArticles.objects.all().delete()
        found = of_all(reader, processes)
    for batch in in_batches(RelatedArticles(article_id=key, article_ids=others) for key, others in found):
        here = set(Article.objects.filter(pk__in=[row.article_id for row in batch]).values_list("pk", flat=True))
        RelatedArticles.objects.bulk_create(
            [row for row in batch if row.article_id in here],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["article_ids"],
        )


def of_all(reader: Reader, processes: int) -> Iterator[tuple[int, list[int]]]:
    if processes == 1 or reader.count <= BATCH:
        return related(reader, None, KEPT)
    # The words of a segment are gone through once for each part.
    return chain.from_iterable(pool.mapped(of_part, np.array_split(reader.keys, PARTS * processes), processes))


def of_part(keys: np.ndarray) -> list[tuple[int, list[int]]]:
    return list(related(newest_reader(), keys, KEPT))


def in_batches(rows: Iterator[RelatedArticles]) -> Iterator[list[RelatedArticles]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
