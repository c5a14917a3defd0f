"""What Haystack documents and the product's own pages do without: date facets, and highlighting of results."""

import datetime
from calendar import monthrange
from collections.abc import Iterator, Sequence
from typing import Any

from haystack.models import SearchResult

from archive.language.folding import fold
from archive.language.typed import typed_words
from archive.models import Article
from search.index.fields import ZONES, searchable_fields
from search.query.highlight import Needle, find_matches, snippets
from search.store import expressions as ex
from search.store.collector import Collector, Query

GAP_MONTHS = {"year": 12, "month": 1}


def by_date(
    collector: Collector, where: ex.Expression, column: str, wanted: dict[str, Any]
) -> list[tuple[datetime.date, int]]:
    """(first day of each gap, articles in it), for the column that holds 20211105."""
    gaps = list(steps(wanted["start_date"], wanted["end_date"], wanted["gap_by"], wanted["gap_amount"]))
    counted = []
    for first, after in zip(gaps, [*gaps[1:], wanted["end_date"]], strict=True):
        asked = ex.All((where, ex.Between(column, day_number(first), day_number(after) - 1)))
        counted.append((first, collector.collect(Query(asked, stop=0)).total))
    return counted


def day_number(day: datetime.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def steps(first: datetime.date, end: datetime.date, gap: str, amount: int) -> Iterator[datetime.date]:
    """The days on which gaps begin; gaps shorter than a day count as days."""
    day = first
    while day < end:
        yield day
        if gap in GAP_MONTHS:
            months = day.year * 12 + day.month - 1 + GAP_MONTHS[gap] * amount
            year, month = months // 12, months % 12 + 1
            day = day.replace(year=year, month=month, day=min(first.day, monthrange(year, month)[1]))
        else:
            day += datetime.timedelta(days=amount if gap == "day" else 1)


def highlight_results(results: Sequence[SearchResult], where: ex.Expression) -> None:
    """`result.highlighted` becomes {"text": [snippets]}, as Haystack's other engines give it."""
    needles = list(needles_of(where))
    articles = Article.objects.for_searching().in_bulk([result.pk for result in results])
    for result in results:
        units = searchable_fields(articles[result.pk]) if result.pk in articles else []
        result.highlighted = {
            "text": [
                str(snippet)
                for snippet in snippets([(text, find_matches(text, field, needles)) for field, text in units])
            ]
        }


def needles_of(where: ex.Expression) -> Iterator[Needle]:
    match where:
        case ex.All(parts) | ex.Either(parts):
            for part in parts:
                yield from needles_of(part)
        case ex.Has(zone, text, whole_numbers, _):
            yield Needle.from_text(text, frozenset(ZONES[zone]), whole_numbers)
        case ex.HasWords(zone, text) | ex.HasAny(zone, _, text):
            for word in typed_words(fold(text)):
                yield Needle.from_text(word, frozenset(ZONES[zone]), whole_numbers=True)
