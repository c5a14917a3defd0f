"""Rows of tables as lines of text: cells parted by bars, or by tabs."""

import re
from collections.abc import Callable

BAR, TAB = " | ", "\t"
_BAR = re.compile(r"(?<!\\)\|")


def cells_of(line: str) -> list[str]:
    """The cells of a line; one where it is no row of a table. A bar behind a backslash is text of its cell."""
    return [cell.strip().replace(r"\|", "|") for cell in _parted(line)]


def with_cells(line: str, change: Callable[[str], str]) -> str:
    """A row with each of its cells changed."""
    separator = BAR if _BAR.search(line) else TAB
    return separator.join(map(change, _parted(line))).strip()


def _parted(line: str) -> list[str]:
    return _BAR.split(line) if _BAR.search(line) else line.split(TAB)
