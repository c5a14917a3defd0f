"""The parts of an article that can have lines of a source."""

from collections.abc import Iterable
from typing import NamedTuple

from archive.layout.reading import LaidOutArticle
from archive.models import Article, Figure

DECK_LABELS = (("kicker", "引题"), ("title", "主题"), ("subtitle", "副题"))
HEAD_LABELS = (("column", "栏目"), *DECK_LABELS, ("byline", "署名"), ("editor_note", "编者按"))
# Names as in Article.edited_fields of what parts say.
SAID_BY_PARTS = {*dict(HEAD_LABELS), "sections", "captions"}


class ArticlePart(NamedTuple):
    """A part of an article that can claim lines."""

    target: str  # of the claim
    label: str
    anchor: str
    text: str

    @property
    def is_short(self) -> bool:
        """Whether it is a name, a deck, a heading or a caption, whose lines end between words."""
        return "paragraphs" not in self.target and self.target != "editor_note"


def parts_in_order(article: Article, layout: LaidOutArticle) -> list[ArticlePart]:
    """The parts of an article in the order in which one reads them."""
    parts = [ArticlePart(name, label, "top", str(getattr(article, name) or "")) for name, label in HEAD_LABELS]
    numbers = {figure.pk: number for number, figure in enumerate(article.figures.all())}

    def captions(figures: Iterable[Figure]) -> list[ArticlePart]:
        told = [(numbers[figure.pk], figure.caption) for figure in figures]
        return [ArticlePart(f"captions/{number}", "图说", f"f{number + 1}", text) for number, text in told]

    for index, part in enumerate(layout.parts):
        parts.append(ArticlePart(f"sections/{index}/heading", "小标题", part.anchor, part.heading))
        for place, paragraph in enumerate(part.paragraphs):
            target = f"sections/{index}/paragraphs/{place}"
            parts.append(ArticlePart(target, f"第{paragraph.number}段", paragraph.anchor, paragraph.text))
            parts += captions(paragraph.figures)
    return [*parts, *captions(layout.loose)]
