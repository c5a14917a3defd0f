"""What of an article a reader may mend: each line of its decks, headings, paragraphs and captions has a place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.loader.content import Content
from archive.models import Article, Correction
from archive.models.article import LONGEST_DECK, LONGEST_HEADING
from archive.models.correction import DECK_PARTS, address_of_place, name_of_place
from archive.services.acts import NotPossible

LONGEST = 5000  # characters of what a reader would have stand there
LONGEST_OF = {**dict.fromkeys(DECK_PARTS, LONGEST_DECK), Correction.Part.HEADING: LONGEST_HEADING}


@dataclass(frozen=True)
class Place:
    """A line of an article that a reader may mend: the one that pages call the `number`th of its part, which is line
    `line` of block `block` of that part."""

    article: Article
    part: str
    number: int
    text: str
    block: int
    line: int
    # What stands before and after it, where it is only a part of its line.
    around: tuple[str, str] = ("", "")

    @property
    def name(self) -> str:
        return name_of_place(self.part, self.number)

    def get_absolute_url(self) -> str:
        return address_of_place(self.article, self.part, self.number)

    @property
    def whole_line(self) -> "Place":
        return replace(self, text=self.with_around(self.text), around=("", ""))

    def with_around(self, text: str) -> str:
        """The line, with `text` in its place."""
        return text.join(self.around)

    @property
    def longest(self) -> int:
        """So many characters may stand in its place."""
        return LONGEST_OF.get(Correction.Part(self.part), LONGEST)


def places(article: Article) -> list[Place]:
    """What readers may mend of an article, as it is read: decks, headings and paragraphs, captions."""
    return [Place(article, *told) for told in _lines(texts_of_article(article))]


def lines_of_content(content: Content) -> list[tuple[str, int, str]]:
    """The same of what an article held, by part, number and text."""
    sections = [(heading, body) for _, heading, body in content.sections]
    texts = _texts(content.columns, sections, [caption for caption, *_ in content.captions])
    return [(part, number, words) for part, number, words, *_ in _lines(texts)]


def _lines(texts: Iterable[tuple[str, int, str]]) -> Iterator[tuple[str, int, str, int, int]]:
    """Each that is not empty: part, number, words, and where it stands there (block and line)."""
    numbers = Counter[str]()
    for part, block, text in texts:
        for line, words in enumerate(text.splitlines()):
            if words.strip():
                numbers[part] += 1
                yield part, numbers[part], words, block, line


def place_at(article: Article, number: int, part: str = Correction.Part.PARAGRAPH) -> Place:
    """The `number`th of its part (from 1). Raises LookupError where there is none."""
    for place in places(article):
        if (place.part, place.number) == (part, number):
            return place
    raise LookupError(f"{article} has no {part} {number}")


def texts_of_article(article: Article) -> Iterator[tuple[str, int, str]]:
    """The texts of an article as they are read: part, which of its part, text."""
    decks = {str(deck): getattr(article, deck) for deck in DECK_PARTS}
    sections = [(section.heading, section.body) for section in article.sections.all()]
    return _texts(decks, sections, [figure.caption for figure in article.figures.all()])


def _texts(
    decks: Mapping[str, Any], sections: Sequence[tuple[str, str]], captions: Sequence[str]
) -> Iterator[tuple[str, int, str]]:
    yield from ((deck, 0, decks[deck]) for deck in DECK_PARTS)
    for number, (heading, body) in enumerate(sections):
        yield from ((Correction.Part.HEADING, number, heading), (Correction.Part.PARAGRAPH, number, body))
    yield from ((Correction.Part.CAPTION, number, caption) for number, caption in enumerate(captions))


def put_at(content: Content, place: Place, text: str) -> None:
    """Have `text` stand at a place of what an article holds."""
    text = place.with_around(text)
    holder: Any = content.columns
    key: Any = place.part
    if place.part == Correction.Part.CAPTION:
        holder, key = content.captions[place.block], 0
    elif place.part not in DECK_PARTS:
        holder, key = content.sections[place.block], 1 if place.part == Correction.Part.HEADING else 2
    holder[key] = with_line(holder[key], place.line, text)


def with_line(body: str, number: int, text: str) -> str:
    """`body` with `text` in the place of the words of line `number` (from 0): its indent, its line end, whichever it
    is, and all other lines stay to the byte."""
    lines = body.splitlines(keepends=True)
    words = lines[number].strip()
    before, _, after = lines[number].partition(words)
    return "".join([*lines[:number], before, text, after, *lines[number + 1 :]])


def check_length(place: Place, text: str) -> None:
    """Raises NotPossible where `text` is longer than its place can hold."""
    length = len(place.with_around(text))
    if length > place.longest:
        raise NotPossible(f"{place.name}最多 {place.longest} 个字，这里有 {length} 个，请先改短。")
