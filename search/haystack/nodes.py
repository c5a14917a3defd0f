"""What a search may ask of text: values for Haystack's `SQ(field=value)` and `filter(field=value)`.

    SearchQuerySet().filter(SQ(content=Run("高新区招商")) & ~SQ(author=Literal("刘菲")))

Text fields are `content` (every searchable field), `title` (the three decks), `author` (byline or a
contributor's name) and each field that `search.index.fields.searchable_fields` names. A plain `str` asked of a
text field is a `Run`. Text is folded, and its white space dropped, before it is compared.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Literal:
    """The run itself: one unit of the field (a deck, a paragraph, a caption …) contains it."""

    text: str


@dataclass(frozen=True)
class Run:
    """What a reader typed without quotes: every word of it must be there, each literally.

    The words are cut at white space and by `archive.language.segmentation.words`. By relevance, articles that
    hold the whole run in one unit come first.
    """

    text: str


@dataclass(frozen=True)
class Any:
    """At least one of the words is there literally; the more and the rarer, the higher it ranks.

    `text` is what was typed: its bigrams rank too.
    """

    words: tuple[str, ...]
    text: str = ""
