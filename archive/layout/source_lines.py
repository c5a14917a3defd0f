"""Which lines of the source each part of an article came from, told by its claims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from archive.layout.aligning import Lines, lines_by_text, lines_of_claims
from archive.layout.reading import LaidOutArticle
from archive.models import NEVER_PUBLISHED, Article, Figure, SourceFile

DECK_LABELS = (("kicker", "引题"), ("title", "主题"), ("subtitle", "副题"))


@dataclass(frozen=True)
class SourceSpan:
    """A part of an article beside the source lines it came from; `anchor` is its place on the article's page.

    `number` counts the parts from 1 in the order of the source, `place` from 0 in that of `parts_in_order`.
    """

    first: int
    last: int
    label: str
    anchor: str
    text: str
    place: int
    lit: bool = False
    number: int = 0

    @property
    def query(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True)
class SourceLine:
    """`span` is the part of this article that the line gave, if any; a line that is `withheld` shows no text."""

    number: int
    text: str
    span: SourceSpan | None
    lit: bool
    withheld: bool = False


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
    parts = [ArticlePart("column", "栏目", "top", str(article.column or ""))]
    for name, label in (*DECK_LABELS, ("byline", "署名"), ("editor_note", "编者按")):
        parts.append(ArticlePart(name, label, "top", getattr(article, name)))
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


def spans_of(article: Article, layout: LaidOutArticle, lit: Lines | None = None) -> list[SourceSpan]:
    """The parts of `article` with the lines that they came from, in the order of the source; those that meet `lit` are
    lit. Parts that an editor moved, joined or mended are known by their text (archive.layout.aligning)."""
    parts = parts_in_order(article, layout)
    claims = claims_shown(article)
    found: list[Lines | None]
    if claims == [article.claims] and "sections" not in article.edited_fields:
        lines = lines_of_claims(article.claims)
        found = [lines.get(part.target) for part in parts]
    else:
        decks = {} if article.split_from_id else lines_of_claims(article.claims)
        placed = lines_by_text(claims, [(part.target, part.text) for part in parts])
        found = [
            (decks.get(part.target) if "/" not in part.target else None) or known
            for part, known in zip(parts, placed, strict=True)
        ]
    spans = [
        SourceSpan(*known, part.label, part.anchor, part.text, place)
        for place, (part, known) in enumerate(zip(parts, found, strict=True))
        if known
    ]
    if lit:
        spans = [replace(span, lit=span.first <= lit[1] and lit[0] <= span.last) for span in spans]
    spans.sort(key=lambda span: (span.first, span.last))
    return [replace(span, number=number) for number, span in enumerate(spans, start=1)]


def claims_shown(article: Article) -> list[list[Any]]:
    """The claims under which the text of an article stands in its source: its own, or those of the article that it was
    split off from, and those of the ones that an editor joined to it."""
    own = _first_claims(article)
    if article.source_id is None:
        return [own]
    joined = Article.objects.filter(replaced_by=article, source=article.source_id).order_by("position", "pk")
    return [own, *(claims for claims in joined.values_list("claims", flat=True) if claims)]


def _first_claims(article: Article) -> list[Any]:
    own: list[Any] = article.split_from.claims if article.split_from else article.claims
    return own


def source_text(article: Article) -> tuple[str, int]:
    """The text that the article came from, and the number of its first line in the file.

    That is the whole file, or the article's own line of a file of ready-made articles.
    """
    for target, first, _, text in _first_claims(article):
        if target == "record":
            return text, first
    return article.source.text if article.source else "", 1


def is_record(article: Article) -> bool:
    """Whether an article came ready-made, on a line of its own in a file of such."""
    return any(target == "record" for target, *_ in article.claims)


def source_lines(text: str, spans: list[SourceSpan], lit: Lines | None = None, first: int = 1) -> list[SourceLine]:
    """The lines of a source from number `first`, each with the first of `spans` that covers it, those of `lit` lit."""
    owner = {number: span for span in reversed(spans) for number in range(span.first, span.last + 1)}
    return [
        SourceLine(number, line, owner.get(number), lit is not None and lit[0] <= number <= lit[1])
        for number, line in enumerate(text.split("\n"), start=first)
    ]


def for_readers(lines: list[SourceLine], article: Article) -> list[SourceLine]:
    """The lines of the source of `article` without the text of those that readers are not to see."""
    if article.source is None or is_record(article):
        return lines
    withheld = withheld_lines(article.source)
    return [replace(line, text="", withheld=True) if line.number in withheld else line for line in lines]


def withheld_lines(source: SourceFile) -> set[int]:
    """The numbers of the lines of a file that readers do not see: those of drafts; and where there are drafts, or a
    line is nobody's (as a deleted draft leaves it), all that no article has which readers were given, since what stands
    aside (a table of contents, say) may name what they are not to know."""
    given_out: set[int] = set()
    drafts: set[int] = set()
    for status, claims in source.articles.order_by().values_list("status", "claims"):
        (drafts if status in NEVER_PUBLISHED else given_out).update(numbers_of_claims(claims))
    written = {number for number, line in enumerate(source.text.split("\n"), start=1) if line.strip()}
    if not drafts and written <= given_out.union(numbers_of_claims(source.claims)):
        return set()
    return (written - given_out) | drafts


def numbers_of_claims(claims: Iterable[Sequence[Any]]) -> set[int]:
    """The numbers of the lines that claims name, whatever an editor made of them."""
    return {number for _, first, last, *_ in claims for number in range(first, last + 1)}
