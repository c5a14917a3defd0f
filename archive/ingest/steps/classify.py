"""What every row is, decided for the whole page at once by the labeller."""

import re
from collections.abc import Sequence

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, TEXT, LineState
from archive.ingest.labelling.tagger import Decision, shipped
from archive.ingest.seeing import features
from archive.ingest.setting.oddity import PICTURE_OPENING, SENTENCE_END
from archive.ingest.steps import contents, formatted
from archive.ingest.steps.amend import amend_states
from archive.ingest.words import bylines, imprint
from archive.ingest.words.headlines import words_of_title
from archive.ingest.words.labels import NOTE_LABEL
from archive.ingest.words.leads import is_lead_alone, lead_in
from archive.ingest.words.signs import ARROWS

_KINDS = {
    LineState.INFO: RowKind.INFO,
    LineState.COLUMN: RowKind.COLUMN,
    LineState.KICKER: RowKind.HEADING,
    LineState.TITLE: RowKind.HEADING,
    LineState.SUBTITLE: RowKind.HEADING,
    LineState.HEADING: RowKind.HEADING,
    LineState.BYLINE: RowKind.BYLINE,
    LineState.NOTE: RowKind.NOTE,
    LineState.OPENING: RowKind.BODY,
    LineState.FIRST: RowKind.BODY,
    LineState.FURTHER: RowKind.BODY,
    LineState.LIST: RowKind.BODY,
    LineState.VERSE: RowKind.BODY,
    LineState.CAPTION: RowKind.CAPTION,
    LineState.CREDITS: RowKind.CREDIT,
}
# What a step before was certain of: a page mark, a column behind its label. (Rolls of names have their state.)
_NO_TEXT = {LineState.PAGE, LineState.FURNITURE}
_CERTAIN = {RowKind.PAGE: LineState.PAGE, RowKind.COLUMN: LineState.COLUMN}
# What the makers of a page call a line beside its headline.
_DECKS = {"kicker": LineState.KICKER, "subtitle": LineState.SUBTITLE}
# What a format says of a line in so many words.
_TOLD = {"caption": LineState.CAPTION, "date": LineState.INFO, "byline": LineState.BYLINE}
# What may stand below a headline that the format marks, on a line that it does not mark.
_BELOW_HEADLINE = frozenset({LineState.INFO, LineState.BYLINE, LineState.FURNITURE})
# Of what no headline or heading consists, and what it is: whom a notice is for, what is attached, a picture
# with its photographer, the office that gave a table, a day in English, who pays.
_NO_HEADLINES: tuple[tuple[re.Pattern[str], LineState], ...] = (
    (
        re.compile(
            r"(?:(?:各|全体|尊敬的|亲爱的)[^，。]{0,24}|[\u4e00-\u9fff]{2,6}(?:同志|先生|女士|同学|朋友|老师)们?|同志们)[:：]"
        ),
        LineState.FIRST,
    ),
    (re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[（(【]\d{4}[〕\]）)】]\s*第?\s*\d{1,4}\s*号"), LineState.INFO),
    (re.compile(r"发布于\s?[\u4e00-\u9fff]{2,4}"), LineState.INFO),
    (re.compile(r"附图[\s\d]*[:：][^。]{2,40}"), LineState.CAPTION),
    (re.compile(r".{6,}。[^。，]{2,24}摄"), LineState.CAPTION),
    (re.compile(r"[\u4e00-\u9fff、·]{3,24}(?:提供|供稿|供图)"), LineState.CREDITS),
    (
        re.compile(
            r"(?:点击|长按|扫码)[^。]{0,20}(?:关注|订阅)\W*[^。]{0,3}|本(?:栏目?|版|专[栏版题])由[^，。]{2,40}(?:主办|协办|合办|承办|冠名|支持|提供)"
        ),
        LineState.FURNITURE,
    ),
    (
        re.compile(
            r"(?:[\u4e00-\u9fff]{2,4})?(?:电话|热线|地址|邮箱|邮编|传真|微信|网址|联系人)\s*[:：]\s*[^，。]{3,60}"
        ),
        LineState.FIRST,
    ),
    (re.compile(r"附[表件][\s\d]*[:：][^。]{2,40}"), LineState.FIRST),
    (
        re.compile(
            r"(?:[A-Z][a-z]+day,?\s+)?[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8},?\s+\d{4}"
        ),
        LineState.INFO,
    ),
)
# What the format sets as a heading of a part that has nothing but its number: **一**, ### （二）.
_PART_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[)）]")
WIDEST = 80.0  # width of a line that may be a headline, all its decks on one
LEAST_ECHO = 4  # characters of what is a headline said again
LEAST_OUTSIDE = 0.65  # the probability from which on a line that may be a headline is put aside
TEXT_OUTSIDE = 0.92  # and one that may be text, if it goes on with text or is as long
SURELY = 0.85  # the probability from which on a line is not what format or label tell
WHOLE = 0.75  # the share of long lines that end a sentence above which lines are paragraphs
_REASONS = {
    LineState.MASTHEAD: "报头",
    LineState.PAGE: "版面",
    LineState.CONTENTS: "目录",
    LineState.FURNITURE: "网页装饰",
}


