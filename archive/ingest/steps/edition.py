"""What an electronic edition says of itself beside its pages: the title of its window, and its legal statement.

Both name the newspaper, which the page itself may show in a picture only. Neither makes an issue by itself.
"""

import re
from dataclasses import replace

from archive.ingest.draft import Draft
from archive.ingest.steps import metadata
from archive.ingest.steps.clean import MARKUP_REASONS
from archive.ingest.words.imprint_forms import PAPER

WINDOW = "window"  # the key of the window's title in the metadata of a source
LONGEST_STATEMENT = 400  # characters
_PART = re.compile(r"[\s\-–—_|｜·•,，:：>＞《》【】（）()]+")
# What an edition calls itself, whosever it is: 数字报, 多媒体数字报刊平台, 往期报纸.
_ANY_EDITION = re.compile(
    r"(?:多媒体|全媒体|数[字码位]|电[子脑]|网[络上]|在线|手机|移动|触[屏摸]|官方|立体|往期|过往|历史|本期|今日|阅?读|看)+版?(?:报[纸刊]?|版|新闻|周刊|快报)"
)
_EDITION = re.compile(
    rf"(?P<paper>{PAPER})(?:社|集团)?(?:数字报(?:纸)?|[数电][子字]版|电子报|多媒体(?:数字)?(?:报纸|版)?|在线阅读)?"
)
# A link that says 电子报 or 新闻 is of another kind.
_NAMED = re.compile(
    r"(?P<paper>[\u4e00-\u9fff]{2,8}(?:[日晚晨早时商导]报|都市报|青年报|特区报))(?:数字报(?:纸)?|[数电][子字]版|首页)?"
)
_STATEMENT = re.compile(
    rf"^[^。]{{0,40}}?(?:本[报刊网站]|《(?P<paper>{PAPER})》|{PAPER}社?)[^。]{{0,80}}"
    r"未[经获][^。]{0,40}(?:授权|许可|同意|允许)[^。]{0,80}(?:转载|摘编|镜像|复制|使用|传播|目的)"
)


def name_edition(draft: Draft) -> None:
    """Put aside the legal statement, and give an issue that does not know its newspaper the name they tell."""
    rows = []
    for row in draft.rows:
        if _statement(row.text):
            draft.discard(row, "版权声明")
        else:
            rows.append(row)
    draft.rows = rows
    if draft.issue is not None and not draft.issue.newspaper:
        statements = filter(None, map(_statement, draft.shadow.split("\n")))
        named = [_paper_of(metadata.value(draft, WINDOW)), *(statement["paper"] or "" for statement in statements)]
        named.append(_paper_of_links(draft))
        draft.issue = replace(draft.issue, newspaper=next(filter(None, named), ""))


def _statement(text: str) -> re.Match[str] | None:
    may_be = len(text) <= LONGEST_STATEMENT and ("未经" in text or "未获" in text)
    return _STATEMENT.match(text.strip()) if may_be else None


def _paper_of_links(draft: Draft) -> str:
    """The one newspaper that a link of the page names and nothing else; empty where none does, or several."""
    links = [mark for mark in draft.marks if mark.reason == MARKUP_REASONS["navigation"]]
    named = [_NAMED.fullmatch(draft.text[mark.start : mark.end].strip()) for mark in links]
    papers = {match["paper"] for match in named if match}
    return papers.pop() if len(papers) == 1 else ""


def _paper_of(title: str) -> str:
    """The newspaper that a part of a window's title names and nothing else; empty where none does."""
    parts = [part for part in _PART.split(title) if not _ANY_EDITION.fullmatch(part)]
    found = [match["paper"] for part in parts if (match := _EDITION.fullmatch(part))]
    return found[-1] if found else ""
