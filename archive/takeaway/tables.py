"""Articles as a table for people: a workbook (XLSX), CSV, a Word document, each written as its rows are read; a PDF.

The two packages of XML are written by hand: python-docx and openpyxl have all of one before its first byte goes out.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from html import escape

from archive.takeaway.pdf import listing_as_pdf
from archive.takeaway.streams import Pieces
from archive.takeaway.xmltext import legal

HEADS = ("报纸", "日期", "期号", "版", "标题", "作者", "相关的一句", "地址")
WIDTHS = (16, 12, 10, 12, 48, 20, 72, 48)  # of columns, in characters
MOST_ROWS = 5000  # articles in one file
MOST_SET = 500  # in a PDF, which is made whole: half a second
# What a spreadsheet takes for the beginning of a formula, in a file that cannot say what is text.
FORMULAS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class TableRow:
    """An article: where it was printed, what it is called, who wrote it, the sentence it is listed for, its address."""

    newspaper: str
    date: str
    number: str
    page: str
    headline: str
    author: str
    sentence: str
    address: str


def as_csv(rows: Iterable[TableRow], note: str) -> Iterator[bytes]:
    """UTF-8 with the mark by which spreadsheets know it; `note`, where there is one, is the last line."""
    yield "\ufeff".encode() + _csv_line(HEADS)
    for row in rows:
        yield _csv_line(astuple(row))
    if note:
        yield _csv_line([note])


def _csv_line(values: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([f"'{value}" if value.startswith(FORMULAS) else value for value in values])
    return line.getvalue().encode()


def as_workbook(rows: Iterable[TableRow], note: str) -> Iterator[bytes]:
    """One sheet whose head stays in sight; all cells are text."""

    def sheet() -> Iterator[str]:
        yield f'{XML}<worksheet xmlns="{SHEET}"><sheetViews><sheetView workbookViewId="0">'
        yield '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><cols>'
        for n, width in enumerate(WIDTHS, 1):
            yield f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        yield "</cols><sheetData>"
        yield _cells(HEADS)
        for row in rows:
            yield _cells(astuple(row))
        if note:
            yield _cells([note])
        yield "</sheetData></worksheet>"

    return _package(WORKBOOK, "xl/worksheets/sheet1.xml", sheet())


def _cells(values: Iterable[str]) -> str:
    cells = (f'<c t="inlineStr"><is><t xml:space="preserve">{_xml(value)}</t></is></c>' for value in values)
    return f"<row>{''.join(cells)}</row>"


def as_document(rows: Iterable[TableRow], note: str) -> Iterator[bytes]:
    """For each article its headline, where it was printed and by whom, the sentence, the address."""

    def body() -> Iterator[str]:
        yield f'{XML}<w:document xmlns:w="{WORD}"><w:body>'
        for headline, told in _entries(rows):
            yield _paragraph(headline, "<w:b/>")
            yield "".join(map(_paragraph, told)) + _paragraph("")
        if note:
            yield _paragraph(note)
        yield "</w:body></w:document>"

    return _package(DOCUMENT, "word/document.xml", body())


def as_pages(rows: Iterable[TableRow], note: str) -> Iterator[bytes]:
    """The same as PDF, which is whole before its first byte goes out."""
    yield listing_as_pdf(SHEET_NAME, _entries(rows), note)


def _entries(rows: Iterable[TableRow]) -> Iterator[tuple[str, list[str]]]:
    """The headline of each with its number, and what is told of it."""
    for number, row in enumerate(rows, 1):
        printed = " ".join(filter(None, (row.newspaper, row.date, row.number, row.page, row.author)))
        yield f"{number}. {row.headline}", [text for text in (printed, row.sentence, row.address) if text]


def _paragraph(text: str, look: str = "") -> str:
    run = f'<w:r><w:rPr><w:rFonts w:eastAsia="宋体"/>{look}</w:rPr><w:t xml:space="preserve">{_xml(text)}</w:t></w:r>'
    return f"<w:p>{run if text else ''}</w:p>"


def _xml(text: str) -> str:
    return escape(legal(text), quote=False)


def _package(parts: dict[str, str], main: str, written: Iterable[str]) -> Iterator[bytes]:
    """A zip of `parts` and of the part `main`, which is written piece by piece."""
    sink = Pieces()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)

        def steps() -> Iterator[None]:
            with package.open(main, "w") as part:
                for piece in written:
                    part.write(piece.encode())
                    yield

        yield from sink.after(steps())
    yield sink.take()


SHEET_NAME = "检索结果"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument"


def _parts(main: str, media_type: str, others: str = "") -> dict[str, str]:
    """What says of a package which of its parts is read first, and what each is."""
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{media_type}"/>{others}</Types>',
        "_rels/.rels": _related("officeDocument", main),
    }


def _related(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>'


WORKBOOK = {
    **_parts(
        "xl/workbook.xml",
        f"{_MEDIA}.spreadsheetml.sheet.main+xml",
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MEDIA}.spreadsheetml.worksheet+xml"/>',
    ),
    "xl/_rels/workbook.xml.rels": _related("worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    f'<sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
DOCUMENT = _parts("word/document.xml", f"{_MEDIA}.wordprocessingml.document.main+xml")


@dataclass(frozen=True)
class TableFormat:
    """A form of table: what readers call it, its media type, what writes rows and a note in it, the most rows."""

    label: str
    media_type: str
    write: Callable[[Iterable[TableRow], str], Iterator[bytes]]
    most: int = MOST_ROWS


# By file ending, in the order in which people want them.
TABLES = {
    "xlsx": TableFormat("Excel", f"{_MEDIA}.spreadsheetml.sheet", as_workbook),
    "csv": TableFormat("CSV", "text/csv; charset=utf-8", as_csv),
    "docx": TableFormat("Word", f"{_MEDIA}.wordprocessingml.document", as_document),
    "pdf": TableFormat("PDF", "application/pdf", as_pages, MOST_SET),
}
