"""The lines of an article as a proofreader reads them, and what is found in one."""

from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a line of an article is."""

    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATELINE = "dateline"
    NOTE = "note"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"


HEADLINE = (LineKind.KICKER, LineKind.TITLE, LineKind.SUBTITLE)
_NAMES = {
    LineKind.KICKER: "引题",
    LineKind.TITLE: "标题",
    LineKind.SUBTITLE: "副题",
    LineKind.BYLINE: "署名",
    LineKind.DATELINE: "电头",
    LineKind.NOTE: "编者按",
    LineKind.HEADING: "第{}个小标题",
    LineKind.PARAGRAPH: "第{}段",
    LineKind.CAPTION: "第{}条图说",
}


class ProofCheck(StrEnum):
    """What is looked for."""

    PAIRS = "引号、书名号不成对"
    HALF_WIDTH = "汉字间的半角标点"
    CLAIMS = "标题与正文的数字、日期不合"
    NAMES = "没见过的署名"
    SCRIPTS = "混入的形近字、繁体字"
    TWICE = "拆分、合并后别的文章里也有的文字"


@dataclass(frozen=True)
class ProofLine:
    """One line: `number` counts those of its kind from 1, as far as it may have several; `anchor` is where pages that
    lay the article out have it."""

    kind: LineKind
    text: str
    number: int = 1
    anchor: str = "top"

    @property
    def place(self) -> str:
        """标题, 第3段"""
        return _NAMES[self.kind].format(self.number)


@dataclass(frozen=True)
class Remark:
    """What is found in the characters `start` to `end` (exclusive) of a line; `advice` says in Chinese what to do."""

    check: ProofCheck
    line: ProofLine
    start: int
    end: int
    advice: str

    @property
    def quoted(self) -> str:
        """The characters themselves."""
        return self.line.text[self.start : self.end]


def quotation_of(text: str, start: int, end: int, reach: int = 6) -> str:
    """Characters of a text with some of those about them, as a message quotes them."""
    first, last = max(0, start - reach), min(len(text), end + reach)
    return f"{'……' if first else ''}{text[first:last].strip()}{'……' if last < len(text) else ''}"
