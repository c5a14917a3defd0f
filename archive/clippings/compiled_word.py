"""A compilation as a Word document, written as its texts are read (python-docx has all of one in memory first).

Headings are Word's own, so that its navigation shows them; the contents are a field, which Word numbers by pages when
it is asked to (F9), and lead to the articles before that, too.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from archive.clippings.compilation import Compilation, CompiledBlock
from archive.takeaway.tables import (
    OFFICE_NAMESPACE,
    WORD_MEDIA,
    WORD_NAMESPACE,
    XML,
    package_links,
    package_parts,
    packed_parts,
    xml_text,
)

STYLES = {
    "name": "Title",
    "fact": "Facts",
    "chapter": "Heading1",
    "article": "Heading1",
    "contents": "TOC1",
    "paragraph": "BodyText",
    "note": "BodyText",
    "kicker": "Decks",
    "subtitle": "Decks",
    "byline": "Decks",
    "caption": "Caption",
    "remark": "Quote",
    "lacking": "Lacking",
    "source": "Source",
    "reference": "Bibliography",
}
SONG, HEI = "宋体", "黑体"


def _style(name: str, called: str, paragraph: str = "", run: str = "", font: str = SONG) -> str:
    face = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{called}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{face}{run}</w:rPr></w:style>"
    )


def _sized(half_points: int, bold: bool = False) -> str:
    return f'{"<w:b/>" if bold else ""}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


CENTRED = '<w:jc w:val="center"/>'
HANGING = '<w:ind w:left="480" w:hanging="480"/>'
DOTTED = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'


def _spaced(before: int, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _heading(level: int, half_points: int, spaced: str) -> str:
    kept = f'<w:keepNext/>{spaced}<w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"Heading{level}", f"heading {level}", kept, _sized(half_points, bold=True), HEI)


STYLE_SHEET = (
    f'{XML}<w:styles xmlns:w="{WORD_NAMESPACE}">'
    + "".join(
        (
            _style("Normal", "Normal", '<w:spacing w:line="360" w:lineRule="auto"/>', _sized(24)),
            _style("Title", "Title", _spaced(3600, 480) + CENTRED, _sized(52, bold=True), HEI),
            _style("Facts", "Facts", CENTRED),
            _heading(1, 32, _spaced(240, 120)),
            _heading(2, 26, _spaced(120)),
            _heading(3, 24, ""),
            _style("TOC1", "toc 1", DOTTED + HANGING),
            _style("BodyText", "Body Text", '<w:ind w:firstLine="480"/>'),
            _style("Decks", "Decks", CENTRED),
            _style("Caption", "caption", CENTRED, _sized(21)),
            _style("Quote", "Quote", '<w:shd w:val="clear" w:fill="F7F0DC"/><w:ind w:left="240"/>', _sized(22)),
            _style("Lacking", "Lacking", "", "<w:i/>"),
            _style("Source", "Source", '<w:spacing w:line="280" w:lineRule="auto"/>', _sized(18)),
            _style("Bibliography", "Bibliography", HANGING, _sized(21)),
        )
    )
    + "</w:styles>"
)
FOOTER = (
    f'{XML}<w:ftr xmlns:w="{WORD_NAMESPACE}"><w:p><w:pPr>{CENTRED}</w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
# A4; the title page has no number.
LAST_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
PACKAGE = {
    **package_parts(
        "word/document.xml",
        f"{WORD_MEDIA}.document.main+xml",
        f'<Override PartName="/word/styles.xml" ContentType="{WORD_MEDIA}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{WORD_MEDIA}.footer+xml"/>',
    ),
    "word/_rels/document.xml.rels": package_links(styles="styles.xml", footer="footer1.xml"),
    "word/styles.xml": STYLE_SHEET,
    "word/footer1.xml": FOOTER,
}
NEW_PAGE = "<w:pageBreakBefore/>"
_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def compiled_word(compiled: Compilation) -> Iterator[bytes]:
    """The package piece by piece, as the texts are read."""
    return packed_parts(PACKAGE, {"word/document.xml": _document(compiled)})


def _document(compiled: Compilation) -> Iterator[str]:
    yield f'{XML}<w:document xmlns:w="{WORD_NAMESPACE}" xmlns:r="{OFFICE_NAMESPACE}"><w:body>'
    yield from map(_set, compiled.opening())
    yield from _contents(compiled.contents())
    for nth, block in enumerate(chain(compiled.texts(), compiled.closing())):
        yield _set(block, NEW_PAGE if block.kind in ("article", "chapter") else "", bookmark=nth)
    yield f"{LAST_SECTION}</w:body></w:document>"


def _contents(blocks: Iterable[CompiledBlock]) -> Iterator[str]:
    """The heading, then the entries within one field."""
    heading, *entries = blocks
    yield _paragraph(heading, _run(heading.text), NEW_PAGE)
    for n, entry in enumerate(entries):
        field = f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>{_SEPARATE}'
        link = f'<w:hyperlink w:anchor="{entry.link.removeprefix("#")}">{_run(entry.text)}</w:hyperlink>'
        yield _paragraph(entry, ("" if n else field) + link + (_END if n == len(entries) - 1 else ""))


def _set(block: CompiledBlock, breaks: str = "", bookmark: int = 0) -> str:
    runs = _run(block.text)
    if block.link.startswith("#"):
        runs = f'<w:hyperlink w:anchor="{block.link[1:]}">{runs}</w:hyperlink>'
    elif block.link:
        # A field needs no relationship, which would have to be written before the texts are read.
        instruction = xml_text(f' HYPERLINK "{block.link}" ')
        field = f'{_BEGIN}<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{_SEPARATE}'
        runs = f"{field}{runs}{_END}"
    if block.anchor:
        runs = f'<w:bookmarkStart w:id="{bookmark}" w:name="{block.anchor}"/>{runs}<w:bookmarkEnd w:id="{bookmark}"/>'
    return _paragraph(block, runs, breaks)


def _paragraph(block: CompiledBlock, runs: str, breaks: str = "") -> str:
    style = f"Heading{block.level}" if block.kind == "heading" else STYLES.get(block.kind, "Normal")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{breaks}</w:pPr>{runs}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
