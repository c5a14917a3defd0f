"""XML records of articles: elements whose names say what they hold, one record or many in a file.

A record is an element with a child for the title. Its other children become lines that carry their names; what
no name is known for is kept as metadata. Entities are not expanded and nothing is fetched from the network.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from archive.ingest import limits
from archive.ingest.readers.decode import decode
from archive.ingest.readers.entities import settled
from archive.ingest.readers.html_blocks import blocks, parse_page
from archive.ingest.types import Line, SourceText, UnreadableSource
from archive.ingest.words import labels

EXTENSIONS: Final = (".xml", ".rss", ".atom")

# Where a file has many records, their fields are told by the markup of lines.
MARKUPS: Final = {"title": "h1", "kicker": "h2", "subtitle": "h2", "author": "byline", "date": "date"}

_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
# An entity that is made of others, as no newspaper's export has them (a "billion laughs").
_NESTED_ENTITY: Final = re.compile(r"<!ENTITY\s+[^\s%]+\s+(?:\"[^\"]*&[\w.-]+;|'[^']*&[\w.-]+;)")
_TAGS: Final = re.compile(r"<(?:p|br|div|span)\b[^>]*>", re.IGNORECASE)


def matches(data: bytes) -> bool:
    """Whether a file begins with an XML declaration."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml")


def read(name: str, data: bytes) -> SourceText:
    """Lines of the records of a file. Raises UnreadableSource where it is no well-formed XML or out of bounds."""
    limits.check_size(len(data), limits.MAX_TEXT_BYTES)
    decoded = decode(data)
    root = _root(decoded.text)
    records = [element for element in root.iter(etree.Element) if any(_key(child) == "title" for child in element)]
    fields = [list(_fields(record)) for record in records] or [[("body", text) for text in _lines(root)]]
    lines: list[Line] = []
    for record in fields:
        for key, text in record:
            limits.check_line(len(text), len(lines) + 1)
            lines.append(Line(len(lines) + 1, text, _markup(key, single=len(fields) == 1)))
    if not lines:
        raise UnreadableSource("XML 里没有文字。请检查原件是否保存完整。")
    return SourceText(name, tuple(lines), decoded.encoding, reader="xml", meta=_meta(fields), single=len(records) == 1)


def _root(text: str) -> etree._Element:
    limits.check_attributes(text)
    if _NESTED_ENTITY.search(text):
        raise UnreadableSource(
            "XML 里的实体一层套一层（<!ENTITY>），展开会没有止境，没有读。请重新导出，或改存为纯文本再导入。"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(settled(_DECLARATION.sub("", text).strip()).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource(f"XML 不完整或有错（{error}）。请重新导出，或改存为纯文本再导入。") from error
    limits.check_count(sum(1 for _ in root.iter()), limits.MAX_ELEMENTS, "XML 的元素数")
    return root


def _key(element: etree._Element) -> str:
    """What an element's name says, else the name itself."""
    name = etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
    return labels.RECORD_NAMES.get(name, name)


def _fields(record: etree._Element) -> Iterator[tuple[str, str]]:
    for child in record:
        for text in _lines(child):
            yield _key(child), text


def _lines(element: etree._Element) -> Iterator[str]:
    """Text of an element and all within, a line for each line and each element; HTML within it as blocks."""
    for piece in map(str, element.itertext()):
        if _TAGS.search(piece):
            yield from (block.text for block in blocks(parse_page(piece)))
        else:
            yield from filter(str.strip, piece.splitlines())


def _markup(key: str, single: bool) -> str:
    if key == "body":
        return "p"
    return f"meta:{key}" if single or key not in MARKUPS else MARKUPS[key]


def _meta(fields: list[list[tuple[str, str]]]) -> dict[str, str]:
    """The fields of a single record; of many, what all agree in."""
    shared = set(fields[0]).intersection(*fields[1:])
    return {key: text.strip() for key, text in fields[0] if (key, text) in shared and key != "body"}
