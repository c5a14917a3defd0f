"""A page as its reader sees it: runs of text one below the other, with what the markup says of each.

Text that a browser would not show (scripts, hidden elements, comments) is no part of the page. White space is
folded as CSS does it (CSS Text Module Level 3, 4.1), so that a line break in the source between two Chinese
characters leaves no space.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree, html

from archive.ingest import limits
from archive.ingest.types import UnreadableSource
from archive.language.folding import strip_space

# HTML Living Standard, 15.3.2-15.3.8: what is set as a block, a list item or a cell.
_BLOCKS: Final = (
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol "
    "optgroup option p plaintext pre search section select summary table tbody td tfoot th thead title tr ul"
)
BLOCKS: Final = frozenset(_BLOCKS.split())
_UNSEEN: Final = (
    "area audio base canvas datalist embed frame frameset iframe link map meta noembed noframes noscript object "
    "param rp script style svg template textarea title video xmp"
)
NOT_SHOWN: Final = frozenset(_UNSEEN.split())
BOLD: Final = frozenset(("b", "strong"))
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)

# A paragraph that its writer ended with a blank line in the source, where a browser shows none.
_BLANK_LINE: Final = re.compile(r"(?<=[。！？!?”’）)】])[ \t]*\r?\n[ \t\r]*\n\s*(?=\S)")
MOST_TOLD: Final = 8  # elements
_ASIDE: Final = frozenset(("span", "time", "em", "i", "b", "strong"))
_DAY_ALONE: Final = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
_STOP: Final = re.compile("[。！？]")
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


@dataclass
class Block:
    """A run of text that stands by itself. Counts are of characters that are not white space."""

    element: html.HtmlElement  # the innermost block around it
    text: str
    size: int
    linked: int  # of these, in links
    bold: int
    after_picture: bool  # a picture stands between it and the run before
    centred: bool


@dataclass
class _Run:
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0


def parse_page(text: str) -> html.HtmlElement:
    """The tree of a page. Raises UnreadableSource for what is too deep, too large or without elements."""
    limits.check_attributes(text)
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.replace("\0", "\ufffd").encode(), parser=parser)
    except etree.LxmlError as error:
        raise UnreadableSource(f"不是可读的网页（{error}）。请在浏览器中打开，另存为网页或纯文本再导入。") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        limits.check_depth(limits.MAX_DEPTH + 1)
    return page


def blocks(page: html.HtmlElement, unfolded: bool = False) -> list[Block]:
    """The runs of text of a page in their order. Raises UnreadableSource beyond MAX_DEPTH and MAX_ELEMENTS.

    `unfolded`: with the elements that the page hides until its script shows them, one after another.
    """
    return list(_Walk(unfolded).blocks(page))


class _Walk:
    """One pass over the tree; what is open at the moment is counted, not searched for."""

    def __init__(self, unfolded: bool) -> None:
        self.unfolded = unfolded
        self.run = _Run()
        self.open = {"unseen": 0, "link": 0, "bold": 0, "pre": 0, "centred": 0}
        self.picture = False

    def blocks(self, page: html.HtmlElement) -> Iterator[Block]:
        depth = elements = 0
        for event, element in etree.iterwalk(page, events=("start", "end")):
            starts = event == "start"
            if starts:
                depth, elements = depth + 1, elements + 1
                limits.check_depth(depth)
                limits.check_count(elements, limits.MAX_ELEMENTS, "网页的元素数")
            else:
                depth -= 1
            if element.tag in BLOCKS:
                yield from self._flush(element if not starts else element.getparent())
                self.picture |= not starts and self.open["centred"] > 0 and _is_empty(element)
            for state in _states(element, self.unfolded):
                self.open[state] += 1 if starts else -1
            self.picture |= element.tag == "img"
            if starts and _begins_beside_day(element):
                yield from self._flush(element.getparent())
            yield from self._add(element.text if starts else element.tail, element if starts else element.getparent())
        yield from self._flush(page)

    def _add(self, text: str | None, element: html.HtmlElement) -> Iterator[Block]:
        if not text or self.open["unseen"]:
            return
        size = _size(text)
        self.run.linked += size if self.open["link"] else 0
        self.run.bold += size if self.open["bold"] else 0
        if not self.open["pre"]:
            self.run.pieces.append(text)
            return
        for number, line in enumerate(re.split(r"\r\n?|\n", text)):
            if number:
                yield from self._flush(element)
            self.run.pieces.append(line)

    def _flush(self, element: html.HtmlElement | None) -> Iterator[Block]:
        run, self.run = self.run, _Run()
        whole = "".join(run.pieces)
        parts = [whole] if self.open["pre"] or run.linked or run.bold else _BLANK_LINE.split(whole)
        for part in parts if element is not None else ():
            text = part if self.open["pre"] else folded(part)
            if not text.strip():
                continue
            yield Block(
                element,
                text,
                _size(text),
                run.linked,
                run.bold,
                self.picture,
                self.open["centred"] > 0,
            )
            self.picture = False


def _states(element: html.HtmlElement, unfolded: bool) -> Iterator[str]:
    tag, style = element.tag, element.get("style", "")
    if tag in NOT_SHOWN or (not unfolded and ("hidden" in element.attrib or HIDDEN.search(style))):
        yield "unseen"
    if tag == "a":
        yield "link"
    if tag in BOLD:
        yield "bold"
    if tag in ("pre", "listing", "plaintext"):
        yield "pre"
    if tag == "center" or element.get("align", "").lower() == "center" or CENTRED.search(style):
        yield "centred"


def _begins_beside_day(element: html.HtmlElement) -> bool:
    """Whether an inline element stands right behind another, no text between them, among a few of which one is a day
    alone: what is told of a story, such as who wrote, which a page sets apart by its style."""
    before = element.getprevious() if element.tag in _ASIDE else None
    if before is None or before.tag not in _ASIDE or (before.tail or "").strip():
        return False
    around = element.getparent()
    if len(around) > MOST_TOLD or _STOP.search(around.text_content()):
        return False
    return any(_DAY_ALONE.fullmatch(folded(each.text_content())) for each in around)


def _is_empty(element: html.HtmlElement) -> bool:
    """Whether a block has no height: nobody sets one, so that a picture stood in it that was not saved."""
    return (
        element.tag != "br"
        and len(element) <= 3
        and element.find(".//br") is None
        and not element.text_content().strip(" \t\r\n")
    )


def _size(text: str) -> int:
    return len(strip_space(text))


def folded(text: str) -> str:
    """White space folded to one space, and to none where a line break stands between two wide characters."""
    return _SPACE.sub(_fold, text).strip(" ")


def _fold(space: re.Match[str]) -> str:
    before, after = space.string[max(space.start() - 1, 0) : space.start()], space.string[space.end() : space.end() + 1]
    return "" if "\n" in space[0] and _is_wide(before) and _is_wide(after) else " "


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"
