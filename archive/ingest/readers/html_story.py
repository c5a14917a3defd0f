"""Where on a page the story is, and where its headline.

The story is the element that holds the prose: text with the punctuation of sentences that is no link. Each run
of prose counts for the elements around it, the nearest most, as in Arc90's Readability (2009), and the less the
farther below the headline it stands; what a page says before its headline does not count. The headline is the
run of text that the title of the window repeats.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from lxml import html

from archive.ingest.readers.html_blocks import Block
from archive.ingest.steps.paper_names import may_be_name
from archive.ingest.words.pages import read_page_mark
from archive.language.folding import as_rules_read

SENTENCE: Final = re.compile(r"[。！？；，、：”…]")
PROSE: Final = re.compile(r"。|[！？；，：”…]$")
LEGAL: Final = re.compile(r"Copyright|©|版权所有|ICP备|举报电话|(?:免责|版权|郑重|特别)声明", re.IGNORECASE)
REACH: Final = 5  # ancestors for which a run of prose counts; each half as much as the one within it
NEAR: Final = 20  # runs of text below the headline after which prose counts half
MIN_HEADLINE: Final = 4
MIN_TEXT: Final = 40
MAX_HEADLINE: Final = 120
WIDER: Final = 2.0  # an element around the story is the story if it has so much more prose and hardly more links
WIDER_UNHEADED: Final = 1.5  # where no one story gives the page its headline, and it may have several
MAX_LINKED: Final = 0.3
NEAR_HEADING: Final = 6  # runs of text above a story among which a heading is its headline

_FURNITURE: Final = re.compile(
    r"(?:分享|转发|点赞|收藏|举报|打印|评论|字号|字体|关闭|阅读|浏览|点击)(?:到|本文|此文|窗口|次数|量|数)?\s*[:：]?\s*[\d\s大中小]*"
    r"|扫一扫.{0,24}|扫(?:描|码)(?=.{0,20}(?:维码|关注|下载|观看|阅读|收听|分享|加|进群|更多)|$).{0,24}|.{0,10}(?:上一[篇版]|下一[篇版]).{0,40}|返回.{0,6}|微信公众号.{0,10}|点击(?:进入|查看|下载).{0,20}"
    r"|(?:相关|推荐|延伸|热门|更多|为[你您]|猜[你您]).{2,8}|查看.{0,4}(?:更多|详[细情]|全文|原文)"
)
HEADING: Final = re.compile(r"h[1-6]")
_ELLIPSIS: Final = re.compile(r"(?:\.{2,}|…+)$")
# Names that pages give to the element of their headline: news_title, articleTitle, detail-title, title.
_TITLE_NAME: Final = re.compile(
    r"(?:(?:news|article|art|arti|content|con|detail|main|text|info|show|post|page|doc|story)[\w-]{0,8}?[_-]?)?"
    r"(?:title|headline|biaoti)",
    re.IGNORECASE,
)
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class StoryPlace:
    """Indices of blocks: the headline (None where the page shows none) and those within the story."""

    headline: int | None
    story: frozenset[int]
    titled: frozenset[int] = frozenset()  # the runs that the window's title holds

    @property
    def first(self) -> int:
        return min(self.story)

    @property
    def last(self) -> int:
        return max(self.story)


def layout_of(blocks: list[Block], window_title: str) -> StoryPlace:
    """Find headline and story on a page that has at least one block."""
    titled = _in_title(blocks, window_title)
    headline = _headline(blocks, titled)
    first = 0 if headline is None else headline
    element = _story_element(blocks[first:], headed=headline is not None)
    if element is None:
        element = _story_element(blocks)
    story = frozenset(i for i, block in enumerate(blocks) if element is None or _is_within(block.element, element))
    return StoryPlace(_heading_above(blocks, min(story)) if headline is None else headline, story, frozenset(titled))


def is_furniture(block: Block) -> bool:
    """Whether a run is a button, or says what one does."""
    return block.element.tag == "button" or bool(_FURNITURE.fullmatch(block.text))


def prose(block: Block) -> float:
    """How much a run of text counts: its characters that are no link, a quarter where it has no sentence in it."""
    if block.linked * 2 > block.size or LEGAL.search(block.text):
        return 0.0
    own = block.size - block.linked
    return own if PROSE.search(block.text) else own / 4


def _in_title(blocks: list[Block], window_title: str) -> list[int]:
    """The runs that the title of the window holds, and that are no links nor the newspaper's own."""
    title = _letters(window_title)
    return [
        i
        for i, block in enumerate(blocks)
        if MIN_HEADLINE <= block.size <= MAX_HEADLINE
        and block.linked * 2 < block.size
        and _in(block.text, title)
        and not _is_of_issue(block)
    ]


