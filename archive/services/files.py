"""Finds the files that an import is to read: files, and folders and zips with all that is in them.

Symbolic links, pipes and devices are named with the reason, as is all else that cannot be read.
"""

import io
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BufferedReader
from pathlib import Path

from archive.ingest import limits
from archive.ingest.readers import bundle
from archive.ingest.readers.names import escaped, name_in_text
from archive.ingest.readers.regular import check_kind, open_regular
from archive.ingest.types import UnreadableSource
from archive.isolation.process import ReaderFault, ReadingProcess
from archive.loader.kept import ByteStream

NOTHING_PACKED = "压缩包是空的，里面没有文件。请检查打包时是否选上了文件。"
RECORDS = re.compile(r"\.(jsonl|ndjson)(\.(gz|xz))?$", re.IGNORECASE)


@dataclass(frozen=True)
class FoundFile:
    """A file to read. `origin` says where it is, in printable text, and stays the same from one run to the next;
    `path` is None in a zip.

    read() gives its bytes (of what is in a zip only until the next file is asked for), or raises OSError or
    UnreadableSource with what is wrong.
    """

    origin: str
    path: Path | None
    read: Callable[[], bytes]

    @property
    def name(self) -> str:
        return self.origin.rpartition("/")[2]

    @property
    def has_records(self) -> bool:
        """Whether it is a file of ready-made articles, which may be of any size and is read as a stream."""
        return bool(RECORDS.search(self.name))

    @contextmanager
    def open(self) -> Iterator[ByteStream]:
        """Its bytes as a stream; only what is in a zip is in memory as a whole. Raises as read() does, and
        UnreadableSource at its end where the file changed meanwhile."""
        if self.path is None:
            yield io.BytesIO(self.read())
            return
        with open_regular(self.path) as file:
            before = os.fstat(file.fileno())
            yield file
            check_unchanged(file, before)


def find_files(paths: Iterable[str | Path]) -> Iterator[FoundFile]:
    """The files at `paths`, and those in folders and zips among them, in the order of their names.

    What does not exist, is no regular file or cannot be looked into is given too: reading it says what is wrong.
    """
    with ReadingProcess() as unpacker:
        for path in map(Path, paths):
            for where, origin in walked(path.absolute()):
                if isinstance(where, Exception):
                    yield FoundFile(origin, None, failing(where))
                elif bundle.is_bundle(where):
                    yield from packed(where, origin, unpacker)
                else:
                    yield FoundFile(origin, where, partial(read_regular_file, where))


def walked(path: Path) -> Iterator[tuple[Path | Exception, str]]:
    """What is at a path and in the folders there, each with its origin; an exception for what cannot be read."""
    waiting: list[tuple[Path, str]] = [(path, "/".join(map(name_in_text, os.fsencode(path).split(b"/"))))]
    while waiting:
        here, origin = waiting.pop()
        try:
            mode = here.lstat().st_mode
            check_kind(mode)
            if stat.S_ISDIR(mode):
                waiting += reversed([(child, f"{origin}/{name}") for child, name in children(here)])
            else:
                yield here, origin
        except (OSError, UnreadableSource) as error:
            yield error, origin


def children(folder: Path) -> list[tuple[Path, str]]:
    """What people put into a folder, by name, each with the name that it is shown under: no two under the same."""
    raws = sorted(os.fsencode(child.name) for child in folder.iterdir() if not bundle.is_litter(child.name))
    names = [name_in_text(raw) for raw in raws]
    shared = Counter(names)
    return [
        (folder / os.fsdecode(raw), name if shared[name] == 1 or raw == name.encode() else escaped(raw))
        for raw, name in zip(raws, names, strict=True)
    ]


def packed(path: Path, origin: str, unpacker: ReadingProcess) -> Iterator[FoundFile]:
    """What is in a zip: a process of its own looks into it."""
    try:
        members: tuple[bundle.Member, ...] = unpacker.ask("members", str(path))
    except (UnreadableSource, ReaderFault) as error:
        yield FoundFile(origin, path, failing(error))
        return
    if not members:
        yield FoundFile(origin, path, failing(UnreadableSource(NOTHING_PACKED)))
    for member in members:
        yield FoundFile(
            f"{origin}/{member.name}", None, partial(unpacker.ask, "unpack_member", str(path), member.number)
        )


def read_regular_file(path: Path) -> bytes:
    """The bytes of a file. OSError or UnreadableSource with what is wrong."""
    with open_regular(path) as file:
        before = os.fstat(file.fileno())
        limits.check_size(before.st_size, limits.MAX_DOCUMENT_BYTES)
        data = file.read(limits.MAX_DOCUMENT_BYTES + 1)
        check_unchanged(file, before)
    return data


def check_unchanged(file: BufferedReader, before: os.stat_result) -> None:
    """UnreadableSource where a file was written to since `before`: what was read of it is of two states."""
    now = os.fstat(file.fileno())
    if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise UnreadableSource(bundle.CHANGED)


def failing(error: Exception) -> Callable[[], bytes]:
    def fail() -> bytes:
        raise error

    return fail
