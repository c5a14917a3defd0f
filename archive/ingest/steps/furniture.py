"""What a newspaper's profile says of a file: lines of every issue are put aside, its columns are known by name."""

import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.profile import shape_of
from archive.ingest.words.signs import FRAMES

_PROSE = re.compile("[，。；！？]")
_VALUE = re.compile(r"\d{1,4}(?!\d)")  # a price, points, a time of day; no telephone
LEAST_ENTRIES = 3  # rows of words and numbers one below the other that are a list
ENDS = 15  # rows from the beginning or end of a file within which furniture stands


def at_ends(rows: list[Row]) -> list[Row]:
    """The rows at the head and at the foot of a file that may be furniture by their place and form.

    Sentences are text, and so are lists of words and numbers (prices, points, programmes); what stands right above
    them is their title, though it come again in every issue.
    """
    listed = _listed(rows)
    told = [bool(_PROSE.search(row.text)) or place in listed for place, row in enumerate(rows)]
    places = (place for place in range(len(rows)) if place < ENDS or place >= len(rows) - ENDS)
    return [rows[place] for place in places if not any(told[place : place + 2])]


def _listed(rows: list[Row]) -> set[int]:
    """Places of rows in lists, each row of which has words and short numbers set apart by blanks."""
    listed: set[int] = set()
    run: list[int] = []
    for place, row in enumerate(rows):
        parts = row.text.split()
        entry = len(parts) > 1 and any(map(_VALUE.match, parts)) and not all(map(_VALUE.match, parts))
        run = [*run, place] if entry else []
        listed |= set(run) if len(run) >= LEAST_ENTRIES else set()
    return listed


def sweep_furniture(draft: Draft) -> None:
    """Put aside the lines that the profile knows from other files of the newspaper, and mark its columns.

    Where no sentence would be left, what comes again may be all that the page has: nothing is put aside.
    """
    furniture, columns = frozenset(draft.profile.furniture), frozenset(draft.profile.columns)
    if not furniture and not columns:
        return
    told = any(_PROSE.search(row.text) for row in draft.rows)
    ends = {row.start for row in at_ends(draft.rows)} if told else set()
    kept: list[Row] = []
    for row in draft.rows:
        if row.start in ends and furniture and shape_of(row.text) in furniture:
            draft.discard(row, "每期重复")
        elif row.kind is RowKind.TEXT and columns and row.text.strip(FRAMES) in columns:
            kept.append(row.now(kind=RowKind.COLUMN))
        else:
            kept.append(row)
    draft.rows = kept
