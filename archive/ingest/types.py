"""What the pipeline takes and gives: frozen values, no behaviour beyond what follows from them.

Line numbers are 1-based numbers of lines in the source as the reader gave it; ranges include
both ends. Text is verbatim unless said otherwise.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LONGEST_SIDE: Final = 2400  # pixels of the picture of a page
MOST_SCALE: Final = 3.0


class UnreadableSource(Exception):
    """A file from which no text can be had. The message says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One line of the source as the reader gave it; `number` is its place among the reader's lines, from 1.

    `markup` is what a format says of the line; the pipeline knows
      h1 … h6, strong   a heading of that level; a line set in bold
      p, li             a paragraph of its own, whatever its width
      kicker, subtitle  another deck of the headline, which the makers of a page call so
      caption, byline   as the words say; `date` is a line with date and source of the story
      h2+, caption+ …   a further line of the heading or caption before it
      meta:KEY          a line of a head of metadata (YAML) that gave SourceText.meta[KEY]
      picture, alt, link, rule, navigation, furniture
                        no text of the paper: left out, with the reason
    `marks` are slices (start, end) of `text` that are markup of the format and not print, such as ## or **.
    """

    number: int
    text: str
    markup: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class SourcePage:
    """A page of a file that has pages (PDF): its number in the file from 1, its first line among the reader's lines,
    and its size as it is shown, in points."""

    number: int
    first_line: int
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels of its picture to a point: type of 9 points on a broadsheet can be read, a huge page is no more."""
        return min(MOST_SCALE, LONGEST_SIDE / max(self.width, self.height))

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of its picture."""
        return math.ceil(self.width * self.scale), math.ceil(self.height * self.scale)


@dataclass(frozen=True)
class SourceText:
    """A file as a reader gave it: lines that remember where they came from.

    `meta` holds what a format says beside the text (YAML head, HTML meta), in the names of
    ParsedArticle or ParsedIssue fields, `author` (a name or a list of names) and `window` (the title of a page's
    window). `discarded` is what the reader left out and did not put among the lines, as claims.
    """

    name: str
    lines: tuple[Line, ...]
    encoding: str
    reader: str
    meta: Mapping[str, object] = field(default_factory=dict)
    discarded: tuple["Claim", ...] = ()
    single: bool = False  # the format says that this is one article: a saved page, a record
    doubts: tuple["Doubt", ...] = ()  # what the reader has to say of the file
    pages: tuple[SourcePage, ...] = ()  # those that have lines, where the format has pages


@dataclass(frozen=True)
class Claim:
    """Verbatim text of the source and what became of it; each non-white character has exactly one.

    `target` is the place in the output: issue/date, articles/0/title,
    articles/0/sections/2/paragraphs/1, articles/0/sections/2/heading, articles/0/captions/0 …
    or `discarded`, with `reason`.
    """

    first_line: int
    last_line: int
    text: str
    target: str
    reason: str = ""


@dataclass(frozen=True)
class Doubt:
    """A doubt: a code for programs, a sentence in Chinese for an editor, the lines concerned."""

    code: str
    message: str
    first_line: int | None = None
    last_line: int | None = None
    article: int | None = None  # index in ParsedSource.articles


@dataclass(frozen=True)
class ParsedContributor:
    name: str
    role: str = ""


@dataclass(frozen=True)
class DateGuess:
    """A year inferred from the story; never more than a guess."""

    value: str
    reason: str
    first_line: int
    last_line: int


@dataclass(frozen=True)
class ParsedSection:
    """level 0 the lead without heading, 2 heading, 3 sub-heading."""

    level: int = 0
    heading: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedCaption:
    """`after_paragraph` counts paragraphs from 0 over all sections; None where the source does not tell."""

    text: str
    after_paragraph: int | None = None


@dataclass(frozen=True)
class ParsedIssue:
    """What a masthead (or a format's own fields) says. `date` is ISO, `page` as printed without 第 and 版."""

    newspaper: str = ""
    publisher: str = ""
    publisher_label: str = ""
    date: str = ""
    weekday: str = ""
    lunar_date: str = ""
    total_number: int | None = None
    year_number: str = ""
    page: str = ""
    section: str = ""  # the section of the paper (版名) the page belongs to
    date_basis: str = ""  # masthead, text or file_name


@dataclass(frozen=True)
class ParsedArticle:
    """`date` is what text, masthead or file name says, as ISO (2021-11-05, 2021-11 or 2021)."""

    title: str
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    editor_note: str = ""
    byline: str = ""
    contributors: tuple[ParsedContributor, ...] = ()
    dateline: str = ""
    date: str = ""
    date_precision: str = "unknown"
    date_basis: str = ""
    date_guess: DateGuess | None = None
    sections: tuple[ParsedSection, ...] = ()
    captions: tuple[ParsedCaption, ...] = ()
    page: str = ""
    section: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class ParsedSource:
    """All that one source file gave. `text` is its lines as the reader gave them, joined by newlines."""

    source: str
    text: str
    encoding: str
    reader: str
    issue: ParsedIssue | None
    articles: tuple[ParsedArticle, ...]
    problems: tuple[Doubt, ...]
    claims: tuple[Claim, ...]
    profile: str = ""  # the version of the newspaper's profile by which it was read
    pages: tuple[SourcePage, ...] = ()

    @property
    def discarded(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.target == "discarded")


@dataclass(frozen=True)
class ReadyArticle:
    """A ready-made article and what its line says beside it. `newspaper` is empty where the line has none;
    `line` is the whole line as it stands in the file, `whole` whether it is an export of the archive's own."""

    article: ParsedArticle
    id: str = ""
    newspaper: str = ""
    category: str = ""
    problems: tuple[Doubt, ...] = field(default=())
    line: str = ""
    total_number: int | None = None
    year_number: str = ""
    whole: bool = False


PortionLine = tuple[int, ReadyArticle | UnreadableSource]  # the number of a line of records, and what it gave
