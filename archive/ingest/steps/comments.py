"""What readers of a saved page wrote below its story: everything from 发表评论 on, where they sign."""

import re

from archive.ingest.draft import Draft, Row
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import leads, pages

NEAR = 6  # rows below the heading of the comments within which the first is signed
LONGEST = 24  # characters of that heading
LEAST_TEXT = 26.0  # width of a line of the story above
_HEADING = re.compile(
    r"\W*(?:[我您]?要?(?:发表|查看|添加)评论|(?:网友|读者|用户|最新|热门|精彩|全部|文章)(?:评论|留言|跟帖)"
    r"|(?:我要|共有?|已有)?\s*\d*\s*条?(?:评论|跟帖))(?:列表|区)?\s*(?:[(（]?\s*\d+\s*条?(?:评论)?[)）]?)?\W*"
)
_SIGNED = re.compile(
    r"昵称|匿名|网友|游客|验证码|登录|回复|沙发|\d\s*楼|字以内|文明上网|\d{1,2}:\d{2}|(?:分钟|小时|天)前"
)


def sweep_comments(draft: Draft) -> None:
    """Put aside what stands below the heading of the comments. Nothing where a page or another story follows."""
    headings = [at for at, row in enumerate(draft.rows) if len(row.text) <= LONGEST and _HEADING.fullmatch(row.text)]
    place = next((at for at in headings if any(map(_is_text, draft.rows[:at]))), None)
    if place is None or not _are_comments(draft.rows[place + 1 :]):
        return
    for row in draft.rows[place:]:
        draft.discard(row, "读者评论")
    draft.rows = draft.rows[:place]


def _is_text(row: Row) -> bool:
    return row.width > LEAST_TEXT and bool(SENTENCE_END.search(row.text))


def _are_comments(rows: list[Row]) -> bool:
    signed = any(_SIGNED.search(row.text) for row in rows[:NEAR])
    return signed and not any(row.level or leads.lead_in(row.text) or pages.read_page_mark(row.text) for row in rows)
