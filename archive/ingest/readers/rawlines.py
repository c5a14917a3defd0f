"""Lines of a file of any size, plain, .gz or .xz, in bounded memory."""

import gzip
import io
import lzma
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from archive.ingest import limits
from archive.ingest.readers.decode import decode
from archive.ingest.types import UnreadableSource

SNIFF_BYTES: Final = 64 * 1024
XZ_MEMORY: Final = 128 * limits.MIB  # xz -9 needs 65 MiB
COMPRESSION_ERRORS: Final = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)


@dataclass(frozen=True)
class RawLine:
    """A line's beginning, at most one byte more than MAX_RECORD_BYTES, and its whole length in bytes."""

    number: int
    data: bytes
    length: int
    encoding: str


def raw_lines(source: Path | BinaryIO) -> Iterator[RawLine]:
    """The lines of a path or a seekable binary stream, in the encoding of most of its first ones.

    Raises UnreadableSource where the file is no text or its compression is damaged.
    """
    with ExitStack() as stack:
        packed = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        size = packed.seek(0, io.SEEK_END)
        packed.seek(0)
        number = 0
        try:
            stream = _unpacked(packed)
            encoding = _encoding(stream)
            for number, (data, length) in enumerate(_lines(stream, size), start=1):
                yield RawLine(number, data, length, encoding)
        except COMPRESSION_ERRORS as error:
            raise UnreadableSource(
                f"压缩数据在第 {number} 行之后损坏（{error}）。请重新取得文件，或解压出完好的部分再导入。"
            ) from error


def _lines(stream: BinaryIO, packed_size: int) -> Iterator[tuple[bytes, int]]:
    unpacked = 0
    while raw := stream.readline(limits.MAX_RECORD_BYTES + 1):
        unpacked += len(raw)
        length, piece = len(raw), raw
        while not piece.endswith(b"\n") and (piece := stream.readline(SNIFF_BYTES)):
            length += len(piece)
            unpacked += len(piece)
            limits.check_ratio(unpacked, packed_size, "文件")
        limits.check_ratio(unpacked, packed_size, "文件")
        yield raw, length


def _unpacked(packed: BinaryIO) -> BinaryIO:
    """The stream, unpacked as its first bytes (not its name) ask for."""
    head = packed.read(SNIFF_BYTES)
    packed.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return io.BufferedReader(gzip.GzipFile(fileobj=packed))
    if head.startswith(b"\xfd7zXZ\x00"):
        try:
            lzma.LZMADecompressor(memlimit=XZ_MEMORY).decompress(head, max_length=1)
        except lzma.LZMAError as error:
            raise UnreadableSource(f"xz 压缩文件无法解开（{error}）。请用 xz -6 重新压缩，或解压后再导入。") from error
        return io.BufferedReader(lzma.LZMAFile(packed))
    return packed


def _encoding(stream: BinaryIO) -> str:
    """The encoding of the whole, by its first lines. Leaves the stream at its beginning."""
    head = stream.read(SNIFF_BYTES)
    if b"\n" not in head:
        head += stream.readline(limits.MAX_RECORD_BYTES)
    stream.seek(0)
    encoding = _encoding_of_lines(head)
    if encoding.startswith(("utf-16", "utf-32")):
        raise UnreadableSource(f"JSON Lines 文件是 {encoding} 编码，不能逐行读取。请另存为 UTF-8 再导入。")
    return encoding


def _encoding_of_lines(head: bytes) -> str:
    """The encoding of the whole lines in `head`; of its only one where that goes on beyond it."""
    whole, end, _ = head.rpartition(b"\n")
    # A line that is cut may end within a character, which has up to four bytes.
    tried = [whole] if end else [head[: len(head) - cut] for cut in range(4)]
    for lines in tried:
        try:
            return decode(lines).encoding
        except UnreadableSource as error:
            reason = error
    # A damaged line among the first must not condemn the others: most of them tell.
    found = Counter(filter(None, map(_line_encoding, whole.splitlines())))
    if not found:
        raise reason
    return found.most_common(1)[0][0]


def _line_encoding(raw: bytes) -> str:
    try:
        return "" if raw.isascii() else decode(raw).encoding
    except UnreadableSource:
        return ""
