"""What stands between a headline and its text and is none of either: where a report is from, its agency, a picture's
caption; and what is no deck of the headline but heads the first section of the text."""

import itertools
import re

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.seeing import features
from archive.ingest.words import bylines, imprint, leads
from archive.ingest.words.signs import DASHES

NEAR = 3  # rows above a place's name within which the headline that says it stands
LONGEST_HEADING = 8.0  # width of a heading of one unmarked line, which no subtitle is shorter than
SURELY = 0.85  # the probability from which on words glued to a paragraph may be the next headline
LONGEST_LEAD = 40  # characters of dateline and reporters on a line of their own
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[省市区县州盟旗镇乡]|街道|新区|自治[区州县])")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[区县市]|街道)")  # which are no given names
_AGENCY = re.compile(rf"(?:{leads.HOUSE})[\u4e00-\u9fff]{{0,4}}")  # 中新网重庆
_BRACKET_ENDS = re.compile(r"[)）】\]〕]$")


def settle_beneath(rows: list[Row]) -> list[Row]:
    """The rows, where what stands beneath a headline is told by its neighbours."""
    taken = list(rows)
    for place, row in enumerate(rows):
        above, below = (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)
        if above is None or below is None:
            continue
        if _is_source(row, taken[:place], below):
            taken[place] = row.now(state=LineState.INFO, kind=RowKind.INFO)
        elif _is_picture_above_text(row, above, below):
            taken[place] = row.now(state=LineState.CAPTION, kind=RowKind.CAPTION)
        elif _is_glued(row, above) and leads.lead_in(below.text) is None:
            taken[place] = row.now(state=LineState.HEADING)
        elif _is_lead_alone(row) and row.markup == below.markup == "p" and below.kind is RowKind.BODY:
            taken[place + 1] = below.now(starts=True)
    return _with_first_headings(taken)


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


def _is_picture_above_text(row: Row, above: Row, below: Row) -> bool:
    """Whether a line that ends with its photographer stands before the first one of a text: picture news has none."""
    prose = row.kind is RowKind.BODY and row.state is not LineState.VERSE
    first = above.kind is not RowKind.BODY
    return prose and first and is_credited(row.text) and below.kind is RowKind.BODY and below.width > features.LONG


def _is_glued(row: Row, above: Row) -> bool:
    """Whether words at the end of a paragraph's own line are taken for a headline, but not for certain."""
    headed = row.state in DECK_STATES and row.decision is not None and row.decision.sure < SURELY
    return headed and above.kind is RowKind.BODY and above.line == row.line


def is_credited(text: str) -> bool:
    """Whether a sentence and its photographer are all a line holds: 清河两岸的麦子熟了。张三 摄"""
    credit = re.search(r"。(?P<credit>[^。]{3,30})$", text)
    return credit is not None and bool(bylines.photographers(credit["credit"]))


def _is_lead_alone(row: Row) -> bool:
    """Whether dateline and reporters are all that a line holds."""
    if len(row.text) > LONGEST_LEAD or not _BRACKET_ENDS.search(row.text):
        return False
    lead = leads.lead_in(row.text)
    return lead is not None and lead.byline is not None


def _with_first_headings(rows: list[Row]) -> list[Row]:
    """The rows, where a short line below a marked headline is no subtitle, if lines like it head sections below."""
    taken = list(rows)
    for place, (above, row) in enumerate(itertools.pairwise(rows), start=1):
        short = row.state is LineState.SUBTITLE and row.width <= LONGEST_HEADING and row.text[0] not in DASHES
        if not (short and above.level and not row.level):
            continue
        levels = [one.level for one in rows[place + 1 :]]
        end = levels.index(above.level) if above.level in levels else len(levels)
        article = rows[place + 1 : place + 1 + end]
        if any(one.state is LineState.HEADING and not one.level for one in article):
            taken[place] = row.now(state=LineState.HEADING)
    return taken
