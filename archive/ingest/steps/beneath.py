"""What stands between a headline and its text and is none of either: where a report is from, its agency."""

import re

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.words import bylines, imprint, leads

NEAR = 3  # rows above a place's name within which the headline that says it stands
SURELY = 0.85  # the probability from which on words glued to a paragraph may be the next headline
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[省市区县州盟旗镇乡]|街道|新区|自治[区州县])")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[区县市]|街道)")  # which are no given names
_AGENCY = re.compile(rf"(?:{leads.HOUSE})[\u4e00-\u9fff]{{0,4}}")  # 中新网重庆


def settle_beneath(rows: list[Row]) -> list[Row]:
    """The rows, where what stands beneath a headline is told by its neighbours."""
    taken = list(rows)
    for place, row in enumerate(rows):
        above, below = (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)
        if above is None or below is None:
            continue
        if _is_source(row, taken[:place], below):
            taken[place] = row.now(state=LineState.INFO, kind=RowKind.INFO)
        elif above.state is LineState.COLUMN and above.decision and row.kind is RowKind.CREDIT:
            taken[place - 1] = above.now(state=LineState.TITLE)  # nothing else heads what an office gave
        elif _is_glued(row, above) and leads.lead_in(below.text) is None:
            taken[place] = row.now(state=LineState.HEADING)
    return taken


def _is_source(row: Row, above: list[Row], below: Row) -> bool:
    """Whether a short line beside the day of a report says who or where it is from, and is no deck or author."""
    if row.level or not above:
        return False
    if row.state in DECK_STATES and below.kind is RowKind.INFO and above[-1].state in DECK_STATES:
        return bool(imprint.SOURCE_NAME.fullmatch(row.text) or _AGENCY.fullmatch(row.text))
    if above[-1].kind is not RowKind.INFO or below.kind is not RowKind.BODY:
        return False
    if row.state in DECK_STATES or row.kind is RowKind.BYLINE:
        place = _PLACE if row.state in DECK_STATES else _COUNTY
        if place.fullmatch(row.text):
            return True
    said = "".join(one.text for one in above[-NEAR:] if one.state in DECK_STATES)
    return row.kind is RowKind.BYLINE and bylines.is_bare(row.text) and row.text in said


def _is_glued(row: Row, above: Row) -> bool:
    """Whether words at the end of a paragraph's own line are taken for a headline, but not for certain."""
    headed = row.state in DECK_STATES and row.decision is not None and row.decision.sure < SURELY
    return headed and above.kind is RowKind.BODY and above.line == row.line
