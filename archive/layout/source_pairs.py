"""An article paragraph by paragraph beside what its source says: each part with its lines, and what is left of the
source with what it is, so that every line of the file stands somewhere.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.language.folding import strip_space
from archive.layout.article_parts import ArticlePart
from archive.layout.source_families import KIN_COLUMNS, Family, families_in
from archive.layout.source_lines import SourceLine, SourceSpan, is_told_by_text
from archive.models import NEVER_PUBLISHED, Article, SourceFile, Status

MASTHEAD, NOT_PUBLIC, OTHER, ANOTHER = "报头", "没有公开", "未归入任何一篇", "另一篇："
EDITED_AWAY = "编辑改写或删去"
NOT_SHOWN_APART = {"date": "日期和来源", "contributors": "署名", "category": "分类", "page": "版次", "section": "版块"}


@dataclass(frozen=True)
class PairedLine:
    """A line as it stands beside a part, `name` is its number, or the field of a record; `what` says what it is where
    it is none of the part's own. `anchor` is empty where the line has its address elsewhere on the page."""

    name: str
    text: str
    what: str = ""
    anchor: str = ""
    lit: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class SourcePair:
    """A part of an article with its lines, to which `span` leads amid their file; without any where an editor wrote it,
    nothing tells where it stood, or it stands amid the line (`amid`) or field of another part, as reporters do in a
    dateline."""

    part: ArticlePart
    lines: Sequence[PairedLine]
    span: SourceSpan | None = None
    amid: int | None = None
    amid_field: str = ""

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
    pairs: Sequence[SourcePair]
    left: Sequence[LeftLines]

    @property
    def left_count(self) -> int:
        return sum(bool(line.text.strip()) or line.withheld for group in self.left for line in group.lines)

    @property
    def left_lit(self) -> bool:
        return any(line.lit for group in self.left for line in group.lines)

    @property
    def left_kinds(self) -> list[str]:
        """What is left, each kind once, and how many other articles are among it."""
        kinds = dict.fromkeys(group.what for group in self.left)
        others = sum(kind.startswith(ANOTHER) for kind in kinds)
        return [kind for kind in kinds if not kind.startswith(ANOTHER)] + ([f"另外{others}篇"] if others else [])


def paired_lines(
    parts: Sequence[ArticlePart],
    spans: Iterable[SourceSpan],
    lines: Sequence[SourceLine],
    what: Mapping[int, str],
    claimed: Container[int] = (),
) -> PairedSource:
    """The parts with their lines; `what` names lines that are none of the article's, `claimed` are what its family
    was read from: where nothing has them now, an editor wrote something else."""
    by_place = {span.place: span for span in spans}
    own = [(line.number, strip_space(line.text)) for line in lines if line.span or line.number in claimed]
    by_number = {line.number: line for line in lines}
    placed: set[int] = set()

    def shown(number: int) -> PairedLine:
        line = by_number[number]
        anchor = "" if number in placed else f"L{number}"
        placed.add(number)
        return PairedLine(str(number), line.text, what.get(number, ""), anchor, line.lit, line.withheld)

    pairs = []
    for place, part in enumerate(parts):
        span = by_place.get(place)
        numbers = span.lines if span else ()
        if span or part.text:
            amid = None if span else next((number for number, text in own if strip_space(part.text) in text), None)
            pairs.append(SourcePair(part, [shown(number) for number in numbers if number in by_number], span, amid))
    left = [number for number in by_number if number not in placed]
    names = dict(zip(left, _filled([_what(by_number[number], what, claimed) for number in left]), strict=True))
    groups = groupby(left, key=names.__getitem__)
    return PairedSource(
        pairs, [LeftLines(name, [replace(shown(number), what="") for number in each]) for name, each in groups]
    )


def _what(line: SourceLine, what: Mapping[int, str], claimed: Container[int]) -> str:
    """What a line is that no part came from; "" for an empty one, which goes with the line before it."""
    if line.withheld:
        return NOT_PUBLIC
    unknown = EDITED_AWAY if line.number in claimed else OTHER
    return what.get(line.number, unknown) if line.text.strip() else ""


def _filled(names: Sequence[str]) -> Iterator[str]:
    before = next(filter(None, names), OTHER)
    for name in names:
        before = name or before
        yield before


def what_lines_are(source: SourceFile, article: Article, family: Family) -> dict[int, str]:
    """What the lines of a source are that an article did not take: of the page, of other articles, of its own date."""
    found: dict[int, str] = {}
    members, holders = ({each.pk for each in some} for some in (family.members, family.holders))
    rows = list(source.articles.order_by("position", "pk").values_list(*KIN_COLUMNS, "title", "status", "claims"))
    for pk, _, _, title, status, claims in rows:
        name = "" if pk in holders else _named(title, status)
        for target, first, last, *_ in claims:
            said = NOT_SHOWN_APART.get(target, name) if pk in members else name
            found |= dict.fromkeys(range(first, last + 1), said) if said else {}
    for each in [family, *families_in(row[:3] for row in rows if row[0] not in members)]:
        named = {place: _named(other.title, other.status) for place, other in each.elsewhere(article).items()}
        found |= {place: name for place, name in named.items() if name}
    if is_told_by_text(article, family):
        for number in set().union(*family.lines_held_by(article)):
            found.pop(number, None)
    for target, first, last, _, reason in source.claims:
        name = reason or (MASTHEAD if target.startswith("issue/") else OTHER)
        found |= dict.fromkeys(range(first, last + 1), name)
    return found


def _named(title: str, status: str) -> str:
    """What an article is called beside another one; "" where readers never saw it."""
    if status in NEVER_PUBLISHED:
        return ""
    return f"{ANOTHER}{title}" if status == Status.PUBLISHED else "已撤回的一篇"


def paired_record(article: Article, parts: Sequence[ArticlePart], family: Family) -> PairedSource:
    """The parts beside the lines of the fields of records that hold their words."""

    def shown(places: Iterable[int]) -> list[PairedLine]:
        fields = [family.fields[place] for place in sorted(places)]
        return [PairedLine(each.name, "" if each.withheld else each.text, withheld=each.withheld) for each in fields]

    held, elsewhere = family.places_held_by(article), family.elsewhere(article)
    own = [(field.name, strip_space(field.text)) for field in family.fields if not field.withheld]

    def pair(part: ArticlePart, places: Iterable[int]) -> SourcePair:
        lines = shown(places)
        amid = "" if lines else next((name for name, text in own if strip_space(part.text) in text), "")
        return SourcePair(part, lines, amid_field=amid)

    pairs = [pair(part, places) for part, places in zip(parts, held, strict=True) if part.text]
    left: dict[str, list[int]] = defaultdict(list)
    taken = set().union(*held)
    for place, field in enumerate(family.fields):
        if place not in taken and not field.withheld:
            other = elsewhere.get(place)
            left[(_named(other.title, other.status) if other else "") or "其他字段"].append(place)
    return PairedSource(pairs, [LeftLines(what, shown(places)) for what, places in left.items()])
