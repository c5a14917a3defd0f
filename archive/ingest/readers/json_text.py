"""A text that is JSON as a whole: an object or a list of them, as sites and crawlers write a story out.

Each member becomes a line `name: value`, as a record that was written line by line has them; what the names say is told
by the labels (steps/labelled.py). Objects within objects follow one another. Paragraphs of a value are divided by <br>.
"""

import re
from collections.abc import Iterator
from typing import Final

from archive.ingest import limits
from archive.ingest.foreign_json import foreign_json
from archive.ingest.readers.decode import CONTROLS
from archive.ingest.readers.text import with_tags
from archive.ingest.types import Line, SourceText

LONGEST_NAME: Final = 20  # characters of a value in a list of values that are names or words, not paragraphs
_NO_CONTROLS: Final = str.maketrans("", "", "".join(CONTROLS))
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def flattened_json(text: str) -> list[tuple[str, str]]:
    """The names and values of a text that is JSON and holds any Chinese; empty for any other text."""
    if not text.lstrip().startswith(("{", "[")):
        return []
    try:
        members = list(_members("", foreign_json(text)))
    except ValueError:
        return []
    return members if all(name for name, _ in members) and any(_HAN.search(value) for _, value in members) else []


def read_members(name: str, members: list[tuple[str, str]], encoding: str) -> SourceText:
    """The lines of these members. Raises UnreadableSource for what limits.py forbids."""
    limits.check_count(len(members), limits.MAX_LINES, "行数")
    lines: list[Line] = []
    for label, value in members:
        text = f"{label}: {value}"
        limits.check_line(len(text), len(lines) + 1)
        lines.append(with_tags(Line(len(lines) + 1, text)))
    return SourceText(name, tuple(lines), encoding, reader="json")


def _members(name: str, value: object) -> Iterator[tuple[str, str]]:
    """The names and values within a value of that name, in their order; those without a value are left out."""
    if isinstance(value, dict):
        for key, within in value.items():
            yield from _members(str(key), within)
    elif isinstance(value, list) and all(isinstance(part, str) for part in value):
        between = "<br>" if any(len(part) > LONGEST_NAME for part in value) else "、"
        yield from _members(name, between.join(filter(str.strip, value)))
    elif isinstance(value, list):
        for within in value:
            yield from _members(name, within)
    elif value is not None and not isinstance(value, bool):
        lines = str(value).translate(_NO_CONTROLS).splitlines()
        text = "<br>".join(line.strip() for line in lines if line.strip())
        if text:
            yield " ".join(name.split()), text
