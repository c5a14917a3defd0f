"""Text that stands in the file twice: what a page for readers and one for print, or a picture's frame, leave.

A single paragraph that comes twice was printed twice, and stays; several that come again in the same order are
a copy of the first ones.
"""

from archive.ingest.draft import Draft, Row

FEWEST = 2  # long rows in a copy
LONG = 40.0  # widths of a character


def sweep_copies(draft: Draft) -> None:
    """Put aside the rows that are a copy of earlier ones."""
    rows = draft.rows
    first: dict[str, int] = {}
    kept: list[Row] = []
    place = 0
    while place < len(rows):
        length = _copied(rows, first.get(rows[place].text), place)
        if length:
            for row in rows[place : place + length]:
                draft.discard(row, "重复正文")
            place += length
            continue
        first.setdefault(rows[place].text, place)
        kept.append(rows[place])
        place += 1
    draft.rows = kept


def _copied(rows: list[Row], original: int | None, place: int) -> int:
    """How many rows from `place` on repeat those from `original` on; 0 where too few of them are long."""
    if original is None:
        return 0
    length = 0
    for before, after in zip(rows[original:place], rows[place:], strict=False):
        if before.text != after.text:
            break
        length += 1
    long = sum(row.width >= LONG for row in rows[place : place + length])
    return length if long >= FEWEST else 0
