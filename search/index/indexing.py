"""How articles get into the index: marked dirty in the transaction that changed them, drained by one writer.

`drain` brings marked articles into the index in use. `rebuild` makes a new one beside it, in a
generation of its own, and swaps. Where a `run_indexer` process lives, it drains; else the process that
changed an article does so right after its commit.
"""

import errno
import logging
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from archive.disk.locks import is_held, locked
from archive.language import bulk_segmentation, pinyin, segmentation
from archive.models import Article
from search.index import lexicon, pool
from search.index.batches import in_batches
from search.index.healing import healer
from search.index.locks import INDEXER, REBUILD, WRITER
from search.index.opened import OpenIndex, article_index, default_index
from search.index.related import keep_related, most_related, related_to_all
from search.index.suggestion_table import learn_names, remake_suggestions, terms_offered
from search.index.vocabulary import TextFinds, text_finds
from search.models import DirtyArticle, RelatedArticles
from search.store.analysis import Segmenter, analyse
from search.store.damage import IndexUnavailable, RebuildDue
from search.store.manifest import Pointer
from search.store.schema import Document
from search.store.writer import (
    FULL,
    GenerationWriter,
    WrittenSegment,
    remove_generations,
    sweep_generations,
    write_segment,
)

log = logging.getLogger(__name__)

BATCH = 500  # articles read from the database, and cut by one process, at a time
COMMIT = 5000  # marks brought into the index by one commit
MANY = 2000  # changed articles from which on several processes cut them
# Nobody who saves merges segments. Where no run_indexer lives, whoever makes so many has one started, and leaves the
# articles to it from so many on.
MANY_SEGMENTS, MOST_SEGMENTS = 16, 64
LOOKED_AT = 1  # blocks (64 kB) that a process which has nothing to do verifies at a time: 440 MB in about an hour
INLINE_WAIT = 5.0  # seconds an editor may wait for another writer before the article is left to it
WAIT = 60.0  # seconds a command waits
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
Progress = Callable[[int], object]


def drain_here(most: int | None = None) -> None:
    """Drain in the process that marked articles, unless an indexer lives; of many only the `most` marked last.

    An index that must be built anew is left to whoever has the minutes for it: the articles stay marked.
    """
    if is_held(default_index().folder, INDEXER):
        return
    try:
        with recalling(default_index()):
            segments = len(default_index().reader().segments)
        if segments >= MANY_SEGMENTS:
            healer.begin("There are segments to merge")
        if segments < MOST_SEGMENTS:
            drain(INLINE_WAIT, most)
        else:
            log.warning("%d articles are marked, but segments must be merged first: start run_indexer.", waiting())
    except RebuildDue as reason:
        log.warning("%d articles are marked, but the index must be built anew first. %s", waiting(), reason)


def reindex(article_ids: Iterable[int]) -> None:
    """Bring these articles' state into the index now; where there is none yet, or a damaged one, build it."""
    DirtyArticle.enqueue(article_ids)
    try:
        drain()
    except RebuildDue as reason:
        log.warning("The index is built anew. %s", reason)
        rebuild()


def drain(wait: float = WAIT, most: int | None = None) -> int:
    """Bring all marked articles, or the `most` marked last, into the index in use; how many there were.

    Where the index is damaged and the one before it is still kept, that one is put in its place, with all that changed
    since. Raises LockHeld, IndexUnavailable, RebuildDue where it must be built anew first; the articles stay marked.
    """
    index = default_index()
    with locked(index.folder, WRITER, wait), recalling(index):
        return drain_into(index, most)


@contextmanager
def recalling(index: OpenIndex) -> Iterator[None]:
    """Where the index must be built anew and changes wait, no process is to answer from it any more."""
    try:
        yield
    except RebuildDue:
        if waiting():
            index.recall()
        raise


def drain_into(index: OpenIndex, most: int | None) -> int:
    """As `drain`, whose caller holds the writer's lock."""
    drained = 0
    if damage := index.damage():
        if most and DirtyArticle.objects.count() > most:
            raise damage  # to go back takes all of them
        drained = fall_back(index, damage)
    kept = index.kept()
    sweep_unless_rebuilding(index.folder, kept)
    marks = DirtyArticle.objects.filter(drained=False).order_by("-pk" if most else "pk")
    while rows := list(marks[: most or COMMIT]):
        writer = index.writer()
        changed = {row.article_id for row in rows}
        replace_articles(writer, changed)
        writer.commit(kept)
        keep_related(most_related(index.reader(), changed))
        learn_names(changed)
        settle({row.pk for row in rows}, is_held(index.folder, REBUILD) or kept is not None)
        drained += len(rows)
        if most:
            break
    return drained


