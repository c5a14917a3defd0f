"""Months as tables: weeks from Monday to Sunday, each day with what was printed on it."""

import calendar
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.addresses.converters import Month
from archive.language.dates import WEEKDAYS
from archive.models import Issue


@dataclass(frozen=True)
class Day:
    """A cell; `date` is None for the cells before the first and after the last of the month."""

    date: datetime.date | None
    issue: Issue | None = None


@dataclass(frozen=True)
class MonthTable:
    month: Month
    weeks: Sequence[Sequence[Day]]
    weekdays: str = WEEKDAYS

    @property
    def issues(self) -> int:
        return sum(day.issue is not None for week in self.weeks for day in week)


def by_day(issues: Iterable[Issue]) -> dict[datetime.date, Issue]:
    """Each issue under its day; a newspaper has one a day."""
    return {issue.date: issue for issue in issues}


def month_table(month: Month, issues: Mapping[datetime.date, Issue]) -> MonthTable:
    """The weeks of a month, Monday first, each day with what `issues` has for it."""
    weeks = []
    for week in calendar.Calendar(firstweekday=calendar.MONDAY).monthdatescalendar(month.year, month.number):
        dates = [date if date.month == month.number else None for date in week]
        weeks.append([Day(date, issues.get(date) if date else None) for date in dates])
    return MonthTable(month, weeks)


def year_tables(year: int, issues: Mapping[datetime.date, Issue]) -> list[MonthTable]:
    """The twelve months of a year, those without issues too."""
    return [month_table(Month(year, number), issues) for number in range(1, 13)]
