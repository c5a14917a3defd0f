"""Backups: database, sources and dictionaries of one moment, as a BagIt bag with a SHA-256 of each file.

A bag (RFC 8493) is a folder, or a tar of one: `sha256sum -c manifest-sha256.txt` or any BagIt program checks it. The
database is copied first, as of one moment, while others go on writing; the sources that it names were on the disk
before their rows were, and are never written again. Editors' profiles are rows. The index is not in it: it is built
from the rows. Nor are keys: they belong to a machine.
"""

import hashlib
import io
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import connection
from django.utils import timezone

from archive.models import SourceFile
from archive.services.bagit import manifest_line, tag_files

DATABASE = "archive.sqlite3"
BACKUP_PIECE = 1 << 20
Progress = Callable[[int], object]  # is told how many more bytes are done


class Sink(Protocol):
    """Takes the files of a backup one after the other."""

    def add(self, name: str, file: IO[bytes], size: int) -> None: ...


class FolderSink:
    """Writes them under a folder, which is made; only its owner may read them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            while piece := file.read(BACKUP_PIECE):
                out.write(piece)


class TarSink:
    """Writes them to a stream as a tar, under one folder."""

    def __init__(self, stream: IO[bytes], folder: str) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="w|")  # noqa: SIM115  close() ends it
        self.folder = folder
        self.time = int(timezone.now().timestamp())

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(f"{self.folder}/{name}")
        entry.size, entry.mode, entry.mtime = size, 0o600, self.time
        self.tar.addfile(entry, file)

    def close(self) -> None:
        self.tar.close()


@dataclass
class BackupReport:
    """What a backup holds, in numbers, and what is wrong with what it was made from."""

    sources: int = 0
    octets: int = 0
    faults: list[str] = field(default_factory=list)


class _Hashing(io.RawIOBase):
    """A file that hashes what is read of it."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self.file, self.progress = file, progress
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        self.progress(len(piece))
        return piece


def name_now() -> str:
    """What a backup of this moment is called: baoku-20261126-0915."""
    return f"baoku-{timezone.localtime():%Y%m%d-%H%M}"


def size_of_all() -> int:
    """Bytes that a backup would have, about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0]) + sum(SourceFile.objects.values_list("size", flat=True))


def back_up(sink: Sink, progress: Progress = lambda octets: None) -> BackupReport:
    """Write a backup of this moment to `sink`.

    A source that is missing or damaged, or a damaged database, is named in the report and keeps nothing else out.
    OSError where there is no room, also in the folder for temporary files (TMPDIR), which takes the database once.
    """
    bag = _Bag(sink, progress)
    with tempfile.TemporaryDirectory(prefix="baoku-backup-") as folder:
        snapshot = Path(folder) / DATABASE
        with closing(sqlite3.connect(snapshot)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            if (said := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                bag.report.faults.append(f"数据库已损坏：{said}")
            sources = copy.execute("SELECT sha256, origin FROM archive_sourcefile ORDER BY sha256").fetchall()
        bag.add_file(f"data/{DATABASE}", snapshot)
    for sha256, origin in sources:
        bag.add_source(sha256, origin)
    for path in sorted((settings.DATA_DIR / "dictionaries").glob("*.txt")):
        bag.add_file(f"data/dictionaries/{path.name}", path)
    bag.close()
    return bag.report


class _Bag:
    """The files of a bag with their checksums."""

    def __init__(self, sink: Sink, progress: Progress) -> None:
        self.sink, self.progress = sink, progress
        self.report = BackupReport()
        self.sums: list[str] = []

    def add_file(self, name: str, path: Path) -> str:
        """Returns the SHA-256 of what was written."""
        size = path.stat().st_size
        with path.open("rb") as file:
            hashing = _Hashing(file, self.progress)
            self.sink.add(name, hashing, size)  # type: ignore[arg-type]
        digest = hashing.digest.hexdigest()
        self.sums.append(manifest_line(digest, name))
        self.report.octets += size
        return digest

    def add_source(self, sha256: str, origin: str) -> None:
        path = SourceFile.path_of(sha256)
        try:
            digest = self.add_file(f"data/sources/{sha256[:2]}/{sha256}", path)
        except FileNotFoundError:
            self.report.faults.append(f"缺少原始文件 {path}（来自 {origin}）。")
            return
        self.report.sources += 1
        if digest != sha256:
            self.report.faults.append(f"原始文件 {path}（来自 {origin}）已损坏：与它的 SHA-256 不符。")

    def close(self) -> None:
        """Write the tag files, which name and sum up the payload."""
        for name, text in tag_files({"Bag-Software-Agent": "baoku"}, self.sums, self.report.octets).items():
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
