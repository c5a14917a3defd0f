"""Named numpy arrays in one file, made to be mapped: opening one costs a few reads, whatever its size.

Layout: the arrays' bytes, each aligned to 64; then the tail: a CRC-32 (zlib's, RFC 1952) of each CHECKED_BYTES bytes
before it, a JSON directory {name: [dtype, offset, length]} with whatever else the writer wants to tell under "about";
then where the tail and the directory begin, the CRC-32 of the tail and of these two, and MAGIC with the format.

The tail is verified when the file is opened, a block before anything of it is first given: a byte for each block
remembers that, so that what is read again costs one look. Blocks are verified through read(2), not through the mapping:
what a disk cannot give is an error here, and the end of the process there.
"""

import hashlib
import json
import mmap
import os
import struct
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np

from search.store.damage import OtherFormat, damaged, unreadable

MAGIC = b"BAOKU"
CONTAINER_FORMAT = 2
BEGINS = struct.Struct("<QQ")
TRAILER = struct.Struct("<I5sB")
ALIGNMENT = 64
SHIFT = 16
CHECKED_BYTES = 1 << SHIFT  # bytes; 64 kB are verified in 10 microseconds


class ContainerWriter:
    """Writes a container to `file`, which stands at its beginning: `add` each array, then `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.at = 0
        self.checks: list[int] = []
        self.check = 0  # of the block that is not full yet
        self.directory: dict[str, list[Any]] = {}

    def add(self, name: str, dtype: Any, pieces: Iterable[np.ndarray]) -> None:
        """An array, one-dimensional, given in pieces that follow each other."""
        self.write(bytes(-self.at % ALIGNMENT))
        begin, kind = self.at, np.dtype(dtype)
        for piece in pieces:
            self.write(np.ascontiguousarray(piece, kind).tobytes())
        self.directory[name] = [kind.str, begin, (self.at - begin) // kind.itemsize]

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            piece = view[: CHECKED_BYTES - self.at % CHECKED_BYTES]
            self.file.write(piece)
            self.check = crc32(piece, self.check)
            self.at += len(piece)
            if self.at % CHECKED_BYTES == 0:
                self.checks.append(self.check)
                self.check = 0
            view = view[len(piece) :]

    def finish(self, about: Mapping[str, Any]) -> str:
        """Write the tail; its SHA-256, which through the blocks' checksums is one of the whole file."""
        if self.at % CHECKED_BYTES:
            self.checks.append(self.check)
        checks = np.array(self.checks, np.uint32).tobytes()
        tail = checks + json.dumps({"about": dict(about), "arrays": self.directory}).encode()
        begins = BEGINS.pack(self.at, self.at + len(checks))
        trailer = begins + TRAILER.pack(crc32(tail + begins), MAGIC, CONTAINER_FORMAT)
        self.file.write(tail + trailer)
        return hashlib.sha256(tail + trailer).hexdigest()


