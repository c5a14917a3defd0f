"""PDF with a text layer: the lines of each page in the order in which one reads them.

PDFium (by pypdfium2) gives the characters with their boxes; which of them make a line, and which lines a column,
is read off the page by pdf_layout.py. An indent becomes full-width spaces and a gap between lines an empty
line, so that the pipeline sees the page as it sees text typed off it.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from archive.ingest import limits
from archive.ingest.readers.pdf_layout import Glyph, TypeLine, lines_in_reading_order
from archive.ingest.types import Line, SourcePage, SourceText, UnreadableSource
from archive.ingest.words.pages import FOLIO

EXTENSIONS: Final = (".pdf",)
MARK: Final = b"%PDF-"

HEADLINE_RATIO: Final = 1.3  # of the size of the body
HEADING_RATIO: Final = 1.08
CAPTION_RATIO: Final = 0.92
MARGIN: Final = 0.08  # of the height of the page, above and below: running heads and page numbers stand there
GAP: Final = 0.8  # of the size of type between two lines, beyond the usual leading, is an empty line
MAX_NAME: Final = 20
MAX_UNKNOWN: Final = 0.3  # share of characters without Unicode

_PAIR: Final = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|.", re.DOTALL)
_DIGITS: Final = re.compile(r"[\d〇零一二三四五六七八九十]+")


def matches(data: bytes) -> bool:
    """Whether the mark of PDF stands within the first 1024 bytes, as PDF 1.7, annex H.3.4.1 allows."""
    return MARK in data[:1024]


def read(name: str, data: bytes) -> SourceText:
    """Lines of a PDF. Raises UnreadableSource for what is damaged, locked, scanned or out of bounds."""
    limits.check_size(len(data), limits.MAX_DOCUMENT_BYTES)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(
            "PDF 无法打开，可能已损坏或有密码。请用阅读器打开，另存为没有密码的 PDF 再导入。"
        ) from error
    with document:
        limits.check_count(len(document), limits.MAX_PAGES, "PDF 的页数")
        pages = [_page(document, index) for index in range(len(document))]
    _check_text(pages)
    set_pages = [page for page in pages if page.lines]
    lines_of_pages = list(_lines_of_pages(set_pages))
    places = tuple(
        SourcePage(page.number, lines[0].number, page.width, page.height)
        for page, lines in zip(set_pages, lines_of_pages, strict=True)
    )
    lines = tuple(line for each in lines_of_pages for line in each)
    return SourceText(name, lines, "utf-8", reader="pdf", pages=places)


@dataclass(frozen=True)
class PdfPage:
    """A page by its number from 1, its size in points, its lines in reading order."""

    number: int
    width: float
    height: float
    lines: list[TypeLine]


def _page(document: pypdfium2.PdfDocument, index: int) -> PdfPage:
    try:
        page = document[index]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(f"PDF 第 {index + 1} 页已损坏（{error}）。请另存或重新取得文件后再导入。") from error
    limits.check_count(text.count_chars(), limits.MAX_PAGE_CHARACTERS, f"PDF 第 {index + 1} 页的字符数")
    lines = lines_in_reading_order(list(glyphs_of(text)))
    return PdfPage(index + 1, page.get_width(), page.get_height(), lines)


def glyphs_of(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    """The characters of a page. Of the spaces that PDFium puts in only those between Latin words are kept."""
    box = pdfium.FS_RECTF()
    space, made = "", False
    before = ""
    for index, character in characters_of(text):
        generated = pdfium.FPDFText_IsGenerated(text, index) == 1
        if character.isspace() or generated:
            space, made = (space, True) if generated else (space + character, made)
            continue
        if pdfium.FPDFText_GetLooseCharBox(text, index, box):
            latin = made and not space and _is_latin(before) and _is_latin(character)
            before_it = " " if latin else space
            size = _size(text, index)
            yield Glyph(character, box.left, box.bottom, box.right, box.top, size, before_it, index)
        space, made, before = "", False, character


def characters_of(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
    """The characters of a page, each with its place. PDFium counts units of UTF-16, of which a rare character has two,
    both in one box: its place is that of the first. Half a character alone is U+FFFD: nothing can store it."""
    units = (chr(pdfium.FPDFText_GetUnicode(text, index)) for index in range(text.count_chars()))
    place = 0
    for character in _PAIR.findall("".join(units)):
        yield place, character.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        place += len(character)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    """The size of type as printed, in points: the font's own size, as the matrix of the text scales it."""
    matrix = pdfium.FS_MATRIX()
    size: float = pdfium.FPDFText_GetFontSize(text, index)
    scaled = pdfium.FPDFText_GetMatrix(text, index, matrix)
    if scaled:
        size *= abs(matrix.d) or abs(matrix.b)
    return max(size, 1.0)


