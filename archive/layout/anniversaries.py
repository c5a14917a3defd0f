"""历史上的今天: what was printed on this day of the year, or on the days around it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.models import Article, Newspaper, Precision

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
    rows = (
        Article.objects.published()
        .in_newspaper(newspaper)
        .filter(date__in=list(same_days(today, first.year, NEIGHBOURING_DAYS)), date_precision=Precision.DAY)
        .only("permanent_id", "title", "date", "newspaper")
        .order_by("-date", "position", "id")[:ROWS]
    )
    for row in rows:
        row.newspaper = newspaper
    found = [Anniversary(day, list(articles)[:OF_A_DAY]) for day, articles in groupby(rows, lambda row: row.date)]
    exact = [one for one in found if (one.day.month, one.day.day) == (today.month, today.day)]
    return Anniversaries(bool(exact), (exact or found)[:DAYS])
