"""An article paragraph by paragraph beside what its source says: each part with its lines, and what is left of the
source with what it is, so that every line with words stands somewhere; empty ones stand amid those of a part alone.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from archive.language.folding import strip_space
from archive.language.titles import UNTITLED
from archive.layout.aligning import pieces_of_claim
from archive.layout.article_parts import ArticlePart
from archive.layout.running_lines import Amid, RunningLines
from archive.layout.shared_runs import TELLING_RUN
from archive.layout.source_families import KIN_COLUMNS, Family, families_in
from archive.layout.source_lines import SourceLine, SourceSpan, is_told_by_text
from archive.models import NEVER_PUBLISHED, Article, SourceFile, Status

MASTHEAD, NOT_PUBLIC, OTHER, ANOTHER = "报头", "没有公开", "未归入任何一篇", "另一篇："
EDITED_AWAY = "编辑改写或删去"
MARKS = {"标记", "分隔线"}  # no line is these that holds anything else
LONGEST_PIECE = 16  # characters of a line that are shown with what they are
# What the fields of records (jsonl.RECORD_FIELDS) are called beside an article; others have their own name.
RECORD_LABELS = {
    **{"id": "编号", "title": "标题", "subtitle": "副题", "body": "正文", "date": "日期", "author": "作者"},
    **{"source": "来源", "page": "版次", "column": "栏目", "category": "分类"},
}
NOT_SHOWN_APART = {"date": "日期和来源", "contributors": "署名", "category": "分类", "page": "版次", "section": "版块"}


@dataclass(frozen=True)
class PairedLine:
    """A line as it stands beside a part, `name` is its number, or what the field of a record
    is called ("" where the line before is of the same); `what` says what it is where
    it is none of the part's own, `besides` what some of its characters are. `anchor` is empty where the line has its
    address elsewhere on the page."""

    name: str
    text: str
    what: str = ""
    besides: str = ""
    anchor: str = ""
    lit: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class SourcePair:
    """A part of an article with its lines, to which `span` leads amid their file; without any where an editor wrote it,
    nothing tells where it stood, or it stands `amid` the lines of other parts, as reporters do in a dateline; of a
    record, `amid_fields` is what their fields are called."""

    part: ArticlePart
    lines: Sequence[PairedLine]
    span: SourceSpan | None = None
    amid: Amid | None = None
    amid_fields: str = ""

    @property
    def lit(self) -> bool:
        return self.span is not None and self.span.lit


@dataclass(frozen=True)
class LeftLines:
    """Lines, one after the other, that no part came from, and what they are."""

    what: str
    lines: Sequence[PairedLine]


@dataclass(frozen=True)
class PairedSource:
    """`fields` of records: what each is called here, by its own name."""

    pairs: Sequence[SourcePair]
    left: Sequence[LeftLines]
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def left_count(self) -> int:
        return sum(len(group.lines) for group in self.left)

    @property
    def left_lit(self) -> bool:
        return any(line.lit for group in self.left for line in group.lines)

    @property
    def left_kinds(self) -> list[str]:
        """What is left, each kind once, and how many other articles are among it."""
        kinds = dict.fromkeys(group.what for group in self.left)
        others = sum(kind.startswith(ANOTHER) for kind in kinds)
        return [kind for kind in kinds if not kind.startswith(ANOTHER)] + ([f"另外{others}篇"] if others else [])


class LineKinds:
    """What the characters of a line are, by what claims them: "" are an article's own."""

    def __init__(self) -> None:
        self._rest = ""
        self._pieces: list[tuple[str, str]] = []

    def name(self, what: str, piece: str) -> None:
        if piece.strip():
            self._pieces.append((what, piece.strip()))

    def name_all(self, what: str) -> None:
        """What all of the line is but what is named after."""
        self._rest, self._pieces = what, []

    def told(self, line: str, own: str = "") -> tuple[str, str]:
        """What most of `line` is, where that is no mark beside something else, and in words what its other characters
        are; `own` is what an article's own ones are called: unnamed these are what the line is, be they ever so few."""
        pieces = self._by_kind(line, own)
        if not pieces:
            return own, ""
        what = max(pieces, key=lambda each: (not each, each not in MARKS, len(strip_space("".join(pieces[each])))))
        others = ((other, dict.fromkeys(each)) for other, each in pieces.items() if other != what)
        told = (f"{''.join(f'“{_shortened(piece)}”' for piece in each)}是{other}" for other, each in others)
        return what, "，".join(told)

    def _by_kind(self, line: str, own: str) -> dict[str, list[str]]:
        pieces: dict[str, list[str]] = defaultdict(list)
        rest = line
        for piece in sorted((piece for _, piece in self._pieces), key=len, reverse=True):
            rest = rest.replace(piece, "\n", 1)
        for what, piece in [*self._pieces, *((self._rest, run.strip()) for run in rest.split("\n") if run.strip())]:
            pieces[what or own].append(piece)
        return pieces


UNNAMED = LineKinds()


def _shortened(piece: str) -> str:
    return piece if len(piece) <= LONGEST_PIECE else f"{piece[: LONGEST_PIECE - 1]}…"