def merge_segments() -> int:
    """Make those segments one that are due to be; how many there are then. Raises as `drain` does.

    It may take a minute, in which the index takes no changes: for processes that nobody waits for.
    """
    index = default_index()
    with locked(index.folder, WRITER, WAIT):
        writer = index.writer()
        if writer.due(FULL):
            writer.commit(index.kept(), FULL)
        return len(writer.segments)


def look_for_damage() -> None:
    """See whether a little of the index in use, drawn by lot, is still as it was written. Raises IndexUnavailable."""
    default_index().reader().verify_some(LOOKED_AT)


def fall_back(index: OpenIndex, damage: RebuildDue) -> int:
    """Put the commit that was kept in the place of the damaged one, with every change since; how many marks there were.

    Raises `damage` where none is kept. The caller holds the writer's lock.
    """
    kept = index.kept()
    if not kept:
        raise damage
    log.warning("The index before it takes the place of a damaged one. %s", damage)
    marked = dict(DirtyArticle.objects.values_list("pk", "article_id"))
    writer = GenerationWriter.after(kept, index.folder, index.layout)
    replace_articles(writer, set(marked.values()))
    writer.commit()
    settle(marked, is_held(index.folder, REBUILD))
    return len(marked)


def waiting() -> int:
    """How many marks the index in use lacks."""
    return DirtyArticle.objects.filter(drained=False).count()


def sweep_unless_rebuilding(folder: Path, kept: Pointer | None) -> None:
    """Remove what no reader needs, and the marks that neither the index in use nor the one that is kept lacks."""
    if not is_held(folder, REBUILD):
        sweep_generations(folder, kept)
        if not kept:
            DirtyArticle.objects.filter(drained=True).delete()


def settle(marks: Collection[int], beside: bool) -> None:
    """The index in use has these marks (keys); one `beside` it, that is being built or kept, may lack them."""
    for keys in in_batches(marks, BATCH):
        rows = DirtyArticle.objects.filter(pk__in=keys)
        rows.update(drained=True) if beside else rows.delete()


def replace_articles(writer: GenerationWriter, article_ids: set[int]) -> None:
    """Write the articles as they are now; those withdrawn or gone only leave."""
    writer.delete(article_ids)
    processes = pool.usable_processes() if len(article_ids) > MANY else 1
    for written in written_batches(writer.folder, sorted(article_ids), processes):
        writer.add_segment(written)


def rebuild(progress: Progress | None = None, processes: int | None = None) -> int:
    """Build the whole index anew beside the one in use, then swap; how many articles it holds.

    `progress` is told how many more articles are done. The index before it, if that is good, is kept until the new one
    has answered a query; a damaged one goes first where there is no room for both, and all articles are done once more.
    Raises LockHeld where another rebuild runs.
    """
    index = default_index()
    processes = processes or pool.usable_processes()
    with locked(index.folder, REBUILD, wait=0):
        lexicon.publish_dictionaries()
        segmentation.reload()
        finds = None
        try:
            finds = build(index, progress, processes)
        except OSError as reason:
            if reason.errno not in NO_ROOM or not make_room(index):
                raise
        if not finds:  # here, not above: an error keeps files open, and their room on the disk
            finds = build(index, progress, processes)
        reader = index.reader()
        processes = worth_forking(processes, reader.count)
        if processes > 1:
            bulk_segmentation.unload_dictionaries()  # all is cut: their memory is for what comes
        pinyin.spelled("预热")  # its dictionaries are loaded once, before the fork
        with pool.forked(processes) as workers, reader.read_safely():
            related, terms = related_to_all(workers, reader), terms_offered(workers, finds)
            remake_suggestions(terms)
            RelatedArticles.objects.all().delete()
            keep_related(related)
    return index.reader().count


