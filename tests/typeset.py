"""Sets articles as a newspaper page: columns with indents and justified lines, as PDF (reportlab) or DOCX.

The page has what pages have: the headline across the columns, the byline below it, headings on lines of their
own, captions between paragraphs, a running head and a page number. Punctuation does not begin a line.
"""

import io
from dataclasses import dataclass

import docx
from docx.document import Document
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
    found = [
        Piece("column", first(article["column"])),
        Piece("kicker", first(article["kicker"])),
        Piece("title", first(article["title"])),
    ]
    found += [Piece("subtitle", first(article["subtitle"]))]
    printed = "".join(p for section in article["sections"] for p in map(first, section["paragraphs"]))
    byline = first(article["byline"])
    if "".join(byline.split()) not in "".join(printed.split()):
        found.append(Piece("byline", byline))
    if article["editor_note"]:
        found.append(Piece("paragraph", "编者按：" + first(article["editor_note"])))
    captions = [Piece("caption", first(caption)) for caption in article["captions"]]
    for section in article["sections"]:
        found.append(Piece(f"heading {section['level']}", first(section["heading"])))
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

    def __init__(self, columns: int, running_head: list[str]) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=PAGE)
        self.columns = columns
        self.head = running_head
        measure = SIZE * int((PAGE[0] - 2 * MARGIN - GUTTER * (columns - 1)) / columns / SIZE)
        self.measure = min(measure, 42 * SIZE)  # no paper sets longer lines
        self.top = PAGE[1] - MARGIN
        self.number = 0
        self._open()

    def _open(self) -> None:
        self.number += 1
        self.column, self.y = 0, self.top
        self.canvas.setFont(FONT, 9)
        for number, line in enumerate(self.head):
            self.canvas.drawString(MARGIN, PAGE[1] - 50 - 14 * number, line)
        self.canvas.drawCentredString(PAGE[0] / 2, 40, f"— {self.number} —")

    def across(self, text: str, size: float) -> None:
        """A deck or byline across the columns, centred, as large as fits on one line."""
        size = min(size, (PAGE[0] - 2 * MARGIN) / wide(text, 1.0))
        self.y -= size * 1.4
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(PAGE[0] / 2, self.y, text)
        self.top = self.y - LEADING

    def start(self) -> None:
        self.y = self.top

    def line(
        self, text: str, indent: float = 0.0, justify: bool = False, centre: bool = False, size: float = SIZE
    ) -> None:
        """One line of a column; a new column or page where there is no room."""
        if self.y - LEADING < MARGIN:
            self.column, self.y = self.column + 1, self.top
        if self.column == self.columns:
            self.canvas.showPage()
            self.top = PAGE[1] - MARGIN
            self._open()
        self.y -= LEADING
        left = MARGIN + self.column * (self.measure + GUTTER)
        rest = self.measure - indent - wide(text, size)
        space = rest / (len(text) - 1) if justify and len(text) > 1 else 0.0
        left += rest / 2 if centre else indent
        drawn = self.canvas.beginText(left, self.y)
        drawn.setFont(FONT, size)
        drawn.setCharSpace(space)
        drawn.textOut(text)
        self.canvas.drawText(drawn)

    def gap(self) -> None:
        self.y -= LEADING / 2

    def turn(self) -> None:
        """A new page for the next article."""
        self.canvas.showPage()
        self.top = PAGE[1] - MARGIN
        self._open()

    def done(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


DECKS = {"column": 14.0, "kicker": 14.0, "title": 24.0, "subtitle": 14.0, "byline": SIZE}
# Within a column: headings larger, captions smaller than the body.
SIZES = {"heading 2": 12.0, "heading 3": 11.0, "caption": 8.5}


def masthead(issue: dict) -> list[str]:
    """The two lines of the running head of an issue as its expectation has it."""
    year, month, day = first(issue["date"]).split("-")
    number, lunar = issue["total_number"], first(issue["lunar_date"])
    parts = [f"{year}年{int(month)}月{int(day)}日", first(issue["weekday"]), lunar, f"总第{number}期"]
    line = "  ".join([first(issue["newspaper"]), *parts, first(issue["year_number"])])
    return [line, f"主办：{first(issue['publisher'])}"]


def pdf(expectation: dict, columns: int) -> bytes:
    """The articles of an expectation as a PDF with so many columns, each on a page of its own."""
    page = Page(columns, masthead(expectation["issue"]) if expectation["issue"] else ["滨河新闻"])
    for number, article in enumerate(expectation["articles"]):
        if number:
            page.turn()
        parts = pieces(article)
        for piece in parts:
            if piece.kind in DECKS:
                page.across(piece.text, DECKS[piece.kind])
        page.start()
        for piece in parts:
            _in_column(page, piece)
    return page.done()


def _in_column(page: Page, piece: Piece) -> None:
    if piece.kind == "paragraph":
        lines = broken(piece.text, page.measure, SIZE, 2 * SIZE)
        for number, line in enumerate(lines):
            page.line(line, 0.0 if number else 2 * SIZE, justify=number < len(lines) - 1)
    elif piece.kind in SIZES:
        size = SIZES[piece.kind]
        page.gap()
        for line in broken(piece.text, page.measure - 2 * SIZE, size):
            page.line(line, centre=True, size=size)
        page.gap()


def word(expectation: dict) -> bytes:
    """The same as a Word document as an office writes it: sizes and weights, hardly a style."""
    document = docx.Document()
    if expectation["issue"]:
        for line in masthead(expectation["issue"]):
            document.add_paragraph(line)
    for article in expectation["articles"]:
        for piece in pieces(article):
            _in_document(document, piece)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _in_document(document: Document, piece: Piece) -> None:
    paragraph = document.add_paragraph()
    heading = piece.kind.startswith("heading")
    run = paragraph.add_run(("\u3000\u3000" if piece.kind == "paragraph" else "") + piece.text)
    run.font.size = Pt(
        {"title": 22, "column": 15, "kicker": 15, "subtitle": 15, "heading 2": 13, "heading 3": 12}.get(
            piece.kind, 10.5
        )
    )
    run.bold = heading
    if piece.kind == "caption":
        paragraph.style = "Caption"
    if piece.kind != "paragraph" and not heading:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
