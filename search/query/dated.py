"""Times, issues and pages among the words typed: read as what they mean beside what they say.

    台风 去年      articles about 台风 of 2025, or that print 去年          (docs/decisions/023)
    去年           articles that print 去年; the days are one click away
    2024年高考     articles that have it as it stands; 2024年 as a time is one click away

A word that is a time becomes either it or the days that it means, so that nothing which holds the word is hidden; each
reading alone is one click away.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from archive.language.folding import fold
from archive.language.times import days_meant, times_at_the_edges
from search.index.fields import page_name
from search.query.syntax import AllOf, AnyOf, Node, Range, Term, plain_number, quoted

ISSUE = re.compile(r"(?:总?第\d{1,9}|总\d{1,9})期")
FEW = 8  # words, of which each is looked at for a time within it
PAGE = re.compile(r"第?[a-z]?\d{1,3}版")


@dataclass(frozen=True)
class TimeReading:
    """`text` of what was typed, at `span`, may mean `range`; `taken` says that it is asked as either already."""

    text: str
    span: tuple[int, int]
    range: Range
    taken: bool


def today() -> datetime.date:
    """What relative times are relative to."""
    return timezone.localdate()


def with_times(tree: AllOf) -> AllOf:
    """The tree with each word that is a time, an issue or a page as either the word or its range, beside others."""
    meant = [range_meant(part) for part in tree.parts]
    if not any(found is None and not isinstance(part, Range) for part, found in zip(tree.parts, meant, strict=True)):
        return tree
    parts: Iterator[Node] = (
        AnyOf((part, found), part.span) if found else part for part, found in zip(tree.parts, meant, strict=True)
    )
    return replace(tree, parts=tuple(parts))


def range_meant(part: Node) -> Range | None:
    """What a word typed without quotes and for no field means as a time, an issue or a page."""
    if not isinstance(part, Term) or part.exact or part.field != "content":
        return None
    folded = fold(part.text)
    for column, pattern in (("issue", ISSUE), ("printed_page", PAGE)):
        if pattern.fullmatch(folded):
            number = plain_number(column, folded)
            return Range(column, number, number, part.span)
    days = days_meant(part.text, today())
    return Range("date", *days.as_iso(), part.span) if days else None


def as_times(tree: AllOf) -> AllOf | None:
    """A request of nothing but times as the ranges that they mean; None for any other, and for one without words."""
    meant = [range_meant(part) for part in tree.parts]
    parts = [found or part for part, found in zip(tree.parts, meant, strict=True) if found or isinstance(part, Range)]
    return AllOf(tuple(parts), tree.span) if any(meant) and len(parts) == len(tree.parts) else None


def is_time(node: Node) -> bool:
    """Whether `with_times` made this of a word."""
    return isinstance(node, AnyOf) and isinstance(node.parts[-1], Range) and node.parts[-1].span == node.span


def time_readings(tree: AllOf) -> Iterator[TimeReading]:
    """Every word of a request that may be a time: those taken as either, and those left as they stand."""
    for part in tree.parts:
        if is_time(part) and isinstance(part, AnyOf) and isinstance(part.parts[0], Term):
            word, meant = part.parts[0], part.parts[-1]
            if isinstance(meant, Range):
                yield TimeReading(word.text, part.span, meant, taken=True)
        elif found := range_meant(part):
            assert isinstance(part, Term)  # noqa: S101 as range_meant says
            yield TimeReading(part.text, part.span, found, taken=False)
        elif isinstance(part, Term) and not part.exact and part.field == "content" and len(tree.parts) <= FEW:
            for start, end, days in times_at_the_edges(part.text, today()):
                span = part.span[0] + start, part.span[0] + end
                yield TimeReading(part.text[start:end], span, Range("date", *days.as_iso(), span), taken=False)


def only_time(q: str, reading: TimeReading) -> str:
    """The query with the time as nothing but a range: 日期:2025."""
    found = reading.range
    name = {"date": "日期", "issue": "期", "printed_page": "版"}[found.column]
    ends = [page_name(int(end)).removesuffix("版") if name == "版" else end for end in (found.first, found.last)]
    value = ends[0] if ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"
    return _put(q, reading, f"{name}:{value}")


def only_words(q: str, reading: TimeReading) -> str:
    """The query with the time as nothing but the words that it is written in."""
    return _put(q, reading, quoted(reading.text))


def _put(q: str, reading: TimeReading, text: str) -> str:
    before, after = q[: reading.span[0]].rstrip(), q[reading.span[1] :].lstrip()
    return " ".join(part for part in (before, text, after) if part)
