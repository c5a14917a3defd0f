"""What a newspaper's profile says of a file: lines of every issue are put aside, its columns are known by name."""

import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.profile import shape_of
from archive.ingest.words.signs import FRAMES

_PROSE = re.compile("[，。；！？]")
ENDS = 15  # rows from the beginning or end of a file within which furniture stands


def at_ends(rows: list[Row]) -> list[Row]:
    """The rows at the head and at the foot of a file that may be furniture by their place and form.

    Sentences are text, and what stands right above one is its title, though it come again in every issue.
    """
    places = [place for place in range(len(rows)) if place < ENDS or place >= len(rows) - ENDS]
    return [
        rows[place]
        for place in places
        if not _PROSE.search(rows[place].text) and not (place + 1 < len(rows) and _PROSE.search(rows[place + 1].text))
    ]


def sweep_furniture(draft: Draft) -> None:
    """Put aside the lines that the profile knows from other files of the newspaper, and mark its columns."""
    furniture, columns = frozenset(draft.profile.furniture), frozenset(draft.profile.columns)
    if not furniture and not columns:
        return
    ends = {row.start for row in at_ends(draft.rows)}
    kept: list[Row] = []
    for row in draft.rows:
        if row.start in ends and furniture and shape_of(row.text) in furniture:
            draft.discard(row, "每期重复")
        elif row.kind is RowKind.TEXT and columns and row.text.strip(FRAMES) in columns:
            kept.append(row.now(kind=RowKind.COLUMN))
        else:
            kept.append(row)
    draft.rows = kept
