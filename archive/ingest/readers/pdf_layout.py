"""From the characters of a page to its lines, in the order in which one reads them.

Characters on one baseline with no gutter between them are a line. The order is that of the XY-cut (Nagy and
Seth 1984), with the gutters first: a region is cut at the longest stretch of it that white space divides into
columns, which are read from left to right; what stands above (a headline across columns) comes before, what
stands below after.
"""

import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

GUTTER: Final = 0.9  # of the size of type: no white space within a line of text is so wide
SAME_LINE: Final = 0.5  # of the size of type, between the middles of characters on one line
MAX_INDENT: Final = 4
MAX_ROWS: Final = 400  # of a region, compared with one another


@dataclass(frozen=True)
class Glyph:
    """A character and its box on the page, in points from the lower left corner; `space` was set before it, and
    `place` is its index among the characters of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    space: str = ""
    place: int = -1


@dataclass(frozen=True)
class TypeLine:
    """A line of type. `indent` counts characters from the left edge of its column, `space_above` is in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    indent: int = 0
    space_above: float = 0.0


def lines_in_reading_order(glyphs: list[Glyph]) -> list[TypeLine]:
    """Every character stands in exactly one of the lines."""
    return [line for column in _columns(list(_type_lines(glyphs))) for line in _set(column)]


def _type_lines(glyphs: list[Glyph]) -> Iterator[TypeLine]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=_middle, reverse=True):
        if row and abs(_middle(row[0]) - _middle(glyph)) > SAME_LINE * min(row[0].size, glyph.size):
            yield from _pieces(row)
            row = []
        row.append(glyph)
    yield from _pieces(row)


def _middle(glyph: Glyph) -> float:
    return (glyph.bottom + glyph.top) / 2


def _pieces(row: list[Glyph]) -> Iterator[TypeLine]:
    """A row, cut where a gutter runs through it."""
    piece: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.left):
        if piece and glyph.left - piece[-1].right > GUTTER * max(piece[-1].size, glyph.size):
            yield _line(piece)
            piece = []
        piece.append(glyph)
    if piece:
        yield _line(piece)


def _line(piece: list[Glyph]) -> TypeLine:
    return TypeLine(
        "".join(glyph.space + glyph.text for glyph in piece).strip(),
        piece[0].left,
        min(glyph.bottom for glyph in piece),
        max(max(glyph.left, glyph.right) for glyph in piece),  # a damaged font may have negative widths
        max(glyph.top for glyph in piece),
        statistics.median(glyph.size for glyph in piece),
    )


def _columns(lines: list[TypeLine]) -> Iterator[list[TypeLine]]:
    """Columns in reading order, each with its lines from top to bottom."""
    regions = [lines]  # still to be read, the next one last: a damaged page may divide a thousand times
    while regions:
        region = regions.pop()
        if not region:
            continue
        rows = _rows(region)
        stretch = _longest_divided(rows)
        if stretch is None:
            yield [line for row in rows for line in row]
            continue
        first, last, gutter = stretch
        middle = [line for row in rows[first:last] for line in row]
        regions += [
            [line for row in rows[last:] for line in row],
            [line for line in middle if line.right > gutter],
            [line for line in middle if line.right <= gutter],
            [line for row in rows[:first] for line in row],
        ]


def _rows(lines: list[TypeLine]) -> list[list[TypeLine]]:
    """Lines in groups with white space across the whole region between them, from top to bottom."""
    rows: list[list[TypeLine]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        if rows and line.top > bottom:
            rows[-1].append(line)
            bottom = min(bottom, line.bottom)
        else:
            rows.append([line])
            bottom = line.bottom
    return rows


def _longest_divided(rows: list[list[TypeLine]]) -> tuple[int, int, float] | None:
    """First row, row after the last, and a place in the leftmost gutter, of the most lines a gutter divides."""
    best: tuple[int, int, float] | None = None
    most = 0
    for first in range(min(len(rows), MAX_ROWS)):
        spans: list[tuple[float, float]] = []
        count = 0
        size = max(line.size for line in rows[first])
        for last in range(first, min(len(rows), MAX_ROWS)):
            spans = _union(spans, rows[last])
            count += len(rows[last])
            size = min(size, *(line.size for line in rows[last]))
            gutter = _gutter(spans, size)
            if gutter is None:
                break
            if count > most:
                most, best = count, (first, last + 1, gutter)
    return best


def _union(spans: list[tuple[float, float]], row: list[TypeLine]) -> list[tuple[float, float]]:
    """The stretches of the width that are covered, from left to right."""
    united: list[tuple[float, float]] = []
    for left, right in sorted([*spans, *((line.left, line.right) for line in row)]):
        if united and left <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], right))
        else:
            united.append((left, right))
    return united


def _gutter(spans: list[tuple[float, float]], size: float) -> float | None:
    for before, after in itertools.pairwise(spans):
        if after[0] - before[1] > GUTTER * size:
            return (before[1] + after[0]) / 2
    return None


def _set(column: list[TypeLine]) -> Iterator[TypeLine]:
    """The lines of a column with their indents, and with the space above them beyond the usual leading."""
    edge = min(line.left for line in column)
    steps = [above.bottom - below.bottom for above, below in itertools.pairwise(column)]
    leading = statistics.median_low(steps) if steps else 0.0
    before: TypeLine | None = None
    for line in column:
        indent = min(max(round((line.left - edge) / line.size), 0), MAX_INDENT)
        space = before.bottom - line.bottom - leading if before else 0.0
        yield replace(line, indent=indent, space_above=space)
        before = line
