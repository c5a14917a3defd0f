"""What a newspaper's profile says of a file: lines of every issue are put aside, its columns are known by name."""

from archive.ingest.draft import Draft, Kind, Row
from archive.ingest.profile import shape_of
from archive.ingest.words.signs import FRAMES

ENDS = 15  # rows from the beginning or end of a file within which furniture stands


def ends_of(rows: list[Row]) -> list[Row]:
    """The rows at the head and at the foot of a file."""
    return rows if len(rows) <= 2 * ENDS else rows[:ENDS] + rows[-ENDS:]


def sweep_furniture(draft: Draft) -> None:
    """Put aside the lines that the profile knows from other files of the newspaper, and mark its columns."""
    furniture, columns = frozenset(draft.profile.furniture), frozenset(draft.profile.columns)
    if not furniture and not columns:
        return
    ends = {row.start for row in ends_of(draft.rows)}
    kept: list[Row] = []
    for row in draft.rows:
        if row.start in ends and furniture and shape_of(row.text) in furniture:
            draft.discard(row, "每期重复")
        elif row.kind is Kind.TEXT and columns and row.text.strip(FRAMES) in columns:
            kept.append(row.now(kind=Kind.COLUMN))
        else:
            kept.append(row)
    draft.rows = kept
