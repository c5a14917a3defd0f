"""The work in hand: rows of the source on their way to articles.

The text is never copied while it is sorted. A Row is a slice of it, articles are lists of rows, and every
step either gives rows a kind, moves them into an article, or puts them aside with a reason. What was printed
and what became of it can therefore always be told from the offsets (see claims.py).
"""

import enum
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from archive.ingest.labelling.states import LineState
from archive.ingest.labelling.tagger import Decision, Tagger
from archive.ingest.profile import NO_PROFILE, Profile
from archive.ingest.types import DateGuess, Doubt, Line, ParsedContributor, ParsedIssue, SourceText
from archive.language.folding import as_rules_read, strip_space


class RowKind(enum.Enum):
    """What a row was taken for."""

    TEXT = enum.auto()  # not yet known: body, heading or caption
    BODY = enum.auto()
    HEADING = enum.auto()
    CAPTION = enum.auto()
    BYLINE = enum.auto()  # 本报记者 张三
    SIGNATURE = enum.auto()  # （张三） at the end
    CREDIT = enum.auto()  # 责任编辑：李四
    INFO = enum.auto()  # 2021-11-05 来源：…
    NOTE = enum.auto()  # 编者按：…
    PAGE = enum.auto()  # 第2版：综合
    COLUMN = enum.auto()  # the name behind 专栏：


Slice = tuple[int, int]
ONTO, FROM = "下转", "上接"
TABLE_ROW = "row"  # the markup of a row of a table, in the place of what the format says of its line


@dataclass(frozen=True)
class Row:
    """A printed line, or part of one, without the white space around it.

    `slices` are offsets in the text of the draft, several where marks of the format stand within the line;
    `text` is what they hold, in simplified characters and half-width digits whatever was printed (Draft.printed
    gives the print).
    `gap` counts the blank lines before the row, `indent` the white space before it in widths of a Chinese
    character. `starts` says that a paragraph begins here.
    """

    slices: tuple[Slice, ...]
    text: str
    line: int
    gap: int = 0
    indent: float = 0.0
    markup: str = ""
    kind: RowKind = RowKind.TEXT
    starts: bool = False
    state: LineState | None = None  # what the row was decided to be, by the labeller or by a step that is certain
    decision: Decision | None = None  # of the labeller
    people: tuple[ParsedContributor, ...] = ()  # whom the row names by the label before it
    turn: str = ""  # ONTO or FROM where 下转第三版 or 上接第一版 was printed beside the row

    @property
    def start(self) -> int:
        return self.slices[0][0]

    @property
    def level(self) -> str:
        """The markup where it is one of h1 … h6, else empty."""
        return self.markup if re.fullmatch("h[1-6]", self.markup) else ""

    @cached_property
    def width(self) -> float:
        """Width in Chinese characters."""
        return width(self.text)

    def part(self, begin: int, end: int | None = None) -> "Row":
        """The row made of text[begin:end], white space around it left out; it must not be empty."""
        end = len(self.text) if end is None else end
        piece = self.text[begin:end]
        begin += len(piece) - len(piece.lstrip())
        end = begin + len(piece.strip())
        slices, passed = [], 0
        for low, high in self.slices:
            first, last = max(begin - passed, 0), min(end - passed, high - low)
            if first < last:
                slices.append((low + first, low + last))
            passed += high - low
        gap, indent = (self.gap, self.indent) if not self.text[:begin].strip() else (0, 0.0)
        return self.now(slices=tuple(slices), text=self.text[begin:end], gap=gap, indent=indent)

    def cut(self, at: int) -> tuple["Row", "Row"]:
        """The row up to offset `at` of its text and the row from there on."""
        return self.part(0, at), self.part(at)

    def as_paragraph(self) -> "Row":
        """The row as a paragraph of text, whatever the labeller says."""
        return self.now(kind=RowKind.BODY, state=LineState.FIRST, starts=True)

    def now(self, **changes: object) -> "Row":
        """The same row with some of its fields changed."""
        row = object.__new__(Row)  # dataclasses.replace() takes ten times as long, and every row changes several times
        vars(row).update(vars(self), **changes)
        if "text" in changes:
            vars(row).pop("width", None)
        return row


