"""How much of anything a reader takes in, and the sentence an editor gets when it is more.

A newspaper page holds some ten thousand characters and a year of a daily some ten million. The bounds lie
far above what an office has and far below what a machine suffers from, so that a damaged or hostile file
ends in a report. Readers call these functions rather than compare numbers of their own.
"""

import re
from typing import Final

from archive.ingest.types import UnreadableSource

MIB: Final = 1024 * 1024

MAX_TEXT_BYTES: Final = 16 * MIB  # plain text, Markdown, HTML, XML
MAX_DOCUMENT_BYTES: Final = 200 * MIB  # PDF and DOCX carry pictures
MAX_LINE_CHARACTERS: Final = 200_000  # one line of text; a long chapter has 20,000
MAX_LINES: Final = 200_000  # of one file; a year of a daily has about as many
MAX_ARTICLES: Final = 5_000  # of one file that is divided by rules; a year of a weekly has some 2,000
MAX_RECORD_BYTES: Final = 4 * MIB  # one line of JSON Lines
MAX_FIELD_CHARACTERS: Final = 20_000  # of a record, but for its body
MAX_PARAGRAPHS: Final = 20_000  # of a record
MAX_PORTION_CHARACTERS: Final = 8 * MIB  # of JSON Lines that are in memory together
MAX_PAGES: Final = 400  # pages of a PDF
MAX_PAGE_CHARACTERS: Final = 60_000  # of a PDF page; a broadsheet has 15,000
MAX_DEPTH: Final = 400  # elements within elements in HTML and XML
MAX_ELEMENTS: Final = 400_000
MAX_ATTRIBUTES: Final = 1_000  # of one element; a page that a script fills has some dozen
MAX_ARCHIVE_ENTRIES: Final = 20_000  # files in a zip
MAX_ARCHIVE_BYTES: Final = 2048 * MIB  # of a zip, unpacked
MAX_RATIO: Final = 200  # unpacked bytes to packed; Chinese text packs to a third, white scans to a hundredth
RATIO_GRACE_BYTES: Final = 16 * MIB  # below this a high ratio does no harm

_LONG_TAG: Final = re.compile(r"<[A-Za-z][^<>]{2000,}")
_ATTRIBUTE: Final = re.compile(r"""\s[^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")


def _mib(size: int) -> str:
    return f"{size / MIB:.1f} MB"


def check_size(size: int, limit: int, what: str = "文件") -> None:
    """Raise UnreadableSource where `size` bytes are more than `limit`."""
    if size > limit:
        raise UnreadableSource(f"{what}有 {_mib(size)}，超过上限 {_mib(limit)}。请拆成几个较小的文件再导入。")


def check_line(length: int, number: int) -> None:
    """Raise UnreadableSource where line `number` has more characters than any line of print."""
    if length > MAX_LINE_CHARACTERS:
        raise UnreadableSource(
            f"第 {number} 行有 {length} 个字符，超过上限 {MAX_LINE_CHARACTERS}，不像报纸文字。"
            "请检查文件，或按段落换行后再导入。"
        )


def check_count(count: int, limit: int, what: str) -> None:
    """Raise UnreadableSource where there are more things (pages, elements, entries) than `limit`."""
    if count > limit:
        raise UnreadableSource(f"{what}超过上限 {limit}。请拆成几个较小的文件再导入。")


def check_attributes(text: str) -> None:
    """Raise UnreadableSource where a tag of HTML or XML has more attributes than any page gives one.

    Asked before a parser is: libxml2 compares each attribute with all before it.
    """
    for tag in _LONG_TAG.finditer(text):
        check_count(sum(1 for _ in _ATTRIBUTE.finditer(text, *tag.span())), MAX_ATTRIBUTES, "一个标签的属性数")


def check_depth(depth: int) -> None:
    """Raise UnreadableSource where elements lie deeper within one another than any page is made."""
    if depth > MAX_DEPTH:
        raise UnreadableSource(f"标签嵌套超过 {MAX_DEPTH} 层，文件可能已损坏。请在浏览器中打开，另存为纯文本后再导入。")


def check_ratio(unpacked: int, packed: int, what: str) -> None:
    """Raise UnreadableSource where a packed file grows as only a zip bomb does. Sizes in bytes."""
    if unpacked > RATIO_GRACE_BYTES and unpacked > packed * MAX_RATIO:
        raise UnreadableSource(
            f"{what}解压后是压缩前的 {MAX_RATIO} 倍以上，疑为压缩炸弹，未予解压。请解压检查后逐个导入。"
        )