def build(index: OpenIndex, progress: Progress | None, processes: int) -> TextFinds:
    """As `rebuild`, whose caller holds the lock; what the texts say of the archive's words, looked for meanwhile."""
    folder = index.folder
    with locked(folder, WRITER, WAIT):  # whoever drains from now on knows of this rebuild
        with suppress(IndexUnavailable):  # what cannot be read now is swept when the new one stands
            sweep_generations(folder, index.kept())
        before = set(DirtyArticle.objects.values_list("pk", flat=True))
    keys = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    processes = worth_forking(processes, len(keys))
    with GenerationWriter.new(folder, index.layout, index.fingerprint()) as writer:
        with closing(written_batches(writer.folder, keys, processes)) as batches:
            for written in batches:
                writer.add_segment(written)
                if progress:
                    progress(written.segment.documents)
        with pool.forked(processes) as workers:
            finds = workers.begin(text_finds)  # while segments are merged
            writer.flush()
            found = finds()
        with locked(folder, WRITER, WAIT):
            swap(index, writer, before)
    return found


def worth_forking(processes: int, articles: int) -> int:
    """How many processes are worth starting for so many articles."""
    return processes if articles > BATCH else 1


def make_room(index: OpenIndex) -> bool:
    """Remove an index that only a rebuild mends, and what was begun beside it; whether there was one. What is kept to
    fall back to stays. Other processes let go of its files when they are asked next, which gives their room back.
    """
    with locked(index.folder, WRITER, WAIT):
        if not (damage := index.damage()):
            return False
        log.warning("There is no room for a second index: the one in use goes first. %s", damage)
        index.recall()
        kept = index.kept()
        remove_generations(index.folder, {kept.generation} if kept else ())
        with suppress(RebuildDue):
            index.reader()  # lets go of its files in this process, too
    return True


def swap(index: OpenIndex, writer: GenerationWriter, before: set[int]) -> None:
    """Put what was built in the place of the index in use, with what was marked since but the marks `before`."""
    marked = {row.pk: row for row in DirtyArticle.objects.all()}
    replace_articles(writer, {row.article_id for key, row in marked.items() if key not in before})
    is_good, kept = good_commit(index)
    writer.commit(kept)
    sweep_generations(index.folder, kept)
    # The new index has them all. What was in use lacks those not drained; what was kept before it perhaps all.
    lacking = {key for key, row in marked.items() if kept and not (is_good and row.drained)}
    for keys in in_batches(marked, BATCH):
        DirtyArticle.objects.filter(pk__in=set(keys) & lacking).update(drained=True)
        DirtyArticle.objects.filter(pk__in=set(keys) - lacking).delete()


def good_commit(index: OpenIndex) -> tuple[bool, Pointer | None]:
    """Whether the index in use is good; the commit to go back to: its own, else that which was kept before it."""
    try:
        is_good = index.damage() is None
        return is_good, index.pointer() if is_good else index.kept()
    except IndexUnavailable:  # whatever it is that cannot be read now, the new one takes its place
        return False, None


def written_batches(folder: Path, keys: Sequence[int], processes: int) -> Generator[WrittenSegment, None, None]:
    """Those of the articles that are published, read, cut to terms and written to small segments in a generation's
    folder, in order; by so many processes."""
    cut: Segmenter = segmentation.words
    if processes > 1:
        cut = bulk_segmentation.bulk_words
        cut("预热")  # its dictionary is loaded once, before the fork
    with pool.forked(processes) as workers:
        yield from workers.mapped(partial(write_batch, folder=folder, cut=cut), in_batches(keys, BATCH))


def write_batch(keys: Sequence[int], folder: Path, cut: Segmenter = segmentation.words) -> WrittenSegment:
    return write_segment(folder, analyse(documents(keys), default_index().layout, cut))


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
    """For those who watch: whether an index answers, what it holds, how much waits, whether a rebuild is due."""
    index = default_index()
    damage, reader = "", None
    try:
        reader = index.reader()
        damage = str(index.damage() or "")
    except IndexUnavailable as reason:
        damage = str(reason)
    return {
        "available": reader is not None,
        "message": damage,
        "generation": f"{reader.pointer.generation}/{reader.pointer.number}" if reader else "",
        "articles": reader.count if reader else 0,
        "dirty": waiting(),
        "stale": bool(damage) or reader is None or reader.fingerprint != index.fingerprint(),
        "indexer": is_held(index.folder, INDEXER),
    }
