"""Marks of Markdown within a line: emphasis, code, links, pictures, tags. What is text keeps its signs: 5*3, a_b.

After CommonMark 0.31, chapter 6, but for what its rules on marks beside words do to Chinese, which sets no space
between words: there 王*明和李*华 would be emphasis, and **“引语”**说 none.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from archive.ingest.words import surnames

MarkSpan = tuple[int, int]

PICTURE_MARK: Final = re.compile(r"!\[([^\]]{0,500})\]\([^)\s]{0,2000}\)")
LINK_MARK: Final = re.compile(r"(?<!!)\[([^\]]{1,500})\]\([^)\s]{0,2000}\)")
LONGEST_SLANTED: Final = 200  # characters: stars further apart each lead to a note of their own

_DESCRIPTION = re.compile(
    r"(?!(?:微信)?(?:图片|截图|插图|配图))(?!.*\.\w{3,4}$)(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){5}"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|&nbsp;|&ensp;|&emsp;")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-'*-;=?-~]+(?<![*_])", re.IGNORECASE)
_CODE = re.compile(r"(?<![\\`A-Za-z0-9])(`{1,3})(?!`)(?P<words>[^\n]{1,500}?)(?<!`)\1(?!`)")
_RUN = re.compile(r"(?<!\\)(?:\*+|_+)")
_BOLD, _MOST = 2, 3  # signs of a run
# What stands between the stars of two names of which a part is masked: 王*明、李*华.
_NEXT_NAME = re.compile(rf"(?:.{{0,2}}[、，；和与及跟同])[{''.join(sorted(surnames.SINGLE))}]")
_STOPS = "，。、；：！？,.;:!?"


def inline_marks(text: str) -> list[MarkSpan]:
    """Slices of a line that are marks, in no order, some of them overlapping. The words of a link are print, its
    address is not; so are the words of a picture that stands alone, or behind other words and describes itself."""
    marks = [match.span() for match in _TAG.finditer(text)]
    apart = [*marks, *(match.span() for match in _ADDRESS.finditer(text))]
    for match in LINK_MARK.finditer(text):
        marks += _around(match.span(), match.span(1))
        apart.append((match.end(1), match.end()))
    for match in PICTURE_MARK.finditer(text):
        alone = match[0] == text.strip()
        told = alone or (not text[match.end() :].strip() and describes(match[1]))
        marks += _around(match.span(), match.span(1)) if told else [match.span()]
        apart.append(match.span())
    for match in _CODE.finditer(text):
        marks += _around(match.span(), match.span("words"))
        apart.append(match.span())
    return marks + list(_emphasis(text, apart))


def describes(words: str) -> bool:
    """Whether the words of a picture tell what it shows, rather than call it 图片1 or IMG_2031.jpg."""
    return bool(_DESCRIPTION.match(words))


def _around(whole: MarkSpan, words: MarkSpan) -> list[MarkSpan]:
    return [(whole[0], words[0]), (words[1], whole[1])]


def _emphasis(text: str, apart: list[MarkSpan]) -> Iterator[MarkSpan]:
    """The pairs of * and _ outside of what stands `apart`: addresses, tags, code."""
    opened: dict[str, list[MarkSpan]] = {"*": [], "_": []}
    for run in _RUN.finditer(text):
        start, end = run.span()
        sign = run[0][0]
        if any(low <= start < high for low, high in apart) or _is_within_word(text, run):
            continue
        while start < end and _may_close(text, run):
            at = _place_of_opening(opened[sign], end - start, nested=_may_open(text, run))
            if at is None:
                break
            low, high = opened[sign][at]
            size = min(high - low, end - start)
            if not _are_pair(text, (low, high), (start, end), size):
                break
            yield high - size, high
            yield start, start + size
            start += size
            opened[sign][at:] = [(low, high - size)] if low < high - size else []
        if start < end and end - start <= _MOST and _may_open(text, run):
            opened[sign].append((start, end))


def _place_of_opening(opened: list[MarkSpan], size: int, nested: bool) -> int | None:
    """Which opened run a run of `size` signs closes: the last as long, else the last, if no longer where the run may
    open another within that (`nested`)."""
    sizes = [high - low for low, high in opened]
    if size in sizes:
        return len(sizes) - 1 - sizes[::-1].index(size)
    return len(sizes) - 1 if sizes and not (nested and size < sizes[-1]) else None


def _is_within_word(text: str, run: re.Match[str]) -> bool:
    """Whether letters or digits on both sides make a run text: 5*3, a_b, 清河_1, 138****1234, 说了***就走."""
    before, after = _beside(text, run)
    foreign = before.isascii() and after.isascii()
    return before.isalnum() and after.isalnum() and (run[0][0] == "_" or foreign or len(run[0]) == _MOST)


def _may_open(text: str, run: re.Match[str]) -> bool:
    _, after = _beside(text, run)
    if len(run[0]) >= _BOLD and not text[: run.start()].strip():
        return bool(after)
    return bool(after.strip()) and after not in _STOPS and not _is_bracket(after, "Pe", "Pf")


def _may_close(text: str, run: re.Match[str]) -> bool:
    before, _ = _beside(text, run)
    if len(run[0]) >= _BOLD and not text[run.end() :].strip():
        return bool(before)
    return bool(before.strip()) and not _is_bracket(before, "Ps", "Pi")


def _are_pair(text: str, opening: MarkSpan, closing: MarkSpan, size: int) -> bool:
    """Whether two runs mark what stands between them, rather than stand for parts of two names."""
    behind_name = text[opening[0] - 1 : opening[0]] in surnames.SINGLE
    masked = behind_name and _NEXT_NAME.fullmatch(text[opening[1] : closing[0]])
    return not masked and (size >= _BOLD or closing[0] - opening[1] <= LONGEST_SLANTED)


def _beside(text: str, run: re.Match[str]) -> tuple[str, str]:
    return text[run.start() - 1 : run.start()] if run.start() else "", text[run.end() : run.end() + 1]


def _is_bracket(character: str, *categories: str) -> bool:
    return bool(character) and unicodedata.category(character) in categories