@dataclass(frozen=True)
class RawClaim:
    """Where a slice of the text went: the raw form of a claim."""

    start: int
    end: int
    target: str
    reason: str = ""


@dataclass
class StoryPart:
    """A section of an article in the making: rows of its heading, and its paragraphs as lists of rows."""

    level: int = 0
    heading: list[Row] = field(default_factory=list)
    paragraphs: list[list[Row]] = field(default_factory=list)


# Fields of an article that are lists of rows, in the order in which they are usually printed.
PRINTED = ("column", "kicker", "title", "subtitle", "byline", "editor_note", "info", "credits")


@dataclass
class Story:
    """An article in the making. Rows go where they were printed; values that follow from them stand beside."""

    column: list[Row] = field(default_factory=list)
    kicker: list[Row] = field(default_factory=list)
    title: list[Row] = field(default_factory=list)
    subtitle: list[Row] = field(default_factory=list)
    byline: list[Row] = field(default_factory=list)
    editor_note: list[Row] = field(default_factory=list)
    info: list[Row] = field(default_factory=list)
    credits: list[Row] = field(default_factory=list)
    parts: list[StoryPart] = field(default_factory=lambda: [StoryPart()])
    captions: list[tuple[list[Row], int]] = field(default_factory=list)  # and paragraphs before it
    page: str = ""
    section: str = ""
    given: dict[str, str] = field(default_factory=dict)  # headline and column that only the format tells
    byline_text: str = ""
    contributors: tuple[ParsedContributor, ...] = ()
    dateline: str = ""
    date: str = ""
    date_basis: str = ""
    date_guess: DateGuess | None = None
    confidence: float = 1.0

    @property
    def sections(self) -> list[StoryPart]:
        """The parts that hold anything, as the article and the claims on its text number them."""
        return [part for part in self.parts if part.heading or part.paragraphs]

    @property
    def paragraphs(self) -> list[list[Row]]:
        return [paragraph for part in self.parts for paragraph in part.paragraphs]

    def rows_of(self, name: str) -> list[Row]:
        """The rows of one of the fields that are printed as they stand."""
        rows: list[Row] = getattr(self, name)
        return rows

    @property
    def rows(self) -> list[Row]:
        """Every row of the article, in the order of the source."""
        rows = [row for name in PRINTED for row in self.rows_of(name)]
        for part in self.parts:
            rows += part.heading + [row for paragraph in part.paragraphs for row in paragraph]
        rows += [row for caption, _ in self.captions for row in caption]
        return sorted(rows, key=lambda row: row.start)


# What a doubt quotes of its source: “so”, or behind a colon, with an ellipsis where it is cut.
_QUOTED = re.compile(r"(?<=：…).+|(?<=：)[^…].*|(?<=“)[^”]+(?=”)", re.DOTALL)


