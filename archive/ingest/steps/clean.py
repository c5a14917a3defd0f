"""What is no text of the paper: marks of the format, glyph noise, page furniture, links."""

import re
import statistics
import unicodedata
from collections import Counter

from archive.ingest.draft import FROM, ONTO, Draft, Row, RowKind
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import labels, pages, signs

MARKUP_REASONS = {
    "picture": "图片",
    "alt": "图片替代文字",
    "link": "链接",
    "rule": "分隔线",
    "navigation": "导航",
    "furniture": "版面装饰",
}

FIRST_LINE = 0.7  # width of a first line of a paragraph, as a share of the others
AT_MARGIN = 0.2  # the least share of long lines that begin at the margin
_PAGE_NUMBER = re.compile(
    r"第\s*\d{1,4}\s*页(?:\s*[/,，]?\s*共\s*\d{1,4}\s*页)?|[-—–·]\s*\d{1,4}\s*[-—–·]|\d{1,3}\s*/\s*\d{1,3}"
)
# One sign again and again: ----, * * *, ＊　＊　＊, ×　×　× (without blanks ××× is a name that is not told).
_RULE = re.compile(r"([-—–_=*~·.…#+])(?:\s*\1){3,}|([*＊※=＝~～#＃+＋_＿])(?:\s*\2){2,}|([×·])(?:\s+\3){2,}")
# ---- 第3版：经济 ----: words in a rule.
_FRAMED = re.compile(r"(?P<frame>([-=*~_#+])\2{2,})\s*(?P<words>[^\s\-=*~_#+][^。]{0,40}?)\s*(?P=frame)")
_END = re.compile(r"[-—·\s]*(?:END|End)[-—·\s]*")  # of a text, as accounts on WeChat have it
_ANY_SIGN = f"[{signs.BULLETS}{signs.ITEM_SIGNS}]"
_SIGN = re.compile(rf"{_ANY_SIGN}(?:\s*{_ANY_SIGN})*")  # whose text stands elsewhere
_SIGNS_AS_RULE = re.compile(rf"{_ANY_SIGN}(?:\s*{_ANY_SIGN}){{2,}}")  # ◇ ◇ ◇
_TABLE_RULE = re.compile(r"[\s|:+-]*[|+-]{1}[\s|:+-]*")
_BARS = re.compile(r"^\s*\|[\s|]*|(?<![\s|])\s*\|[\s|]*$")  # what is left of a table's frame
_LOST = re.compile(r"[?\ufffd]{2,8}(?=[^?\ufffd\s])")  # full-width spaces that a conversion could not write
# What a portal counts.
_AGO = re.compile(r"\d{1,3}\s*(?:秒|分钟|小时|天|周|个月)前|\d{1,7}\s*(?:点阅|次(?:阅读|浏览|点击))")
_NUMBER = re.compile(r"\d{1,4}")
# What a publishing system has above each part of an article, alone on its line.
_PART = re.compile(r"(?:文章|新闻|稿件)(?:标题|引题|副题|作者|内容|正文)\s*[:：]?")
_TAG = re.compile(r"""[!-~\s]*=\s*["'][^"'\n]*["']\s*/?>""")  # what is left of one that was cut
_ORIGINAL = re.compile(r"(?:原?标题|题目|题名|篇名)\s*[:：]\s*(?=\S)")
# A label at the foot whose value is a link, or was never given.
_NO_VALUE = re.compile(r"(?:附\s*件|相关附件|附件下载|(?:责任|本文)?编辑|责编|来源|作者)\s*[:：]")
URL = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_TURN = re.compile(
    rf"(?P<open>[（(【\[]?)\s{{0,4}}[{signs.ARROWS}]?\s{{0,4}}(?P<way>下转|上接|紧接|续接)"
    rf"\s{{0,4}}(?:{pages.SEVERAL}|[^，。；（()）]{{1,12}}?版)[^，。；（()）]{{0,8}}[)）】\]]?"
)


def sweep_noise(draft: Draft) -> None:
    """Put aside the rows that are no text, and what stands on a row beside its text."""
    kept: list[Row] = []
    continued = ""
    parted = 0  # lines by which a rule sets the next row apart
    for row in draft.rows:
        row = row.now(gap=row.gap + parted) if parted else row
        labelled = row.kind is RowKind.PAGE  # 版次：3 is no number of a sheet
        reason = "" if labelled else _reason(row) or _reason_beside(row, kept)
        if reason:
            draft.discard(row, reason)
            ruled = reason == MARKUP_REASONS["rule"] or _SIGNS_AS_RULE.fullmatch(row.text)
            if ruled and kept and "|" not in row.text:
                parted = row.gap + 1
            continue
        parted = 0
        rest, turn = _without_turn(draft, _without_residue(draft, row))
        if rest is not None:
            kept.append(rest.now(turn=turn or continued))
            continued = ""
        elif turn == FROM:
            continued = FROM
        elif kept:
            kept[-1] = kept[-1].now(turn=ONTO)
    while kept and _NO_VALUE.fullmatch(kept[-1].text):
        draft.discard(kept.pop(), "标记")
    draft.rows = _without_margin(kept)