def decide_states(draft: Draft) -> None:
    """Give every row the state that is most probable on the whole page; put aside what is no text of the paper."""
    tagger = draft.tagger or shipped()
    decisions = tagger.decide(features.of_page(draft))
    rows: list[Row] = []
    whole = are_paragraphs(draft.rows)
    top = min((row.level for row in draft.rows if row.level), default="")
    listed = contents.listed_titles(draft.rows, decisions)
    headlined = bool(top or draft.meta.get("title"))
    items = formatted.items_of_lists(draft.rows, decisions, headlined) - listed.keys()
    parts = formatted.headings_of_parts(draft.rows, decisions, top)
    for place, (row, decision) in enumerate(zip(draft.rows, decisions, strict=True)):
        if row.state is not None or row.kind in _CERTAIN:
            rows.append(row.now(state=row.state or _CERTAIN[row.kind]))
            continue
        state = _DECKS.get(row.markup) or listed.get(place) or _state_of(row, decision, rows[-1] if rows else None)
        state = _by_words(row, state, formatted=bool(top))
        if state is LineState.OPENING and draft.meta.get("title") and lead_in(row.text) is None:
            state = LineState.FIRST  # the headline stands behind its label
        if rows and (row.level or row.markup == "strong") and _PART_NUMBER.fullmatch(row.text):
            state = LineState.HEADING
        if {state, decision.state} & _NO_TEXT and row.kind is RowKind.HEADING and row.level == top != "":
            state = LineState.TITLE  # the format's heading of a section of the paper
        if place in items and state in formatted.ITEM_STATES:
            state = LineState.LIST
        if place in parts and state in formatted.STANDING_APART:
            state = LineState.HEADING
        decided = row.now(state=state, decision=decision)
        if state is LineState.PAGE and imprint.page_and_section(row.text, imprint.known_by(draft.profile))[0]:
            rows.append(decided.now(kind=RowKind.PAGE))
        elif state in _KINDS:
            starts = _starts(row, state) or (whole and state is LineState.FIRST and _is_ended(rows))
            starts |= bool(rows) and formatted.ends_list(rows[-1], row)
            rows.append(decided.now(kind=_KINDS[state], starts=starts))
        else:
            draft.discard(row, _REASONS[state])
            draft.outside.append(decided)
    draft.rows = amend_states(rows)


def are_paragraphs(rows: Sequence[Row]) -> bool:
    """Whether the lines of a file are whole paragraphs: nearly every long one ends a sentence, unlike in columns."""
    long = [row for row in rows if row.kind is RowKind.BODY and row.width > features.LONG]
    return sum(bool(SENTENCE_END.search(row.text)) for row in long) > WHOLE * len(long)


def _is_ended(rows: Sequence[Row]) -> bool:
    if not rows or rows[-1].kind is not RowKind.BODY:
        return True
    return bool(SENTENCE_END.search(rows[-1].text)) or is_lead_alone(rows[-1].text)


def _state_of(row: Row, decision: Decision, above: Row | None) -> LineState:
    """The state of a row: the decision, but for what the format, a label or a turn tells better. `above` is the row
    before."""
    state = decision.state
    # Short lines seem to be verse; the lines of a poem, though, no format marks as headings or days.
    if decision.sure < SURELY or state is LineState.VERSE:
        state = _told(row, decision, above) or state
    if row.kind is RowKind.CAPTION and decision.rival is LineState.CAPTION and row.text[0] in ARROWS:
        state = LineState.CAPTION
    if state in DECK_STATES and above and above.state in DECK_STATES and above.level and not row.level:
        state = _below_headline(row, decision, state, above)
    if state is LineState.CAPTION and above and above.state in TEXT and _is_signed_report(row):
        return LineState.FIRST
    if above and above.state in DECK_STATES and state in _NO_TEXT and bylines.is_author(row.text):
        return LineState.BYLINE
    if state is LineState.INFO and decision.rival in DECK_STATES and _tells_nothing(row.text):
        return decision.rival
    if row.turn and state in _REASONS:
        return LineState.FIRST  # what goes on elsewhere, or comes from there, is text
    if state in _REASONS and decision.sure < _least_outside(row, decision.rival):
        return decision.rival
    return state


