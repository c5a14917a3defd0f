"""Rolls of names (名单): lines that hold nothing but names, one after another. They name nobody who wrote."""

import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.words.names import names_in

ALONE = 4  # names without a role on one line, by which it is a roll wherever it stands
TOGETHER = 2  # names on each of several lines of a roll, or on one where each has its number
_NUMBER = re.compile(r"(?:^|(?<=\s))\d{1,3}\s*[.．、]\s*(?=[\u3400-\u9fff])")


def mark_rolls(draft: Draft) -> None:
    """Make the lines of rolls paragraphs of their own."""
    counts = [_names(row) for row in draft.rows]
    rolls = {place for place, count in enumerate(counts) if count >= ALONE}
    for place in sorted(rolls):
        for step in (-1, 1):
            near = place + step
            while 0 <= near < len(counts) and counts[near] >= TOGETHER and near not in rolls:
                rolls.add(near)
                near += step
    pairs = {place for place, count in enumerate(counts[:-1]) if count >= TOGETHER and counts[place + 1] >= TOGETHER}
    rolls |= pairs | {place + 1 for place in pairs}
    draft.rows = [
        row.now(kind=RowKind.BODY, state=LineState.LIST, starts=True) if place in rolls else row
        for place, row in enumerate(draft.rows)
    ]


def _names(row: Row) -> int:
    """How many names make up a row of unknown kind; 0 where anything else stands on it."""
    if row.kind is not RowKind.TEXT or row.width > 200 or any(sign in row.text for sign in "，。：:；"):
        return 0
    numbers = len(_NUMBER.findall(row.text))
    found = names_in(_NUMBER.sub("", row.text), strict=True)
    count = len(found.names) if found and not found.glued else 0
    return max(count, ALONE) if count == numbers >= TOGETHER else count