@dataclass
class Draft:
    """A source file in the making: rows not yet placed, articles, and where every slice went.

    `text` is the source as printed. Rows show it in simplified characters and half-width digits and letters,
    so that every rule reads either script and width.
    """

    source: SourceText
    text: str
    rows: list[Row]
    profile: Profile
    shadow: str  # the text as rules read it (folding.as_rules_read); the same object where it is printed so
    marks: list[RawClaim] = field(default_factory=list)
    meta: dict[str, object] = field(default_factory=dict)
    problems: list[Doubt] = field(default_factory=list)
    issue: ParsedIssue | None = None
    issue_rows: list[Row] = field(default_factory=list)
    table_rows: list[Row] = field(default_factory=list)  # set aside until the others are decided
    people_rows: list[Row] = field(default_factory=list)  # of a head of labels: they name people of the first article
    outside: list[Row] = field(default_factory=list)  # rows that the labeller took for no part of an article
    record_papers: set[int] = field(
        default_factory=set
    )  # starts of rows that name the newspaper of one of several records
    stories: list[Story] = field(default_factory=list)
    divided_by_format: bool = False  # which headings begin articles was told by the format, not by the labeller
    tagger: Tagger | None = None  # another labeller than the shipped one

    def printed(self, rows: list[Row]) -> list[Row]:
        """The rows with their text in the script of the source."""
        if self.text is self.shadow:
            return rows
        return [row.now(text="".join(self.text[start:end] for start, end in row.slices)) for row in rows]

    def as_printed(self, value: str, rows: list[Row]) -> str:
        """A value read from rows in the script of the source; unchanged where the rows do not hold it."""
        if self.text is self.shadow or not value:
            return value
        shadow, printed = ("".join(strip_space(row.text) for row in of) for of in (rows, self.printed(rows)))
        at = shadow.find(strip_space(value))
        characters = iter(printed[at:])
        return value if at < 0 else "".join(c if c.isspace() else next(characters) for c in value)

    def discard(self, row: Row, reason: str) -> None:
        """Put a row aside: it is no text of the paper, or is held elsewhere."""
        self.marks += [RawClaim(start, end, "discarded", reason) for start, end in row.slices]

    def claim(self, row: Row, target: str) -> None:
        """Say which field of the output holds a row."""
        self.marks += [RawClaim(start, end, target) for start, end in row.slices]

    def doubt(self, code: str, message: str, rows: list[Row], article: int | None = None) -> None:
        """Note a problem with the lines it concerns; quotes of the source are as printed."""
        first = min((row.line for row in rows), default=None)
        last = max((row.line for row in rows), default=None)
        said = _QUOTED.sub(lambda quoted: self._quoted(quoted[0], rows), message)
        self.problems.append(Doubt(code, said, first, last, article))

    def _quoted(self, value: str, rows: list[Row]) -> str:
        if self.text is self.shadow:
            return value
        printed = self.as_printed(value, rows)
        at = self.shadow.find(value) if printed == value else -1
        return printed if at < 0 else self.text[at : at + len(value)]


class _Widths(dict[str, float]):
    """Of every character that was asked for."""

    def __missing__(self, character: str) -> float:
        wide = self[character] = 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5
        return wide


_WIDTHS = _Widths()


def width(text: str) -> float:
    """Width in Chinese characters; half for Latin letters, digits and spaces (UAX #11 East Asian Width)."""
    if text.isascii():
        return len(text) / 2
    return sum(map(_WIDTHS.__getitem__, text))


def open_draft(source: SourceText, profile: Profile = NO_PROFILE) -> Draft:
    """A draft whose rows are the lines of a source that hold more than white space and marks of the format."""
    text = "\n".join(line.text for line in source.lines)
    shadow = as_rules_read(text)
    draft = Draft(source, text, [], profile, shadow=text if shadow == text else shadow, meta=dict(source.meta))
    draft.problems += source.doubts
    offset = gap = 0
    for line in source.lines:
        draft.marks += [RawClaim(offset + low, offset + high, "discarded", "标记") for low, high in line.marks]
        row = _row(line, draft.shadow[offset : offset + len(line.text)], offset, gap)
        if row is not None:
            draft.rows.append(row)
        gap = 0 if line.text.strip() else gap + 1
        offset += len(line.text) + 1
    return draft


def _row(line: Line, shadow: str, offset: int, gap: int) -> Row | None:
    edges = [0, *(edge for mark in line.marks for edge in mark), len(line.text)]
    slices = [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]
    text = "".join(shadow[low:high] for low, high in slices)
    if not text.strip():
        return None
    placed = tuple((offset + low, offset + high) for low, high in slices)
    return (
        Row(placed, text, line.number, gap, markup=line.markup)
        .part(0)
        .now(gap=gap, indent=width(text[: len(text) - len(text.lstrip())]))
    )
