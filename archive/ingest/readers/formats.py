"""The registry of readers: it asks the content first and the extension second, since files are named wrongly more
often than they are written wrongly.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from archive.ingest import limits
from archive.ingest.readers import docx, html, json_text, markdown, pdf, text, xml
from archive.ingest.readers.decode import decode
from archive.ingest.types import SourceText, UnreadableSource

# A picture that is written as XML, whatever stands before its first element.
SVG: Final = re.compile(rb"(\xef\xbb\xbf)?(\s|<[?!][^>]*>)*<svg[\s>]", re.IGNORECASE)
SVG_HEAD: Final = 2048


@dataclass(frozen=True)
class SourceFormat:
    """A format: how its content is known, what its files are called, and who reads it. `begins` is what all content
    begins with that may be called so: a text that is called .pdf is a text."""

    name: str
    matches: Callable[[bytes], bool]
    extensions: tuple[str, ...]
    read: Callable[[str, bytes], SourceText]
    begins: bytes = b""


# Readers of marked-up and binary formats; what none of them takes is text or Markdown.
SOURCE_FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat("pdf", pdf.matches, pdf.EXTENSIONS, pdf.read, pdf.MARK),
    SourceFormat("docx", docx.matches, docx.EXTENSIONS, docx.read, docx.MARK),
    SourceFormat("html", html.matches, html.EXTENSIONS, html.read),
    SourceFormat("xml", xml.matches, xml.EXTENSIONS, xml.read),
)

# A mail as a program keeps it: lines of its head up to one that no text of a newspaper has.
# Possessive throughout: a line is taken in one way only, however many follow.
MAIL: Final = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*+\n(?:[ \t][^\n]*+\n)*+){0,60}?"
    rb"(?:MIME-Version: *\d|Message-ID:\s*<|Received: *(?:from|by)\b)",
    re.I,
)


def read(name: str, data: bytes) -> SourceText:
    """The lines of a file. Raises UnreadableSource, with the reason, where no text can be had."""
    if SVG.match(data[:SVG_HEAD]):
        raise UnreadableSource("这是 SVG 图片，不是文本。请导出为 txt、docx 或带文字层的 PDF 再导入。")
    extension = PurePath(name).suffix.lower()
    for format_ in SOURCE_FORMATS:
        if format_.matches(data):
            return format_.read(name, data)
    for format_ in SOURCE_FORMATS:
        if extension in format_.extensions and data.startswith(format_.begins):
            return format_.read(name, data)
    if data.startswith(b"{\\rtf"):
        raise UnreadableSource("这是 RTF 文档，不是文本。请用 Word 打开，另存为 docx 再导入。")
    if MAIL.match(data):
        raise UnreadableSource("这是一封邮件，不是文本。请打开邮件，把正文另存为 txt，附件另外上传。")
    limits.check_size(len(data), limits.MAX_TEXT_BYTES)
    decoded = decode(data)
    members = json_text.flattened_json(decoded.text)
    if members:
        return json_text.read_members(name, members, decoded.encoding)
    if extension in markdown.EXTENSIONS or markdown.looks_like(decoded.text):
        return markdown.read_text(name, decoded.text, decoded.encoding)
    return text.read_text(name, decoded.text, decoded.encoding)