def _headline(blocks: list[Block], titled: list[int]) -> int | None:
    def likeness(index: int) -> tuple[int, bool, int]:
        block = blocks[index]
        return len(_letters(block.text)), bool(HEADING.fullmatch(block.element.tag)), -index

    if titled:
        return max(titled, key=likeness)
    headings = [i for i, block in enumerate(blocks) if block.element.tag == "h1" and block.linked * 2 < block.size]
    headings = [i for i in headings if not _is_of_issue(blocks[i])]
    if len([i for i in headings if _is_above_prose(blocks, i)]) > 1:
        return None  # of several stories
    listed = _listed_headline(blocks) if not headings else None
    return headings[0] if headings else listed if listed is not None else _named_headline(blocks)


def _is_of_issue(block: Block) -> bool:
    """Whether a run is the newspaper's name or a page's mark, which the window's title and a heading may hold."""
    text = as_rules_read(block.text)
    return may_be_name(text) or read_page_mark(text) is not None


def _listed_headline(blocks: list[Block]) -> int | None:
    """The one run above prose that says again, and is no link, what the page's list of its stories has as a link."""
    links = {_letters(block.text) for block in blocks if block.linked == block.size >= MIN_HEADLINE}
    again = [i for i, block in enumerate(blocks) if not block.linked and _letters(block.text) in links]
    headed = [i for i in again if any(PROSE.search(block.text) for block in blocks[i + 1 : i + NEAR_HEADING])]
    return headed[0] if len(headed) == 1 else None


def _is_above_prose(blocks: list[Block], index: int) -> bool:
    """Whether text stands right below a heading, or below a line of day and source."""
    return any(PROSE.search(block.text) and prose(block) > MIN_TEXT for block in blocks[index + 1 : index + 3])


def _named_headline(blocks: list[Block]) -> int | None:
    """The run that a page's makers call its title (<td class="news_title">), where no run is marked as a heading.

    None where they call none or several so.
    """
    if any(HEADING.fullmatch(block.element.tag) and not block.linked for block in blocks):
        return None
    named = [
        index
        for index, block in enumerate(blocks)
        if not block.linked
        and MIN_HEADLINE < block.size <= MAX_HEADLINE
        and any(_TITLE_NAME.fullmatch(name) for name in (*block.element.classes, block.element.get("id", "")))
    ]
    heads = len(named) == 1 and any(PROSE.search(block.text) for block in blocks[named[0] + 1 :])
    return named[0] if heads else None


def _heading_above(blocks: list[Block], first: int) -> int | None:
    """The heading right above a story that begins at `first`, linked or not; None where none stands so near."""
    near = range(max(0, first - NEAR_HEADING), first)
    headings = [i for i in near if HEADING.fullmatch(blocks[i].element.tag) and not is_furniture(blocks[i])]
    headings = [i for i in headings if not _is_of_issue(blocks[i])]
    return headings[-1] if headings and MIN_HEADLINE <= blocks[headings[-1]].size <= MAX_HEADLINE else None


def _in(text: str, title: str) -> bool:
    letters = _letters(_ELLIPSIS.sub("", text.strip()))
    return len(letters) >= MIN_HEADLINE and letters in title


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text)


def _story_element(blocks: list[Block], headed: bool = True) -> html.HtmlElement | None:
    points: Counter[html.HtmlElement] = Counter()
    for distance, block in enumerate(blocks):
        share = prose(block) / (1 + distance / NEAR)
        element = block.element
        for _ in range(REACH):
            if not share or element is None:
                break
            # A paragraph is no container: what it holds speaks for the element around it.
            if element.tag not in ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "span"):
                points[element] += share  # type: ignore[assignment]
                share /= 2
            element = element.getparent()
    if not points:
        return None
    return _widened(max(points, key=points.__getitem__), blocks, headed)


def _widened(element: html.HtmlElement, blocks: list[Block], headed: bool) -> html.HtmlElement:
    """The element around a story that has so much more prose than it and hardly more links.

    On a page with a headline it is one of those right around it, else at any distance: stories stand side by side.
    """
    wider = WIDER if headed else WIDER_UNHEADED
    around = [element, *element.iterancestors()]
    held = {one: [0.0, 0, 0] for one in around}  # prose, characters, linked characters
    for block in blocks:
        values = prose(block), block.size, block.linked
        for one in (block.element, *block.element.iterancestors()):
            if one in held:
                held[one] = [total + value for total, value in zip(held[one], values, strict=True)]
    for one in around[1:]:
        told, size, linked = held[one]
        if told > held[element][0] * wider and linked < size * MAX_LINKED:
            element = one
        elif headed:
            break
    return element


def _is_within(element: html.HtmlElement, container: html.HtmlElement) -> bool:
    return element is container or any(ancestor is container for ancestor in element.iterancestors())