def paired_lines(
    parts: Sequence[ArticlePart],
    spans: Iterable[SourceSpan],
    lines: Sequence[SourceLine],
    kinds: Mapping[int, LineKinds],
    claimed: Container[int] = (),
) -> PairedSource:
    """The parts with their lines; `kinds` name lines that are none of the article's, `claimed` are what its family
    was read from: where nothing has them now, an editor wrote something else."""
    by_place = {span.place: span for span in spans}
    own = RunningLines((line.number, line.text) for line in lines if line.span or line.number in claimed)
    file = RunningLines((line.number, line.text) for line in lines)
    by_number = {line.number: line for line in lines}
    placed: set[int] = set()

    def shown(number: int) -> PairedLine:
        line = by_number[number]
        what, besides = ("", "") if line.withheld else kinds.get(number, UNNAMED).told(line.text)
        anchor = "" if number in placed else f"L{number}"
        placed.add(number)
        return PairedLine(str(number), line.text, what, besides, anchor, line.lit, line.withheld)

    pairs = []
    for place, part in enumerate(parts):
        span = by_place.get(place)
        numbers = span.lines if span else ()
        if span or part.text:
            amid = None if span else own.amid(part.text) or _amid_others(file, part)
            pairs.append(SourcePair(part, [shown(number) for number in numbers if number in by_number], span, amid))
    rest = [line for line in lines if line.number not in placed and (line.text.strip() or line.withheld)]
    left = [_left_line(line, kinds, claimed) for line in rest]
    groups = groupby(left, key=attrgetter("what"))
    return PairedSource(pairs, [LeftLines(what, [replace(line, what="") for line in each]) for what, each in groups])


def _amid_others(file: RunningLines, part: ArticlePart) -> Amid | None:
    """Where a part stands amid lines that are none of its article's; a name may stand there and be another's."""
    return file.amid(part.text) if len(strip_space(part.text)) >= TELLING_RUN else None


def _left_line(line: SourceLine, kinds: Mapping[int, LineKinds], claimed: Container[int]) -> PairedLine:
    """A line that no part came from, with what it is, and what some of its characters are."""
    own = EDITED_AWAY if line.number in claimed else OTHER
    told = (NOT_PUBLIC, "") if line.withheld else kinds.get(line.number, UNNAMED).told(line.text, own)
    return PairedLine(str(line.number), line.text, *told, f"L{line.number}", line.lit, line.withheld)


def kinds_of_lines(source: SourceFile, article: Article, family: Family) -> dict[int, LineKinds]:
    """What the lines of a source are that an article did not take: of the page, of other articles, of its own date."""
    kinds: dict[int, LineKinds] = defaultdict(LineKinds)
    members, holders = ({each.pk for each in some} for some in (family.members, family.holders))

    def name(what: str, claim: Sequence[Any]) -> None:
        for number, piece in pieces_of_claim(claim):
            kinds[number].name(what, piece)

    rows = list(source.articles.order_by("position", "pk").values_list(*KIN_COLUMNS, "title", "status", "claims"))
    for pk, _, _, title, status, claims in rows:
        other = "" if pk in holders else _named(title, status)
        for claim in claims:
            name(NOT_SHOWN_APART.get(claim[0], other) if pk in members else other, claim)
    for each in [family, *families_in(row[:3] for row in rows if row[0] not in members)]:
        for place, holder in each.elsewhere(article).items():
            if what := _named(holder.title, holder.status):
                kinds[place].name_all(what)
    if is_told_by_text(article, family):
        for number in set().union(*family.lines_held_by(article)):
            kinds.pop(number, None)
    for claim in source.claims:
        name(claim[4] or (MASTHEAD if claim[0].startswith("issue/") else OTHER), claim)
    return kinds


def _named(title: str, status: str) -> str:
    """What an article is called beside another one; "" where readers never saw it."""
    if status in NEVER_PUBLISHED:
        return ""
    return f"{ANOTHER}{title or UNTITLED}" if status == Status.PUBLISHED else "已撤回的一篇"


def paired_record(article: Article, parts: Sequence[ArticlePart], family: Family) -> PairedSource:
    """The parts beside the lines of the fields of records that hold their words."""

    fields = family.fields
    named = {each.name: RECORD_LABELS.get(each.name, each.name) for each in fields}
    names = [named[each.name] for each in fields]

    def shown(places: Iterable[int], before: str = "") -> list[PairedLine]:
        lines = []
        for place in sorted(places):
            withheld = fields[place].withheld
            name = "" if names[place] == before else names[place]
            lines.append(PairedLine(name, "" if withheld else fields[place].text, withheld=withheld))
            before = names[place]
        return lines

    held, elsewhere = family.places_held_by(article), family.elsewhere(article)
    own = RunningLines((place, each.text) for place, each in enumerate(fields) if not each.withheld)
    pairs, before = [], ""
    for part, places in zip(parts, held, strict=True):
        if part.text:
            amid = None if places else own.amid(part.text)
            among = [names[place] for first, last in amid.lines for place in range(first, last + 1)] if amid else []
            amid_fields = "、".join(dict.fromkeys(among))
            pairs.append(SourcePair(part, shown(places, before), amid=amid, amid_fields=amid_fields))
            before = names[max(places)] if places else ""
    left: dict[str, list[int]] = defaultdict(list)
    taken = set().union(*held)
    for place, each in enumerate(fields):
        if place not in taken and not each.withheld:
            other = elsewhere.get(place)
            left[(_named(other.title, other.status) if other else "") or "其他字段"].append(place)
    return PairedSource(pairs, [LeftLines(what, shown(places)) for what, places in left.items()], named)
