"""What the rules take every row for: by what the format says, by its form and, where neither tells, by its measure.

This is evidence for the decision on the whole page (classify.py), which weighs it with all else that is seen.
"""

import dataclasses
import re
import statistics

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.setting import measure, oddity, verses
from archive.ingest.setting.measure import Reading
from archive.ingest.words import bylines, headlines, signs
from archive.ingest.words.labels import NOTE_LABEL

MARKUP_KINDS = {"caption": RowKind.CAPTION, "caption+": RowKind.CAPTION, "byline": RowKind.BYLINE, "date": RowKind.INFO}
HEADING_MARKUP = re.compile(r"h[1-6]\+?|strong")

# In an interview the reporter is a speaker: 记者：谢谢您。 is no byline.
_QUESTION = re.compile(r"(?:本报)?(?:记者|主持人|问|答)\s*[:：]")
# A line of a saved page: 2019-09-26 12:11 来源：某网 作者：张三 浏览次数：12
_INFO = re.compile(
    r"(?:(?:发布|更新|发表)?(?:时间|日期)?\s*[:：]?\s*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\s|]*)?"
    r"(?:(?:来源|稿源|转自|原标题|来源单位|供稿|供稿单位|浏览次数|浏览|点击数?|阅读|字体|字号)\s*[:：][^。！？]{0,60})?"
)
LONG = 0.7  # of the usual width: lines that are set in the column and not centred in it
FEW = 0.2  # of the long lines after a sentence's end, which may be chance
WIDEST_NAMES = 14.0  # of a line with a sign and names alone
_ARROW = re.compile(f"[{signs.ARROWS}]")  # points from a caption to its picture


def appraise_rows(draft: Draft) -> None:
    """Give every row of the draft its kind, and say where paragraphs start."""
    interview = sum(bool(_QUESTION.match(row.text)) for row in draft.rows) >= 2
    rows = [row if interview and _QUESTION.match(row.text) else _formal(row) for row in draft.rows]
    context = _context(rows, titled=bool(draft.meta.get("title")))
    labelled: list[Row] = []
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and row.kind in (RowKind.TEXT, RowKind.NOTE):
            run.append(row)
            continue
        for stretch, verse in verses.stretches(run, context, opens=_headline_due(labelled)):
            if verse:
                labelled += [row.now(kind=RowKind.BODY, starts=True) for row in stretch]
            else:
                signed = (
                    stretch[-1] is run[-1]
                    and row is not None
                    and row.kind is RowKind.BYLINE
                    and bylines.wrote(row.text)
                )
                labelled += _by_measure(draft, stretch, context, _headline_due(labelled), signed)
        run = []
        if row is not None:
            labelled.append(row)
    draft.rows = labelled


def _headline_due(before: list[Row]) -> bool:
    return all(row.kind in (RowKind.PAGE, RowKind.COLUMN, RowKind.CAPTION, RowKind.SIGNATURE) for row in before[-1:])


def _formal(row: Row) -> Row:
    """The row with the kind that its markup or its form tells for certain."""
    if row.kind is not RowKind.TEXT:
        return row
    if row.markup in MARKUP_KINDS:
        return row.now(kind=MARKUP_KINDS[row.markup], starts=True)
    if NOTE_LABEL.match(row.text):
        return row.now(kind=RowKind.NOTE, starts=True)
    info = _INFO.fullmatch(row.text)
    if info and info[0]:
        return row.now(kind=RowKind.INFO)
    if signs.LEADING_BULLETS.match(row.text) and bylines.photographers(row.text):
        return row.now(kind=RowKind.CAPTION, starts=True)  # ● 河堤上的灯 张三 摄
    kind = bylines.kind_of(row.text)
    if kind is None and row.text[0] in signs.AUTHOR_SIGNS and row.width <= WIDEST_NAMES and bylines.is_bare(row.text):
        kind = RowKind.BYLINE  # □ 张三
    if kind is None and _ARROW.match(row.text) and oddity.SENTENCE_END.search(row.text):
        kind = RowKind.CAPTION
    if kind is not None:
        return row.now(kind=kind, starts=True)
    if HEADING_MARKUP.fullmatch(row.markup) and (row.markup != "strong" or _short(row)):
        return row.now(kind=RowKind.HEADING)
    if headlines.FRAMED.fullmatch(row.text) or (oddity.NUMBERED.match(row.text) and _short(row)):
        return row.now(kind=RowKind.HEADING)
    return row


def _short(row: Row) -> bool:
    """Whether a marked or numbered row may be a heading: one line that is no sentence."""
    return row.width <= 32 and not re.search(r"[。；;，、：:]$|。", row.text)


def _context(rows: list[Row], titled: bool) -> oddity.Context:
    """What holds for all rows. Headings of the highest level are titles unless the title stands elsewhere."""
    gaps = [row.gap for row in rows if row.kind is RowKind.TEXT] or [0]
    signs = [row.markup.rstrip("+") or "number" for row in rows if row.kind is RowKind.HEADING]
    titles = "" if titled else min(signs, default="")
    marked = sum(sign != titles or sign in ("number", "strong") for sign in signs) >= 2
    texts = [row for row in rows if row.kind is RowKind.TEXT]
    counted = measure.are_counted(texts)
    context = oddity.Context(round(statistics.median_low(gaps)), marked, _are_indented(texts), counted=counted)
    return dataclasses.replace(context, indent=measure.indent_of(texts, context))


def _are_indented(rows: list[Row]) -> bool:
    """Whether paragraphs begin with white space: measured on long lines that begin a sentence, not on centred ones."""
    usual = statistics.median_low(row.width for row in rows) if rows else 0.0
    firsts = [
        row.indent >= 1.0
        for before, row in zip([None, *rows], rows, strict=False)
        if row.width >= LONG * usual and (before is None or oddity.SENTENCE_END.search(before.text))
    ]
    return sum(firsts) > FEW * len(firsts)


def _by_measure(draft: Draft, run: list[Row], context: oddity.Context, opens: bool, signed: bool) -> list[Row]:
    """Rows of a run with the kinds that the least odd reading gives them."""
    labelled: list[Row] = []
    for row, reading in zip(run, measure.read_by_measure(run, context, opens, signed)[0], strict=True):
        if reading is Reading.HEADING:
            labelled.append(row.now(kind=RowKind.HEADING))
        elif reading is Reading.CAPTION:
            labelled.append(row.now(kind=RowKind.CAPTION, starts=True))
        elif reading in (Reading.GLUED, Reading.GLUED_FIRST):
            body, heading = row.cut(oddity.glued_heading(row.text))
            labelled.append(body.now(kind=RowKind.BODY, starts=reading is Reading.GLUED_FIRST))
            labelled.append(heading.now(kind=RowKind.HEADING))
            draft.doubt("glued_heading", f"小标题“{heading.text}”与上一段连在一行，已分开，请核对。", [heading])
        else:
            first = reading is Reading.FIRST
            goes_on = bool(labelled) and labelled[-1].kind is RowKind.NOTE and not first
            noted = row.kind is RowKind.NOTE or goes_on
            labelled.append(row.now(kind=RowKind.NOTE if noted else RowKind.BODY, starts=first))
    return labelled
