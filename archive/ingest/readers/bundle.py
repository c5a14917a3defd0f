"""A folder or a zip of source files: the names and bytes of what is in it.

Zips are read in memory and never unpacked to disk, so that no name in one can point outside. The directory of
a zip states the sizes; they are checked before a byte is unpacked, and held to while unpacking.
"""

import dataclasses
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from archive.ingest import limits
from archive.ingest.readers.decode import decode
from archive.ingest.types import UnreadableSource

UTF8_NAME: Final = 0x800  # general purpose bit 11, APPNOTE.TXT 4.4.4
ENCRYPTED: Final = 0x1
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

# What systems and programs leave beside the files of people.
LITTER: Final = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))


@dataclass(frozen=True)
class Member:
    """A file of a bundle. `name` is its path within, with slashes; `size` is in bytes; `path` None within a zip."""

    name: str
    size: int
    path: Path | None
    load: Callable[[], bytes]

    def read(self) -> bytes:
        """The bytes; of what is in a zip only while members() goes on.

        Raises UnreadableSource for what is too large, locked or damaged.
        """
        limits.check_size(self.size, limits.MAX_DOCUMENT_BYTES)
        return self.load()


def is_bundle(path: Path) -> bool:
    """Whether members() can look into `path`."""
    return path.is_dir() or path.suffix.lower() == ".zip"


def members(path: Path) -> Iterator[Member]:
    """The files of a folder and its folders, or of a zip, in the order of their names; those of zips in a folder too.

    Raises UnreadableSource where `path` is a zip that is damaged or out of bounds as a whole.
    """
    if not path.is_dir():
        yield from _packed(path)
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if not file.is_file() or _is_litter(name):
            continue
        if not is_bundle(file):
            yield Member(name, file.stat().st_size, file, file.read_bytes)
            continue
        try:
            yield from (dataclasses.replace(member, name=f"{name}/{member.name}") for member in _packed(file))
        except UnreadableSource as error:
            yield Member(name, file.stat().st_size, file, partial(_fail, error))


def _fail(error: UnreadableSource) -> bytes:
    raise error


def _packed(path: Path) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(path)
    except UNPACKING_ERRORS as error:
        raise UnreadableSource(f"不是完好的 zip 压缩包（{error}）。请重新打包再导入。") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        limits.check_count(len(entries), limits.MAX_ARCHIVE_ENTRIES, "压缩包里的文件数")
        unpacked = sum(entry.file_size for entry in entries)
        limits.check_size(unpacked, limits.MAX_ARCHIVE_BYTES, "压缩包解压后")
        limits.check_ratio(unpacked, path.stat().st_size, "压缩包")
        named = [(_name(entry), entry) for entry in entries]
        for name, entry in sorted(named, key=lambda pair: pair[0]):
            if not _is_litter(name):
                yield Member(name, entry.file_size, None, partial(_unpack, archive, entry, name))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    if entry.flag_bits & ENCRYPTED:
        raise UnreadableSource("压缩包里的这个文件有密码。请用密码解压后再导入。")
    if name.lower().endswith(".zip"):
        raise UnreadableSource("压缩包里还有压缩包。请先解压里面的一层再导入。")
    limits.check_ratio(entry.file_size, entry.compress_size, "文件")
    try:
        with archive.open(entry) as file:
            return file.read(entry.file_size)
    except UNPACKING_ERRORS as error:
        raise UnreadableSource(f"压缩包里的这个文件已损坏（{error}）。请重新打包再导入。") from error


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Zips made on Chinese Windows have names in GBK, which the format takes for CP437."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME and not name.isascii():
        raw = name.encode("cp437")
        try:
            name = decode(raw).text
        except UnreadableSource:
            name = raw.decode("ascii", "backslashreplace")  # a name is a label: strange ones need not stop the file
    return "/".join(part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".."))


def _is_litter(name: str) -> bool:
    return any(part in LITTER or part.startswith((".", "~$")) for part in PurePosixPath(name).parts)
