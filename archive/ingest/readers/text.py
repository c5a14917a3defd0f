"""Plain text: a line of the file is a line of the source, and nothing is said of it."""

from archive.ingest.decode import decode
from archive.ingest.types import Line, SourceText

EXTENSIONS = (".txt", ".text", "")


def read(name: str, data: bytes) -> SourceText:
    """Lines of a plain text file. Raises UnreadableSource for what decode() cannot read."""
    decoded = decode(data)
    return SourceText(name, lines_of(decoded.text), decoded.encoding, reader="text")


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines; \\r\\n, \\r, form feed and the Unicode line ends count as one line end each."""
    return tuple(Line(number, line) for number, line in enumerate(text.splitlines(), start=1))
