"""How articles get into the index: marked dirty in the transaction that changed them, drained by one writer.

`drain` brings marked articles into the index in use. `rebuild` makes a new one beside it, in a
generation of its own, and swaps. Where a `run_indexer` process lives, it drains; else the process that
changed an article does so right after its commit.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from archive.disk.locks import is_held, locked
from archive.language import bulk_segmentation, segmentation
from archive.models import Article
from search.index import lexicon, pool
from search.index.batches import in_batches
from search.index.locks import INDEXER, REBUILD, WRITER
from search.index.opened import IndexUnavailable, article_index, default_index
from search.index.related import keep_related
from search.index.suggestion_table import learn_names, remake_suggestions
from search.models import DirtyArticle
from search.store.analysis import Chunk, Segmenter, analyse
from search.store.schema import Document
from search.store.writer import GenerationWriter, sweep_generations

log = logging.getLogger(__name__)

BATCH = 500  # articles read from the database, and cut by one process, at a time
COMMIT = 5000  # marks brought into the index by one commit
MANY = 2000  # changed articles from which on several processes cut them
INLINE_WAIT = 5.0  # seconds an editor may wait for another writer before the article is left to it
WAIT = 60.0  # seconds a command waits
Progress = Callable[[int], object]


def drain_here(most: int | None = None) -> None:
    """Drain in the process that marked articles, unless an indexer lives; of many only the `most` marked last."""
    if not is_held(default_index().folder, INDEXER):
        drain(INLINE_WAIT, most)


def reindex(article_ids: Iterable[int]) -> None:
    """Bring these articles' state into the index now; where there is none yet, build it."""
    if default_index().pointer() is None:
        rebuild()
    else:
        DirtyArticle.enqueue(article_ids)
        drain()


def drain(wait: float = WAIT, most: int | None = None) -> int:
    """Bring all marked articles, or the `most` marked last, into the index in use; how many there were.

    Does nothing where there is no index, or one of another shape: a rebuild sees all articles anyway.
    Raises LockHeld, or IndexUnavailable where the index is damaged, with the articles still marked.
    """
    folder = default_index().folder
    drained = 0
    with locked(folder, WRITER, wait):
        rebuilding = is_held(folder, REBUILD)
        if not rebuilding:
            sweep_generations(folder)
            DirtyArticle.objects.filter(drained=True).delete()
        waiting = DirtyArticle.objects.filter(drained=False).order_by("-pk" if most else "pk")
        while rows := list(waiting[: most or COMMIT]):
            if not default_index().is_writable():
                log.warning("%d articles are marked, but the index must be rebuilt first.", len(rows))
                break
            writer = default_index().writer()
            changed = {row.article_id for row in rows}
            replace_articles(writer, changed)
            writer.commit()
            keep_related(default_index().reader(), changed)
            learn_names(changed)
            settled = DirtyArticle.objects.filter(pk__in=[row.pk for row in rows])
            # A rebuild that began before this has perhaps read these articles as they were.
            drained += settled.update(drained=True) if rebuilding else settled.delete()[0]
            if most:
                break
    return drained


def replace_articles(writer: GenerationWriter, article_ids: set[int]) -> None:
    """Write the articles as they are now; those withdrawn or gone only leave."""
    writer.delete(article_ids)
    for chunk in analysed(sorted(article_ids), pool.usable_processes() if len(article_ids) > MANY else 1):
        writer.add_chunk(chunk)


def rebuild(progress: Progress | None = None, processes: int | None = None) -> int:
    """Build the whole index anew beside the one in use, then swap; how many articles it holds.

    `progress` is told how many more articles are done. Raises LockHeld where another rebuild runs.
    """
    index = default_index()
    folder = index.folder
    processes = processes or pool.usable_processes()
    with locked(folder, REBUILD, wait=0):
        lexicon.publish_dictionaries()
        segmentation.reload()
        with locked(folder, WRITER, WAIT):  # whoever drains from now on knows of this rebuild
            sweep_generations(folder)
            before = set(DirtyArticle.objects.values_list("pk", flat=True))
        writer = GenerationWriter.new(folder, index.layout, index.fingerprint())
        keys = Article.objects.published().order_by("pk").values_list("pk", flat=True)
        for chunk in analysed(list(keys), processes):
            writer.add_chunk(chunk)
            if progress:
                progress(len(chunk))
        writer.flush()
        with locked(folder, WRITER, WAIT):
            marked = dict(DirtyArticle.objects.values_list("pk", "article_id"))
            replace_articles(writer, {article for row, article in marked.items() if row not in before})
            writer.commit()
            sweep_generations(folder)
            for rows in in_batches(marked, BATCH):
                DirtyArticle.objects.filter(pk__in=rows).delete()
        keep_related(index.reader(), processes=processes)
        remake_suggestions(index.reader())
    return index.reader().count


def analysed(keys: Sequence[int], processes: int) -> Iterator[Chunk]:
    """Those of the articles that are published, read and cut to terms, in order; by several processes where there is
    more than one batch."""
    if processes == 1 or len(keys) <= BATCH:
        return map(analysed_batch, in_batches(keys, BATCH))
    bulk_segmentation.bulk_words("预热")  # the dictionary is loaded once, before the fork
    return pool.mapped(partial(analysed_batch, cut=bulk_segmentation.bulk_words), in_batches(keys, BATCH), processes)


def analysed_batch(keys: Sequence[int], cut: Segmenter = segmentation.words) -> Chunk:
    return analyse(documents(keys), default_index().layout, cut)


def documents(keys: Iterable[int]) -> list[Document]:
    """What is to be indexed of those of the articles that are published, in the order of their keys."""
    articles = article_index().index_queryset().filter(pk__in=keys).order_by("pk")
    return [default_index().document(article) for article in articles]


def clear() -> None:
    """Put an empty index in the place of the one in use."""
    index = default_index()
    with locked(index.folder, WRITER, WAIT):
        GenerationWriter.new(index.folder, index.layout, index.fingerprint()).commit()
        if not is_held(index.folder, REBUILD):
            sweep_generations(index.folder)


def status() -> dict[str, Any]:
    """For /healthz: whether an index answers, what it holds, how much waits, whether a rebuild is due."""
    index = default_index()
    pointer = index.pointer()
    try:
        articles, message = index.reader().count, ""
    except IndexUnavailable as error:
        articles, message = 0, str(error)
    return {
        "available": not message,
        "message": message,
        "generation": f"{pointer.generation}/{pointer.toc}" if pointer else "",
        "articles": articles,
        "dirty": DirtyArticle.objects.filter(drained=False).count(),
        "stale": bool(message) or pointer is None or pointer.fingerprint != index.fingerprint(),
        "indexer": is_held(index.folder, INDEXER),
    }
