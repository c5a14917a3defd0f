"""Backups: database, sources, waiting uploads and dictionaries of one moment, as a BagIt bag, a SHA-256 for each file.

A bag (RFC 8493) is a folder, or a tar of one: `sha256sum -c manifest-sha256.txt` or any BagIt program checks it. The
database is copied first, as of one moment, while others go on writing; the sources that it names were on the disk
before their rows were, and are never written again. Editors' profiles are rows. The index is not in it: it is built
from the rows. Nor are keys: they belong to a machine.

Nothing that cannot be read keeps the rest out. The manifest says what there should be (the name of a source is its
checksum), so that any program finds what is missing or damaged; bag-info.txt says it in words (INCOMPLETE).
"""

import hashlib
import io
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from archive.disk import durable
from archive.ingest.readers.names import printable
from archive.models import SourceFile
from archive.services.bagit import BAGIT, manifest_line, payload_oxum, tag_files

DATABASE = "archive.sqlite3"
SHA256_LENGTH = 64
INCOMPLETE = "Incomplete"  # label in bag-info.txt of what a backup should hold and does not
BACKUP_PIECE = 1 << 20
CountBytes = Callable[[int], object]  # is told how many more bytes are done


class Sink(Protocol):
    """Takes the files of a backup one after the other."""

    def add(self, name: str, file: IO[bytes], size: int) -> None: ...