def _without_margin(rows: list[Row]) -> list[Row]:
    """The rows with their indents from the margin on: where long lines have blanks before them, first ones more."""
    usual = statistics.median_low(row.width for row in rows) if rows else 0.0
    indents = Counter(round(row.indent) for row in rows if row.width >= usual)
    margin = min((indent for indent, count in indents.items() if count >= AT_MARGIN * indents.total()), default=0)
    further = any(row.indent >= margin + 1 for row in rows if row.width >= FIRST_LINE * usual)
    return [row.now(indent=max(0.0, row.indent - margin)) for row in rows] if margin and further else rows


def _reason(row: Row) -> str:
    if row.markup in MARKUP_REASONS:
        return MARKUP_REASONS[row.markup]
    if _PAGE_NUMBER.fullmatch(row.text):
        return "页码"
    if _RULE.fullmatch(row.text) or _TABLE_RULE.fullmatch(row.text):
        return "分隔线"
    if URL.fullmatch(row.text):
        return "链接"
    if is_noise(row.text) or _TAG.fullmatch(row.text):
        return "乱码"
    if (
        _SIGN.fullmatch(row.text)
        or _END.fullmatch(row.text)
        or (row.text.isascii() and labels.label_alone(row.text))
        or _AGO.fullmatch(row.text)
        or _PART.fullmatch(row.text)
    ):
        return "标记"
    return ""


def _reason_beside(row: Row, before: list[Row]) -> str:
    """A number alone between paragraphs is that of a page, a picture or a counter; within one it may be text."""
    between = not before or row.gap > 0 or bool(SENTENCE_END.search(before[-1].text))
    counted = _NUMBER.fullmatch(row.text)
    return "页码" if counted and (between or row.text.startswith("0")) else ""


def _without_residue(draft: Draft, row: Row) -> Row:
    """The row without the frame of a table around it and without lost spaces before it, which were its indent."""
    lost = _LOST.match(row.text)
    if lost:
        draft.discard(row.part(0, lost.end()), "乱码")
        row = row.part(lost.end()).now(gap=row.gap, indent=lost.end() / 2)
    framed = _FRAMED.fullmatch(row.text)
    if framed:
        draft.discard(row.part(framed.end("words")), "分隔线")
        draft.discard(row.part(0, framed.start("words")), "分隔线")
        row = row.part(*framed.span("words")).now(gap=row.gap + 1)
    for bars in reversed(list(_BARS.finditer(row.text))):
        draft.discard(row.part(bars.start(), bars.end()), "分隔线")
        row = row.part(0, bars.start()) if bars.start() else row.part(bars.end()).now(gap=row.gap)
    return row


def is_noise(text: str) -> bool:
    """Whether one character fills a line: what a font without a table of characters leaves of a page."""
    return len(text) >= 6 and len(set(text)) == 1 and unicodedata.category(text[0]) in ("Lo", "So", "Co")


def _without_turn(draft: Draft, row: Row) -> tuple[Row | None, str]:
    """The row without 下转第三版 or 上接第一版 at its end or beginning, None if nothing is left, and which it was."""
    for match in _TURN.finditer(row.text):
        at_end, at_start = match.end() == len(row.text), match.start() == 0
        if not (at_start or at_end) or not (match["open"] or (at_start and at_end)):
            continue
        draft.discard(row.part(match.start(), match.end()), "转版")
        turn = ONTO if match["way"] == "下转" else FROM
        before, after = row.text[: match.start()], row.text[match.end() :]
        if before.strip():
            return row.part(0, match.start()), turn
        return (row.part(match.end()) if after.strip() else None), turn
    return row, ""


def without_bullet(draft: Draft, row: Row) -> Row:
    """A heading without the ornament, or the words 原标题：, 标题：, before it, which are discarded as a mark."""
    match = signs.LEADING_BULLETS.match(row.text) or _ORIGINAL.match(row.text)
    if not match:
        return row
    draft.discard(row.part(0, match.end()), "标记")
    return row.part(match.end())
