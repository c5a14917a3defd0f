"""Import runs: files in, one transaction each, and what became of each on record."""

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from filelock import FileLock, Timeout

from archive import loader
from archive.ingest import pipeline
from archive.ingest.profiling import NO_PROFILES, Profiles
from archive.ingest.readers import jsonl
from archive.ingest.types import UnreadableSource
from archive.loader import kept
from archive.models import ImportBatch, ImportEvent, SourceFile
from archive.services.files import FoundFile
from archive.signals import run_ended

logger = logging.getLogger(__name__)
Outcome = ImportEvent.Outcome
State = ImportBatch.State


class ImportRunning(Exception):
    """Another import is at work; the message says so."""


@dataclass(frozen=True)
class FileResult:
    """What became of one file."""

    origin: str
    outcome: Outcome
    articles: int = 0
    problems: int = 0
    message: str = ""


@dataclass(frozen=True)
class Watched:
    """How far the load of a file has come; sizes in bytes of the file as it is on disk."""

    name: str
    read: int
    size: int
    articles: int


Watch = Callable[[Watched], object]


def unwatched(progress: Watched) -> None:
    """For loads that nobody watches."""


@contextmanager
def import_batch(command: str, index: bool = True) -> Iterator[ImportBatch]:
    """A batch for one run, only one at a time. At its end listeners are told (unless `index` is false)."""
    with only_run(), recorded(command) as batch:
        yield batch
    if index:
        run_ended.send_robust(sender=ImportBatch)


@contextmanager
def only_run() -> Iterator[None]:
    """Keep other imports out; ImportRunning where one is at work."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.DATA_DIR / "import.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ImportRunning("另一个导入正在进行，请等它结束后再试。") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def recorded(command: str) -> Iterator[ImportBatch]:
    """The batch of the only run: interrupted where the run is, for whatever reason."""
    # Batches that seem to run were killed, since this is the only one at work.
    ImportBatch.objects.filter(state=State.RUNNING).update(state=State.INTERRUPTED, finished_at=timezone.now())
    batch = ImportBatch.objects.create(command=command)
    state = State.INTERRUPTED
    try:
        yield batch
        state = State.DONE
    finally:
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, finished_at=timezone.now())


def ingest(
    files: Iterable[FoundFile],
    batch: ImportBatch,
    newspaper: str = "",
    watch: Watch = unwatched,
    profiles: Profiles = NO_PROFILES,
) -> Iterator[FileResult]:
    """Load files one after the other, each in its own transaction; a bad one never stops the others.

    Each is read by the profile of its newspaper.
    A file of ready-made articles is loaded in portions, and `watch` is told after each.
    """
    for file in files:
        try:
            if file.has_records:
                result = ingest_records(file, batch, newspaper, watch)
            else:
                result = ingest_file(file, batch, newspaper, profiles)
        except Exception as error:  # noqa: BLE001  a fault of ours on one file must not keep the others out
            result = failed(file.origin, batch, reason(error))
        yield result


def reason(error: Exception) -> str:
    """Why a file could not be read, for an editor. A fault of the program is logged with its traceback."""
    if isinstance(error, FileNotFoundError):
        return "文件不存在。"
    if isinstance(error, PermissionError):
        return "没有读取这个文件的权限。"
    if isinstance(error, UnreadableSource | OSError):
        return str(error)
    logger.error("a file was left out", exc_info=error)
    return f"程序出错，请把日志交给维护者：{type(error).__name__}: {error}"


def failed(origin: str, batch: ImportBatch, message: str) -> FileResult:
    ImportEvent.objects.create(batch=batch, origin=origin, outcome=Outcome.FAILED, message=message)
    return FileResult(origin, Outcome.FAILED, message=message)


def unchanged(file: FoundFile, sha256: str, batch: ImportBatch) -> FileResult | None:
    """The result for a file whose bytes are in use already; None for any other."""
    source = SourceFile.objects.filter(sha256=sha256, live=True, resume_at=None).first()
    if source is None:
        return None
    loaded = loader.Loaded(
        source, Outcome.UNCHANGED, source.articles.published().count(), source.problems.count(), source_before=None
    )
    return record(loaded, file.origin, batch)


def ingest_file(
    file: FoundFile, batch: ImportBatch, newspaper: str = "", profiles: Profiles = NO_PROFILES
) -> FileResult:
    """Load one file. UnreadableSource or OSError where nothing can be had of it."""
    data = file.read()
    sha256 = kept.sha256_of(io.BytesIO(data))
    if result := unchanged(file, sha256, batch):
        return result
    parsed = pipeline.parse_bytes(file.name, data, profiles)
    kept.keep_bytes(io.BytesIO(data), sha256)
    facts = loader.FileFacts(sha256, file.origin, len(data), pipeline.VERSION)
    with transaction.atomic():
        return record(loader.load(parsed, facts, batch, newspaper), file.origin, batch)


def ingest_records(file: FoundFile, batch: ImportBatch, newspaper: str = "", watch: Watch = unwatched) -> FileResult:
    """Load a file of ready-made articles, or go on with it.

    UnreadableSource or OSError where it cannot be read, or read on: what came in before stays.
    """
    with file.open() as stream:
        sha256 = kept.sha256_of(stream)
        if result := unchanged(file, sha256, batch):
            return result
        size = stream.tell()
        stream.seek(0)
        kept.keep_bytes(stream, sha256)
        facts = loader.FileFacts(sha256, file.origin, size, pipeline.VERSION)
        return load_records(stream, loader.begin_records(file.name, facts, batch, newspaper), watch)


def load_records(stream: kept.ByteStream, run: loader.RecordsLoad, watch: Watch) -> FileResult:
    """Load what is left of a file, portion by portion."""
    watch(Watched(run.source.name, 0, run.source.size, 0))
    for portion in loader.portions(jsonl.records(stream, run.first_line)):
        run.load(portion)
        watch(Watched(run.source.name, stream.tell(), run.source.size, run.articles))
    with transaction.atomic():
        return record(run.finish(), run.source.origin, run.batch)


def record(loaded: loader.Loaded, origin: str, batch: ImportBatch) -> FileResult:
    """Write down what a load did, in its transaction."""
    outcome = Outcome(loaded.outcome)
    ImportEvent.objects.create(
        batch=batch,
        source=loaded.source,
        origin=origin,
        outcome=outcome,
        articles=loaded.articles,
        problems=loaded.problems,
        source_before=None if outcome == Outcome.UNCHANGED else loaded.source_before,
    )
    return FileResult(origin, outcome, loaded.articles, loaded.problems)
