"""Plain text: a line of the file is a line of the source, and nothing is said of it but where tags stand in it."""

import dataclasses
import re

from archive.ingest import limits
from archive.ingest.types import Line, SourceText
from archive.ingest.words import labels

_TAG = re.compile(r"<(/?)([A-Za-z]\w{0,30})\s*/?>")  # without attributes: what a data set puts between words or records


def read_text(name: str, text: str, encoding: str) -> SourceText:
    """The lines of a text that has been decoded. Raises UnreadableSource for what limits.py forbids."""
    return SourceText(name, tuple(map(with_tags, lines_of(text))), encoding, reader="text")


def with_tags(line: Line) -> Line:
    """A line with the marks of the tags in it."""
    return dataclasses.replace(line, marks=_tags(line.text))


def _tags(text: str) -> tuple[tuple[int, int], ...]:
    """Where tags stand in a line, but for those that open a field and are its label."""
    if "<" not in text:
        return ()
    return tuple(tag.span() for tag in _TAG.finditer(text) if tag[1] or not labels.is_label(tag[2]))


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines, divided wherever str.splitlines() divides. Raises UnreadableSource for a monstrous line, or too
    many."""
    lines = text.splitlines()
    limits.check_count(len(lines), limits.MAX_LINES, "行数")
    for number, line in enumerate(lines, start=1):
        limits.check_line(len(line), number)
    return tuple(Line(number, line) for number, line in enumerate(lines, start=1))
