"""What a newspaper's profile says of a file: lines of every issue are put aside, its columns are known by name."""

import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.profile import shape_of
from archive.ingest.words import bylines, imprint, labels
from archive.ingest.words.leads import lead_in
from archive.ingest.words.signs import DASHES, FRAMES

_PROSE = re.compile("[，。；！？]")
_VALUE = re.compile(r"\d{1,4}(?!\d)")  # a price, points, a time of day; no telephone
LEAST_ENTRIES = 3  # rows of words and numbers one below the other that are a list
_UNMARKED = frozenset({"", "p", "li"})  # what says of a line no more than that it is one
_NAME = re.compile(r"《?[\u4e00-\u9fff]{2,8}》?")
_WORD = re.compile(r"\w")
_GIVEN_BY = re.compile(r"[\u4e00-\u9fff]{2,14}(?:提供|供稿|供图|发布|整理)")
MOST_BETWEEN = 2  # rows between a headline and its text that tell of either
LONGEST_BETWEEN = 24  # characters of such a row
ENDS = 15  # rows from the beginning or end of a file within which furniture stands


def at_ends(rows: list[Row]) -> list[Row]:
    """The rows at the head and at the foot of a file that may be furniture by their place and form.

    Sentences are text, and so are lists of words and numbers (prices, points, programmes); what stands right above
    them is their title, though it come again in every issue, and so it is with who wrote them or a second deck between.
    What format or label tell of a row it is, however often.
    """
    listed = _listed(rows)
    told = [bool(_PROSE.search(row.text)) or place in listed for place, row in enumerate(rows)]
    told = [one or _leads_to_text(rows, told, place) for place, one in enumerate(told)]
    valued = {at for place, row in enumerate(rows) if labels.label_alone(row.text) for at in (place, place + 1)}
    places = (place for place in range(len(rows)) if place < ENDS or place >= len(rows) - ENDS)
    told_of = (place for place in places if place not in valued and not any(told[place : place + 2]))
    return [rows[place] for place in told_of if _is_untold(rows[place])]


def _is_untold(row: Row) -> bool:
    """Whether neither the format nor a label tells what a row is; a rule of signs parts what stands above and below."""
    return row.kind is RowKind.TEXT and row.state is None and row.markup in _UNMARKED and bool(_WORD.search(row.text))


def _leads_to_text(rows: list[Row], told: list[bool], place: int) -> bool:
    """Whether a row stands between a headline and its text: it tells of either, and so do those up to the text."""
    for below in range(place, min(place + MOST_BETWEEN, len(rows) - 1)):
        if not _attributes(rows[below]):
            return False
        if told[below + 1]:
            return True
    return False


def _attributes(row: Row) -> bool:
    """Whether a short row says who wrote a text or where, or is a second deck behind a dash."""
    text = row.text
    if len(text) > LONGEST_BETWEEN:
        return False
    people = bylines.kind_of(text) is not None or bylines.is_author(text)
    return people or text[0] in DASHES or bool(_GIVEN_BY.fullmatch(text)) or lead_in(text) is not None


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

    The masthead was read before, as it is of a file alone. Where no sentence would be left, what comes again may be
    all that the page has: nothing is put aside.
    """
    furniture, columns = frozenset(draft.profile.furniture), frozenset(draft.profile.columns)
    if not furniture and not columns:
        return
    told = any(_PROSE.search(row.text) for row in draft.rows)
    ends = {row.start for row in at_ends(draft.rows)} if told else set()
    kept: list[Row] = []
    swept: list[Row] = []
    for row in draft.rows:
        if row.start in ends and furniture and shape_of(row.text) in furniture:
            draft.discard(row, "每期重复")
            swept.append(row)
        elif row.kind is RowKind.TEXT and columns and row.text.strip(FRAMES) in columns:
            kept.append(row.now(kind=RowKind.COLUMN))
        else:
            kept.append(row)
    if swept:
        _doubt_names(draft, swept)
    draft.rows = kept


def _doubt_names(draft: Draft, swept: list[Row]) -> None:
    """Doubt the issue where a row that was put aside may name its newspaper, which nothing else names so."""
    named = draft.issue.newspaper if draft.issue else ""
    printed = sorted([*draft.issue_rows, *draft.rows], key=lambda row: row.start)
    heads = [bool(imprint.read_imprint(row.text).kinds & imprint.OF_ISSUE) and not named for row in printed]
    beside = {row.start for place, row in enumerate(printed) if any(heads[max(0, place - 1) : place + 2])}
    for row in swept:
        name = imprint.named_paper(row.text)
        if (name and name != named) or (row.start in beside and _NAME.fullmatch(row.text)):
            draft.doubt("masthead_rest", f"每期重复的这一行可能是报名，未采用：{row.text}", [row])
