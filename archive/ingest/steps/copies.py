"""Text that stands in the file twice: what a page for readers and one for print, or a picture's frame, leave.

A single paragraph that comes twice was printed twice, and stays; several that come again in the same order are
a copy of the first ones.
"""

from bisect import bisect_left

from archive.ingest.draft import Draft, Row

FEWEST = 2  # long rows in a copy
LONG = 40.0  # widths of a character


def sweep_copies(draft: Draft) -> None:
    """Put aside the rows that are a copy of earlier ones."""
    rows = draft.rows
    long = [place for place, row in enumerate(rows) if row.width >= LONG]
    first: dict[str, int] = {}
    kept: list[Row] = []
    place = 0
    while place < len(rows):
        length = _copied(rows, long, first.get(rows[place].text), place)
        if length:
            for row in rows[place : place + length]:
                draft.discard(row, "重复正文")
            place += length
            continue
        first.setdefault(rows[place].text, place)
        kept.append(rows[place])
        place += 1
    draft.rows = kept


def _copied(rows: list[Row], long: list[int], original: int | None, place: int) -> int:
    """How many rows from `place` on repeat those from `original` on; 0 where too few of them are `long`."""
    last = bisect_left(long, place) + FEWEST - 1
    if original is None or last >= len(long):
        return 0
    fewest = long[last] - place + 1
    # The last row needed is compared first: a page of lines that are all alike would be walked once for each.
    if original + fewest > place or rows[original + fewest - 1].text != rows[place + fewest - 1].text:
        return 0
    length = 0
    while original + length < place and place + length < len(rows):
        if rows[original + length].text != rows[place + length].text:
            break
        length += 1
    return length if length >= fewest else 0
