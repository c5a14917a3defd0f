"""More like this (相关文章): kept by the writer, read by primary key."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from django.db.models import QuerySet

from archive.models import Article
from archive.models.prepared import prepared
from archive.models.shown_articles import article_links
from search.index.batches import in_batches
from search.index.opened import default_index
from search.index.pool import Workers
from search.models import RelatedArticles
from search.store.likeness import most_alike
from search.store.reader import Reader

KEPT = 10  # more than are shown, as some are withdrawn later
BATCH = 500
PARTS = 2  # of the index, for each process


def related_ids(article: Article) -> list[int]:
    """Primary keys of the articles most like this one, best first; some may be withdrawn or gone by now."""
    return next((ids for (ids,) in _kept_of(article=article.pk)), [])


@prepared
def _kept_of(article: Any) -> "QuerySet[RelatedArticles, Any]":
    return RelatedArticles.objects.filter(article=article).values_list("article_ids")


def related_articles(article: Article, count: int = 5) -> list[Article]:
    """The published articles most like this one, best first, as links to them need it: two queries, no search; a third
    where one is another newspaper's."""
    kept = related_ids(article)
    found = article_links(kept, article.newspaper)
    return [found[key] for key in kept if key in found][:count]


def related_to_all(workers: Workers, reader: Reader) -> Iterator[tuple[int, list[int]]]:
    """For each article in the index the primary keys of those most like it; begun at once."""
    # The words of a segment are gone through once for each part.
    for part in workers.mapped(_related_to_part, np.array_split(reader.keys, PARTS * workers.processes)):
        yield from ((key, [other for other in others if other]) for key, *others in part.tolist())


def _related_to_part(keys: np.ndarray) -> np.ndarray:
    """A row an article: its key, and those of the related ones, then 0; of all articles that is not much."""
    rows = np.zeros((len(keys), 1 + KEPT), np.int64)
    for row, (key, others) in zip(rows, most_related(default_index().reader(), keys), strict=False):
        row[: 1 + len(others)] = key, *others
    return rows[rows[:, 0] > 0]


def most_related(reader: Reader, article_ids: Collection[int] | np.ndarray) -> Iterator[tuple[int, list[int]]]:
    """The same for these articles."""
    return most_alike(reader, np.array(sorted(article_ids), np.int64), KEPT)


def keep_related(found: Iterable[tuple[int, list[int]]]) -> None:
    """Keep for each of these articles (primary keys) what is related to it."""
    for batch in in_batches((RelatedArticles(article_id=key, article_ids=others) for key, others in found), BATCH):
        here = set(Article.objects.filter(pk__in=[row.article_id for row in batch]).values_list("pk", flat=True))
        RelatedArticles.objects.bulk_create(
            [row for row in batch if row.article_id in here],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["article_ids"],
        )
