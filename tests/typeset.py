"""Sets articles as a newspaper page: columns with indents and justified lines, as PDF (reportlab) or DOCX.

The page has what pages have: the headline across the columns, the byline below it, headings on lines of their
own, captions between paragraphs, a running head and a page number. Punctuation does not begin a line.
"""

import io
from dataclasses import dataclass

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
PAGE = (780.0, 1100.0)
MARGIN = 100.0
SIZE, LEADING = 10.0, 16.0
GUTTER = 20.0
NOT_FIRST = "，。、；：？！”’）》】…—%,.;:?!)"

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Piece:
    """Something to set: its kind (title, byline, heading, caption, paragraph, note) and text."""

    kind: str
    text: str


def pieces(article: dict) -> list[Piece]:
    """The parts of an expectation (tests/expected) in the order in which a page has them."""
    found = [Piece("kicker", first(article["kicker"])), Piece("title", first(article["title"]))]
    found += [Piece("subtitle", first(article["subtitle"]))]
    printed = "".join(p for section in article["sections"] for p in map(first, section["paragraphs"]))
    byline = first(article["byline"])
    if "".join(byline.split()) not in "".join(printed.split()):
        found.append(Piece("byline", byline))
    if article["editor_note"]:
        found.append(Piece("paragraph", "编者按：" + first(article["editor_note"])))
    captions = [Piece("caption", first(caption)) for caption in article["captions"]]
    for section in article["sections"]:
        found.append(Piece("heading", first(section["heading"])))
        for paragraph in section["paragraphs"]:
            found.append(Piece("paragraph", first(paragraph)))
            found += captions[:1]
            captions = captions[1:]
    return [piece for piece in found + captions if piece.text]


def first(value: str | list[str]) -> str:
    """One right answer of an expectation."""
    return value[0] if isinstance(value, list) else value


def wide(text: str, size: float = SIZE) -> float:
    return pdfmetrics.stringWidth(text, FONT, size)


def broken(text: str, measure: float, size: float, indent: float = 0.0) -> list[str]:
    """Lines of a paragraph; punctuation that would begin a line hangs on the one before."""
    lines, line, room = [], "", measure - indent
    for character in text:
        if line and wide(line + character, size) > room + 0.01 and character not in NOT_FIRST:
            lines.append(line)
            line, room = "", measure
        line += character
    return [*lines, line]


class Page:
    """A canvas on which columns fill one after the other, page after page."""

    def __init__(self, columns: int, running_head: str) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=PAGE)
        self.columns = columns
        self.head = running_head
        self.measure = SIZE * int((PAGE[0] - 2 * MARGIN - GUTTER * (columns - 1)) / columns / SIZE)
        self.top = PAGE[1] - MARGIN
        self.number = 0
        self._open()

    def _open(self) -> None:
        self.number += 1
        self.column, self.y = 0, self.top
        self.canvas.setFont(FONT, 9)
        self.canvas.drawString(MARGIN, PAGE[1] - 50, self.head)
        self.canvas.drawCentredString(PAGE[0] / 2, 40, f"— {self.number} —")

    def across(self, text: str, size: float) -> None:
        """A deck or byline across the columns, centred."""
        for line in broken(text, PAGE[0] - 2 * MARGIN, size):
            self.y -= size * 1.4
            self.canvas.setFont(FONT, size)
            self.canvas.drawCentredString(PAGE[0] / 2, self.y, line)
        self.top = self.y - LEADING

    def start(self) -> None:
        self.y = self.top

    def line(self, text: str, indent: float = 0.0, justify: bool = False, centre: bool = False) -> None:
        """One line of a column; a new column or page where there is no room."""
        if self.y - LEADING < MARGIN:
            self.column, self.y = self.column + 1, self.top
        if self.column == self.columns:
            self.canvas.showPage()
            self.top = PAGE[1] - MARGIN
            self._open()
        self.y -= LEADING
        left = MARGIN + self.column * (self.measure + GUTTER)
        rest = self.measure - indent - wide(text)
        space = rest / (len(text) - 1) if justify and len(text) > 1 else 0.0
        left += rest / 2 if centre else indent
        drawn = self.canvas.beginText(left, self.y)
        drawn.setFont(FONT, SIZE)
        drawn.setCharSpace(space)
        drawn.textOut(text)
        self.canvas.drawText(drawn)

    def gap(self) -> None:
        self.y -= LEADING

    def done(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


def pdf(article: dict, columns: int, running_head: str = "滨河新闻") -> bytes:
    """An article as a PDF with so many columns."""
    page = Page(columns, running_head)
    parts = pieces(article)
    sizes = {"kicker": 14, "title": 24, "subtitle": 14, "byline": SIZE}
    for piece in parts:
        if piece.kind in sizes:
            page.across(piece.text, sizes[piece.kind])
    page.start()
    for piece in parts:
        if piece.kind == "paragraph":
            lines = broken(piece.text, page.measure, SIZE, 2 * SIZE)
            for number, line in enumerate(lines):
                page.line(line, 0.0 if number else 2 * SIZE, justify=number < len(lines) - 1)
        elif piece.kind in ("heading", "caption"):
            page.gap()
            for line in broken(piece.text, page.measure - 2 * SIZE, SIZE):
                page.line(line, centre=True)
            page.gap()
    return page.done()


def word(article: dict) -> bytes:
    """An article as a Word document as an office writes it: sizes and weights, hardly a style."""
    document = docx.Document()
    for piece in pieces(article):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(("\u3000\u3000" if piece.kind == "paragraph" else "") + piece.text)
        run.font.size = Pt({"title": 22, "kicker": 15, "subtitle": 15}.get(piece.kind, 10.5))
        run.bold = piece.kind == "heading"
        if piece.kind == "caption":
            paragraph.style = "Caption"
        if piece.kind not in ("paragraph", "heading"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