def _tells_nothing(text: str) -> bool:
    """Whether a line names neither day, page, source nor people, as one that tells of a story does."""
    return not (imprint.read_imprint(text).fields or imprint.SOURCE_NAME.fullmatch(text) or bylines.is_author(text))


def _is_signed_report(row: Row) -> bool:
    """Whether a row is the last paragraph of picture news, which its photographer signs as that of no caption."""
    text = row.text
    signed = row.width > features.LONG and text.endswith(("摄影报道）", "摄影报道)"))
    return signed and not row.markup and not PICTURE_OPENING.match(text)


def _below_headline(row: Row, decision: Decision, state: LineState, headline: Row) -> LineState:
    """What is below a headline that the format marks, on a line that it does not mark: no further line of its title."""
    if len(words_of_title(row.text)) >= LEAST_ECHO and words_of_title(row.text) in words_of_title(headline.text):
        return LineState.FURNITURE  # the headline, or a part of it, said again
    if state is not LineState.TITLE:
        return state
    if imprint.SOURCE_NAME.fullmatch(row.text):
        return LineState.INFO
    if decision.rival is LineState.FURNITURE and decision.sure >= SURELY:
        return LineState.SUBTITLE
    nobody = decision.rival is LineState.BYLINE and bylines.read_byline(row.text, bare=True) is None
    return decision.rival if decision.rival in _BELOW_HEADLINE and not nobody else LineState.SUBTITLE


def _least_outside(row: Row, rival: LineState) -> float:
    """How sure it must be that a row is put aside which else were of the state `rival`."""
    if rival is LineState.FURTHER or (rival in TEXT and row.width > features.LONG):
        return TEXT_OUTSIDE
    if rival is LineState.COLUMN:
        return SURELY
    return LEAST_OUTSIDE if rival in DECK_STATES else 0.0


def _by_words(row: Row, state: LineState, formatted: bool) -> LineState:
    """The state, but where the words of a row tell for certain what it is not. `formatted`: the file marks headings."""
    sentence = row.text.endswith("。") and "，" in row.text
    if state is LineState.INFO and sentence and row.markup != "date":
        return LineState.FIRST
    if state in (*DECK_STATES, LineState.HEADING, LineState.FIRST) and bylines.kind_of(row.text) is RowKind.BYLINE:
        return LineState.BYLINE
    if state not in (*DECK_STATES, LineState.HEADING):
        return state
    if row.level:
        return state
    if sentence or row.width > WIDEST or is_lead_alone(row.text) or _reports(row.text):
        return LineState.FIRST
    if formatted and imprint.SOURCE_NAME.fullmatch(row.text):
        return LineState.INFO
    return next((told for pattern, told in _NO_HEADLINES if pattern.fullmatch(row.text)), state)


def _reports(text: str) -> bool:
    """Whether a line begins with a dateline and goes on, as no headline does: 本报清河讯 傍晚，…"""
    lead = lead_in(text) if "，" in text else None
    return lead is not None and bool(lead.dateline)


def _told(row: Row, decision: Decision, above: Row | None) -> LineState | None:
    """What the format, a label or its form tells of a row of which the labeller is not sure.

    A label that is a headline, and not rather that of a note, tells nothing of itself nor of the row below it, and what
    has the form of a heading is in no note.
    """
    headline = decision.state in DECK_STATES and decision.rival is not LineState.NOTE and NOTE_LABEL.fullmatch(row.text)
    below = above and above.state in DECK_STATES and NOTE_LABEL.match(above.text)
    if row.kind is RowKind.NOTE and not (headline or below):
        return LineState.NOTE
    likely = decision.state in TEXT and decision.rival is LineState.BYLINE
    if row.kind is RowKind.BYLINE and (decision.state is LineState.HEADING or likely):
        return LineState.BYLINE
    below_note = decision.state is LineState.NOTE and row.kind is RowKind.HEADING
    if decision.rival in (*DECK_STATES, LineState.HEADING) and (below_note or (decision.state in TEXT and row.level)):
        return decision.rival
    if below_note:
        return LineState.TITLE
    return _TOLD.get(row.markup.rstrip("+"))


def _starts(row: Row, state: LineState) -> bool:
    """Whether a paragraph begins with a row. Within a text and within notes the measure tells."""
    if state is LineState.NOTE or (state in (LineState.FIRST, LineState.FURTHER) and row.kind is RowKind.BODY):
        return row.starts
    return state is not LineState.FURTHER
