"""A saved web page: the lines of its story with what the markup says of them, and all the rest as navigation.

Every run of text that a browser shows is a line, in the order of the page. What is no part of the story has
the markup `navigation` and is listed under `discarded`.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import html

from archive.ingest import limits
from archive.ingest.draft import RowKind
from archive.ingest.readers.cells import join_rows
from archive.ingest.readers.decode import decode
from archive.ingest.readers.html_blocks import Block, blocks, folded, parse_page
from archive.ingest.readers.html_heads import heads_among, whole_heads
from archive.ingest.readers.html_story import (
    HEADING,
    MAX_HEADLINE,
    NEAR_HEADING,
    PROSE,
    SENTENCE,
    StoryPlace,
    is_furniture,
    layout_of,
)
from archive.ingest.steps.paper_names import may_be_name
from archive.ingest.types import Line, SourceText, UnreadableSource
from archive.ingest.words import bylines, signs
from archive.language.folding import as_rules_read, strip_space

EXTENSIONS: Final = (".html", ".htm", ".xhtml", ".shtml", ".mht")

# Names of meta elements that give the day of a story: Open Graph, Dublin Core and what Chinese sites use.
DATE_NAMES: Final = ("article:published_time", "publishdate", "pubdate", "date", "dc.date", "og:release_date")

_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<(?:!--.*?--|\?xml[^>]*)>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_DAY: Final = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_DAY_BEHIND: Final = re.compile(rf"[\s\[（(]*(?:{_DAY.pattern})\s*日?[\s\]）)]*$")
_LABEL: Final = re.compile(
    r"(?:发布|更新|发表)?(?:日期|时间)\s*[:：]|(?:稿件|信息|文章)?(?:来源|作者|记者|编辑)\s*[:：]"
)
# A story ends with who edited it, or where the page goes on to other stories.
_CLOSING: Final = re.compile(
    r"[(（【\[]?\s*(?:责任编辑|责编|编辑|审核|校对)\s*[:：|｜\s].{0,40}"
    r"|[【\[]?(?:(?:相关|推荐|延伸|热门|更多|最新|精彩)(?:阅读|新闻|报道|链接|推荐|文章|内容|图集|视频|评论)"
    r"|为[你您]推荐|(?:猜[你您]|你可能)(?:会)?喜欢|网友评论|我要评论|发表评论)[】\]]?.{0,4}"
)
MAX_CAPTION: Final = 80
MAX_SIGNED: Final = 200  # of a caption that names its photographer
_SIGNED = re.compile(r"摄\s*[)）]?\s*$")
MAX_LABELLED: Final = 120
# Names that pages give to the elements of decks: yinti, futi, sub-title, preTitle, and those of Founder's editions.
_DECK_NAME: Final = re.compile(
    r"(?:sub|pre|intro|kicker|shoulder|second|vice|fu|yin|jian|mei)[_-]?(?:title|head(?:line)?|biaoti|ti)|kicker|dec?k|font0[12]",
    re.IGNORECASE,
)
_BARS: Final = re.compile(r"[|｜].*[|｜]|首页")  # 首页 | 要闻 | 副刊
_OF_PICTURE: Final = frozenset(("div", "figure", "td", "center", "section"))
MOST_CELLS: Final = 4  # of a table that holds a headline with its decks
SHORTEST_DECK: Final = 5  # characters of a deck in a cell of its own; a shorter one names a part of the site
NEIGHBOURS: Final = 2  # runs beside the headline that may be decks of it


def matches(data: bytes) -> bool:
    """Whether a file begins as HTML does (in UTF-16 it is known by its extension)."""
    return bool(_START.match(data[:4096]))


def read(name: str, data: bytes) -> SourceText:
    """Lines of a page. Raises UnreadableSource where it shows no text or is out of bounds."""
    limits.check_size(len(data), limits.MAX_TEXT_BYTES)
    decoded = decode(data)
    page = parse_page(decoded.text)
    join_rows(page)
    found = _shown(page)
    if not found:
        raise UnreadableSource("网页里没有可见的文字（可能由脚本生成）。请在浏览器中打开，把正文另存为纯文本再导入。")
    title = " ".join(page.xpath("//title//text()")) or "".join(_meta(page, ("og:title",)))
    layout = layout_of(found, title)
    days = [day for day in _meta(page, DATE_NAMES) if _DAY.search(day)]
    markups = list(_markups(found, layout, dated=bool(days)))
    lines = []
    for number, (block, markup) in enumerate(zip(found, markups, strict=True), start=1):
        limits.check_line(len(block.text), number)
        lines.append(Line(number, block.text, markup))
    told = days and "date" not in markups
    meta = ({"window": title.strip()} if title.strip() else {}) | ({"date": days[0]} if told else {})
    headline = layout.headline
    headlines = [index for index, markup in enumerate(markups) if markup == "h1"]
    single = headline is not None and all(abs(index - headline) <= NEIGHBOURS for index in headlines)
    return SourceText(name, tuple(lines), decoded.encoding, reader="html", meta=meta, single=single)


def _shown(page: html.HtmlElement) -> list[Block]:
    """The runs of text that a page shows; what it hides as well, where it shows neither text nor a page of a paper."""
    found = blocks(page)
    if any(PROSE.search(block.text) for block in found) or heads_among(found, range(len(found)), dated=False):
        return found
    unfolded = blocks(page, unfolded=True)
    return unfolded if any(PROSE.search(block.text) for block in unfolded) else found


def _meta(page: html.HtmlElement, names: tuple[str, ...]) -> list[str]:
    """Contents of the first meta element that has one of `names`."""
    for element in page.iter("meta"):
        if (element.get("property") or element.get("name") or element.get("itemprop") or "").lower() in names:
            return [element.get("content", "")]
    return []


def _markups(found: list[Block], layout: StoryPlace, dated: bool) -> Iterator[str]:
    """The markup of each block: navigation, or what it is within the story. `dated`: the page's head tells the day."""
    closed = False
    index_page = layout.headline is None and not any(PROSE.search(found[index].text) for index in layout.story)
    above = range(len(found) if index_page else max(layout.first, layout.headline or 0))
    below = any(_is_label(block) for block in _below_headline(found, layout))
    info = None if dated or below else _info_above_headline(found, layout)
    dated = dated or below or info is not None
    heads = heads_among(found, (index for index in above if index != layout.headline), dated)
    heads = heads or whole_heads(found, range(layout.last + 1, len(found)))
    for index, block in enumerate(found):
        if index == info:
            yield "date"
        elif index in heads:
            yield ""
        elif index == layout.headline:
            yield "h1"
        elif _is_deck(index, found, layout):
            yield _of_deck(index, found, layout)
        elif _is_named_deck(index, found, layout):
            yield "kicker" if index < (layout.headline or 0) else "subtitle"
        elif (
            (closed := closed and not _opens_another(found, index, layout))
            or index < (layout.headline or 0)
            or index not in layout.story
        ):
            yield _outside(block, index, layout)
        elif _is_link(block) and (layout.headline is not None or not _heads_text(found[index : index + 2])):
            yield "navigation"
        else:
            closed = bool(_CLOSING.fullmatch(block.text)) and index > layout.first
            yield _inside(block)


