"""历史上的今天: what was printed on this day of the year, or on the days around it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from archive.models import Article, Newspaper, Precision
from archive.models.prepared import any_of, as_one_value, prepared
from archive.models.shown_articles import article_links

NEIGHBOURING_DAYS = 3
# An archive of decades has hundreds of articles for a day; a front page shows a few of each of a few years.
ROWS = 400
OF_A_DAY = 2
DAYS = 5


@dataclass(frozen=True)
class Anniversary:
    day: datetime.date
    articles: list[Article]


@dataclass(frozen=True)
class Anniversaries:
    """`exact` where at least one is of this very day of the year; then all are."""

    exact: bool
    days: list[Anniversary]


def same_days(today: datetime.date, first_year: int, reach: int) -> Iterator[datetime.date]:
    """The days of earlier years, back to `first_year`, at most `reach` days from this day of the year."""
    for year in range(first_year, today.year):
        try:
            middle = today.replace(year=year)
        except ValueError:  # 29 February
            continue
        yield from (middle + datetime.timedelta(days=days) for days in range(-reach, reach + 1))


def anniversaries(newspaper: Newspaper, today: datetime.date, first: datetime.date | None) -> Anniversaries:
    """Articles printed on this day of earlier years since `first`; where there are none, on the days around it."""
    if first is None:
        return Anniversaries(False, [])
    days = as_one_value(day.isoformat() for day in same_days(today, first.year, NEIGHBOURING_DAYS))
    rows = _printed_on(newspaper=newspaper.pk, days=days)
    found = [(day, [key for key, _ in keys][:OF_A_DAY]) for day, keys in groupby(rows, lambda row: row[1])]
    exact = [(day, keys) for day, keys in found if day and (day.month, day.day) == (today.month, today.day)]
    shown = (exact or found)[:DAYS]
    articles = article_links((key for _, keys in shown for key in keys), newspaper)
    return Anniversaries(bool(exact), [Anniversary(day, [articles[key] for key in keys]) for day, keys in shown])


@prepared
def _printed_on(newspaper: Any, days: Any) -> "QuerySet[Article, tuple[int, datetime.date | None]]":
    rows = Article.objects.published().filter(newspaper=newspaper, date__in=any_of(days), date_precision=Precision.DAY)
    return rows.order_by("-date", "position", "id").values_list("pk", "date")[:ROWS]
