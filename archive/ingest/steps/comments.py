"""What readers of a saved page wrote below its story: short, and each signed with a time, a floor (3楼) or a button.

A heading alone tells nothing: 网友评论 is also a caption, or a rubric of the paper with what it chose to print.
"""

import re
from collections.abc import Sequence

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import bylines, leads, pages

BETWEEN = 3  # rows of one comment, between two signatures
LONGEST = 24  # characters of the heading of the comments
WIDEST = 70.0  # width of a row of a comment
LEAST_TEXT = 26.0  # width of a line of the story above
_HEADING = re.compile(
    r"\W*(?:[我您]?要?(?:发表|查看|添加)评论|(?:网友|读者|用户|最新|热门|精彩|全部|文章)(?:评论|留言|跟帖)"
    r"|(?:我要|共有?|已有)?\s*\d*\s*条?(?:评论|跟帖))(?:列表|区)?\s*(?:[(（]?\s*共?\s*\d+\s*条?(?:评论)?[)）]?)?\W*"
)
_SIGNED = re.compile(r"\d{1,2}:\d{2}|\d\s*(?:秒|分钟|小时|天|周|个月)前|(?<!\d)\d{1,4}\s*楼(?![\u4e00-\u9fff])")
# Beside the time of a story: 来源：…, 清河新闻网.
_OF_STORY = re.compile(r"来源|稿源|出处|作者|编辑|记者|[\u4e00-\u9fff](?:报|网|社|台|在线)(?=\s|$)")
_BUTTONS = re.compile(
    r"\W*(?:(?:昵称|匿名|游客|验证码|登录|注册|回复|沙发|顶|踩|举报|赞|支持|反对|发布|提交|\d{1,4}|\d+字以内)\W*){1,6}"
)


def sweep_comments(draft: Draft) -> None:
    """Put aside the headings of comments below a story with the comments under them; what follows is kept."""
    kept: list[Row] = []
    below_text, at = False, 0
    while at < len(draft.rows):
        row = draft.rows[at]
        count = _comments(draft.rows[at + 1 :]) if below_text and _is_heading(row) else 0
        if count:
            aside = draft.rows[at : at + 1 + count]
            for comment in aside:
                draft.discard(comment, "读者评论")
            draft.outside += aside
        else:
            kept.append(row)
            below_text = below_text or (row.width > LEAST_TEXT and bool(SENTENCE_END.search(row.text)))
        at += 1 + count
    draft.rows = kept


def _is_heading(row: Row) -> bool:
    return len(row.text) <= LONGEST and bool(_HEADING.fullmatch(row.text))


def _comments(rows: Sequence[Row]) -> int:
    """How many rows are comments: up to the last signature, and the words below it where they end a sentence."""
    end = 0
    said = False  # a comment stands below the last signature
    for at, row in enumerate(rows):
        if at - end > BETWEEN or _is_other(row):
            break
        signed, long_below = _is_signed(row), at + 1 < len(rows) and rows[at + 1].width > WIDEST
        if (signed and not long_below) or _BUTTONS.fullmatch(row.text):
            end, said = at + 1, signed
    last = rows[end] if said and end < len(rows) else None
    return end + (last is not None and not _is_other(last) and bool(SENTENCE_END.search(last.text)))


def _is_signed(row: Row) -> bool:
    """Whether somebody signs here: a name or a floor beside a time."""
    signed = re.search(r"[^\W\d_]", row.text) is not None and _SIGNED.search(row.text) is not None
    return signed and not (SENTENCE_END.search(row.text) or _OF_STORY.search(row.text))


def _is_other(row: Row) -> bool:
    """Whether a row is of the page or another story: long, a heading of the format, a lead, a byline, a page mark."""
    told = bool(row.level) or row.kind is not RowKind.TEXT or bylines.kind_of(row.text) is not None
    return told or row.width > WIDEST or bool(leads.lead_in(row.text) or pages.read_page_mark(row.text))
