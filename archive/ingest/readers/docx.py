"""Word documents (Office Open XML, ECMA-376 part 1): a paragraph of the document is a line.

Read from the parts of the package itself, since text in frames and footnotes belongs to a newspaper page as
well: paragraphs in the order of the document, those of text boxes where the box is anchored.
"""

import io
import statistics
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from archive.ingest import limits
from archive.ingest.readers.bundle import UNPACKING_ERRORS
from archive.ingest.readers.cells import are_of_table, row_as_line
from archive.ingest.readers.entities import settled
from archive.ingest.types import Doubt, Line, SourceText, UnreadableSource

EXTENSIONS: Final = (".docx",)
MARK: Final = b"PK\x03\x04"

MAIN: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
FURNITURE: Final = ("word/header", "word/footer")
MACROS: Final = "word/vbaProject.bin"
NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
# Programs in the document, which nothing here runs; the file is kept with them.
HAS_MACROS: Final = Doubt("macros", "文件带有宏，未执行；保存的原件里仍有它，请勿下载后打开运行。")
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same box once more, for old versions of Word.
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DEFAULT_SIZE: Final = 21.0  # half-points: 五号
DRAWN: Final = (f"{W}drawing", f"{W}pict", f"{W}object")
BREAKS: Final = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
HEADLINE_RATIO: Final = 1.3  # of the size of the body
HEADING_RATIO: Final = 1.08


@dataclass(frozen=True)
class WordParagraph:
    """A paragraph of a document: its text, its style's name, its size in half-points, whether all is bold."""

    text: str
    style: str = ""
    size: float = DEFAULT_SIZE
    bold: bool = False


def matches(data: bytes) -> bool:
    """Whether a file is a zip with a Word document in it."""
    return data.startswith(MARK) and MAIN.encode() in data


def read(name: str, data: bytes) -> SourceText:
    """Lines of a document. Raises UnreadableSource for what is damaged, out of bounds or without text."""
    limits.check_size(len(data), limits.MAX_DOCUMENT_BYTES)
    with _opened(data) as package:
        styles = _styles(_part(package, STYLES)) if STYLES in package.namelist() else {}
        doubts = (HAS_MACROS,) if MACROS in package.namelist() else ()
        document = _part(package, MAIN)
        _join_rows(document)
        main = list(_paragraphs(document, styles))
        furniture = [p for part in package.namelist() if part.startswith(FURNITURE) for p in _of(package, part)]
        notes = [p for part in NOTES if part in package.namelist() for p in _of(package, part)]
    body = statistics.median_low([p.size for p in main for _ in p.text] or [DEFAULT_SIZE])
    sizes = {p.size for p in main}
    levels = sorted((s for s in sizes if body * HEADING_RATIO <= s < body * HEADLINE_RATIO), reverse=True)
    found = [(p, "furniture") for p in furniture] + [(p, _markup(p, body, levels)) for p in main + notes]
    lines: list[Line] = []
    for paragraph, markup in found:
        for text in paragraph.text.split("\n"):
            limits.check_line(len(text), len(lines) + 1)
            lines.append(Line(len(lines) + 1, text, markup if text.strip() else ""))
    if not any(line.text.strip() for line in lines):
        raise UnreadableSource("文档里没有文字（可能只有图片）。请先做文字识别（OCR），或另存为纯文本再导入。")
    return SourceText(name, tuple(lines), "utf-8", reader="docx", doubts=doubts)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except UNPACKING_ERRORS as error:
        raise UnreadableSource("Word 文档已损坏。请用 Word 或 WPS 打开，另存后再导入。") from error
    limits.check_count(len(package.infolist()), limits.MAX_ARCHIVE_ENTRIES, "文档的部件数")
    if MAIN not in package.namelist():
        raise UnreadableSource("压缩包里没有 Word 正文。如果是压缩包，请把扩展名改为 .zip 再导入。")
    return package


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    entry = package.getinfo(name)
    limits.check_size(entry.file_size, limits.MAX_TEXT_BYTES, "文档正文")
    limits.check_ratio(entry.file_size, entry.compress_size, "文档")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(_settled(package.read(entry)), parser)
    except (*UNPACKING_ERRORS, etree.XMLSyntaxError) as error:
        raise UnreadableSource("Word 文档已损坏。请用 Word 或 WPS 打开，另存后再导入。") from error
    limits.check_count(sum(1 for _ in root.iter()), limits.MAX_ELEMENTS, "文档的元素数")
    return root


