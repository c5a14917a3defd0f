"""Import runs: files in, one transaction each, and what became of each on record."""

import io
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from archive import loader
from archive.disk.locks import LockHeld, is_held, locked
from archive.ingest import version
from archive.ingest.learning import NO_PROFILES, Profiles
from archive.ingest.types import UnreadableSource
from archive.isolation.process import ReadingProcess
from archive.loader import kept
from archive.models import NEVER_PUBLISHED, ImportBatch, ImportEvent, SourceFile, Status, Upload
from archive.services import profiles
from archive.services.drafts import publish_as_set
from archive.services.files import FoundFile
from archive.services.reading_ahead import (
    DocumentToRead,
    FileResult,
    RecordsToRead,
    Watch,
    read_and_load,
    record,
    stopped_before,
    unwatched,
)
from archive.signals import run_ended

IMPORT = "import"  # the lock of who brings files in, or takes them back


class ImportRunning(Exception):
    """Another import is at work; the message says so."""


@contextmanager
def import_batch(command: str, index: bool = True, as_drafts: bool = False) -> Iterator[ImportBatch]:
    """A batch for one run, only one at a time. At its end listeners are told (unless `index` is false)."""
    with only_run():
        batch = ImportBatch.objects.create(command=command, as_drafts=as_drafts)
        with recorded(batch), synced_at_the_end():
            yield batch
    if index:
        run_ended.send_robust(sender=ImportBatch)