class Blocks:
    """An open file in blocks, each verified before what it holds is first given. FileNotFoundError; DamagedIndex,
    IndexUnavailable where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            raise
        except OSError as reason:
            raise unreadable(path, reason) from reason
        weakref.finalize(self, os.close, self.descriptor)
        self.stat = os.fstat(self.descriptor)
        self.end = 0  # of the blocks, in bytes
        self.checks: list[int] = []
        self.verified = bytearray()

    def verify(self, block: int) -> None:
        """Raises DamagedIndex where the block is not as it was written."""
        begin = block << SHIFT
        if crc32(self.read(begin, min(CHECKED_BYTES, self.end - begin))) != self.checks[block]:
            raise damaged(self.path, f"its bytes from {begin:,} on are not those that were written")
        self.verified[block] = 1

    def read(self, begin: int, length: int) -> bytes:
        """Bytes of the file. DamagedIndex where it has not so many, IndexUnavailable where it cannot be read."""
        try:
            data = os.pread(self.descriptor, length, begin)
        except OSError as reason:
            raise unreadable(self.path, reason, f"what is from byte {begin:,} on") from reason
        if len(data) < length:
            raise damaged(self.path, "it was cut short")
        return data

    def are_unchanged(self) -> bool:
        """Whether nobody wrote to the file since it was opened."""
        now = os.fstat(self.descriptor)
        return now.st_mtime_ns == self.stat.st_mtime_ns and now.st_size == self.stat.st_size

    def are_in_place(self) -> bool:
        """Whether the file is still what its name leads to, and unchanged."""
        try:
            now = self.path.stat()
        except OSError:
            return False
        return (now.st_dev, now.st_ino) == (self.stat.st_dev, self.stat.st_ino) and self.are_unchanged()


class CheckedArray:
    """One array of a mapped file, of which no element is given before its block was verified (DamagedIndex)."""

    __slots__ = ("blocks", "is_whole", "itemsize", "offset", "values", "verified", "view")

    def __init__(self, blocks: Blocks, view: np.ndarray, offset: int) -> None:
        """`view` is at `offset` in the file; what is taken from it directly is to be verified first."""
        self.blocks, self.view, self.offset = blocks, view, offset
        self.values = view.data
        self.itemsize = view.itemsize
        self.verified = blocks.verified
        self.is_whole = False

    def __len__(self) -> int:
        return len(self.values)

    def verify(self, begin: int, end: int) -> None:
        """See that the elements from `begin` to before `end` are as they were written."""
        block = (self.offset + begin * self.itemsize) >> SHIFT
        last = (self.offset + end * self.itemsize - 1) >> SHIFT
        while block <= last:
            if not self.verified[block]:
                self.blocks.verify(block)
            block += 1

    def copies(self, begins: Iterable[int], ends: Iterable[int]) -> list[bytes]:
        """The elements from each of `begins` to before its end, as bytes."""
        known, offset, size, values = self.verified, self.offset, self.itemsize, self.values
        taken = []
        for begin, end in zip(begins, ends, strict=True):
            first, last = (offset + begin * size) >> SHIFT, (offset + end * size - 1) >> SHIFT
            if last > first + 1 or not (known[first] and known[last]):
                self.verify(begin, end)
            taken.append(values[begin:end].tobytes())
        return taken

    def part(self, begin: int, end: int) -> memoryview:
        """The elements from `begin` to before `end`."""
        self.verify(begin, end)
        return self.values[begin:end]

    def whole(self) -> np.ndarray:
        """All elements."""
        if not self.is_whole:
            self.verify(0, len(self.values))
            self.is_whole = True
        return self.view

    def copied(self) -> np.ndarray:
        """All elements, verified anew and out of the file, so that whatever becomes of that is nothing to them."""
        for block in range(
            self.offset >> SHIFT, (self.offset + len(self) * self.itemsize + CHECKED_BYTES - 1) >> SHIFT
        ):
            self.blocks.verify(block)
        return self.view.copy()


class Container:
    """A mapped file; `about` is what the writer told, `checksum` what `finish` gave, `arrays` its arrays by name.

    Raises DamagedIndex, OtherFormat, and OSError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        blocks = self.blocks = Blocks(path)
        end = blocks.stat.st_size - BEGINS.size - TRAILER.size  # of the tail
        trailer = blocks.read(max(0, end), BEGINS.size + TRAILER.size)
        blocks.end, begin = BEGINS.unpack_from(trailer)
        check, magic, version = TRAILER.unpack_from(trailer, BEGINS.size)
        if magic != MAGIC:
            raise damaged(path, "it has no end mark: it was cut short, or is something else")
        if version != CONTAINER_FORMAT:
            raise OtherFormat(f"{path} is of format {version}, not {CONTAINER_FORMAT}; run `manage.py rebuild_index`.")
        tail = blocks.read(blocks.end, end - blocks.end) if blocks.end <= begin <= end else b""
        if crc32(tail + trailer[: BEGINS.size]) != check:
            raise damaged(path, "its directory is not as it was written")
        self.checksum = hashlib.sha256(tail + trailer).hexdigest()
        blocks.checks = np.frombuffer(tail, np.uint32, (begin - blocks.end) // 4).tolist()
        blocks.verified = bytearray(len(blocks.checks))
        directory = json.loads(tail[begin - blocks.end :])
        self.about: dict[str, Any] = directory["about"]
        self.map = mmap.mmap(blocks.descriptor, 0, access=mmap.ACCESS_READ)
        self.arrays = {
            name: CheckedArray(blocks, np.frombuffer(self.map, np.dtype(dtype), length, offset), offset)
            for name, (dtype, offset, length) in directory["arrays"].items()
        }

    def array(self, name: str) -> np.ndarray:
        """A view of a whole array. KeyError where there is none of the name."""
        return self.arrays[name].whole()

    def release(self, array: CheckedArray | None = None) -> None:
        """Give back the memory of what was read of the mapped file, or of one array; it is read again where needed."""
        if array is None:
            self.map.madvise(mmap.MADV_DONTNEED)
        else:
            begin = array.offset // mmap.PAGESIZE * mmap.PAGESIZE
            end = array.offset + len(array) * array.itemsize
            self.map.madvise(mmap.MADV_DONTNEED, begin, end - begin)

    def verify_all(self) -> None:
        """See that the whole file is as it was written, whatever of it was verified before. Raises DamagedIndex."""
        for block in range(len(self.blocks.checks)):
            self.blocks.verify(block)