def _below_headline(found: list[Block], layout: StoryPlace) -> list[Block]:
    """The runs right below the headline that are no sentence: where a page tells day and source of its story."""
    first = layout.first if layout.headline is None else layout.headline + 1
    return [block for block in found[first : first + NEIGHBOURS] if not PROSE.search(block.text)]


def _info_above_headline(found: list[Block], layout: StoryPlace) -> int | None:
    """The run right above the headline that tells day and source of the story: 发布时间：… 来源：…"""
    headline = layout.headline or 0
    for index in range(headline - 1, max(headline - 1 - NEIGHBOURS, -1), -1):
        block = found[index]
        told = _is_label(block) and _DAY.search(block.text) and _LABEL.search(block.text)
        if told and not block.linked and "今天" not in block.text:
            return index
    return None


def _opens_another(found: list[Block], index: int, layout: StoryPlace) -> bool:
    """Whether below the end of one story a heading like the one above it heads the text of another."""
    tag = found[layout.first].element.tag
    alike = layout.headline is None and HEADING.fullmatch(tag) and found[index].element.tag == tag
    return bool(alike) and index in layout.story and _heads_text(found[index : index + 2])


def _is_link(block: Block) -> bool:
    """Whether a run leads to another story: a link without a sentence, or any with nothing but its day behind it."""
    day = _DAY_BEHIND.search(block.text)
    if day and 0 < block.linked == block.size - len(strip_space(day[0])):
        return True
    return block.linked * 2 > block.size and not SENTENCE.search(block.text)


def _heads_text(pair: list[Block]) -> bool:
    """Whether the first of two runs is a heading, be it a link to the whole text, right above text that is none.

    On a page with a headline such a one leads to another story.
    """
    heads = bool(HEADING.fullmatch(pair[0].element.tag)) and len(pair) > 1
    return heads and bool(SENTENCE.search(pair[1].text)) and not _is_link(pair[1])


