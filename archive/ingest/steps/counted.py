"""Headlines or headings that are counted (1. … 2. … 3. …): of one run all are of one kind."""

import re

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.words import headlines

FEWEST = 3  # rows of a run
WIDEST = 40.0  # width of such a row
_COUNTED = re.compile(r"(?P<number>\d{1,2})\s*[.．、]\s*(?=[\u3400-\u9fffA-Z“《])[^。；，]{2,30}")


def settle_counted(rows: list[Row]) -> list[Row]:
    """The rows, where those that count from 1 on, one above each text, are headings of the headline above them, and
    where none is, or a column or a page stands between, headlines."""
    taken = list(rows)
    run: list[int] = []
    for place, row in enumerate(rows):
        number = _number(rows, place)
        if number == len(run) + 1:
            run.append(place)
        elif number == 1 or row.kind is RowKind.PAGE:
            _settle(taken, run)
            run = [place] if number == 1 else []
    _settle(taken, run)
    return taken


def _number(rows: list[Row], place: int) -> int:
    """The number of a row that may head the text below it; 0 for any other row."""
    row, below = rows[place], rows[place + 1 : place + 2]
    counted = _COUNTED.fullmatch(row.text) if row.width <= WIDEST and not row.level else None
    headed = bool(below) and below[0].kind is RowKind.BODY and not _COUNTED.match(below[0].text)
    return int(counted["number"]) if counted and headed else 0


def _settle(taken: list[Row], run: list[int]) -> None:
    if len(run) < FEWEST or not any(taken[place].kind is RowKind.HEADING for place in run):
        return
    above = next((at for at in reversed(range(run[0])) if _parts(taken[at])), None)
    headed = above is not None and taken[above].state in DECK_STATES and not headlines.is_column(taken[above])
    if above is not None and taken[above].state is LineState.HEADING:
        taken[above] = taken[above].now(state=LineState.COLUMN, kind=RowKind.COLUMN)
    for place in run:
        state = LineState.HEADING if headed else LineState.TITLE
        taken[place] = taken[place].now(state=state, kind=RowKind.HEADING)


def _parts(row: Row) -> bool:
    """Whether a row tells what follows it: a headline, or a column or page below which headlines stand."""
    named = row.state is LineState.HEADING and headlines.is_column(row)
    return named or row.state in (*DECK_STATES, LineState.COLUMN) or row.kind is RowKind.PAGE
