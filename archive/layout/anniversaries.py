"""历史上的今天: the issues of this day of the year in earlier years, or those nearest to it."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from archive.models import Issue, Newspaper
from archive.models.prepared import any_of, as_one_value, prepared

NEIGHBOURING_DAYS = 3
DAYS = 5
YEAR = 12 * 31


@dataclass(frozen=True)
class Anniversaries:
    """`exact` where at least one is of this very day of the year; then all are."""

    exact: bool
    issues: list[Issue]


def same_days(today: datetime.date, first_year: int, reach: int) -> Iterator[datetime.date]:
    """The days of earlier years, back to `first_year`, at most `reach` days from this day of the year."""
    for year in range(first_year, today.year):
        try:
            middle = today.replace(year=year)
        except ValueError:  # 29 February
            continue
        yield from (middle + datetime.timedelta(days=days) for days in range(-reach, reach + 1))


def anniversaries(
    newspaper: Newspaper, today: datetime.date, first: datetime.date | None, shown: Issue | None = None
) -> Anniversaries:
    """Issues of this day of the year since `first`, the newest first; where there are none, of each year the one
    that is nearest to it of those a few days around, else those nearest to it of all years, the nearest of each year
    before others. `shown`, which the front has already, is one of them only where there is no other."""
    if first is None:
        return Anniversaries(False, [])
    on_front = shown.date if shown else None
    around = (day for day in same_days(today, first.year, NEIGHBOURING_DAYS) if day != on_front)
    found = nearest_of_each_year((day for (day,) in _printed(newspaper=newspaper.pk, days=_as_days(around))), today)
    exact = [day for day in found if not _distance(day, today)]
    if not found:
        everything = [day for (day,) in _all_days(newspaper=newspaper.pk) if day != on_front]
        ranked = [
            day
            for days in (nearest_of_each_year(everything, today), everything)
            for day in sorted(days, key=lambda day: (day.year == today.year, _distance(day, today)))
        ]
        found = list(dict.fromkeys(ranked))
    if shown and not found:
        return Anniversaries(False, [shown])
    issues = _issues_on(newspaper=newspaper.pk, days=_as_days((exact or found)[:DAYS]))
    for issue in issues:
        issue.newspaper = newspaper
    return Anniversaries(bool(exact), issues)


def nearest_of_each_year(days: Iterable[datetime.date], today: datetime.date) -> list[datetime.date]:
    """Of each year the day that is nearest to this day of the year; the latest year first."""
    ranked = sorted(days, key=lambda day: (day.year, -_distance(day, today)))
    return sorted({day.year: day for day in ranked}.values(), reverse=True)


def _distance(day: datetime.date, today: datetime.date) -> int:
    """Days between two days of the year, the shorter way round. Each month counts 31: a leap year shifts none."""
    days = abs(31 * (day.month - today.month) + day.day - today.day)
    return min(days, YEAR - days)


def _as_days(days: Iterable[datetime.date]) -> str:
    return as_one_value(day.isoformat() for day in days)


@prepared
def _printed(newspaper: Any, days: Any) -> "QuerySet[Issue, tuple[datetime.date]]":
    return Issue.objects.for_readers().filter(newspaper=newspaper, date__in=any_of(days)).order_by().values_list("date")


@prepared
def _issues_on(newspaper: Any, days: Any) -> "QuerySet[Issue]":
    return Issue.objects.for_readers().filter(newspaper=newspaper, date__in=any_of(days)).order_by("-date")


@prepared
def _all_days(newspaper: Any) -> "QuerySet[Issue, tuple[datetime.date]]":
    return Issue.objects.for_readers().filter(newspaper=newspaper).order_by("-date").values_list("date")
