"""An article as a file to take away: plain text, Markdown and a Word document."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from archive.language.titles import titled
from archive.layout.reading import lay_out
from archive.models import Article
from archive.takeaway.citations import gbt7714_2025, reference
from archive.takeaway.packages import without_times
from archive.takeaway.xmltext import legal


@dataclass(frozen=True)
class Piece:
    """One line of an article in reading order.

    `kind` is kicker, title, subtitle, byline, printed (where and when), note, heading, paragraph, caption or
    citation; `level` that of a heading (2 or 3).
    """

    kind: str
    text: str
    level: int = 0


def pieces(article: Article, site: str) -> Iterator[Piece]:
    """The article line by line, as its page shows it; without what it has not."""
    for kind in ("kicker", "title", "subtitle", "byline"):
        if text := getattr(article, kind):
            yield Piece(kind, one_line(text))
    yield Piece("printed", printed(article))
    for number, line in enumerate(filter(str.strip, article.editor_note.splitlines())):
        yield Piece("note", line if number else f"编者按：{line}")
    layout = lay_out(article)
    for part in layout.parts:
        if part.heading:
            yield Piece("heading", part.heading, part.level)
        for paragraph in part.paragraphs:
            yield Piece("paragraph", paragraph.text)
            for figure in paragraph.figures:
                yield Piece("caption", one_line(figure.caption))
    for figure in layout.loose:
        yield Piece("caption", one_line(figure.caption))
    yield Piece("citation", gbt7714_2025(reference(article, site)))


def one_line(text: str) -> str:
    """`text` with a space for each run of white space."""
    return " ".join(text.split())


def printed(article: Article) -> str:
    """《济宁高新新闻》（2021年11月5日） 01版 专题访谈: as far as the source names them."""
    place = [article.page.label if article.page else "", article.column.name if article.column else ""]
    return " ".join([f"{titled(article.newspaper)}（{article.date_text}）", *filter(None, place)])


def as_text(article: Article, site: str) -> str:
    """Plain text: a line a paragraph, each indented by two characters as in print."""
    lines = []
    for piece in pieces(article, site):
        if piece.kind in ("note", "heading", "citation"):
            lines.append("")
        if piece.kind == "paragraph":
            lines.append("　　" + piece.text)
        elif piece.kind == "caption":
            lines.append(f"［图］{piece.text}")
        else:
            lines.append(piece.text)
        if piece.kind in ("printed", "note"):
            lines.append("")
    return "\n".join(lines) + "\n"


# What Markdown would read as markup: anywhere, and at the beginning of a line only.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&])")
_MARKDOWN_OPENING = re.compile(r"^(\d+(?=[.)])|(?=[#+\-=~|]))(?=.)")


def markdown_text(text: str) -> str:
    """`text` such that Markdown (CommonMark) shows it as it is."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _MARKDOWN_OPENING.sub(r"\1\\", escaped)


def as_markdown(article: Article, site: str) -> str:
    """Markdown (CommonMark): the title is the first heading, what the article was printed in stands under it."""
    marks = {"title": "# {}", "heading": "", "note": "> {}", "caption": "*图：{}*", "citation": "---\n\n{}"}
    blocks = []
    for piece in pieces(article, site):
        text = markdown_text(piece.text)
        if piece.kind == "heading":
            blocks.append("#" * piece.level + " " + text)
        else:
            blocks.append(marks.get(piece.kind, "{}").format(text))
    return "\n\n".join(blocks) + "\n"


def as_word(article: Article, site: str) -> bytes:
    """A Word document (.docx) in the type of a Chinese office: title in black face, body in Song with indents."""
    document: WordDocument = Document()
    _set_type(document)
    for piece in pieces(article, site):
        text = legal(piece.text)
        if piece.kind == "title":
            paragraph = document.add_heading(text, 0)
        elif piece.kind == "heading":
            paragraph = document.add_heading(text, piece.level - 1)
        else:
            paragraph = document.add_paragraph(text)
        if piece.kind in ("kicker", "title", "subtitle", "byline", "printed", "caption"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if piece.kind in ("paragraph", "note"):
            paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_POINTS)
    properties = document.core_properties
    properties.title = legal(article.title)[:255]
    properties.author = legal("、".join(reference(article).authors))[:255]
    properties.language = "zh-CN"
    properties.identifier = site + article.get_absolute_url()
    properties.comments = ""
    written = io.BytesIO()
    document.save(written)
    return without_times(written.getvalue())


BODY_POINTS = 12  # 小四


def _set_type(document: WordDocument) -> None:
    """Name East Asian fonts: without them Word sets Chinese in whatever its Latin template falls back to."""
    for name, font in (("Normal", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体"), ("Heading 2", "黑体")):
        style = document.styles[name]
        style.font.name = font
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_POINTS)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(0)
