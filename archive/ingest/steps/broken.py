"""Heads of pages whose fields are broken over short lines, as layouts in narrow columns give them."""

from archive.ingest.draft import Draft, Row
from archive.ingest.words import pages
from archive.ingest.words.imprint import read_imprint

TOP = 30  # rows in which such a head is looked for
LOOKED_AT = 200  # rows among which another day is looked for
LONGEST = 14  # characters of each line
_ONCE = frozenset({"date", "page"})
_FIELDS = {"date", "lunar_date", "registration", "contact", "total_number", "year_number"}  # that are broken so


def join_broken(draft: Draft) -> None:
    """Make one row of those at the top that hold one field of a head together: 2023年 above 8月4日.

    A head has one day and one page: below another, or where more stand so below, they are a chronicle's, or numbers
    of headings.
    """
    broken = [_kinds(_pieces(draft.rows, at)) & _ONCE for at in range(min(len(draft.rows), LOOKED_AT))]
    met = {kind for kind in _ONCE if sum(kind in kinds for kinds in broken) > 1}
    joined: list[Row] = []
    at = 0
    while at < len(draft.rows):
        pieces = _pieces(draft.rows, at) if at < TOP else []
        if not pieces or _kinds(pieces) & met:
            pieces = [draft.rows[at]]
        joined.append(_as_one(pieces) if len(pieces) > 1 else pieces[0])
        if at < TOP:
            met |= _kinds(pieces) & _ONCE
        at += len(pieces)
    draft.rows = joined


def _pieces(rows: list[Row], at: int) -> list[Row]:
    """Those from there on that hold one field together; none where they do not."""
    return next(filter(None, (_one_field(rows[at : at + count]) for count in (3, 2))), [])


def _kinds(rows: list[Row]) -> frozenset[str]:
    return read_imprint("".join(row.text for row in rows)).kinds if rows else frozenset()


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
