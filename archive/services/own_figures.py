"""What the archive tells of itself: database, room on the disk, imports, what waits for editors."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count

from archive.models import Article, Correction, ImportBatch, Problem
from archive.services import import_queue, worker
from archive.services.running import RunningFigure

LEAST_FREE = 200_000_000  # bytes: below, an import or a rebuild of a small archive no longer ends well
MEGABYTE = 1_000_000


def archive_figures() -> Iterator[RunningFigure]:
    """Of this app, for settings.RUNNING_FIGURES. Raises DatabaseError where the database stops to answer."""
    database = _database()
    yield database
    yield from _disks()
    if database.trouble:
        return
    published = Article.objects.published().count()
    yield RunningFigure("articles", published, "Published articles", "已发布的文章", f"{published:,} 篇")
    yield from _imports()
    yield from _for_editors()


def _database() -> RunningFigure:
    about = "Whether the database answers"
    begun = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM archive_newspaper LIMIT 1")
    except DatabaseError as error:
        trouble = f"不能查询：{error}。请看 DATA_DIR 的权限和余量，再运行 manage.py migrate。"
        return RunningFigure("database_up", 0, about, "数据库", trouble=trouble, is_needed=True)
    took = (time.perf_counter() - begun) * 1000
    return RunningFigure("database_up", 1, about, "数据库", f"{took:.1f} 毫秒应答", is_needed=True)


def _disks() -> Iterator[RunningFigure]:
    trouble = "磁盘快满了：请腾出空间，否则存不下改动。"
    yield _room("disk_free_bytes", lambda: settings.DATA_DIR, "Room left in DATA_DIR", "磁盘", trouble)
    # Where long requests and answers wait: without room a connection ends without an answer.
    trouble = "临时文件夹（TMPDIR）快满了：请腾出空间，否则收不下上传的文件。"
    yield _room("temporary_free_bytes", tempfile.gettempdir, "Room left in TMPDIR", "临时文件夹", trouble)


def _room(name: str, folder: Callable[[], Path | str], about: str, title: str, trouble: str) -> RunningFigure:
    try:
        disk = shutil.disk_usage(folder())
    except OSError:  # none is usable, as where no file could be written into any for want of room
        return RunningFigure(name, 0, about, title, trouble=trouble, is_needed=True)
    said = f"余 {disk.free // MEGABYTE:,} MB，共 {disk.total // MEGABYTE:,} MB"
    return RunningFigure(name, disk.free, about, title, said, trouble if disk.free < LEAST_FREE else "", is_needed=True)


def _imports() -> Iterator[RunningFigure]:
    state = ImportBatch.State
    batches = dict(ImportBatch.objects.values_list("state").annotate(Count("pk")).order_by())
    for name in state.values:
        about = "Batches of files by state"
        yield RunningFigure("imports", batches.get(name, 0), about, labels=(("state", name),))
    waiting, running = batches.get(state.WAITING, 0), batches.get(state.RUNNING, 0)
    idle = import_queue.something_waits() and not worker.lives() and not settings.IMPORT_WORKER
    trouble = "有上传的文件在等，却没有程序在读：请运行 manage.py run_worker。" if idle else ""
    said = f"{waiting} 批在等，{running} 批在读"
    yield RunningFigure("imports_waiting", waiting + running, "Batches not done", "导入", said, trouble)


def _for_editors() -> Iterator[RunningFigure]:
    corrections = Correction.objects.filter(state=Correction.State.WAITING).count()
    doubts = Problem.objects.filter(state=Problem.State.OPEN).count()
    yield RunningFigure(
        "corrections_waiting", corrections, "Readers' corrections", "读者纠错", f"{corrections} 条待处理"
    )
    yield RunningFigure("problems_open", doubts, "Doubts that no editor settled", "存疑", f"{doubts:,} 条待看")
