"""Articles as a table for people: a workbook (XLSX), CSV, a Word document, each written as its rows are read; a PDF.

The two packages of XML are written by hand: python-docx and openpyxl have all of one before its first byte goes out.
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from html import escape
from itertools import chain

from archive.language.dates import in_chinese
from archive.models import Article
from archive.takeaway.packages import entry
from archive.takeaway.pdf import listing_as_pdf
from archive.takeaway.streams import Pieces
from archive.takeaway.xmltext import legal

HEADS = ("报纸", "日期", "期号", "版", "标题", "作者", "摘句", "地址")
WIDTHS = (16, 12, 10, 12, 48, 20, 72, 48)  # of columns, in characters
MOST_ROWS = 5000  # articles in one file
MOST_SET = 500  # in a PDF, which is made whole: half a second
# A workbook counts days from here, and has a 29 February 1900, which never was.
DAY_0, FIRST_DAY = datetime.date(1899, 12, 30), datetime.date(1900, 3, 1)
LINKS = "H"  # the column of addresses
# What a spreadsheet takes for the beginning of a formula, in a file that cannot say what is text.
FORMULAS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class TableRow:
    """An article: where it was printed, what it is called, who wrote it, some of its text, its address.

    `date` is a day, or in words what is known of it. `passage` is a sentence; for a document it may be many lines.
    """

    newspaper: str
    date: datetime.date | str
    number: str
    page: str
    headline: str
    author: str
    passage: str
    address: str


def row_of(article: Article, passage: str, site: str) -> TableRow:
    """The row of an article that shows `passage` of its text; `site` is put before its address."""
    issue, page = article.issue, article.page
    return TableRow(
        newspaper=article.newspaper.name,
        date=article.date if article.day and article.date else article.date_text,
        number=issue.number_text if issue else "",
        page=page.name if page else "",
        headline=article.headline,
        author=article.byline,
        passage=passage,
        address=site + article.get_absolute_url(),
    )


def as_csv(rows: Iterable[TableRow], said: Sequence[str]) -> Iterator[bytes]:
    """First a line for each of `said`."""
    return csv_table(chain(([line] for line in said), [HEADS], map(astuple, rows)))


def csv_table(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A table in CSV line by line, UTF-8 with the mark by which spreadsheets know it; nothing in it is taken for a
    formula."""
    yield "\ufeff".encode()
    for row in rows:
        line, values = io.StringIO(), map(str, row)
        csv.writer(line).writerow([f"'{value}" if value.startswith(FORMULAS) else value for value in values])
        yield line.getvalue().encode()


def as_workbook(rows: Iterable[TableRow], said: Sequence[str]) -> Iterator[bytes]:
    """One sheet: a row for each of `said`, the head, which stays in sight with them, a row for each article. Days are
    dates, addresses links, all else is text."""
    above, addresses = len(said) + 1, list[str]()

    def sheet() -> Iterator[str]:
        yield f'{XML}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
        yield f'<pane ySplit="{above}" topLeftCell="A{above + 1}" state="frozen"/></sheetView></sheetViews><cols>'
        for n, width in enumerate(WIDTHS, 1):
            yield f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        yield "</cols><sheetData>"
        yield from (_cells([line]) for line in said)
        yield _cells(HEADS)
        for row in rows:
            addresses.append(row.address)
            yield _cells(astuple(row))
        yield "</sheetData>"
        if addresses:
            yield "<hyperlinks>"
            yield from (f'<hyperlink ref="{LINKS}{above + n}" r:id="rId{n}"/>' for n in range(1, len(addresses) + 1))
            yield "</hyperlinks>"
        yield "</worksheet>"

    def links() -> Iterator[str]:
        yield f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        for n, address in enumerate(addresses, 1):
            target = f'Target="{xml_text(address)}" TargetMode="External"'
            yield f'<Relationship Id="rId{n}" Type="{OFFICE_NAMESPACE}/hyperlink" {target}/>'
        yield "</Relationships>"

    return packed_parts(WORKBOOK, {"xl/worksheets/sheet1.xml": sheet(), "xl/worksheets/_rels/sheet1.xml.rels": links()})


def _cells(values: Iterable[datetime.date | str]) -> str:
    return f"<row>{''.join(map(_cell, values))}</row>"


def _cell(value: datetime.date | str) -> str:
    if isinstance(value, datetime.date):
        if value >= FIRST_DAY:
            return f'<c s="1"><v>{(value - DAY_0).days}</v></c>'
        value = value.isoformat()
    return f'<c t="inlineStr"><is><t xml:space="preserve">{xml_text(value)}</t></is></c>'