def _is_deck(index: int, found: list[Block], layout: StoryPlace) -> bool:
    """Whether a run beside the headline is another deck of it: 引题 above, 副题 below as a heading or after a dash."""
    if layout.headline is None or not _may_be_deck(index, found, layout.headline):
        return False
    block, headline = found[index], found[layout.headline]
    if _in_cells_of_headline(index, found, layout.headline):
        return True
    if block.element.getparent() is not headline.element.getparent():
        return False
    return index < layout.headline or bool(HEADING.fullmatch(block.element.tag)) or block.text.startswith("——")


def _in_cells_of_headline(index: int, found: list[Block], headline: int) -> bool:
    """Whether a run stands in a table of a few cells with the headline and no text, as editions set their decks."""
    table = next(found[headline].element.iterancestors("table"), None)
    if table is None or table not in found[index].element.iterancestors("table") or found[index].size < SHORTEST_DECK:
        return False
    around = found[max(headline - MOST_CELLS, 0) : headline + MOST_CELLS + 1]
    cells = [block for block in around if table in block.element.iterancestors("table")]
    return len(cells) <= MOST_CELLS and not any(block.linked or PROSE.search(block.text) for block in cells)


def _of_deck(index: int, found: list[Block], layout: StoryPlace) -> str:
    """The markup of a deck: what stands above the headline, or below it; that of the headline where the page may
    mean either, as its heading is of a higher level or the window's title holds both."""
    headline = layout.headline or 0
    if index in layout.titled or _rank(found[index]) < _rank(found[headline]):
        return "h1"
    return "kicker" if index < headline else "subtitle"


def _rank(block: Block) -> int:
    """The level of a run's heading: 1 is the highest; 7 for a run that is none."""
    return int(block.element.tag[1]) if HEADING.fullmatch(block.element.tag) else 7


def _is_named_deck(index: int, found: list[Block], layout: StoryPlace) -> bool:
    """Whether the makers of a page call a run beside the headline a deck: <td class="font02">, <p class="futi">."""
    if layout.headline is None or not _may_be_deck(index, found, layout.headline):
        return False
    block = found[index]
    if bylines.kind_of(block.text) is not None or PROSE.search(block.text):
        return False
    alone = folded(block.element.text_content()) == block.text
    around = block.element.iter() if alone else [block.element]
    return any(_DECK_NAME.fullmatch(name) for one in around for name in (*one.classes, one.get("id", "")))


def _may_be_deck(index: int, found: list[Block], headline: int) -> bool:
    block = found[index]
    beside = 0 < abs(index - headline) <= NEIGHBOURS
    return beside and not (
        block.linked
        or block.size > MAX_LABELLED
        or _is_label(block)
        or is_furniture(block)
        or _BARS.search(block.text)
        or may_be_name(as_rules_read(block.text))
    )


def _is_label(block: Block) -> bool:
    return block.size <= MAX_LABELLED and bool(_DAY.search(block.text) or _LABEL.match(block.text))


def _outside(block: Block, index: int, layout: StoryPlace) -> str:
    """Of what is not in the story nor masthead only its day and source are kept, and what may be of the headline."""
    if _is_label(block) and not _is_link(block) and (layout.headline or 0) <= index and index not in layout.story:
        return "date"
    if layout.headline is None and _may_be_headline(block) and layout.first - NEAR_HEADING <= index < layout.first:
        return ""
    if layout.headline is not None and layout.headline < index < layout.first and not block.linked:
        if _is_of_picture(block):
            return "caption"
        if bylines.kind_of(block.text) is RowKind.BYLINE:
            return "byline"
        if block.size >= SHORTEST_DECK and not is_furniture(block) and not may_be_name(as_rules_read(block.text)):
            return ""  # the labeller may tell
    return "navigation"


def _is_of_picture(block: Block) -> bool:
    """Whether a short run below a picture is its caption: it is centred, or alone with it in an element."""
    if not block.after_picture or block.size > (MAX_SIGNED if _SIGNED.search(block.text) else MAX_CAPTION):
        return False
    around = block.element.getparent()
    return (
        block.centred
        or block.text[0] in signs.ARROWS
        or (around is not None and around.tag in _OF_PICTURE and folded(around.text_content()) == block.text)
    )


def _may_be_headline(block: Block) -> bool:
    """Whether a run above a story that no markup heads may be its headline, which then the labeller tells."""
    return not block.linked and block.size <= MAX_HEADLINE and not is_furniture(block)


def _inside(block: Block) -> str:
    if is_furniture(block):
        return "navigation"
    tag: str = block.element.tag
    if HEADING.fullmatch(tag):
        return tag
    if tag == "figcaption" or _is_of_picture(block):
        return "caption"
    if block.bold == block.size:
        return "strong"
    return "li" if tag == "li" else "p"
