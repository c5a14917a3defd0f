"""Heads of pages whose fields are broken over short lines, as layouts in narrow columns give them."""

from archive.ingest.draft import Draft, Row
from archive.ingest.words import pages
from archive.ingest.words.imprint import read_imprint

TOP = 30  # rows in which such a head is looked for
LONGEST = 14  # characters of each line
_FIELDS = {"date", "lunar_date", "registration", "contact", "total_number", "year_number"}  # that are broken so


def join_broken(draft: Draft) -> None:
    """Make one row of those at the top that hold one field of a head together: 2023年 above 8月4日."""
    joined: list[Row] = []
    at = 0
    while at < len(draft.rows):
        tried = (_one_field(draft.rows[at : at + count]) for count in (3, 2) if at < TOP)
        pieces = next(filter(None, tried), [draft.rows[at]])
        joined.append(_as_one(pieces) if len(pieces) > 1 else pieces[0])
        at += len(pieces)
    draft.rows = joined


def _one_field(rows: list[Row]) -> list[Row]:
    """Short rows in the order in which they hold one field of a head, or a page and its section; none for others.

    The day may stand, in large figures, above year and month.
    """
    if len(rows) < 2 or any(len(row.text) > LONGEST or row.level for row in rows):
        return []
    if any(_holds_a_field(row.text) for row in rows):
        return []
    for order in (rows, [rows[-1], *rows[:-1]]):
        line = read_imprint("".join(row.text for row in order))
        names = [field.name for field in line.fields]
        named = names == ["page", "section"] and pages.is_named_section(order[1].text)
        one = len(names) == 1 and names[0] in (_FIELDS if order is rows else {"date"})
        if line.whole and not line.unknown and (one or named):
            return order
    return []


def _as_one(rows: list[Row]) -> Row:
    return rows[0].now(
        text="".join(row.text for row in rows), slices=tuple(piece for row in rows for piece in row.slices)
    )


def _holds_a_field(text: str) -> bool:
    line = read_imprint(text)
    return line.whole and not line.unknown and bool(line.kinds) and line.kinds <= _FIELDS