def as_document(rows: Iterable[TableRow], said: Sequence[str]) -> Iterator[bytes]:
    """What is `said`; then of each article its headline, where it was printed and by whom, the passage, the address."""

    def body() -> Iterator[str]:
        yield f'{XML}<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>'
        yield "".join(map(_paragraph, said)) + (_paragraph("") if said else "")
        for headline, told in _entries(rows):
            yield _paragraph(headline, "<w:b/>")
            yield "".join(map(_paragraph, told)) + _paragraph("")
        yield "</w:body></w:document>"

    return packed_parts(DOCUMENT, {"word/document.xml": body()})


def as_pages(rows: Iterable[TableRow], said: Sequence[str]) -> Iterator[bytes]:
    """The same as PDF, which is whole before its first byte goes out."""
    yield listing_as_pdf(SHEET_NAME, said, _entries(rows))


def _entries(rows: Iterable[TableRow]) -> Iterator[tuple[str, list[str]]]:
    """The headline of each with its number, and what is told of it."""
    for number, row in enumerate(rows, 1):
        day = in_chinese(row.date) if isinstance(row.date, datetime.date) else row.date
        printed = " ".join(filter(None, (row.newspaper, day, row.number, row.page, row.author)))
        yield f"{number}. {row.headline}", [text for text in (printed, *row.passage.split("\n"), row.address) if text]


def _paragraph(text: str, look: str = "") -> str:
    run = (
        f'<w:r><w:rPr><w:rFonts w:eastAsia="宋体"/>{look}</w:rPr><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
    )
    return f"<w:p>{run if text else ''}</w:p>"


def xml_text(text: str) -> str:
    """`text` as it is written in XML, without what no XML may hold."""
    return escape(legal(text))


def packed_parts(parts: Mapping[str, str], written: Mapping[str, Iterable[str]]) -> Iterator[bytes]:
    """A zip of `parts` and of those that are `written` piece by piece, one after the other."""
    sink = Pieces()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(entry(name), text)

        def steps() -> Iterator[None]:
            for name, pieces in written.items():
                with package.open(entry(name), "w") as part:
                    for piece in pieces:
                        part.write(piece.encode())
                        yield

        yield from sink.after(steps())
    yield sink.take()


SHEET_NAME = "检索结果"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument"
WORD_MEDIA = f"{_MEDIA}.wordprocessingml"


def package_parts(main: str, media_type: str, others: str = "") -> dict[str, str]:
    """What says of a package which of its parts is read first, and what each is."""
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{media_type}"/>{others}</Types>',
        "_rels/.rels": package_links(officeDocument=main),
    }


def package_links(**targets: str) -> str:
    """A part that says what another one uses, as kind=target; they are called rId1, rId2 and so on."""
    links = (
        f'<Relationship Id="rId{n}" Type="{OFFICE_NAMESPACE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'


WORKBOOK = {
    **package_parts(
        "xl/workbook.xml",
        f"{_MEDIA}.spreadsheetml.sheet.main+xml",
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MEDIA}.spreadsheetml.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_MEDIA}.spreadsheetml.styles+xml"/>',
    ),
    "xl/_rels/workbook.xml.rels": package_links(worksheet="worksheets/sheet1.xml", styles="styles.xml"),
    # The second look of a cell is a day's.
    "xl/styles.xml": f'{XML}<styleSheet xmlns="{SHEET}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
    "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE_NAMESPACE}"><sheets>'
    f'<sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
DOCUMENT = package_parts("word/document.xml", f"{WORD_MEDIA}.document.main+xml")


@dataclass(frozen=True)
class TableFormat:
    """A form of table: what readers call it, its media type, what writes rows under what is said of them, the most
    rows."""

    label: str
    media_type: str
    write: Callable[[Iterable[TableRow], Sequence[str]], Iterator[bytes]]
    most: int = MOST_ROWS


# By file ending, in the order in which people want them.
TABLES = {
    "xlsx": TableFormat("Excel", f"{_MEDIA}.spreadsheetml.sheet", as_workbook),
    "csv": TableFormat("CSV", "text/csv; charset=utf-8", as_csv),
    "docx": TableFormat("Word", f"{WORD_MEDIA}.document", as_document),
    "pdf": TableFormat("PDF", "application/pdf", as_pages, MOST_SET),
}
