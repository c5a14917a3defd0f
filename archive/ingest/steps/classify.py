"""What every row is, decided for the whole page at once by the labeller."""

import re
from collections import defaultdict
from collections.abc import Sequence

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, TEXT, LineState
from archive.ingest.labelling.tagger import Decision, shipped
from archive.ingest.seeing import features
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.steps import contents
from archive.ingest.steps.amend import amend_states, words_of_title
from archive.ingest.steps.appraise import NOTE_LABEL
from archive.ingest.steps.beneath import is_credited
from archive.ingest.words import imprint
from archive.ingest.words.bylines import kind_of
from archive.ingest.words.headlines import FRAMED_COLUMN
from archive.ingest.words.leads import is_dateline
from archive.ingest.words.signs import ITEM_SIGNS

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
_CERTAIN = {RowKind.PAGE: LineState.PAGE, RowKind.COLUMN: LineState.COLUMN}
# What a format says of a line in so many words.
_TOLD = {"caption": LineState.CAPTION, "date": LineState.INFO, "byline": LineState.BYLINE}
# What may stand below a headline that the format marks, on a line that it does not mark.
_BELOW_HEADLINE = frozenset({LineState.INFO, LineState.BYLINE, LineState.FURNITURE})
# Words that no headline or heading consists of: whom a notice is for, who pays for a column, what is attached.
_SALUTATION = re.compile(
    r"(?:(?:各|全体|尊敬的|亲爱的)[^，。]{0,24}|[\u4e00-\u9fff]{2,6}(?:同志|先生|女士|同学|朋友|老师)们?|同志们)[:：]"
)
_PICTURE_NEWS = re.compile(r"[【\[■●]?\s*图片(?:新闻|报道|消息)\s*[】\]]?")
_SPONSOR = re.compile(
    r"(?:点击|长按|扫码)[^。]{0,20}(?:关注|订阅)\W*[^。]{0,3}|本(?:栏目?|版|专[栏版题])由[^，。]{2,40}(?:主办|协办|合办|承办|冠名|支持|提供)"
)
_RUBRIC_OF_LINKS = re.compile(
    r"(?:本[版期]|今日|版面|标题)?(?:导读|导航|要目|目录)|(?:新闻|热点|点击|阅读|热门)?排行榜?|(?:相关|推荐|热门)(?:新闻|阅读|文章|链接)"
)
_ATTACHED = re.compile(r"附(?P<what>[图表件])[\s\d]*[:：][^。]{2,40}")
_ATTRIBUTION = re.compile(rf"[-—–─]{{1,2}}\s*{imprint.SOURCE_NAME.pattern}")  # -- 某某网 below its text
_DAY_IN_ENGLISH = re.compile(
    r"(?:[A-Z][a-z]+day,?\s+)?[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8},?\s+\d{4}"
)
_SITE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,10}(?:(?:新闻|信息|资讯|门户|政务|政府|教育|党建)网|在线|频道|客户端)")
WIDEST = 80.0  # width of a line that may be a headline, all its decks on one
LEAST_ECHO = 4  # characters of what is a headline said again
LIKELY_OUTSIDE = 0.65  # and that else were a headline, where no surer one stands below
TEXT_OUTSIDE = 0.92  # and that else were text
GOES_ON_OUTSIDE = 0.99  # and that else went on with the sentence above
SURELY = 0.85  # the probability from which on a line is not what format or label tell, or is a headline beyond doubt
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
    told = _of_one_level(draft.rows, decisions) | contents.listed_titles(draft.rows, decisions)
    for place, (row, decision, is_headed) in enumerate(zip(draft.rows, decisions, headed(decisions), strict=True)):
        if row.state is not None or row.kind in _CERTAIN:
            rows.append(row.now(state=row.state or _CERTAIN[row.kind]))
            continue
        state = told.get(place) or _state_of(row, decision, rows[-1] if rows else None, is_headed)
        state = _by_words(row, state, formatted=bool(top))
        if state in (LineState.PAGE, LineState.FURNITURE) and row.kind is RowKind.HEADING and row.level == top != "":
            state = LineState.TITLE  # the format's heading of a section of the paper
        decided = row.now(state=state, decision=decision)
        if state is LineState.PAGE and imprint.page_and_section(row.text, imprint.known_by(draft.profile))[0]:
            rows.append(decided.now(kind=RowKind.PAGE))
        elif state in _KINDS:
            starts = _starts(row, state) or (whole and state is LineState.FIRST and _is_ended(rows))
            rows.append(decided.now(kind=_KINDS[state], starts=starts))
        else:
            draft.discard(row, _REASONS[state])
            draft.outside.append(decided)
    draft.rows = amend_states(rows, draft.outside)


