"""What a reading process does for the one that asked: each public function by its name.

A generator is answered item by item, as it goes.
"""

from collections.abc import Iterator
from pathlib import Path

from archive.ingest import limits, pipeline, readers
from archive.ingest.profiling import NO_PROFILES, Profiles, Sketch, sketch_of
from archive.ingest.readers import jsonl
from archive.ingest.readers.bundle import Bundle, Member
from archive.ingest.types import ParsedSource, UnreadableSource

Line = tuple[int, jsonl.ReadyArticle | UnreadableSource]

_bundles: dict[str, Bundle] = {}  # the one looked into last


def parse_document(name: str, data: bytes, profiles: Profiles = NO_PROFILES) -> ParsedSource:
    """A file of a newspaper page or a story, by the profile of its newspaper. Raises UnreadableSource."""
    return pipeline.parse_bytes(name, data, profiles)


def sketch_document(name: str, data: bytes) -> Sketch:
    """What a file has that others of its newspaper may have too. Raises UnreadableSource."""
    return sketch_of(readers.read(name, data))


def parse_all_records(name: str, data: bytes) -> ParsedSource:
    """A small file of ready-made articles as a whole. Raises UnreadableSource."""
    return jsonl.parse_record_file(data, name)


def portions(path: str, first_line: int, lines: int) -> Iterator[tuple[list[Line], int]]:
    """The records of a file from `first_line` on, at most `lines` and MAX_PORTION_BYTES at a time, each time with how
    many bytes of the file as it is on disk were read. Raises UnreadableSource."""
    with Path(path).open("rb") as stream:
        portion: list[Line] = []
        size = 0
        for number, said in jsonl.records(stream, first_line):
            portion.append((number, said))
            size += len(said.line) if isinstance(said, jsonl.ReadyArticle) else 0
            if len(portion) == lines or size > limits.MAX_PORTION_CHARACTERS:
                yield portion, stream.tell()
                portion, size = [], 0
        if portion:
            yield portion, stream.tell()


def members(path: str) -> tuple[Member, ...]:
    """The files in a zip. Raises UnreadableSource."""
    return _bundle(path).members


def unpack_member(path: str, number: int) -> bytes:
    """The bytes of member `number` of a zip. Raises UnreadableSource, also where the zip has changed since."""
    return _bundle(path).read(number)


def _bundle(path: str) -> Bundle:
    if path not in _bundles:
        for other in _bundles.values():
            other.close()
        _bundles.clear()
        _bundles[path] = Bundle(Path(path))
    return _bundles[path]
