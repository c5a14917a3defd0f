"""What closes a text below its last sentence: who wrote, edited and checked it, a label a line."""

import re

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import bylines
from archive.ingest.words.beside import people_beside
from archive.ingest.words.imprint import read_imprint

FEWEST = 2  # labelled lines one below the other; one alone may be a speaker's words, but for an office's
LONGEST = 40.0  # width of a labelled line
_BRACKETS = "（()）【】[]〔〕"
_SIGN = re.compile("[:：|｜丨]")
_LABELLED = re.compile(r"(?P<label>[\u4e00-\u9fff、/／\s]{1,8})\s*[:：|｜丨]\s*(?P<value>[^，。！？；:：|｜]{1,24})")
_SOURCE = re.compile(r"(?:文章|稿件|信息|图片)?(?:来\s*源|出\s*处|转\s*自|供\s*稿)")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()]{2,20}(?:公司|委员会|办公室|[厅局所处院厂馆社]|学校|[大中小]学|公证处|编辑部|中心|小组|协会|银行|政府)"
)
_DAY = re.compile(r"(?:[\d〇零一二三四五六七八九]{4}年)?[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日")
_NOTICE = re.compile(r"[^，。；]{0,20}(?:公告|通告|通知|启事|启示|声明|讣告|更正|道歉信|致歉)")
_CLOSES = (RowKind.BODY, RowKind.HEADING, RowKind.BYLINE, RowKind.CREDIT, RowKind.INFO, RowKind.SIGNATURE)


def settle_closing(rows: list[Row]) -> list[Row]:
    """The rows, where several labelled lines at the end of an article are its credits, author and source."""
    rows = _with_notices(_with_signed_ones(_with_signers(rows)))
    told = [_state_of(row) if row.kind in _CLOSES else None for row in rows]
    taken = list(rows)
    first = 0
    for place in range(len(rows) + 1):
        if place < len(rows) and told[place] is not None:
            continue
        at_end = place == len(rows) or rows[place].state in DECK_STATES or rows[place].kind is RowKind.PAGE
        below_text = first > 0 and rows[first - 1].kind in (RowKind.BODY, RowKind.CAPTION)
        if at_end and below_text and (place - first >= FEWEST or _closes_alone(rows[first:place])):
            for at in range(first, place):
                state, kind = told[at] or (rows[at].state, rows[at].kind)
                taken[at] = rows[at].now(state=state, kind=kind, decision=None)
        first = place + 1
    return taken


def _with_signers(rows: list[Row]) -> list[Row]:
    """The rows, where a name with its place between a text and a headline signs the text: 机床厂家属院 张三; so does an
    office above the next headline or the day, as notices are signed."""
    taken = list(rows)
    for place in range(1, len(rows) - 1):
        above, row, below = rows[place - 1 : place + 2]
        if _is_office(above, row, below):
            taken[place] = row.now(state=LineState.FIRST, kind=RowKind.BODY, starts=True)
            continue
        heads = (*DECK_STATES, LineState.HEADING)
        between = above.kind is RowKind.BODY and row.state in heads and below.state in heads
        if between and not row.level and len(row.text.split()) > 1 and bylines.is_bare(row.text):
            taken[place] = row.now(state=LineState.BYLINE, kind=RowKind.BYLINE)
    return taken


def _with_notices(rows: list[Row]) -> list[Row]:
    """The rows, where the heading of a notice below another notice is the next headline: 讣告 below 更正."""
    taken = list(rows)
    notice = False  # the headline above is that of a notice
    for place, row in enumerate(rows):
        headed = row.state is LineState.HEADING and not row.level and rows[place - 1].kind is not RowKind.HEADING
        if notice and headed and _NOTICE.fullmatch(row.text):
            taken[place] = row.now(state=LineState.TITLE)
        elif row.state in DECK_STATES:
            notice = bool(_NOTICE.fullmatch(row.text))
    return taken


def _with_signed_ones(rows: list[Row]) -> list[Row]:
    """The rows, where a heading below the signature of a text that is none of a report is the next headline, if the
    text below it is signed, too: letters and wishes of readers."""
    signed = {at for at in range(1, len(rows)) if _signs(rows[at - 1], rows[at])}
    taken = list(rows)
    for place in sorted(signed):
        below = next((at for at in range(place + 1, len(rows)) if at in signed or rows[at].state in DECK_STATES), 0)
        heading = rows[place + 1] if below in signed else None
        if heading is not None and heading.state is LineState.HEADING and not heading.level:
            taken[place + 1] = heading.now(state=LineState.TITLE)
    return taken


def _signs(above: Row, row: Row) -> bool:
    """Whether a row is who wrote the text that ends above it: no reporter, who may stand below an introduction."""
    if row.kind not in (RowKind.BYLINE, RowKind.SIGNATURE) or above.kind is not RowKind.BODY:
        return False
    bare = bylines.is_bare(row.text) and bylines.kind_of(row.text) is not RowKind.BYLINE
    return bare and bool(SENTENCE_END.search(above.text))


def _is_office(above: Row, row: Row, below: Row) -> bool:
    """Whether a row taken for a headline is the office that signs the notice above it."""
    signs = row.state in (*DECK_STATES, LineState.HEADING) and not row.level and bool(_OFFICE.fullmatch(row.text))
    ended = signs and above.kind is RowKind.BODY and bool(SENTENCE_END.search(above.text))
    apart = below.gap > row.gap and below.state in DECK_STATES
    return ended and (apart or bool(_DAY.fullmatch(below.text)))


def _closes_alone(rows: list[Row]) -> bool:
    """Whether labelled rows are one alone that no speaker says: its value is an office (责任编辑：县融媒体中心), or it
    names the source beside who wrote."""
    if len(rows) != 1:
        return False
    line = _LABELLED.fullmatch(rows[0].text.strip(_BRACKETS))
    return _is_of_source(rows[0].text) if line is None else bool(_OFFICE.fullmatch(line["value"]))


def _is_of_source(text: str) -> bool:
    return "source" in read_imprint(text).kinds and bool(people_beside(text))


def _state_of(row: Row) -> tuple[LineState, RowKind] | None:
    """What a labelled line is; None for a line without a label of who or whence."""
    if row.width > LONGEST or not _SIGN.search(row.text):
        return None
    kind = bylines.kind_of(row.text)
    if kind is RowKind.CREDIT:
        return LineState.CREDITS, kind
    if kind is RowKind.BYLINE:
        return LineState.BYLINE, kind
    line = _LABELLED.fullmatch(row.text.strip(_BRACKETS))
    if line is None:
        return (LineState.INFO, RowKind.INFO) if _is_of_source(row.text) else None
    if _SOURCE.fullmatch(line["label"].strip()):
        return LineState.INFO, RowKind.INFO
    return (LineState.CREDITS, RowKind.CREDIT) if bylines.role_of(line["label"]) else None