@contextmanager
def only_run() -> Iterator[None]:
    """Keep other imports out; ImportRunning where one is at work."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(settings.DATA_DIR, IMPORT, wait=0))
        except LockHeld:
            raise ImportRunning("另一个导入正在进行，请等它结束后再试。") from None
        kept.sweep()
        yield


def is_running() -> bool:
    """Whether an import, or what else keeps imports out, is at work in any process."""
    return is_held(settings.DATA_DIR, IMPORT)


@contextmanager
def recorded(batch: ImportBatch) -> Iterator[None]:
    """While the batch is the only one that runs. A run that ends before its time leaves it interrupted, or, where files
    that were uploaded wait for being read, waiting for the next."""
    # Batches that seem to run were killed, since this is the only one at work.
    own = ImportBatch.objects.filter(pk=batch.pk)
    with transaction.atomic():
        leave(ImportBatch.objects.filter(state=ImportBatch.State.RUNNING).exclude(pk=batch.pk))
        own.update(state=ImportBatch.State.RUNNING)
    try:
        yield
        with transaction.atomic():
            batch.uploads.filter(state=Upload.State.WAITING).update(state=Upload.State.READ)
            own.update(state=ImportBatch.State.DONE, finished_at=timezone.now())
    finally:
        leave(own.filter(state=ImportBatch.State.RUNNING))


def leave(batches: QuerySet[ImportBatch]) -> None:
    """Say of batches, chosen by their running, that they do not run."""
    waiting = Exists(Upload.objects.filter(batch=OuterRef("pk"), state=Upload.State.WAITING))
    with transaction.atomic():
        batches.filter(waiting).update(state=ImportBatch.State.WAITING)
        batches.update(state=ImportBatch.State.INTERRUPTED, finished_at=timezone.now())


@contextmanager
def synced_at_the_end() -> Iterator[None]:
    """Leave the disk its time during a run: a power cut takes back the last seconds of it at most, and the same command
    brings them in again. What is reported as done at the end of the run is on the disk.
    """
    if connection.in_atomic_block:  # the caller's transaction, and for the caller to sync
        yield
        return
    connection.ensure_connection()
    connection.connection.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        # The next commit, which says that the run is done, writes out all that was committed before it.
        connection.ensure_connection()
        connection.connection.execute("PRAGMA synchronous=FULL")


def bring_in(
    looked_at: Iterable[FoundFile],
    files: Iterable[FoundFile],
    batch: ImportBatch,
    process: ReadingProcess,
    newspaper: str = "",
    watch: Watch = unwatched,
    retry: bool = False,
    given: Profiles | None = None,
) -> Generator[FileResult, None, None]:
    """Learn from `looked_at` what the files of a newspaper share, read and load `files` as ingest() does, keep what was
    learnt. Drafts that nothing is to be doubted of are published where their newspaper has it so.

    To be read to its end, or closed. With `given` profiles nothing is learnt.
    """
    known, learnt = (given, None) if given else profiles.for_import(looked_at, process, newspaper)
    try:
        yield from ingest(files, batch, newspaper, watch, retry, known, process)
    finally:  # also of a run that was stopped: its files were read by what was learnt
        if learnt is not None:
            profiles.keep(learnt)
    if batch.as_drafts:
        publish_as_set(batch)


def ingest(
    files: Iterable[FoundFile],
    batch: ImportBatch,
    newspaper: str = "",
    watch: Watch = unwatched,
    retry: bool = False,
    profiles: Profiles = NO_PROFILES,
    process: ReadingProcess | None = None,
) -> Iterator[FileResult]:
    """Load files one after the other, each in its own transaction; a bad one never stops the others.

    Each is read by the profile of its newspaper, in `process` where one runs already. A file of ready-made articles
    is loaded in portions, and `watch` is told after each. A file whose bytes stopped their reading before is read
    again only with `retry`.
    """
    stopped = {} if retry else stopped_before(version.rules_version())
    takings = ((file.origin, partial(take_file, file, batch, newspaper, stopped, profiles)) for file in files)
    return read_and_load(takings, batch, watch, process)


def take_file(
    file: FoundFile, batch: ImportBatch, newspaper: str, stopped: Mapping[str, ImportEvent], profiles: Profiles
) -> DocumentToRead | RecordsToRead | FileResult:
    """What of a file is to be read and loaded, or what became of it where nothing is.

    UnreadableSource or OSError where its bytes cannot be had, or are known to stop their reading.
    """
    if file.has_records:
        with file.open() as stream:
            facts = facts_of(file, stream)
            return known(facts, batch, stopped) or records_of(file, stream, facts, newspaper)
    data = file.read()
    facts = facts_of(file, io.BytesIO(data))
    keep = partial(kept.keep_bytes, io.BytesIO(data), facts.sha256)
    return known(facts, batch, stopped) or DocumentToRead(file.name, facts, newspaper, data, keep, profiles)


def facts_of(file: FoundFile, stream: kept.ByteStream) -> loader.FileFacts:
    sha256 = kept.sha256_of(stream)
    size = stream.seek(0, io.SEEK_END)
    return loader.FileFacts(sha256, file.origin, size, version.rules_version())


def known(facts: loader.FileFacts, batch: ImportBatch, stopped: Mapping[str, ImportEvent]) -> FileResult | None:
    """The result for a file whose bytes are in use already; None for any other, and where it has more than is in: what
    an editor deleted comes again.

    UnreadableSource for one that stopped its reading in an earlier run, as stopped_before() tells.
    """
    source = SourceFile.objects.filter(sha256=facts.sha256, live=True, resume_at=None).first()
    if source and not source.deleted:
        articles = source.articles.exclude(status=Status.WITHDRAWN).count()
        problems = source.problems.count()
        loaded = loader.Loaded(source, ImportEvent.Outcome.UNCHANGED, articles, problems, source_before=None)
        drafts = source.articles.filter(status__in=NEVER_PUBLISHED, replaced_by=None).count()
        return replace(record(loaded, facts.origin, batch), drafts=drafts)
    if event := stopped.get(facts.sha256):
        said = f"{event.message}（第{event.batch_id}批导入时如此，未再试；要再试一次，加 --retry。）"
        raise UnreadableSource(said)
    return None


def records_of(file: FoundFile, stream: kept.ByteStream, facts: loader.FileFacts, newspaper: str) -> RecordsToRead:
    stream.seek(0)
    kept.keep_bytes(stream, facts.sha256)
    return RecordsToRead(file.name, facts, newspaper)
