"""How odd a line would be as the beginning, middle or end of a paragraph, as a heading or as a caption.

The costs that measure.py adds up. Each says one thing about how newspapers are written and set.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.ingest.draft import Row, RowKind, width
from archive.ingest.words import bylines
from archive.ingest.words.bylines import is_bare
from archive.ingest.words.leads import lead_in
from archive.ingest.words.reflow import closes_unopened, open_pairs
from archive.ingest.words.signs import ARROWS, BULLETS

INDENT = 2.0  # of the first line of a paragraph, in characters
BROKEN_OFF = 4.0  # a paragraph that ends without punctuation
SHORT = 26.0  # no line of body text that stands for itself is shorter; few headings are longer
SECOND_LINE = -1.5  # a heading right after another line of a heading
WHERE_DUE = -2.0  # a heading where a headline is due
NEVER = 1000.0

# A sentence may be followed by who wrote it: …健身步道。（曹俐）
SENTENCE_END = re.compile(r"[。！？!?…⋯；;][”’」』）)】\]》〉]*(?:\s*[（(][^（()）]{2,40}[)）])?$|[.．][”’\"]*$")
BRACKETED = re.compile(r"[（(][^（()）]+[)）]")
CLAUSE_END = re.compile(r"[，、：,:；;—]$")
# 一、 （一） 1. ◆ 【…】 and the like before a short line make it a heading of its own.
NUMBERED = re.compile(
    r"(?P<high>[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部篇][、：\s])"
    rf"|(?P<low>[（(][一二三四五六七八九十]{{1,3}}[)）]|[{BULLETS}]+)"
    r"|(?P<digit>(?:0?\d{1,2})[.．、](?!\d)|[（(]\d{1,2}[)）])"
)
_INNER_SENTENCE = re.compile(r"[。；;](?=.)")
_REPORTING = re.compile(r"(?:指出|强调|表示|说|认为|介绍|要求|提出|坦言|告诉记者|透露|希望|直言)[，,：:]")
_STORY_OPENING = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|截至|据[^，。]{0,16}(?:报道|消息|介绍|了解)|(?:近日|日前|今年|去年|目前|据悉|记者|近年来|本报)"
)
_HANGING_END = re.compile(r"[的和与及或在将把被为是对从向以等且而并了着]$|[\d.．/+]$")
_HANGING_START = re.compile(r"[，。、；：？！”’）》】,;:?!)%％]|[的了着们]|[项个家名人次元年月日亿万%][，。、,]")
_QUESTION = re.compile(r"[？！?!][”’]?$")
_PHRASES = re.compile(r"[\u4e00-\u9fff”’」》）]\s+[\u4e00-\u9fff“‘「《（]")
PICTURE_OPENING = re.compile(r"[（(]?(?:图为|图[①-⑳\d]{1,2}\s*[:：为]?|[上下左右]图|题图|资料图)")
_PICTURE_WORDS = re.compile(rf"图为|如图|资料图|[（(]图[)）]|(?:摄|供图|/图|图/)[^。]{{0,12}}$|^[{ARROWS}]")
_DECIMAL = re.compile(r"\d[.．]$")
_SQUEEZABLE = re.compile(r"[，。、；：？！“”‘’（）《》〈〉「」『』【】·]")


@dataclass(frozen=True)
class Context:
    """What holds for the whole file: the usual number of blank lines, and whether headings are marked."""

    usual_gap: int
    marked_headings: bool
    indented: bool  # paragraphs begin with white space, lines within them do not
    indent: float = INDENT  # by which the first line of a paragraph is shorter than the others
    counted: bool = False  # lines were cut after a number of characters, as programs do, not set to a width

    def wide(self, row: Row) -> float:
        """What a row takes up of its measure."""
        return len(row.text) if self.counted else row.width


@dataclass(frozen=True)
class Neighbours:
    """The rows around one, within the run; None at its ends."""

    before: Row | None
    after: Row | None
    due: bool = False  # a headline is expected here
    signed: bool = False  # the line right below names who wrote, which a headline has below it and a text at its end

    @classmethod
    def around(cls, rows: Sequence[Row], place: int, opens: bool, signed: bool) -> "Neighbours":
        last = place + 1 == len(rows)
        return cls(
            rows[place - 1] if place else None,
            None if last else rows[place + 1],
            opens and place == 0,
            signed and last,
        )


@dataclass(frozen=True)
class Costs:
    """Of one row in each of its possible roles, and the width that it may lose by squeezed punctuation."""

    start: float  # first line of a paragraph
    go_on: float  # further line of one
    last: float  # end of a paragraph
    broken: float  # goes on in the next row although no column forced it to
    heading: float
    glued: float
    caption: float
    squeezable: float


def costs_of_row(row: Row, near: Neighbours, context: Context) -> Costs:
    """What each reading of a row costs: as a heading, a caption, a first or a further line; the lower, the likelier."""
    ends = bool(SENTENCE_END.search(row.text) or BRACKETED.fullmatch(row.text)) and not _broken_number(row, near.after)
    return Costs(
        start=_start(row, near, context),
        go_on=_go_on(row, context),
        last=_last(row, near, context, ends),
        broken=(2.0 if ends else 1.0) + (2.0 if row.width < SHORT else 0.0),
        heading=heading_cost(row, near, context),
        glued=_glued(row, near, context),
        caption=_caption(row, near, context),
        squeezable=0.5 * len(_SQUEEZABLE.findall(row.text)),
    )


def _broken_number(row: Row, after: Row | None) -> bool:
    """Whether a decimal fraction goes on in the next row."""
    return after is not None and bool(_DECIMAL.search(row.text)) and after.text[0].isdigit()


def _start(row: Row, near: Neighbours, context: Context) -> float:
    cost = 3.0 if closes_unopened(row.text) or _HANGING_START.match(row.text) else 0.0
    flush = context.indented and row.indent == 0 and row.gap <= context.usual_gap and near.before is not None
    return cost + (3.5 if flush else 0.0)


def _go_on(row: Row, context: Context) -> float:
    cost = 0.0
    if row.kind is RowKind.NOTE or lead_in(row.text):
        cost += 6.0
    if NUMBERED.match(row.text):
        cost += 4.0
    if row.gap > context.usual_gap:
        cost += 1.4 + 0.5 * (row.gap - context.usual_gap - 1)
    if context.indented and row.indent > 0:
        cost += 4.0
    return cost


def _last(row: Row, near: Neighbours, context: Context, ends: bool) -> float:
    cost = 0.0 if ends else 0.8 if row.text[-1] in "：:—" else BROKEN_OFF
    cost += 2.0 if _announces(row, near.after) else 0.0
    if context.indented and row.indent == 0 and near.after is not None and near.after.indent > 0:
        cost = min(cost, 3.6)  # the indent of the next line tells the end of this paragraph as well
    if ends and _QUESTION.search(row.text) and row.width < SHORT:
        cost += 2.7  # a question alone on a line is more often a heading
    if row.kind is not RowKind.NOTE and _isolated(row, near.after, context) and row.width < 40:
        cost += 1.5
    if _breaks_in_lead(row):
        return NEVER
    return cost + (1.0 if open_pairs(row.text) else 0.0)


def _breaks_in_lead(row: Row) -> bool:
    """Whether a row ends among the names of a lead-in, before their bracket is closed."""
    return open_pairs(row.text) and lead_in(row.text) is not None and not re.search("[)）]", row.text)


def _isolated(row: Row, after: Row | None, context: Context) -> bool:
    """Whether wider gaps than usual stand on both sides of a row."""
    before_gap = row.gap - context.usual_gap
    after_gap = after.gap - context.usual_gap if after else before_gap - 1
    return before_gap > 0 and after_gap > 0


def heading_cost(row: Row, near: Neighbours, context: Context) -> float:
    """How odd a row would be as a heading."""
    text = row.text
    if (
        row.kind is RowKind.NOTE
        or lead_in(text)
        or (near.before is not None and _breaks_in_lead(near.before))
        or BRACKETED.fullmatch(text)
        or (SENTENCE_END.search(text) and not _QUESTION.search(text))
        or (CLAUSE_END.search(text) and not _announces(row, near.after))
    ):
        return NEVER
    cost = 2.5 + (WHERE_DUE if near.due else 0.0)
    cost += 1.0 if CLAUSE_END.search(text) else 0.0
    after = near.after
    if row.gap > context.usual_gap and after is not None and after.gap > context.usual_gap:
        cost -= 1.0
    if row.gap < context.usual_gap or (after is not None and after.gap < context.usual_gap <= row.gap):
        cost -= 0.75  # lines of a headline stand closer than lines of text
    if _PHRASES.search(text):
        cost -= 1.0
    cost += 0.3 * len(re.findall("[，,]", text))
    cost += 3.0 * len(_INNER_SENTENCE.findall(text))
    cost += 3.0 if _REPORTING.search(text) else 0.0
    cost += 1.5 if _STORY_OPENING.match(text) else 0.0
    cost += 2.0 if _HANGING_END.search(text) else 0.0
    cost += 3.0 if _HANGING_START.match(text) else 0.0
    cost += _unbalanced(row, near)
    cost += 3.0 if after is not None and _HANGING_START.match(after.text) else 0.0
    if near.signed or (after is not None and lead_in(after.text)):
        return cost - 2.0
    cost += 2.0 if context.marked_headings else 0.0
    cost += 0.1 * max(0.0, row.width - 30.0)
    if is_bare(text):
        return cost - 1.0  # the author, whom a headline is taken to hold at first
    cost += 2.0 if row.width < 3.5 else 0.0
    return cost


def _announces(row: Row, after: Row | None) -> bool:
    """Whether a row is the first line of a headline such as 黄屯街道： / 网格员敲门送温暖."""
    if after is None or row.text[-1] not in "：:" or row.width > SHORT / 2:
        return False
    return after.width <= SHORT and not SENTENCE_END.search(after.text) and not CLAUSE_END.search(after.text)


def _unbalanced(row: Row, near: Neighbours) -> float:
    """A bracket or quotation mark left open is odd, unless the neighbouring line of the headline has its fellow."""
    if open_pairs(row.text):
        fellow = near.after is not None and closes_unopened(near.after.text) and near.after.width < row.width
        return 0.5 if fellow else 2.0
    if closes_unopened(row.text):
        fellow = near.before is not None and bool(open_pairs(near.before.text)) and row.width < near.before.width
        return 0.5 if fellow else 2.0
    return 0.0


def _glued(row: Row, near: Neighbours, context: Context) -> float:
    """How odd it would be that a paragraph ends within the row and a heading follows it there."""
    at = glued_heading(row.text)
    if not at or near.after is None:
        return NEVER
    tail = row.part(at).now(gap=context.usual_gap)
    return 0.5 + heading_cost(tail, Neighbours(row, near.after), context)


def glued_heading(text: str) -> int:
    """Where the words after the last full stop of a line begin; 0 where there are none, or a photographer's name."""
    match = re.search(r"[。！？][”’」』）]*(?=[^。！？]{6,32}$)", text)
    tail = text[match.end() :] if match else ""
    return match.end() if match and width(tail) <= 32 and not bylines.photographers(tail) else 0


def _caption(row: Row, near: Neighbours, context: Context) -> float:
    """How odd a row would be as a caption: captions are short and stand alone between runs of blank lines."""
    if row.kind is RowKind.NOTE or lead_in(row.text):
        return NEVER
    if PICTURE_OPENING.match(row.text) and row.width <= 80 and SENTENCE_END.search(row.text):
        return -0.5
    cost = 3.0 + 0.1 * max(0.0, row.width - 40.0)
    usual = context.usual_gap
    after_gap = near.after.gap if near.after is not None else row.gap - 1
    cost -= 1.0 if row.gap > usual else 0.0
    cost -= 1.0 if after_gap > usual else 0.0
    cost -= 1.5 if _PICTURE_WORDS.search(row.text) else 0.0
    cost += 0.0 if SENTENCE_END.search(row.text) or _PICTURE_WORDS.search(row.text) else 1.0
    noted = near.before is not None and near.before.kind is RowKind.NOTE
    if (row.gap <= usual or near.signed or noted) and not _PICTURE_WORDS.search(row.text):
        cost += 3.0
    return cost
