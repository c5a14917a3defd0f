"""Months as tables: weeks from Monday to Sunday, each day with what was printed on it.

The cells of a year are laid out here, not by a template: there are some 400, and a template takes 60 µs for each.
"""

import calendar
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from archive.addresses.converters import Month
from archive.addresses.links import address
from archive.language.dates import WEEKDAYS, in_chinese, weekday_of
from archive.models import Issue, Newspaper
from archive.models.prepared import prepared

ANY_DAY = "0001-01-01"


class PrintedDay(NamedTuple):
    """A day on which a newspaper came out: what a link to its issue shows and needs."""

    date: datetime.date
    total_number: int | None
    address: str


HEAD = "".join(f'<th scope="col" abbr="星期{weekday}">{weekday}</th>' for weekday in WEEKDAYS)


@dataclass(frozen=True)
class MonthTable:
    """A month as a table in HTML, and how many of its days have an issue."""

    html: SafeString
    issues: int


@prepared
def _printed(newspaper: Any, first: Any, last: Any) -> "QuerySet[Issue, tuple[datetime.date, int | None]]":
    rows = Issue.objects.for_readers().filter(newspaper=newspaper, date__gte=first, date__lte=last)
    return rows.order_by().values_list("date", "total_number")


def printed_days(newspaper: Newspaper, first: datetime.date, last: datetime.date) -> dict[datetime.date, PrintedDay]:
    """The issues of a newspaper from one day to another, both included, each under its day."""
    before, _, after = address("issue", newspaper, day=ANY_DAY).partition(ANY_DAY)
    found = _printed(newspaper=newspaper.pk, first=first.isoformat(), last=last.isoformat())
    return {day: PrintedDay(day, number, f"{before}{day.isoformat()}{after}") for day, number in found}


def printed_in_month(newspaper: Newspaper, month: Month) -> dict[datetime.date, PrintedDay]:
    """The issues of a month, each under its day."""
    days = calendar.monthrange(month.year, month.number)[1]
    first = datetime.date(month.year, month.number, 1)
    return printed_days(newspaper, first, first.replace(day=days))


def month_table(
    month: Month, printed: Mapping[datetime.date, PrintedDay], page_of: Callable[[Month], str]
) -> MonthTable:
    """The weeks of a month, Monday first, each day with what is `printed` on it; a month with any leads to its page,
    whose address `page_of` gives."""
    dates = list(calendar.Calendar(firstweekday=calendar.MONDAY).itermonthdates(month.year, month.number))
    cells = [_cell(date, printed.get(date)) if date.month == month.number else "<td></td>" for date in dates]
    weeks = "\n".join(f"<tr>{''.join(cells[n : n + 7])}</tr>" for n in range(0, len(cells), 7))
    issues = sum(date in printed for date in dates if date.month == month.number)
    caption = in_chinese(str(month))
    if issues:
        caption = f'<a href="{page_of(month)}">{caption}</a>'
    html = (
        f'<table class="month">\n<caption>{caption}</caption>\n<thead><tr>{HEAD}</tr></thead>\n'
        f"<tbody>\n{weeks}\n</tbody>\n</table>\n"
    )
    return MonthTable(mark_safe(html), issues)  # noqa: S308  (numbers, and addresses that `address` made)


def year_tables(
    year: int, printed: Mapping[datetime.date, PrintedDay], page_of: Callable[[Month], str]
) -> Sequence[MonthTable]:
    """The months of a year in which something was printed."""
    return [month_table(Month(year, number), printed, page_of) for number in sorted({date.month for date in printed})]


def _cell(date: datetime.date, issue: PrintedDay | None) -> str:
    said = f"{date.month}月{date.day}日"
    if issue is None:
        return f'<td><time datetime="{date.isoformat()}" aria-label="{said}">{date.day}</time></td>'
    number = f"，总第{issue.total_number}期" if issue.total_number else ""
    return (
        f'<td class="printed"><a href="{issue.address}" aria-label="{said}，{weekday_of(date)}，有报{number}">'
        f'<time datetime="{date.isoformat()}">{date.day}</time></a></td>'
    )
