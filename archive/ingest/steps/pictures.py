"""Captions by the signs of their pictures: a line beside [图片], an arrow before it. Briefs have such signs, too."""

import itertools
import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.words import signs

PICTURE = re.compile(r"[\[［【(（<]\s*(?:图片?|配图|插图|照片|image|img)\s*\d{0,2}\s*[\]］】)）>]", re.IGNORECASE)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
PICTURE_WORDS = re.compile("[摄图影]|视觉")
_PICTURE_BEHIND = re.compile(r"[（(][^（()）]{0,10}(?:摄|照片|图片|供图|资料图)[)）]$")
LONGEST_CAPTION = 40.0  # width of a caption that only its place tells
LONGEST_RUBRIC = 10.0  # width of what heads several briefs
LEAST_BRIEF = 24.0  # width of a line with a sign before it that is a text of its own
_ENDED = re.compile(r"[。！？!?”…]$")
_TOLD = re.compile(
    r"[。！？!?”…][^。]{0,3}$|[。！？]\s*[（(][^（()）]{2,20}[)）]$"
)  # a sentence, or one that is signed


def caption_pictures(draft: Draft) -> None:
    """Put marks of pictures aside ([图片]) and make captions of the short lines on the side on which most stand.

    A caption stands right below or above its picture, no blank line between.
    """
    marks = [place for place, row in enumerate(draft.rows) if PICTURE.fullmatch(row.text)]
    rows = draft.rows
    below = [at + 1 for at in marks if at + 1 < len(rows) and not rows[at + 1].gap and _may_caption(rows[at + 1])]
    above = [at - 1 for at in marks if at and not rows[at].gap and _may_caption(rows[at - 1])]
    captions = set(above if len(above) > len(below) else below)
    draft.rows = []
    for place, row in enumerate(rows):
        if place in marks:
            draft.discard(row, "图片")
        else:
            told = row.now(kind=RowKind.CAPTION, state=LineState.CAPTION, markup="caption")
            draft.rows.append(told if place in captions else row)


def _may_caption(row: Row) -> bool:
    return not row.level and row.width <= LONGEST_CAPTION and not PICTURE.fullmatch(row.text)


def settle_arrows(rows: list[Row]) -> list[Row]:
    """The rows, where lines with the sign of others that are captions are captions as well, if they are short; and
    where captions below one another with one sign, with no text that they belong to, are briefs."""
    shown = {row.text[0] for row in rows if row.text[0] in signs.ARROWS and _is_shown(row)}
    taken: list[Row] = []
    for sign, run in itertools.groupby(map(_with_sign, rows), lambda pair: pair[0]):
        alike = [row for _, row in run]
        above, below = len(taken) - 1, len(taken) + len(alike)
        texts = [at for at in (above, below) if 0 <= at < len(rows) and rows[at].kind is RowKind.BODY]
        if sign and len(alike) > 1 and not texts:
            headed = bool(taken) and _is_rubric(taken[-1])
            state = LineState.FIRST if headed else LineState.OPENING
            if headed:
                taken[-1] = taken[-1].now(kind=RowKind.HEADING, state=LineState.TITLE)
            taken += [row.now(kind=RowKind.BODY, state=state, starts=True) for row in alike]
        else:
            taken += [_captioned(row) if row.text[0] in shown else row for row in alike]
    return taken


def _is_shown(row: Row) -> bool:
    """Whether a line behind an arrow says that it is a caption: ▲河堤上的灯（资料图片）"""
    return row.kind is RowKind.CAPTION or bool(_PICTURE_BEHIND.search(row.text))


def _is_rubric(row: Row) -> bool:
    """Whether what was taken for a caption heads the briefs below it: 抗旱小闻."""
    plain = row.kind is RowKind.CAPTION and not row.markup and row.width <= LONGEST_RUBRIC
    return plain and not (PICTURE_WORDS.search(row.text) or _ENDED.search(row.text))


def _with_sign(row: Row) -> tuple[str, Row]:
    """The sign before a caption that may be a brief, empty before any other row; and the row."""
    signed = row.kind is RowKind.CAPTION and row.text[0] in signs.ARROWS + signs.BULLETS
    brief = signed and not row.markup and row.width >= LEAST_BRIEF and _TOLD.search(row.text)
    return (row.text[0] if brief and "摄" not in row.text else "", row)


def settle_numbered(rows: list[Row]) -> list[Row]:
    """The rows, where short ones that count pictures (①, ②) at the end of what its byline says to be of pictures, or
    its page, are captions."""
    taken = list(rows)
    pictured = False
    for place, row in enumerate(rows):
        if row.kind in (RowKind.BYLINE, RowKind.PAGE):
            pictured = bool(PICTURE_WORDS.search(row.text))
        end = place
        while pictured and end < len(rows) and _is_counted(rows[end], end - place):
            end += 1
        if end - place > 1 and (end == len(rows) or rows[end].kind is not RowKind.BODY):
            taken[place:end] = [of.now(kind=RowKind.CAPTION, state=LineState.CAPTION) for of in rows[place:end]]
    return taken


def _is_counted(row: Row, count: int) -> bool:
    short = row.kind is RowKind.BODY and row.width <= LONGEST_CAPTION
    return short and count < len(CIRCLED) and row.text[0] == CIRCLED[count]


def _captioned(row: Row) -> Row:
    told = row.kind is RowKind.BODY or (row.state is LineState.HEADING and not row.level)
    running = told and not _ENDED.search(row.text) and row.width <= LONGEST_CAPTION
    return row.now(kind=RowKind.CAPTION, state=LineState.CAPTION, decision=None) if running else row