def are_paragraphs(rows: Sequence[Row]) -> bool:
    """Whether the lines of a file are whole paragraphs: nearly every long one ends a sentence, unlike in columns."""
    long = [row for row in rows if row.kind is RowKind.BODY and row.width > features.LONG]
    return sum(bool(SENTENCE_END.search(row.text)) for row in long) > WHOLE * len(long)


def _of_one_level(rows: Sequence[Row], decisions: Sequence[Decision]) -> dict[int, LineState]:
    """What headings of one level are, where the labeller takes some of them for headlines and some for headings.

    A format that gives them one level means one thing by it; the first row of all may be the headline above them.
    """
    headings: dict[str, list[int]] = defaultdict(list)
    for place, (row, decision) in enumerate(zip(rows, decisions, strict=True)):
        level = row.level or (row.markup if row.markup == "strong" else "")
        if place and level and row.state is None and decision.state in (*DECK_STATES, LineState.HEADING):
            headings[level].append(place)
    told: dict[int, LineState] = {}
    for places in headings.values():
        if len({decisions[place].state is LineState.HEADING for place in places}) > 1:
            opens = sum(decisions[place].opens for place in places) * 2 > len(places)
            told |= dict.fromkeys(places, LineState.TITLE if opens else LineState.HEADING)
    return told


def _is_ended(rows: Sequence[Row]) -> bool:
    return not rows or rows[-1].kind is not RowKind.BODY or bool(SENTENCE_END.search(rows[-1].text))


def _state_of(row: Row, decision: Decision, above: Row | None, is_headed: bool) -> LineState:
    """The state of a row: the decision, but for what the row's place, the format or a label tells better. `above` is
    the row before, `is_headed` as headed() says."""
    spare = is_headed and not FRAMED_COLUMN.fullmatch(row.text)
    state = decision.state if spare or _is_safe(row, decision, above) else decision.rival
    # Short lines seem to be verse; the lines of a poem, though, no format marks as headings or days.
    if decision.sure < SURELY or decision.state is LineState.VERSE:
        state = _told(row, decision, above) or state
    if state in DECK_STATES and above and above.state in DECK_STATES and above.level and not row.level:
        state = _below_headline(row, decision, state, above)
    if state in (*DECK_STATES, LineState.HEADING) and is_dateline(row.text):
        return LineState.FIRST
    if row.turn and state in _REASONS:
        return LineState.FIRST  # what goes on elsewhere, or comes from there, is text
    return state


def _by_words(row: Row, state: LineState, formatted: bool) -> LineState:
    """The state, but where the words of a row tell for certain what it is not. `formatted`: the file marks headings."""
    sentence = row.text.endswith("。") and "，" in row.text
    if state is LineState.INFO and sentence and row.markup != "date":
        return LineState.FIRST
    if state is LineState.FURNITURE and _SALUTATION.fullmatch(row.text):
        return LineState.FIRST
    if state is LineState.HEADING and _PICTURE_NEWS.fullmatch(row.text) and not row.level:
        return LineState.COLUMN
    if state not in (*DECK_STATES, LineState.HEADING):
        return state
    if kind_of(row.text) is RowKind.BYLINE:
        return LineState.BYLINE
    if row.level:
        return state
    attached = _ATTACHED.fullmatch(row.text)
    if is_credited(row.text) or (attached and attached["what"] == "图"):
        return LineState.CAPTION
    if sentence or row.width > WIDEST or attached or _SALUTATION.fullmatch(row.text):
        return LineState.FIRST
    if _ATTRIBUTION.fullmatch(row.text) or _DAY_IN_ENGLISH.fullmatch(row.text) or _SITE_NAME.fullmatch(row.text):
        return LineState.INFO
    if formatted and imprint.SOURCE_NAME.fullmatch(row.text):
        return LineState.INFO
    outside = _SPONSOR.fullmatch(row.text) or _RUBRIC_OF_LINKS.fullmatch(row.text)
    return LineState.FURNITURE if outside else state


