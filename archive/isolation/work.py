"""What a reading process does for the one that asked: each public function by its name.

What one question leaves behind for the next is kept within bounds, and only saves time: another process answers alike.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from archive.ingest import limits, pipeline
from archive.ingest.learning import NO_PROFILES, Profiles, Sketch
from archive.ingest.profiling import sketch_of
from archive.ingest.readers import formats, jsonl, pdf_pictures
from archive.ingest.readers.bundle import Bundle, Member
from archive.ingest.types import ParsedSource, PortionLine, ReadyArticle, SourcePage, SourceText

Portion = tuple[list[PortionLine], int]

MOST_KEPT: Final = 32 * limits.MIB  # bytes of memory, about, of files that were looked at and not yet parsed


class _LookedAt:
    """Files, each with its newspaper, by name and bytes: the first ones, which are parsed first, until it is full."""

    def __init__(self) -> None:
        self._held: dict[bytes, tuple[SourceText, str]] = {}
        self._size = 0

    def put(self, name: str, data: bytes, source: SourceText, newspaper: str) -> None:
        key, size = self._key(name, data), self._size_of(source)
        if key not in self._held and self._size + size <= MOST_KEPT:
            self._held[key] = source, newspaper
            self._size += size

    def take(self, name: str, data: bytes) -> tuple[SourceText, str] | None:
        found = self._held.pop(self._key(name, data), None)
        self._size -= self._size_of(found[0]) if found else 0
        return found

    @staticmethod
    def _key(name: str, data: bytes) -> bytes:
        return hashlib.sha256(data).digest() + name.encode("utf-8", "surrogatepass")

    @staticmethod
    def _size_of(source: SourceText) -> int:
        return sum(2 * len(line.text) + 300 for line in source.lines)


_looked_at = _LookedAt()
_portions: dict[tuple[str, int, int], Iterator[Portion]] = {}  # the file of records at hand, by what is asked next
_bundles: dict[str, Bundle] = {}  # the one looked into last


def parse_document(name: str, data: bytes, profiles: Profiles = NO_PROFILES) -> ParsedSource:
    """A file of a newspaper page or a story, by the profile of its newspaper. Raises UnreadableSource."""
    looked_at = _looked_at.take(name, data)
    if looked_at is None:
        return pipeline.parse_bytes(name, data, profiles)
    source, newspaper = looked_at
    return pipeline.parse_bounded(source, profiles.under(newspaper))


def sketch_document(name: str, data: bytes) -> Sketch:
    """What a file has that others of its newspaper may have too. Raises UnreadableSource.

    The file is likely to be parsed soon, and is kept in memory until then.
    """
    source = formats.read(name, data)
    sketch = sketch_of(source)
    _looked_at.put(name, data, source, sketch.newspaper)
    return sketch


def parse_all_records(name: str, data: bytes) -> ParsedSource:
    """A small file of ready-made articles as a whole. Raises UnreadableSource."""
    return jsonl.parse_record_file(data, name)


def portion(path: str, first_line: int, lines: int) -> Portion:
    """The records of a file from `first_line` on, at most `lines` and MAX_PORTION_CHARACTERS of them, and how many
    bytes of the file as it is on disk were read; no records at its end. Raises UnreadableSource."""
    run = _portions.pop((path, first_line, lines), None) or _all_portions(path, first_line, lines)
    _portions.clear()
    found, read = next(run, ([], 0))
    if found:
        _portions[path, found[-1][0] + 1, lines] = run
    return found, read


def draw_page(path: str, page: SourcePage, kept: tuple[str, ...]) -> bytes:
    """The picture of a page of a PDF (archive.ingest.readers.pdf_pictures). Raises UnreadableSource."""
    return pdf_pictures.drawn_page(Path(path).read_bytes(), page, kept)


def members(path: str) -> tuple[Member, ...]:
    """The files in a zip. Raises UnreadableSource."""
    return _bundle(path).members


def unpack_member(path: str, number: int) -> bytearray:
    """The bytes of member `number` of a zip. Raises UnreadableSource, also where the zip has changed since."""
    return _bundle(path).read(number)


def _all_portions(path: str, first_line: int, lines: int) -> Iterator[Portion]:
    with Path(path).open("rb") as stream:
        portion: list[PortionLine] = []
        size = 0
        for number, said in jsonl.records(stream, first_line):
            portion.append((number, said))
            size += len(said.line) if isinstance(said, ReadyArticle) else 0
            if len(portion) == lines or size > limits.MAX_PORTION_CHARACTERS:
                yield portion, stream.tell()
                portion, size = [], 0
        if portion:
            yield portion, stream.tell()


def _bundle(path: str) -> Bundle:
    if path not in _bundles:
        for other in _bundles.values():
            other.close()
        _bundles.clear()
        _bundles[path] = Bundle(Path(path))
    return _bundles[path]