def _check_text(pages: list[PdfPage]) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    if not text.strip():
        raise UnreadableSource("PDF 没有文字层（是扫描图片）。请先做文字识别（OCR），再导入识别后的 PDF 或文本。")
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in text)
    if unknown > len(text) * MAX_UNKNOWN:
        raise UnreadableSource("PDF 的字体没有对应的文字，读出的是乱码。请先做文字识别（OCR），或向排版部门要文本稿。")


def _lines_of_pages(pages: list[PdfPage]) -> Iterator[list[Line]]:
    """The lines of each page, numbered through the file."""
    body = statistics.median_low([line.size for page in pages for line in page.lines for _ in line.text])
    levels = _levels(pages, body)
    repeated = _repeated(pages)
    heads: set[str] = set()
    number, before = 0, ""
    for page in pages:
        found: list[Line] = []
        markups = ["" if _in_margin(line, page.height) else _markup(line, body, levels) for line in page.lines]
        for index, line in enumerate(page.lines):
            if line.space_above > GAP * body:
                number, before = number + 1, ""
                found.append(Line(number, ""))
            number += 1
            limits.check_line(len(line.text), number)
            markup = "h1" if _is_deck(markups, index) else markups[index]
            head = _DIGITS.sub("#", line.text)
            if _is_furniture(line, page.height, body, repeated & heads):
                markup = "furniture"
            heads.add(head)
            goes_on = markup not in ("", "furniture") and before.rstrip("+") == markup
            before = f"{markup}+" if goes_on else markup
            found.append(Line(number, "\u3000" * line.indent + line.text, before))
        yield found


def _is_deck(markups: list[str], index: int) -> bool:
    """Whether a line in larger type stands right above or below a headline."""
    beside = markups[max(index - 1, 0) : index + 2]
    return markups[index].startswith("h") and "h1" in beside


def _is_furniture(line: TypeLine, height: float, body: float, repeated: set[str]) -> bool:
    """Page numbers, running heads seen before, and a mere name in the type of the body where one stands."""
    if not _in_margin(line, height):
        return False
    name = line.size <= body and len(line.text) <= MAX_NAME and not re.search(r"[\d，。：；！？]", line.text)
    return bool(FOLIO.fullmatch(line.text)) or name or _DIGITS.sub("#", line.text) in repeated


def _levels(pages: list[PdfPage], body: float) -> list[float]:
    """The sizes in which headings are set, the largest first."""
    sizes = {round(line.size, 1) for page in pages for line in page.lines}
    return sorted((s for s in sizes if body * HEADING_RATIO <= s < body * HEADLINE_RATIO), reverse=True)


def _repeated(pages: list[PdfPage]) -> set[str]:
    """What stands in the margins of several pages, numbers apart: running heads."""
    margins = Counter(
        text
        for page in pages
        for text in {_DIGITS.sub("#", line.text) for line in page.lines if _in_margin(line, page.height)}
    )
    return {text for text, count in margins.items() if count > 1}


def _in_margin(line: TypeLine, height: float) -> bool:
    return not MARGIN * height < line.bottom < (1 - MARGIN) * height


def _markup(line: TypeLine, body: float, levels: list[float]) -> str:
    """What the size of type says: headlines, headings of several levels, and captions, which are set smaller."""
    size = round(line.size, 1)
    if size >= body * HEADLINE_RATIO:
        return "h1"
    if size in levels:
        return f"h{min(levels.index(size) + 2, 6)}"
    return "caption" if size <= body * CAPTION_RATIO else ""
