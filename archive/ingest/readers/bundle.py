"""A zip of source files: the names and bytes of what is in it.

Zips are read in memory and never unpacked to disk, so that no name in one can point outside. The directory of
a zip states the sizes; they are checked before a byte is unpacked, and held to while unpacking.
"""

import lzma
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from archive.ingest import limits
from archive.ingest.readers.names import name_in_text, printable
from archive.ingest.readers.regular import check_kind, open_regular
from archive.ingest.types import UnreadableSource

UTF8_NAME: Final = 0x800  # general purpose bit 11, APPNOTE.TXT 4.4.4
ENCRYPTED: Final = 0x1
PORTION_BYTES: Final = limits.MIB
# What zipfile raises for damage; RuntimeError (with NotImplementedError) and ValueError come from wrong headers.
UNPACKING_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)

CHANGED: Final = "文件在读取时被改动，没有导入。请等它写完（或传完）再导入。"

# What systems and programs leave beside the files of people.
LITTER: Final = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))


@dataclass(frozen=True)
class Member:
    """A file in a zip: its number there, its path within, with slashes, and its size in bytes."""

    number: int
    name: str
    size: int


def is_bundle(path: Path) -> bool:
    """Whether a file is called as zips are."""
    return path.suffix.lower() == ".zip"


class Bundle:
    """An open zip. `members` are its files in the order of their names, litter left out.

    Raises UnreadableSource where it is no file, damaged or out of bounds as a whole.
    """

    def __init__(self, path: Path) -> None:
        self._file = open_regular(path)
        self._state = self._state_now()
        try:
            self._archive = zipfile.ZipFile(self._file)
        except UNPACKING_ERRORS as error:
            raise UnreadableSource("不是完好的 zip 压缩包。请重新打包再导入。") from error
        # By its name, which may be empty (ZipInfo.is_dir breaks at that).
        self._entries = [entry for entry in self._archive.infolist() if not entry.filename.endswith("/")]
        limits.check_count(len(self._entries), limits.MAX_ARCHIVE_ENTRIES, "压缩包里的文件数")
        unpacked = sum(entry.file_size for entry in self._entries)
        limits.check_size(unpacked, limits.MAX_ARCHIVE_BYTES, "压缩包解压后")
        limits.check_ratio(unpacked, self._state[0], "压缩包")
        names = _told_apart(list(map(_name, self._entries)))
        found = (Member(n, name, self._entries[n].file_size) for n, name in enumerate(names) if not is_litter(name))
        self.members = tuple(sorted(found, key=lambda member: member.name))

    def read(self, number: int) -> bytearray:
        """The bytes of a member. Raises UnreadableSource for what is no file, too large, locked or damaged."""
        entry = self._entries[number]
        check_kind(entry.external_attr >> 16)  # where Unix puts the mode, APPNOTE.TXT 4.4.15
        limits.check_size(entry.file_size, limits.MAX_DOCUMENT_BYTES)
        if entry.flag_bits & ENCRYPTED:
            raise UnreadableSource("压缩包里的这个文件有密码。请用密码解压后再导入。")
        if entry.filename.lower().endswith(".zip"):
            raise UnreadableSource("压缩包里还有压缩包。请先解压里面的一层再导入。")
        limits.check_ratio(entry.file_size, entry.compress_size, "文件")
        try:
            with self._archive.open(entry) as file:
                data = _whole(file, entry.file_size)
        except UNPACKING_ERRORS as error:
            raise UnreadableSource("压缩包里的这个文件已损坏。请重新打包再导入。") from error
        if self._state_now() != self._state:
            raise UnreadableSource(CHANGED)
        return data

    def close(self) -> None:
        self._archive.close()
        self._file.close()

    def _state_now(self) -> tuple[int, int]:
        """Size in bytes and time of the last change in nanoseconds."""
        status = os.fstat(self._file.fileno())
        return status.st_size, status.st_mtime_ns


def _whole(file: IO[bytes], size: int) -> bytearray:
    """At most `size` bytes. A portion at a time, since zipfile holds as much packed as it is asked for unpacked."""
    data = bytearray()
    while len(data) < size and (portion := file.read(min(PORTION_BYTES, size - len(data)))):
        data += portion
    return data


def _told_apart(names: Sequence[str]) -> list[str]:
    """The names, each once: the second 一版.txt becomes 一版~2.txt."""
    seen: Counter[str] = Counter()
    apart = []
    for name in names:
        seen[name] += 1
        path = PurePosixPath(name)
        apart.append(name if seen[name] == 1 else str(path.with_stem(f"{path.stem}~{seen[name]}")))
    return apart


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Zips made on Chinese Windows have names in GBK, which the format takes for CP437."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME and not name.isascii():
        name = name_in_text(name.encode("cp437"))
    name = printable("/".join(part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..")))
    return name or f"{entry.header_offset}"


def is_litter(name: str) -> bool:
    """Whether a file, by its name within a bundle, is what systems leave beside the files of people."""
    return any(part in LITTER or part.startswith((".", "~$")) for part in PurePosixPath(name).parts)
