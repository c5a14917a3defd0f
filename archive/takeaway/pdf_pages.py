"""Lines as the pages of a PDF: two columns under a head; at the foot the address (also as a QR code) and the number."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, islice, repeat

import segno
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from archive.takeaway.pdf_fonts import embedded
from archive.takeaway.pdf_type import SetLine, broken, centred, type_runs

WIDE, HIGH = A4
MARGIN, GUTTER = 50.0, 22.0
ROOM = WIDE - 2 * MARGIN  # over both columns
COLUMN_ROOM = (ROOM - GUTTER) / 2
TOP, BOTTOM = HIGH - 68, 84.0  # of the text
SMALL, SQUARE = 8.5, 40.0
BELOW_OPENING = 14.0
STEP = 8.0  # in which columns are made even
FILLED_AND_STROKED = 2  # of PDF's ways to render text
THICKER = 0.02  # of its size, where a line is bold and no bold font is at hand


@dataclass(frozen=True)
class Sheaf:
    """What is set: `opening` over both columns of the first page, then `lines`; `head` and `address` on each page."""

    title: str
    author: str
    head: str
    address: str
    opening: Sequence[SetLine]
    lines: Sequence[SetLine]


def high(lines: Iterable[SetLine]) -> float:
    """How high a column of these is."""
    return sum(line.above + line.leading for line in lines)


def _columns(lines: Sequence[SetLine], heights: Iterator[float]) -> Iterator[list[SetLine]]:
    """`lines` in columns of these heights; what must stay with the next line goes with it into the next column."""
    column: list[SetLine] = []
    room = next(heights)
    for line in lines:
        if column and high([*column, line]) > room:
            ends = len(column)
            while ends and column[ends - 1].stays:
                ends -= 1
            ends = ends or len(column)
            yield column[:ends]
            column, room = _at_top(column[ends:]), next(heights)
        column += [line] if column else _at_top([line])
    yield column


def _at_top(lines: list[SetLine]) -> list[SetLine]:
    return [replace(lines[0], above=0), *lines[1:]] if lines else []


def sheaf_pages(sheaf: Sheaf) -> list[list[list[SetLine]]]:
    """The pages, each as its columns; those of the last are about equally long."""
    first = TOP - BOTTOM - high(sheaf.opening) - BELOW_OPENING

    columns = list(_columns(sheaf.lines, chain((first, first), repeat(TOP - BOTTOM))))
    pages = [columns[at : at + 2] for at in range(0, len(columns), 2)]
    last = [line for column in pages[-1] for line in column]
    room = high(last) / 2
    while len(even := list(islice(_columns(last, repeat(room)), 3))) > 2:
        room += STEP
    return [*pages[:-1], even]


def printed_sheaves(*sheaves: Sheaf) -> bytes:
    """The PDF, which is about what the first is, each beginning on a page of its own; the same for the same lines, byte
    for byte."""
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1, lang="zh-CN")
    canvas.setTitle(sheaves[0].title)
    canvas.setSubject(sheaves[0].address)
    canvas.setAuthor(sheaves[0].author)
    canvas.setCreator("报库")
    pages = [(sheaf, page, number == 0) for sheaf in sheaves for number, page in enumerate(sheaf_pages(sheaf))]
    for number, (sheaf, page, is_first) in enumerate(pages, 1):
        _draw_head_and_foot(canvas, sheaf, f"{number} / {len(pages)}")
        top = _draw(canvas, sheaf.opening, MARGIN, TOP) - BELOW_OPENING if is_first else TOP
        for n, column in enumerate(page):
            _draw(canvas, column, MARGIN + n * (COLUMN_ROOM + GUTTER), top)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def _draw(canvas: Canvas, lines: Iterable[SetLine], left: float, top: float) -> float:
    """The lines from `top` down; where the last ends."""
    for line in lines:
        top -= line.above + line.leading
        if line.anchor:
            canvas.bookmarkHorizontal(line.anchor, left, top + line.leading)
            canvas.addOutlineEntry(line.called, line.anchor)
        canvas.saveState()
        text = canvas.beginText(left + line.begins, top + (line.leading - line.size) / 2)
        text.setCharSpace(line.spaced)
        if line.bold and not embedded():
            canvas.setLineWidth(line.size * THICKER)
            text.setTextRenderMode(FILLED_AND_STROKED)
        for face, run in type_runs(line.text, line.bold):
            text.setFont(face, line.size)
            text.textOut(run)
        canvas.drawText(text)
        canvas.restoreState()
    return top


def _draw_head_and_foot(canvas: Canvas, sheaf: Sheaf, number: str) -> None:
    small = SetLine("", SMALL, SMALL)
    head = broken(sheaf.head, small, ROOM)
    _draw(canvas, head, MARGIN, TOP + 15 + high(head))
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, TOP + 8, WIDE - MARGIN, TOP + 8)
    canvas.line(MARGIN, BOTTOM - 14, WIDE - MARGIN, BOTTOM - 14)
    foot = BOTTOM - 20
    _draw(canvas, [centred(number, small, ROOM)], MARGIN, foot - 36)
    if sheaf.address:
        _draw(canvas, broken(sheaf.address, small, ROOM - SQUARE - 60), MARGIN, foot)
        _draw_square(canvas, sheaf.address, WIDE - MARGIN - SQUARE, foot)


def _draw_square(canvas: Canvas, address: str, left: float, top: float) -> None:
    matrix = segno.make(address, micro=False).matrix
    dot = SQUARE / len(matrix)
    path = canvas.beginPath()
    for row, dots in enumerate(matrix):
        for at, dark in enumerate(dots):
            if dark:
                path.rect(left + at * dot, top - (row + 1) * dot, dot, dot)
    canvas.drawPath(path, stroke=0, fill=1)
