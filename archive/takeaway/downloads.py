"""What an issue, a span of days or all of a newspaper is taken away as: tables for people first, then whole records."""

from collections.abc import Iterator

from archive.language.dates import in_chinese
from archive.language.titles import titled
from archive.layout.summaries import news_of
from archive.models import Article
from archive.takeaway.selection import Selection
from archive.takeaway.streams import STREAMS, ExportStream
from archive.takeaway.tables import TABLES, row_of

PASSAGE = 80  # characters of an article in a table; a document has its whole text
WHOLE_TEXT = "docx"


def _tabled(ending: str) -> ExportStream:
    def write(selection: Selection, site: str) -> Iterator[bytes]:
        passage = _whole_text if ending == WHOLE_TEXT else _opening
        most = TABLES[ending].most
        shown = selection.read_articles(most)
        return TABLES[ending].write((row_of(each, passage(each), site) for each in shown), _said(selection, most))

    return ExportStream(TABLES[ending].media_type, write)


def _said(selection: Selection, most: int) -> list[str]:
    """Of which days the articles are, how many there are, and how many of them the file has."""
    first, last = (in_chinese(day) if day else "" for day in (selection.first, selection.last))
    span = first if first == last else f"{first and f'{first}起'}{last and f'至{last}'}"
    total = selection.articles.count()
    said = [f"{titled(selection.newspaper.name)}{span}，共{total}篇。"]
    return [*said, f"这里是其中的前{most}篇。"] if total > most else said


def _opening(article: Article) -> str:
    return news_of(article, PASSAGE)


def _whole_text(article: Article) -> str:
    sections = article.sections.all()
    return "\n".join(line for part in sections for line in (part.heading, *part.paragraphs) if line)


# By file ending, in the order in which people want them.
DOWNLOADS = {
    "xlsx": _tabled("xlsx"),
    WHOLE_TEXT: _tabled(WHOLE_TEXT),
    "pdf": _tabled("pdf"),
    **STREAMS,
}
