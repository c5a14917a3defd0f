"""What search tells of itself: whether the index answers, how far it is behind, how old it is; searches by rung."""

import time
from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import Counter

from archive.disk.locks import is_held
from archive.models import Newspaper
from archive.services.running import RunningFigure
from search.index import indexing
from search.index.healing import healer
from search.index.locks import INDEXER
from search.index.opened import default_index
from search.models import DirtyArticle
from search.query import browse
from search.query.results import SearchPage
from search.store.damage import IndexUnavailable
from search.store.manifest import POINTER

LATE = 60 * 60  # seconds after which nobody seems to bring marks into the index any more
SEARCHES = Counter("baoku_searches", "Searches that were answered, by the rung that found something", ["rung"])


def count_search(found: SearchPage) -> None:
    """Count a search of a reader or a program: by its rung, "none" where it found nothing."""
    SEARCHES.labels(found.rung if found.total else "none").inc()


def ask_index() -> None:
    """Raises IndexUnavailable where it does not answer, and where it does but damage was found in it."""
    try:
        browse.browse(Newspaper.main(), page_size=1)
        if damage := default_index().damage():
            raise damage
        indexing.look_for_damage()
    except IndexUnavailable as reason:
        healer.told_of(reason)
        raise


def search_figures() -> Iterator[RunningFigure]:
    """Of this app, for settings.RUNNING_FIGURES. Raises DatabaseError where the database stops to answer."""
    index = _index()
    yield index
    yield from _behind()
    if not index.trouble:
        yield from _ages()


def _index() -> RunningFigure:
    about = "Whether the index answers"
    try:
        ask_index()
    except IndexUnavailable as reason:
        trouble = f"不能检索：{reason} 会自己重建；过一会儿还不好，请运行 manage.py run_indexer --once。"
        return RunningFigure("index_up", 0, about, "索引", trouble=trouble, is_needed=True)
    segments = len(default_index().reader().segments)
    return RunningFigure("index_up", 1, about, "索引", f"可以检索，共 {segments} 段", is_needed=True)


def _behind() -> Iterator[RunningFigure]:
    marks = DirtyArticle.objects.filter(drained=False)
    waiting, oldest = marks.count(), marks.order_by("pk").values_list("marked_at", flat=True).first()
    seconds = max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0
    lives = is_held(default_index().folder, INDEXER)
    yield RunningFigure(
        "indexer_up", lives, "Whether a run_indexer lives", "run_indexer", "在运行" if lives else "没有常驻"
    )
    yield RunningFigure("marks_waiting", waiting, "Changes that the index lacks", "待索引的改动", f"{waiting:,} 处")
    trouble = "改动迟迟没有进索引：请运行 manage.py run_indexer（常驻），并看它的日志。" if seconds > LATE else ""
    said = f"最早的等了 {_length(seconds)}" if waiting else "没有落下"
    about = "How long the oldest change waits for the index"
    yield RunningFigure("marks_oldest_seconds", seconds, about, "索引落后", said, trouble, is_needed=True)


def _ages() -> Iterator[RunningFigure]:
    index = default_index()
    pointer = index.pointer()
    if pointer is None:
        return
    now = time.time()
    committed = now - (index.folder / POINTER).stat().st_mtime
    built = now - min(file.stat().st_mtime for file in (index.folder / pointer.generation).iterdir())
    about = "Since the index last took changes"
    yield RunningFigure("index_commit_age_seconds", committed, about, "索引上次更新", f"{_length(committed)}前")
    about = "Since the oldest file of the index in use was written"
    yield RunningFigure("index_generation_age_seconds", built, about, "索引建成", f"{_length(built)}前")


def _length(seconds: float) -> str:
    """3 天, 2 小时, 5 分钟, 8 秒."""
    for unit, size in (("天", 86400), ("小时", 3600), ("分钟", 60)):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} 秒"