def _settled(part: bytes) -> bytes:
    try:
        text = part.decode()
    except UnicodeDecodeError:
        return part  # in the encoding that its declaration names: for the parser
    limits.check_attributes(text)
    return settled(text).encode()


def _of(package: zipfile.ZipFile, part: str) -> list[WordParagraph]:
    return [p for p in _paragraphs(_part(package, part), {}) if p.text.strip()]


def _styles(root: etree._Element) -> dict[str, WordParagraph]:
    """Name, size and weight of every style by its id; "" is what holds where a paragraph names none."""
    found = {"": WordParagraph("", size=_size(root.find(f"{W}docDefaults"), DEFAULT_SIZE))}
    for style in root.iter(f"{W}style"):
        name = _value(style.find(f"{W}name"))
        based = found.get(_value(style.find(f"{W}basedOn")), found[""])
        bold = style.find(f"{W}rPr/{W}b") is not None or based.bold
        this = WordParagraph("", name.lower(), _size(style, based.size), bold)
        found[style.get(f"{W}styleId", "")] = this
        if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph":
            found[""] = this
    return found


def _paragraphs(root: etree._Element, styles: dict[str, WordParagraph]) -> Iterator[WordParagraph]:
    for element in root.iter(f"{W}p"):
        if any(ancestor.tag == FALLBACK for ancestor in element.iterancestors()):
            continue
        style = styles.get(_value(element.find(f"{W}pPr/{W}pStyle")), styles.get("", WordParagraph("")))
        runs = [run for run in element.iter(f"{W}r") if next(run.iterancestors(f"{W}p")) is element]
        texts = [(_text(run), run) for run in runs]
        said = [(text, run) for text, run in texts if text.strip()]
        size = max((_size(run, style.size) for _, run in said), default=style.size)
        bold = bool(said) and all(_is_bold(run, style.bold) for _, run in said)
        yield WordParagraph("".join(text for text, _ in texts), style.style, size, bold)


def _join_rows(document: etree._Element) -> None:
    """Make each row of the tables below the first text one paragraph, set as its first one; above is the masthead."""
    first = next(
        (p for p in document.iter(f"{W}p") if _said(p) and next(p.iterancestors(f"{W}tbl"), None) is None), None
    )
    below = False
    for element in document.iter(f"{W}p", f"{W}tbl"):
        below = below or element is first
        placed = element.tag == f"{W}p" or any(found is not element for found in element.iter(f"{W}tbl", *DRAWN))
        if placed or not below:
            continue
        rows = [(row, list(row.iter(f"{W}tc"))) for row in element.iter(f"{W}tr")]
        texts = [[_said(cell) for cell in cells] for _, cells in rows]
        for (row, cells), said in zip(rows, texts, strict=True) if are_of_table(texts) else ():
            runs = [run for cell in cells for run in cell.iter(f"{W}r") if _text(run).strip()]
            for run in runs[:1]:
                paragraph = next(run.iterancestors(f"{W}p"))
                for child in [child for child in paragraph if child.tag != f"{W}pPr"]:
                    paragraph.remove(child)
                for child in [child for child in run if child.tag != f"{W}rPr"]:
                    run.remove(child)
                etree.SubElement(run, f"{W}t").text = row_as_line(said)
                paragraph.append(run)
                row[:] = [paragraph]


def _said(element: etree._Element) -> str:
    return "".join(_text(run) for run in element.iter(f"{W}r")).strip()


def _text(run: etree._Element) -> str:
    return "".join((child.text or "") if child.tag == f"{W}t" else BREAKS.get(child.tag, "") for child in run)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _size(element: etree._Element | None, default: float) -> float:
    """The size of type in half-points that an element sets for its text."""
    value = "" if element is None else _value(element.find(f".//{W}rPr/{W}sz"))
    return float(value) if value.isdecimal() and len(value) < 5 else default


def _is_bold(run: etree._Element, default: bool) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return default if bold is None else _value(bold) not in ("0", "false", "off")


def _markup(paragraph: WordParagraph, body: float, levels: list[float]) -> str:
    """What style, size and weight say: the names of Word's own styles are the same in every language of Word."""
    style = paragraph.style
    if style == "title":
        return "h1"
    if style.startswith("heading ") and style[8:].isdecimal():
        return f"h{min(int(style[8:]), 6)}"
    if style == "caption":
        return "caption"
    if paragraph.size >= body * HEADLINE_RATIO:
        return "h1"
    if paragraph.size in levels:
        return f"h{min(levels.index(paragraph.size) + 2, 6)}"
    if paragraph.bold:
        return "strong"
    return "" if "\n" in paragraph.text else "p"
