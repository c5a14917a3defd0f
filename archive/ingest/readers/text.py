"""Plain text: a line of the file is a line of the source, and nothing is said of it."""

from archive.ingest import limits
from archive.ingest.readers.decode import decode
from archive.ingest.types import Line, SourceText

EXTENSIONS = (".txt", ".text", "")


def read(name: str, data: bytes) -> SourceText:
    """Lines of a plain text file. Raises UnreadableSource for what decode() cannot read or limits.py forbids."""
    limits.check_size(len(data), limits.MAX_TEXT_BYTES)
    decoded = decode(data)
    return read_text(name, decoded.text, decoded.encoding)


def read_text(name: str, text: str, encoding: str) -> SourceText:
    """The same for text that has been decoded."""
    return SourceText(name, lines_of(text), encoding, reader="text")


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines, divided wherever str.splitlines() divides. Raises UnreadableSource for a monstrous line, or too
    many."""
    lines = text.splitlines()
    limits.check_count(len(lines), limits.MAX_LINES, "行数")
    for number, line in enumerate(lines, start=1):
        limits.check_line(len(line), number)
    return tuple(Line(number, line) for number, line in enumerate(lines, start=1))
