"""Sources to read and load, one after the other: while one is loaded into the database, the next is read.

Reading is done in a process of its own (archive.isolation), so that no file can stop those after it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from django.db import OperationalError, transaction

from archive import loader
from archive.ingest.learning import NO_PROFILES, Profiles
from archive.ingest.types import ParsedSource, PortionLine, UnreadableSource
from archive.isolation.process import ReaderFault, ReadingProcess, ReadingStopped
from archive.loader import kept
from archive.models import ImportBatch, ImportEvent, SourceFile

logger = logging.getLogger(__name__)
# SQLite has no queue: who finds the database locked looks again every tenth of a second (sqlite3_busy_timeout), and
# would never find it free beside transactions that follow each other at once. In seconds.
OTHERS_TURN = 0.12
# A disk that is full, a database that is locked for long: these end the run, since no file after this one would fare
# better.
NO_FAULT_OF_A_FILE = (OperationalError, kept.CannotKeep)


@dataclass(frozen=True)
class FileResult:
    """What became of one file."""

    origin: str
    outcome: ImportEvent.Outcome
    articles: int = 0
    problems: int = 0
    message: str = ""
    drafts: int = 0  # of a file that was in already: articles of it that wait for an editor to publish them


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


@dataclass(frozen=True)
class SourceToRead:
    """A source to be read; `newspaper` is the one that the operator named."""

    name: str
    facts: loader.FileFacts
    newspaper: str


@dataclass(frozen=True)
class DocumentToRead(SourceToRead):
    """A page or story, read as a whole. `keep` writes the bytes to their place once they have shown to be readable."""

    data: bytes
    keep: Callable[[], object]
    profiles: Profiles = NO_PROFILES


@dataclass(frozen=True)
class RecordsToRead(SourceToRead):
    """A file of ready-made articles, which are read and loaded in portions from the kept file."""


# Gives a source to read, or what became of it where there is nothing to read; raises what is wrong with it.
Taking = Callable[[], DocumentToRead | RecordsToRead | FileResult]


def read_and_load(
    takings: Iterable[tuple[str, Taking]],
    batch: ImportBatch,
    watch: Watch = unwatched,
    process: ReadingProcess | None = None,
) -> Iterator[FileResult]:
    """What became of each, in order; `takings` are pairs of an origin and how to get at the source. `process` reads
    them, where one runs already, and ends with the last.

    Raises OperationalError or CannotKeep where the archive cannot be written to.
    """
    with process or ReadingProcess() as process:
        ahead: DocumentToRead | None = None
        for origin, take in takings:
            try:
                taken: DocumentToRead | RecordsToRead | FileResult = take()
            except NO_FAULT_OF_A_FILE:
                raise
            except Exception as error:  # noqa: BLE001  a fault of ours on one file must not keep the others out
                taken = failed(origin, batch, error)
            parsed = answer_of(process) if ahead else None
            if isinstance(taken, DocumentToRead):
                process.begin("parse_document", taken.name, taken.data, taken.profiles)
            if ahead and parsed:
                yield load_document(ahead, parsed, batch)
            ahead = taken if isinstance(taken, DocumentToRead) else None
            if isinstance(taken, RecordsToRead):
                yield load_records(taken, process, batch, watch)
            elif isinstance(taken, FileResult):
                yield taken
        if ahead:
            yield load_document(ahead, answer_of(process), batch)


def answer_of(process: ReadingProcess) -> ParsedSource | Exception:
    try:
        parsed: ParsedSource = process.answer()
    except (UnreadableSource, ReaderFault) as error:
        return error
    return parsed


def load_document(source: DocumentToRead, parsed: ParsedSource | Exception, batch: ImportBatch) -> FileResult:
    """Load what was read, in one transaction. The disk takes the bytes meanwhile, and has them before the commit."""
    if isinstance(parsed, Exception):
        return failed(source.facts.origin, batch, parsed, source.facts)
    try:
        with ThreadPoolExecutor(1) as beside, transaction.atomic():
            keeping = beside.submit(source.keep)
            loaded = record(loader.load(parsed, source.facts, batch, source.newspaper), source.facts.origin, batch)
            keeping.result()
            return loaded
    except NO_FAULT_OF_A_FILE:
        raise
    except Exception as error:  # noqa: BLE001  as in read_and_load
        return failed(source.facts.origin, batch, error, source.facts)


def read_portions(path: Path, first_line: int, process: ReadingProcess) -> Iterator[tuple[list[PortionLine], int]]:
    """Portions of a kept file of ready-made articles, each with how many bytes of the file were read: the next is read
    while one is worked on. Raises as ReadingProcess.answer() does."""
    process.begin("portion", str(path), first_line, loader.LINES_A_PORTION)
    while (portion := process.answer())[0]:
        found, read = portion
        process.begin("portion", str(path), found[-1][0] + 1, loader.LINES_A_PORTION)
        yield found, read


def load_records(source: RecordsToRead, process: ReadingProcess, batch: ImportBatch, watch: Watch) -> FileResult:
    """Load a file of ready-made articles or go on with it, a transaction a portion. What came in before a failure
    stays."""
    try:
        run = loader.begin_records(source.name, source.facts, batch, source.newspaper)
        for found, read in read_portions(SourceFile.path_of(source.facts.sha256), run.first_line, process):
            run.load(found)
            sleep(OTHERS_TURN)
            watch(Watched(source.name, read, source.facts.size, run.articles))
        with transaction.atomic():
            return record(run.finish(), source.facts.origin, batch)
    except NO_FAULT_OF_A_FILE:
        raise
    except Exception as error:  # noqa: BLE001  as in read_and_load
        return failed(source.facts.origin, batch, error, source.facts)


def record(loaded: loader.Loaded, origin: str, batch: ImportBatch) -> FileResult:
    """Write down what a load did, in its transaction."""
    outcome = ImportEvent.Outcome(loaded.outcome)
    ImportEvent.objects.create(
        batch=batch,
        source=loaded.source,
        origin=origin,
        outcome=outcome,
        articles=loaded.articles,
        problems=loaded.problems,
        source_before=None if outcome == ImportEvent.Outcome.UNCHANGED else loaded.source_before,
    )
    return FileResult(origin, outcome, loaded.articles, loaded.problems)


def failed(origin: str, batch: ImportBatch, error: Exception, facts: loader.FileFacts | None = None) -> FileResult:
    """Write down why a file did not come in. Bytes that stopped their reading are remembered: see stopped_before()."""
    message = reason(error)
    stopped = facts if isinstance(error, ReadingStopped) else None
    ImportEvent.objects.create(
        batch=batch,
        origin=origin,
        outcome=ImportEvent.Outcome.FAILED,
        message=message,
        sha256=stopped.sha256 if stopped else "",
        parser_version=stopped.parser_version if stopped else "",
    )
    return FileResult(origin, ImportEvent.Outcome.FAILED, message=message)


def stopped_before(parser_version: str) -> dict[str, ImportEvent]:
    """The last failures of bytes that stopped their reading under the same rules, by their SHA-256."""
    events = ImportEvent.objects.filter(sha256__gt="", parser_version=parser_version).order_by("id")
    return {event.sha256: event for event in events}


def reason(error: Exception) -> str:
    """Why a file could not be read, for an editor. A fault of the program is logged with its traceback."""
    if isinstance(error, FileNotFoundError):
        return "文件不存在。"
    if isinstance(error, PermissionError):
        return "没有读取这个文件的权限。"
    if isinstance(error, UnreadableSource):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    logger.error("a file was left out", exc_info=error)
    said = str(error) if isinstance(error, ReaderFault) else f"{type(error).__name__}: {error}"
    return f"程序出错，请把日志交给维护者：{said}"