class FolderSink:
    """Writes them under a folder, which is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        durable.make_folder(folder)

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        path = self.folder / name
        durable.make_folder(path.parent)
        with durable.new_file(path) as out:
            shutil.copyfileobj(file, out, BACKUP_PIECE)


class TarSink:
    """Writes them to a stream as a tar, under one folder."""

    def __init__(self, stream: IO[bytes], folder: str) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="w|")  # noqa: SIM115  close() ends it
        self.folder = folder
        self.time = int(timezone.now().timestamp())

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(f"{self.folder}/{name}")
        entry.size, entry.mode, entry.mtime = size, durable.FILE_MODE, self.time
        self.tar.addfile(entry, file)

    def close(self) -> None:
        self.tar.close()


@dataclass
class BackupReport:
    """What a backup holds, in numbers, and in words what it should hold and does not; `database` says what is wrong
    with that, empty where nothing is."""

    sources: int = 0
    octets: int = 0
    database: str = ""
    faults: list[str] = field(default_factory=list)


class SizedReading(io.RawIOBase):
    """So many bytes of a file, whatever becomes of it meanwhile, with their hash: a tar has said their number before.

    Where it cannot be read, or has become shorter, the rest is zeros, and `fault` says why.
    """

    def __init__(self, file: IO[bytes], size: int, progress: CountBytes) -> None:
        self.file, self.left, self.progress = file, size, progress
        self.digest = hashlib.sha256()
        self.fault = ""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = min(size, self.left) if size >= 0 else self.left
        piece = bytearray()
        while len(piece) < wanted and not self.fault:
            piece += self._piece(wanted - len(piece))
        piece += bytes(wanted - len(piece))
        self.left -= len(piece)
        self.digest.update(piece)
        self.progress(len(piece))
        return bytes(piece)

    def _piece(self, wanted: int) -> bytes:
        try:
            piece = self.file.read(wanted)
        except OSError as error:
            self.fault = f"读不出：{error.strerror or error}"
            return b""
        if not piece:
            self.fault = "比原来短了"
        return piece


class PlaceTaken(Exception):
    """There is something already where a backup is to be written."""


def name_now() -> str:
    """What a backup of this moment is called: baoku-20261126-091500."""
    return f"baoku-{timezone.localtime():%Y%m%d-%H%M%S}"


def place_of_this_moment(folder: Path) -> Path:
    """Under the name of this moment; with -2 where a backup of the same second has it."""
    name = name_now()
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(place for each in names if not (place := folder / each).exists())


def place_for(output: str) -> Path:
    """Where to write what is asked for as `output`: under a new name in a folder that is there, or one ending in /;
    else as `output` itself. Raises PlaceTaken where that is a backup, or a file."""
    path = Path(output)
    if (path / BAGIT).exists():
        raise PlaceTaken(f"{output} is a backup itself; name the folder that it is in, or a new one.")
    if path.is_dir() or output.endswith("/"):
        path = place_of_this_moment(path)
    if path.exists():
        raise PlaceTaken(f"{path} exists; name a new one, or a folder to put it in.")
    return path


def size_of_all() -> int:
    """Bytes that a backup would have, about; those of the kept files, where the database is too damaged to tell."""
    database = settings.DATABASE_FILE.stat().st_size
    try:
        return database + sum(SourceFile.objects.values_list("size", flat=True))
    except OperationalError:
        raise
    except DatabaseError:
        return database + sum(path.stat().st_size for path in Path(settings.SOURCES_DIR).glob("*/*"))


def back_up(sink: Sink, progress: CountBytes = lambda octets: None) -> BackupReport:
    """Write a backup of this moment to `sink`.

    What is missing, unreadable or damaged is named in the report and in the backup, and keeps nothing else out.
    OSError where there is no room, also in the folder for temporary files (TMPDIR), which takes the database once.
    """
    bag = _Bag(sink, progress)
    with tempfile.TemporaryDirectory(prefix="baoku-backup-") as folder:
        snapshot = Path(folder) / DATABASE
        sources = bag.take_database(snapshot)
        bag.add_file(f"data/{DATABASE}", snapshot)
    for sha256, origin in sources:
        bag.add_file(f"data/sources/{sha256[:2]}/{sha256}", SourceFile.path_of(sha256), sha256, origin)
    for path in sorted((settings.DATA_DIR / "uploads").glob("*")):
        if len(path.name) == SHA256_LENGTH:  # else it has come in part only
            bag.add_file(f"data/uploads/{path.name}", path, path.name, "还没有读的上传文件")
    for path in sorted((settings.DATA_DIR / "dictionaries").glob("*.txt")):
        bag.add_file(f"data/dictionaries/{path.name}", path)
    bag.close()
    return bag.report


class _Bag:
    """The files of a bag with their checksums."""

    def __init__(self, sink: Sink, progress: CountBytes) -> None:
        self.sink, self.progress = sink, progress
        self.report = BackupReport()
        self.files = 0
        self.sums: list[str] = []

    def take_database(self, snapshot: Path) -> list[tuple[str, str]]:
        """Copy the database as it is now; returns hash and origin of each source. A database too damaged to be read is
        copied as a file, and what sources are kept is then all that is known of them.

        Raises OperationalError where the copy cannot be written, or the disk fails.
        """
        try:
            connection.ensure_connection()
            with connection.wrap_database_errors, closing(sqlite3.connect(snapshot)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
                said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
                self.report.database = "" if said == "ok" else said
                sources = copy.execute("SELECT sha256, origin FROM archive_sourcefile ORDER BY sha256").fetchall()
        except OperationalError:
            raise
        except DatabaseError as error:
            self.report.database = str(error)
            shutil.copyfile(settings.DATABASE_FILE, snapshot)
            kept = sorted(Path(settings.SOURCES_DIR).glob("*/*"))
            sources = [(path.name, "") for path in kept if len(path.name) == SHA256_LENGTH]
        if self.report.database:
            self._note(f"data/{DATABASE}", f"数据库已损坏：{self.report.database}")
        return sources

    def add_file(self, name: str, path: Path, sha256: str = "", origin: str = "") -> None:
        """Add a file whose bytes should be those of `sha256`; where that is empty, whatever they are."""
        source = f"（来自 {origin}）" if origin else ""
        try:
            size = path.stat().st_size
            file = path.open("rb")
        except OSError as error:
            if sha256:
                self.sums.append(manifest_line(sha256, name))
            self._note(name, f"{path}{source}读不出：{error.strerror or error}")
            return
        with file:
            reading = SizedReading(file, size, self.progress)
            self.sink.add(name, reading, size)  # type: ignore[arg-type]
        digest = reading.digest.hexdigest()
        self.sums.append(manifest_line(sha256 or digest, name))
        self.files += 1
        self.report.octets += size
        self.report.sources += bool(sha256)
        if reading.fault or digest != (sha256 or digest):
            self._note(name, f"{path}{source}{reading.fault or '已损坏：与它的 SHA-256 不符'}")

    def _note(self, name: str, said: str) -> None:
        self.report.faults.append(f"{name}：{said}")

    def close(self) -> None:
        """Write the tag files, which name and sum up the payload."""
        info = [("Bag-Software-Agent", "baoku"), *((INCOMPLETE, printable(said)) for said in self.report.faults)]
        for name, text in tag_files(info, self.sums, payload_oxum(self.report.octets, self.files)).items():
            self.sink.add(name, io.BytesIO(text.encode()), len(text.encode()))


def files_of_folder(bag: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and bytes of each file of a backup that is a folder."""
    for path in sorted(bag.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                yield path.relative_to(bag).as_posix(), file


def files_of_tar(stream: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and bytes of each file of a backup that is a tar. tarfile.TarError where it is damaged."""
    with tarfile.open(fileobj=stream, mode="r|*") as tar:
        for entry in tar:
            file = tar.extractfile(entry) if entry.isreg() else None
            if file:
                yield entry.name.partition("/")[2], file
