"""Finds the files that an import is to read: files, and folders and zips with all that is in them."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from archive.ingest import limits
from archive.ingest.readers import bundle
from archive.ingest.types import UnreadableSource
from archive.loader.kept import ByteStream

RECORDS = re.compile(r"\.(jsonl|ndjson)(\.(gz|xz))?$", re.IGNORECASE)


@dataclass(frozen=True)
class FoundFile:
    """A file to read. `origin` says where it is, and stays the same from one run to the next; `path` is None in a zip.

    read() gives its bytes (of what is in a zip only until the next file is asked for), or raises OSError or
    UnreadableSource with what is wrong.
    """

    origin: str
    path: Path | None
    read: Callable[[], bytes]

    @property
    def name(self) -> str:
        return PurePath(self.origin).name

    @property
    def has_records(self) -> bool:
        """Whether it is a file of ready-made articles, which may be of any size and is read as a stream."""
        return bool(RECORDS.search(self.name))

    def open(self) -> ByteStream:
        """Its bytes as a stream; only what is in a zip is in memory as a whole."""
        return self.path.open("rb") if self.path else io.BytesIO(self.read())


def find_files(paths: Iterable[str | Path]) -> Iterator[FoundFile]:
    """The files at `paths`, and those in folders and zips among them, in the order of their names.

    What does not exist or cannot be looked into is given too: reading it says what is wrong.
    """
    for path in map(Path, paths):
        where = path.absolute()
        if not bundle.is_bundle(path):
            yield file_at(where)
            continue
        try:
            for member in bundle.members(path):
                yield FoundFile(f"{where}/{member.name}", member.path, member.read)
        except (UnreadableSource, OSError) as error:
            yield FoundFile(str(where), where, failing(error))


def file_at(path: Path) -> FoundFile:
    return FoundFile(str(path), path, lambda: read_regular_file(path))


def read_regular_file(path: Path) -> bytes:
    """The bytes of a file. OSError or UnreadableSource with what is wrong."""
    size = path.stat().st_size
    if not path.is_file():
        raise UnreadableSource("不是普通文件，无法读取。")
    limits.check_size(size, limits.MAX_DOCUMENT_BYTES)
    return path.read_bytes()


def failing(error: Exception) -> Callable[[], bytes]:
    def fail() -> bytes:
        raise error

    return fail
