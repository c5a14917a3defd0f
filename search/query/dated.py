"""Times, issues and pages among the words typed: read as what they mean beside what they say.

    台风 去年      articles about 台风 of 2025, or that print 去年          (docs/decisions/023)
    去年           articles that print 去年, then those of 2025
    2024年         articles that print 2024年; the days are one click away
    2024年高考     articles that have it as it stands; 2024年 as a time is one click away

A word that is a time becomes either it or the days that it means, so that nothing which holds the word is hidden; each
reading alone is one click away.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.utils import timezone

from archive.language.folding import fold
from archive.language.numerals import COUNTING_NUMBER
from archive.language.times import JOINT, days_meant, times_at_the_edges
from search.index.fields import page_name
from search.query.syntax import AllOf, AnyOf, Node, Range, Term, parse_query, plain_number, quoted

MOST_TIMES = 8  # of a request that are read as times
MOST_LOOKED_AT = 30  # parts of a request whose other readings are offered
_issue = rf"(?:\d{{1,9}}|{COUNTING_NUMBER})"
ISSUE = re.compile(
    rf"总?(?:第{_issue}|\d{{1,9}})期?(?P<joint>{JOINT.pattern})第?{_issue}期|总?(?:第{_issue}|\d{{1,9}})期"
)
EARLIER = 2  # years before the last that are offered where none is written
FEW = 8  # words, of which each is looked at for a time within it
PAGE = re.compile(rf"第?[a-z]?\d{{1,3}}版|第{COUNTING_NUMBER}版")


@dataclass(frozen=True)
class TimeReading:
    """`text` of what was typed, at `span`, may mean `range`; `taken` says that it is asked as either already.

    `words` is how to write it so that it means nothing but what it says; `earlier` are the same days of years before,
    newest first, where no year was written.
    """

    text: str
    span: tuple[int, int]
    range: Range
    words: str
    taken: bool
    earlier: tuple[Range, ...] = ()


def today() -> datetime.date:
    """What relative times are relative to."""
    return timezone.localdate()


def parsed_words(q: str, *, field: str, exact: bool) -> AllOf:
    """What was typed as syntax, with times among its words as either."""
    return with_times(parse_query(q, field=field, exact=exact, today=today()))


def with_times(tree: AllOf) -> AllOf:
    """The tree with each word that is a time, an issue or a page as either the word or its range, MOST_TIMES of them.

    The word is asked as the run that it is: 年前 of 两年前 is in every 前. What is a name as well (十四五) stays one;
    where no other words are, so does what an article may be about (2024年), and what prints the time comes first.
    """
    meant = list(times_among(tree))
    alone = all(reading or isinstance(part, Range) for part, reading in meant)
    parts: list[Node] = []
    taken = 0
    for part, reading in meant:
        if reading and taken < MOST_TIMES and not (reading.is_name or (alone and reading.is_topic)):
            taken += 1
            part = AnyOf((_whole(part, first=alone), reading.range), part.span)
        parts.append(part)
    return replace(tree, parts=tuple(parts)) if taken else tree


def _whole(part: Node, *, first: bool) -> Node:
    return replace(part, whole=True, first=first) if isinstance(part, Term) else part


def times_left(tree: AllOf) -> list[str]:
    """The times that are asked as words only because there are MOST_TIMES before them."""
    left = [meaning.text for _, meaning in times_among(tree) if meaning and not meaning.is_name]
    return left if sum(map(is_time, tree.parts)) == MOST_TIMES else []


@dataclass(frozen=True)
class Meaning:
    """What a part of a request means as a time: `is_name` and `is_topic` as archive.language.dates.Days has them."""

    range: Range
    text: str
    words: str
    is_name: bool = False
    is_topic: bool = False


def times_among(tree: AllOf) -> Iterator[tuple[Node, Meaning | None]]:
    """Each part with what it means as a time, an issue or a page. “十三五”期间 is one, though its marks make two."""
    parts = list(tree.parts)
    while parts:
        part = parts.pop(0)
        after = parts[0] if parts else None
        if isinstance(part, Term) and isinstance(after, Term) and part.span[1] == after.span[0] and part.exact:
            span = part.span[0], after.span[1]
            if part.field == after.field == "content" and (days := days_meant(part.text + after.text, today())):
                del parts[0]
                range_ = Range("date", *days.as_iso(), span)
                words = f"{quoted(part.text)} {quoted(after.text)}"
                meaning = Meaning(range_, part.text + after.text, words, is_topic=days.is_topic)
                yield AllOf((part, after), span), meaning
                continue
        yield part, meaning_of(part)


def meaning_of(part: Node) -> Meaning | None:
    """What a word typed without quotes and for no field means as a time, an issue or a page."""
    if not isinstance(part, Term) or part.exact or part.field != "content":
        return None
    folded = fold(part.text)
    for column, pattern in (("issue", ISSUE), ("printed_page", PAGE)):
        if match := pattern.fullmatch(folded):
            joint = match.groupdict().get("joint")
            first, _, last = plain_number(column, folded.replace(joint, "..", 1) if joint else folded).partition("..")
            low, high = sorted((first, last or first), key=lambda number: int(number or 0))
            return Meaning(Range(column, low, high, part.span), part.text, quoted(part.text)) if first else None
    if not (days := days_meant(part.text, today())):
        return None
    return Meaning(Range("date", *days.as_iso(), part.span), part.text, quoted(part.text), days.is_name, days.is_topic)


def as_times(tree: AllOf) -> AllOf | None:
    """A request of nothing but times as the ranges that they mean; None for any other, and for one without words."""
    meant = list(times_among(tree))
    parts = [reading.range if reading else part for part, reading in meant if reading or isinstance(part, Range)]
    return AllOf(tuple(parts), tree.span) if len(parts) == len(meant) and any(each for _, each in meant) else None


def is_time(node: Node) -> bool:
    """Whether `with_times` made this of a word."""
    return isinstance(node, AnyOf) and isinstance(node.parts[-1], Range) and node.parts[-1].span == node.span


def time_readings(tree: AllOf) -> Iterator[TimeReading]:
    """Every word of a request that may be a time: those taken as either, and those left as they stand."""
    for part, meaning in islice(times_among(tree), MOST_LOOKED_AT):
        if taken := is_time(part) and isinstance(part, AnyOf):
            ((_, meaning),) = times_among(AllOf(_typed(part.parts[0])))
        if meaning:
            earlier = tuple(earlier_years(meaning))
            yield TimeReading(meaning.text, part.span, meaning.range, meaning.words, taken, earlier)
        elif isinstance(part, Term) and not part.exact and part.field == "content" and len(tree.parts) <= FEW:
            for start, end, days in times_at_the_edges(part.text, today()):
                span = part.span[0] + start, part.span[0] + end
                text = part.text[start:end]
                yield TimeReading(text, span, Range("date", *days.as_iso(), span), quoted(text), taken=False)


def _typed(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, AllOf) else (node,)


def earlier_years(meaning: Meaning) -> Iterator[Range]:
    """The same days of years before, where no year was written: of 5月3日."""
    days = days_meant(meaning.text, today()) if meaning.range.column == "date" else None
    for _ in range(EARLIER):
        if not days or not days.yearly:
            return
        days = days_meant(meaning.text, days.first - datetime.timedelta(days=1))
        if days:
            yield Range("date", *days.as_iso(), meaning.range.span)


def only_time(q: str, reading: TimeReading, found: Range | None = None) -> str:
    """The query with the time as nothing but a range, that of the reading or another: 日期:2025."""
    found = found or reading.range
    name = {"date": "日期", "issue": "期", "printed_page": "版"}[found.column]
    ends = [page_name(int(end)).removesuffix("版") if name == "版" else end for end in (found.first, found.last)]
    value = ends[0] if ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"
    return _put(q, reading, f"{name}:{value}")


def only_words(q: str, reading: TimeReading) -> str:
    """The query with the time as nothing but the words that it is written in."""
    return _put(q, reading, reading.words)


def _put(q: str, reading: TimeReading, text: str) -> str:
    before, after = q[: reading.span[0]].rstrip(), q[reading.span[1] :].lstrip()
    return " ".join(part for part in (before, text, after) if part)