def _told(row: Row, decision: Decision, above: Row | None) -> LineState | None:
    """What the format, a label or its form tells of a row of which the labeller is not sure.

    A label that is a headline tells nothing of the row below it, and what has the form of a heading is in no note.
    """
    if row.kind is RowKind.NOTE and not (above and above.state in DECK_STATES and NOTE_LABEL.match(above.text)):
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


def _below_headline(row: Row, decision: Decision, state: LineState, headline: Row) -> LineState:
    """What is below a headline that the format marks, on a line that it does not mark: no further line of its title."""
    if len(words_of_title(row.text)) >= LEAST_ECHO and words_of_title(row.text) in words_of_title(headline.text):
        return LineState.FURNITURE  # the headline, or a part of it, said again
    if state is not LineState.TITLE:
        return state
    if imprint.SOURCE_NAME.fullmatch(row.text):
        return LineState.INFO
    return decision.rival if decision.rival in _BELOW_HEADLINE else LineState.SUBTITLE


def headed(decisions: Sequence[Decision]) -> list[bool]:
    """For each row whether a headline stands below it for certain, whatever else is put aside between them."""
    found: list[bool] = []
    below = False
    for decision in reversed(decisions):
        found.append(below and decision.state in _REASONS and decision.rival in DECK_STATES)
        if decision.state not in _REASONS:
            below = decision.state in DECK_STATES and decision.sure >= SURELY
    return found[::-1]


def _is_safe(row: Row, decision: Decision, above: Row | None) -> bool:
    """Whether a decision may stand: a line that may well be text of an article is not put aside, nor a caption; what
    ends with a full stop is no heading of a section.

    Nor is the headline of an item of a list, which may be no longer than a name, taken for an author, nor what goes on
    with a sentence, of which no role says so.
    """
    if decision.state is LineState.BYLINE and decision.rival in DECK_STATES:
        return row.text[0] not in ITEM_SIGNS or kind_of(row.text) is not None
    goes_on = decision.rival in TEXT and above and above.state in TEXT and not SENTENCE_END.search(above.text)
    if decision.state is LineState.BYLINE and goes_on:
        return kind_of(row.text) is not None
    if decision.state is LineState.HEADING and decision.rival in TEXT and row.text.endswith("。"):
        return bool(row.level)
    if decision.state is LineState.CAPTION and decision.rival in TEXT and row.kind is RowKind.BODY:
        return row.width <= features.LONG or decision.sure >= SURELY
    if decision.state not in _REASONS:
        return True
    if FRAMED_COLUMN.fullmatch(row.text):
        return decision.sure >= SURELY
    if goes_on and decision.rival is LineState.FURTHER:
        return decision.sure >= GOES_ON_OUTSIDE
    least = TEXT_OUTSIDE if decision.rival in TEXT else LIKELY_OUTSIDE if decision.rival in DECK_STATES else 0.0
    return decision.sure >= least


def _starts(row: Row, state: LineState) -> bool:
    """Whether a paragraph begins with a row. Within a text and within notes the measure tells."""
    if state is LineState.NOTE or (state in (LineState.FIRST, LineState.FURTHER) and row.kind is RowKind.BODY):
        return row.starts
    return state is not LineState.FURTHER
