"""Plain text: a line of the file is a line of the source, and nothing is said of it."""

from archive.ingest import limits
from archive.ingest.types import Line, SourceText


def read_text(name: str, text: str, encoding: str) -> SourceText:
    """The lines of a text that has been decoded. Raises UnreadableSource for what limits.py forbids."""
    return SourceText(name, lines_of(text), encoding, reader="text")


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines, divided wherever str.splitlines() divides. Raises UnreadableSource for a monstrous line, or too
    many."""
    lines = text.splitlines()
    limits.check_count(len(lines), limits.MAX_LINES, "行数")
    for number, line in enumerate(lines, start=1):
        limits.check_line(len(line), number)
    return tuple(Line(number, line) for number, line in enumerate(lines, start=1))
