"""Bytes to text, with the name of the encoding that was found.

What a page says of its charset is not asked: saved pages often say GB2312 and hold UTF-8, or the other way
round. The bytes themselves tell: UTF-8 is hardly ever valid by accident, and of the two-byte encodings, which
nearly always decode as one another, the right one gives common characters where the wrong one gives rare ones.
Nothing is ever ignored or replaced: a file that cannot be decoded as a whole is reported.
"""

import codecs
import functools
import itertools
from dataclasses import dataclass
from typing import Final

import charset_normalizer

from archive.ingest.types import UnreadableSource

GUESS_BYTES: Final = 64 * 1024
SAMPLE_CHARACTERS: Final = 20_000
PLAUSIBLE: Final = 0.8  # share of common characters; print has 0.95 and more, a wrong encoding 0.3 to 0.6
MAX_CONTROLS: Final = 2  # in any file, and one in two hundred characters beyond that
MAX_CONTROL_SHARE: Final = 0.005
MAX_GUESS_CHAOS: Final = 0.1

# Longest first: the mark of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# C0 but for white space and ESC, and DEL.
CONTROLS: Final = tuple(map(chr, (*range(9), *range(14, 27), *range(28, 32), 127)))

# What an editor may have put among the texts by mistake. https://en.wikipedia.org/wiki/List_of_file_signatures
BINARY_SIGNATURES: Final = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word（.doc）等 OLE 文档"),
    (b"%PDF-", "PDF 文件"),
    (b"PK\x03\x04", "ZIP 压缩包或 Office 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"\xfd7zXZ", "xz 压缩文件"),
    (b"MZ\x90", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"SQLite format 3", "SQLite 数据库"),
)


@dataclass(frozen=True)
class Decoded:
    """Text and the Python name of the codec that gave it."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Text of a file in any encoding a Chinese newspaper office has.

    Tried in this order: a byte order mark, UTF-16 without one, UTF-8, GB18030 and Big5-HKSCS (the one with
    the more common characters first), what charset-normalizer guesses. Raises UnreadableSource, with what to
    do, for an empty, binary or undecodable file.
    """
    if not data.strip():
        raise UnreadableSource("文件是空的，没有文字。请检查原件是否保存完整。")
    for signature, kind in BINARY_SIGNATURES:
        if data.startswith(signature):
            raise UnreadableSource(f"这是{kind}，不是文本。请导出为 txt、docx 或带文字层的 PDF 再导入。")
    decoded = _decode(data)
    # A program that joins files, or adds a mark to one that has it, leaves another in the text.
    decoded = Decoded(decoded.text.lstrip("\ufeff"), decoded.encoding)
    controls = sum(map(decoded.text.count, CONTROLS))
    if controls > MAX_CONTROLS + len(decoded.text) * MAX_CONTROL_SHARE:
        raise UnreadableSource(
            f"文件里有 {controls} 个控制字符，是二进制数据而不是文本。请确认文件类型，导出为 txt 或 docx 再导入。"
        )
    if not decoded.text.strip():
        raise UnreadableSource("文件里只有空白，没有文字。请检查原件是否保存完整。")
    return decoded


def _decode(data: bytes) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    wide = _utf16_without_mark(data)
    if wide:
        return _strict(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        utf8_error = error
    best = max(_chinese(data), key=_plausibility, default=None)
    if best and _plausibility(best) >= PLAUSIBLE:
        return best
    guess = _guess(data)
    if guess is None:
        raise UnreadableSource(_where(data, utf8_error))
    return guess


def _strict(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(_where(data, error)) from error


def _where(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return (
        f"无法识别文字编码：按 {error.encoding} 读到第 {line} 行（第 {error.start + 1} 字节）出错，"
        "按 GB18030、Big5 读也不成文字。文件可能已损坏或被截断；请用原来的软件打开，另存为 UTF-8 文本再导入。"
    )


def _utf16_without_mark(data: bytes) -> str:
    """The byte order of UTF-16 text without a mark; else empty.

    Text in units of one byte holds no NUL; in UTF-16 every line end and space has one.
    """
    sample = data[: GUESS_BYTES & ~1]
    if len(data) % 2 or b"\0" not in sample:
        return ""
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            shares[encoding] = _common_share(sample.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(shares, key=shares.__getitem__, default="")
    return best if best and shares[best] >= PLAUSIBLE else ""


def _chinese(data: bytes) -> list[Decoded]:
    found = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            found.append(Decoded(data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    return found


def _plausibility(decoded: Decoded) -> float:
    return _common_share(decoded.text)


def _common_share(text: str) -> float:
    """Share, among characters beyond ASCII, of Chinese punctuation and common Han.

    Common is what stands in the first level of GB2312 (3,755 characters, GB/T 2312-1980) or of Big5 (5,401):
    each list was drawn up by frequency of use. Two characters are given for good, so that one rare place
    name does not condemn a line of four.
    """
    wide = list(itertools.islice((c for c in text if c > "\x7f"), SAMPLE_CHARACTERS))
    return (sum(map(_is_common, wide)) + 2) / (len(wide) + 2)


@functools.lru_cache(maxsize=8192)
def _is_common(character: str) -> bool:
    if "\u3000" <= character <= "\u303f" or "\uff01" <= character <= "\uff5e" or "\u2010" <= character <= "\u2026":
        return True
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            code = character.encode(encoding)
        except UnicodeEncodeError:
            continue
        if first <= code[0] <= last:
            return True
    return False


def _guess(data: bytes) -> Decoded | None:
    """What charset-normalizer takes the beginning for, if the whole decodes and is no jumble."""
    best = charset_normalizer.from_bytes(data[:GUESS_BYTES]).best()
    if best is None or best.chaos > MAX_GUESS_CHAOS or best.coherence == 0:
        return None
    try:
        return Decoded(data.decode(best.encoding), best.encoding)
    except UnicodeDecodeError:
        return None
