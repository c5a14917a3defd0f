"""The pen that sets synthetic pages: texts with their labels, in the order of the page, and made-up words.

A piece is a paragraph, a deck or a line of furniture before it is cut into lines; press.py does that.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from archive.ingest.labelling.states import LineState
from archive.ingest.training import words
from archive.ingest.training.corpus import Corpus, CorpusStory, clause_of

T = TypeVar("T")
RARE = 0.1  # of the names have a surname that is seldom borne


@dataclass
class PenStroke:
    """A text of a page. `gap` is how many blank lines stand before it, None as many as the style has.

    With the markup "p" it is set as a paragraph of text, whatever it is.
    """

    state: LineState
    text: str
    gap: int | None = None
    markup: str = ""
    then: LineState | None = None  # what rules will cut from the end of its line as a row of its own


@dataclass
class Pen:
    """Draws from a corpus and a seeded source of chance, and writes pieces.

    From `begin` on texts, clauses and the headline are those of one story, so that they share their words.
    """

    rng: random.Random
    corpus: Corpus
    pieces: list[PenStroke] = field(default_factory=list)
    subject: CorpusStory | None = None
    in_columns: bool = False  # the page is broken into lines of a column, whatever its style

    def __post_init__(self) -> None:
        self.place = self.pick(words.PLACE_FIRST) + self.pick(words.PLACE_LAST)
        self.paper = self.place + self.pick(words.PAPERS)
        self.site = self.place + self.pick(("在线", "网", "新闻网", "热线", "信息港", "之窗"))
        self.year, self.month, self.day = self.rng.randint(1949, 2025), self.rng.randint(1, 12), self.rng.randint(1, 28)

    def write(
        self, state: LineState, text: str, gap: int | None = None, markup: str = "", then: LineState | None = None
    ) -> None:
        text = text.strip()
        if text:
            self.pieces.append(PenStroke(state, text, gap, markup, then))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, values: Sequence[T]) -> T:
        return self.rng.choice(values)

    def name(self) -> str:
        given = self.rng.choice((1, 2, 2))
        if self.chance(RARE):
            return self.pick(words.RARE_SURNAMES) + "".join(self.rng.choice(words.GIVEN) for _ in range(given))
        return self.pick(words.COMMON_SURNAMES) + "".join(self.rng.choice(words.GIVEN) for _ in range(given))

    def printed_name(self) -> str:
        """A name; one of two characters may be spaced out."""
        name = self.name()
        return f"{name[0]} {name[1]}" if len(name) == 2 and self.chance(0.4) else name

    def names(self, most: int = 3) -> str:
        between = self.pick((" ", " ", "、", "　"))
        return between.join(self.printed_name() for _ in range(self.rng.randint(1, most)))

    def title(self, longest: int = 40) -> str:
        return self.corpus.title(self.rng, longest)

    def begin(self, subject: CorpusStory | None = None) -> None:
        """Begin an article, about this story or about any."""
        self.subject = subject or self.story()

    def headline(self, longest: int = 40) -> str:
        """The title of the story that the article is about, or the beginning of it."""
        return self.subject.title[:longest] if self.subject else self.title(longest)

    def clause(self, shortest: int = 4, longest: int = 12) -> str:
        own = clause_of(self.subject, self.rng, shortest, longest) if self.subject and self.chance(0.8) else ""
        return own or self.corpus.clause(self.rng, shortest, longest)

    def story(self) -> CorpusStory:
        return self.corpus.story(self.rng)

    def paragraphs(self, most: int = 6) -> list[str]:
        texts = list((self.subject or self.story()).paragraphs)
        while len(texts) < 2:
            texts += self.story().paragraphs
        start = self.rng.randrange(max(1, len(texts) - 2))
        return texts[start : start + self.rng.randint(1, most)]

    def date(self, form: str = "") -> str:
        y, m, d = self.year, self.month, self.day
        weekday = self.pick(words.WEEKDAY_NAMES)
        forms = (
            f"{y}年{m}月{d}日",
            f"{y}年{m:02}月{d:02}日",
            f"{y}-{m:02}-{d:02}",
            f"{y}/{m}/{d}",
            f"{y}.{m:02}.{d:02}",
            f"{y}年{m:02}月{d:02}日 星期{weekday}",
            f"{y}年{m}月{d}日 星期{weekday}",
        )
        return form.format(y=y, m=m, d=d, w=weekday) if form else self.pick(forms)

    def time(self) -> str:
        return f"{self.rng.randrange(24):02}:{self.rng.randrange(60):02}" + (
            f":{self.rng.randrange(60):02}" if self.chance(0.3) else ""
        )

    def filled(self, text: str) -> str:
        """A text of furniture with its blanks filled in."""
        return text.format(
            paper=self.paper,
            site=self.site,
            place=self.place,
            number=self.rng.randint(100000, 99999999),
            small=self.rng.randint(1, 300),
            phone=f"0{self.rng.randint(310, 999)}-{self.rng.randint(2000000, 89999999)}",
        )

    def page_number(self) -> str:
        number = self.rng.randint(1, 24)
        letter = self.pick(("", "", "", "A", "B", "C", "T", "j", "LH", "RB", "M", "E"))
        return f"{letter}{number:02}" if letter or self.chance(0.6) else str(number)
