"""An article paragraph by paragraph beside what its source says: each part with its lines, and what is left of the
source with what it is, so that every line of the file stands somewhere.
"""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from archive.language.folding import strip_space
from archive.layout.aligning import lines_by_text
from archive.layout.reading import lay_out
from archive.layout.source_lines import ArticlePart, SourceLine, SourceSpan, spans_of
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
    nothing tells where it stood, or it stands amid the line of another part (`amid`), as reporters do in a dateline."""

    part: ArticlePart
    lines: Sequence[PairedLine]
    span: SourceSpan | None = None
    amid: int | None = None

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
    """The parts with their lines; `what` names lines that are none of the article's, `claimed` are those it was read
    from: where no part has them now, an editor wrote something else."""
    by_place = {span.place: span for span in spans}
    own = [(line.number, strip_space(line.text)) for line in lines if line.span]
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
        numbers = range(span.first, span.last + 1) if span else ()
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


def what_lines_are(source: SourceFile, article_pk: int) -> dict[int, str]:
    """What the lines of a source are that an article did not take: of the page, of other articles, of its own date."""
    found: dict[int, str] = {}
    others = source.articles.exclude(status__in=NEVER_PUBLISHED).order_by("position", "pk")
    for pk, title, status, claims, split_from in others.values_list("pk", "title", "status", "claims", "split_from"):
        name = f"{ANOTHER}{title}" if status == Status.PUBLISHED else "已撤回的一篇"
        if split_from == article_pk:  # which has no claims of its own
            whole = Article.objects.with_parts().get(pk=pk)
            claims = [(name, span.first, span.last) for span in spans_of(whole, lay_out(whole))]
        for target, first, last, *_ in claims:
            said = NOT_SHOWN_APART.get(target, "") if pk == article_pk else name
            found |= {number: said for number in range(first, last + 1) if said}
    for target, first, last, _, reason in source.claims:
        name = reason or (MASTHEAD if target.startswith("issue/") else OTHER)
        found |= dict.fromkeys(range(first, last + 1), name)
    return found


def paired_record(parts: Sequence[ArticlePart], record: str) -> PairedSource:
    """The parts beside the fields of a record (a line of JSON) that they are the words of."""
    fields = list(_fields(record))
    shown = [part for part in parts if part.text]
    own = _equal_fields(shown, fields)
    taken = {number for numbers in own for number in numbers}
    changed = [place for place, numbers in enumerate(own) if not numbers]
    quotes = [[f"field/{n}", n, n, text] for n, (_, text) in enumerate(fields) if n not in taken]
    told = lines_by_text([quotes], [(shown[place].target, shown[place].text) for place in changed])
    for place, known in zip(changed, told, strict=True):
        own[place] = [n for n in range(known[0], known[1] + 1) if n not in taken] if known else []
        taken.update(own[place])
    pairs = [
        SourcePair(part, [PairedLine(*fields[n]) for n in numbers]) for part, numbers in zip(shown, own, strict=True)
    ]
    left = [PairedLine(*field) for n, field in enumerate(fields) if n not in taken]
    return PairedSource(pairs, [LeftLines("其他字段", left)] if left else [])


def _equal_fields(parts: Sequence[ArticlePart], fields: Sequence[tuple[str, str]]) -> list[list[int]]:
    """For each part the number of the field that has its words, white space aside, wherever it stands in the record."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number in reversed(range(len(fields))):
        numbers[strip_space(fields[number][1])].append(number)
    return [[same.pop()] if (same := numbers.get(strip_space(part.text))) else [] for part in parts]


def _fields(record: str) -> Iterator[tuple[str, str]]:
    """The name and the text of each line that a field has."""
    try:
        read: Any = json.loads(record)
    except ValueError:  # a hidden number may have stood where JSON wants one
        yield "", record
        return
    for name, value in read.items() if isinstance(read, dict) else [("", read)]:
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield from ((str(name), line) for line in written.split("\n") if line.strip())
