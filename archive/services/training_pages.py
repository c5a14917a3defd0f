"""An editor's work as training: a source as its corrected articles say it should have been read."""

from typing import Any

from archive.ingest import pipeline
from archive.ingest.readers import formats
from archive.ingest.training import align
from archive.ingest.training.folders import site_of
from archive.ingest.training.pages import LabelledPage
from archive.models import Article, SourceFile
from archive.models.printed import public


def training_page(source: SourceFile) -> LabelledPage:
    """The lines of a source with labels from its articles as they stand in the archive now, hidden numbers hidden.

    UnreadableSource or OSError where the kept bytes cannot be read.
    """
    read = public(formats.read(source.name, source.read_bytes()))
    articles = [_known(article) for article in source.articles.order_by("position", "id")]
    return LabelledPage(read, align.labels_of(read, articles, pipeline.parse(read)), site_of(source.name))


def _known(article: Article) -> dict[str, Any]:
    """An article in the shape of a dry run, as far as lines of the source can show it."""
    return {
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "byline": article.byline,
        "column": article.column.name if article.column else "",
        "editor_note": article.editor_note,
        "contributors": [{"name": contributor.name} for contributor in article.contributors.all()],
        "sections": [
            {"level": section.level, "heading": section.heading, "paragraphs": section.paragraphs}
            for section in article.sections.all()
        ],
        "captions": [figure.caption for figure in article.figures.all()],
    }
