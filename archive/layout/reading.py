"""An article laid out for reading: numbered paragraphs, anchors, figures where they were printed."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from archive.language.folding import strip_space
from archive.language.hidden_writing import bars_of, codes_in
from archive.language.tables import cells_of
from archive.loader.content import Content
from archive.loader.section_numbers import section_numbers
from archive.models import Article, ArticleSection, Figure

# Silent reading of Chinese news by adults: 300 to 500 characters a minute.
CHARACTERS_A_MINUTE = 400
# No packing makes less than three bytes of an anchor, as each has another number. For slow lines a longer article
# is sent with that of every twentieth paragraph; reading.js counts off the others.
MANY_PARAGRAPHS, ANCHORED = 210, 20


@dataclass(frozen=True)
class Paragraph:
    """`number` counts from 1 over the whole article; `figures` stand after it.

    `has_anchor`: a page sends its anchor.
    """

    number: int
    text: str
    figures: Sequence[Figure] = ()
    has_anchor: bool = True

    @property
    def anchor(self) -> str:
        return f"p{self.number}"

    @property
    def tag(self) -> SafeString:
        """With what it begins on a page."""
        row = " class=row" if len(cells_of(self.text)) > 1 else ""
        return SafeString(f"<p{row} id={self.anchor}>" if self.has_anchor else f"<p{row}>")


@dataclass(frozen=True)
class HeadedPart:
    """An article section with its paragraphs; `number` is what its address calls it."""

    number: int
    section: ArticleSection
    paragraphs: Sequence[Paragraph]

    @property
    def anchor(self) -> str:
        return f"s{self.number}"

    @property
    def heading(self) -> str:
        return self.section.heading

    @property
    def level(self) -> int:
        return self.section.level


@dataclass(frozen=True)
class TextBlock:
    """A heading, paragraph or caption as it comes in reading."""

    kind: str
    text: str


@dataclass(frozen=True)
class LaidOutArticle:
    """`loose` are the figures of which the source does not tell where they stand."""

    parts: Sequence[HeadedPart]
    loose: Sequence[Figure]

    @cached_property
    def contents(self) -> Sequence[HeadedPart]:
        """The headed parts, where there are several: fewer need no list."""
        headed = [part for part in self.parts if part.heading]
        return headed if len(headed) > 1 else []

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [paragraph for part in self.parts for paragraph in part.paragraphs]

    @property
    def blocks(self) -> list[TextBlock]:
        """All that the body shows, in the order of reading."""
        found = []
        for part in self.parts:
            found += [TextBlock("heading", part.heading)] if part.heading else []
            for paragraph in part.paragraphs:
                found += [TextBlock("paragraph", paragraph.text)]
                found += [TextBlock("caption", figure.caption) for figure in paragraph.figures]
        return [*found, *(TextBlock("caption", figure.caption) for figure in self.loose)]

    @cached_property
    def characters(self) -> int:
        """Characters of headings and paragraphs, white space not counted."""
        texts = [part.heading for part in self.parts] + [paragraph.text for paragraph in self.paragraphs]
        return sum(len(strip_space(text)) for text in texts)

    @cached_property
    def bars(self) -> str:
        """The bars of hidden personal numbers in what the body shows, each once; no reader knows them by himself."""
        return bars_of("".join(block.text for block in self.blocks if codes_in(block.text)))

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.characters / CHARACTERS_A_MINUTE))


def lay_out(article: Article) -> LaidOutArticle:
    """The layout of `article`, whose sections and figures should be prefetched (`for_reading`)."""
    return lay_out_parts(list(article.sections.all()), list(article.figures.all()))


def lay_out_content(content: Content) -> LaidOutArticle:
    """The layout of what an article would hold."""
    sections = [ArticleSection(level=level, heading=heading, body=body) for level, heading, body in content.sections]
    return lay_out_parts(sections, [Figure(caption=text, after_paragraph=after) for text, after in content.captions])


def lay_out_parts(sections: Sequence[ArticleSection], figures: Iterable[Figure]) -> LaidOutArticle:
    total = sum(len(section.paragraphs) for section in sections)
    after: dict[int, list[Figure]] = defaultdict(list)
    loose = []
    for figure in figures:
        place = figure.after_paragraph
        if place is None or not total:
            loose.append(figure)
        else:
            after[min(place, total - 1) + 1].append(figure)
    parts, number = [], 0
    for part_number, section in zip(section_numbers(sections), sections, strict=True):
        paragraphs = []
        for text in section.paragraphs:
            number += 1
            has_anchor = total <= MANY_PARAGRAPHS or number % ANCHORED == 1
            paragraphs.append(Paragraph(number, text, tuple(after[number]), has_anchor))
        parts.append(HeadedPart(part_number, section, tuple(paragraphs)))
    return LaidOutArticle(tuple(parts), tuple(loose))


def first_paragraph(article: Article) -> str:
    """The first paragraph of `article` (sections prefetched); "" where it has none."""
    return next((text for section in article.sections.all() for text in section.paragraphs), "")
