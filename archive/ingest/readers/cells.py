"""Tables of saved pages and Word documents: a row of cells becomes one line, as Markdown writes it.

Many tables only place what stands in them: mastheads, decks of a headline, whole stories, lists of links.
"""

from collections.abc import Sequence

from lxml import html

from archive.ingest.readers.html_blocks import NOT_SHOWN, folded
from archive.ingest.words import labels
from archive.language.folding import strip_space

LONGEST_CELL = 60  # characters
FEWEST_ROWS, FEWEST_COLUMNS, FEWEST_CELLS = 2, 2, 6
MOST_EMPTY = 0.5  # share of the cells
_PLACED = NOT_SHOWN.union(["table", "img", "h1", "h2", "h3", "h4", "h5", "h6", "input", "select", "button", "form"])


def are_of_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cells are a table that a reader sees as one, and not text that is placed by one."""
    cells = [cell for row in rows for cell in row]
    several = [row for row in rows if len(row) >= FEWEST_COLUMNS]
    if len(several) < FEWEST_ROWS or len(cells) < FEWEST_CELLS:
        return False
    labelled = sum(any(labels.is_label(cell.rstrip("：:")) or labels.field_label(cell) for cell in row) for row in rows)
    filled = sum(bool(cell) for cell in cells)
    short = all(len(cell) <= LONGEST_CELL and "。" not in cell for cell in cells)
    return short and filled > MOST_EMPTY * len(cells) and labelled * 2 <= len(rows)


def row_as_line(cells: Sequence[str]) -> str:
    """A row as a line; a bar within a cell stands behind a backslash, as in Markdown."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def join_rows(page: html.HtmlElement) -> None:
    """Make each row of the tables of a page one run of text; the name of a table is a row of one cell."""
    for table in page.iter("table"):
        rows = [(row, [cell for cell in row if cell.tag in ("td", "th")]) for row in table.iter("tr")]
        texts = [[folded(cell.text_content()) for cell in cells] for _, cells in rows]
        placed = any(element.tag in _PLACED for element in table.iterdescendants())
        if placed or not are_of_table(texts) or _is_of_links(table):
            continue
        for name in table.iterchildren("caption"):
            _set_line(name, [folded(name.text_content())])
        for (row, _), cells in zip(rows, texts, strict=True):
            _set_line(row, cells)


def _set_line(element: html.HtmlElement, cells: Sequence[str]) -> None:
    tail = element.tail
    element.clear()
    element.text, element.tail = row_as_line(cells) if any(cells) else None, tail


def _is_of_links(table: html.HtmlElement) -> bool:
    linked = sum(len(strip_space(link.text_content())) for link in table.iter("a"))
    return linked * 2 > len(strip_space(table.text_content()))
