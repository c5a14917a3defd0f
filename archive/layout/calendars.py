"""Months as tables: weeks from Monday to Sunday, each day with what was printed on it; years as strips of days.

The cells are laid out here, not by a template, which takes 60 µs for each.
"""

import calendar
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from archive.addresses.converters import Month
from archive.addresses.links import address
from archive.language.dates import WEEKDAYS, in_chinese, weekday_of
from archive.models import Issue, Newspaper

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


def printed_days(newspaper: Newspaper, issues: Iterable[Issue]) -> dict[datetime.date, PrintedDay]:
    """Issues of a newspaper, each under its day, as `month_table` links them."""
    before, _, after = address("issue", newspaper, day=ANY_DAY).partition(ANY_DAY)
    days = ((issue.date, issue.total_number, f"{before}{issue.date.isoformat()}{after}") for issue in issues)
    return {day: PrintedDay(day, number, there) for day, number, there in days}


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


def year_strip(year: int, printed: Iterable[datetime.date], page_of: Callable[[Month], str]) -> SafeString:
    """The days of a year in a line, a stroke for each that has a paper; the part of each month leads to its page."""
    days_of: dict[int, list[int]] = {number: [] for number in range(1, 13)}
    for date in printed:
        days_of[date.month].append(date.day)
    months = "\n".join(_strip_of(Month(year, number), days, page_of) for number, days in days_of.items())
    return mark_safe(f'<ol class="strip" aria-label="{year}年各月">\n{months}\n</ol>')  # noqa: S308  (numbers and addresses)


def _strip_of(month: Month, days: Sequence[int], page_of: Callable[[Month], str]) -> str:
    strokes = "".join(f"M{day - 1} 0h.8v1h-.8z" for day in days)
    drawn = (
        '<svg viewBox="0 0 31 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path d="{strokes}"/></svg>'
    )
    name = f"{month.number}<span>月</span>"
    if not days:
        return f"<li><span>{drawn}{name}</span></li>"
    return f'<li><a href="{page_of(month)}" aria-label="{month.number}月，{len(days)}期">{drawn}{name}</a></li>'


def _cell(date: datetime.date, issue: PrintedDay | None) -> str:
    said = f"{date.month}月{date.day}日"
    if issue is None:
        return f'<td><time datetime="{date.isoformat()}" aria-label="{said}">{date.day}</time></td>'
    number = f"，总第{issue.total_number}期" if issue.total_number else ""
    return (
        f'<td class="printed"><a href="{issue.address}" aria-label="{said}，{weekday_of(date)}，有报{number}">'
        f'<time datetime="{date.isoformat()}">{date.day}</time></a></td>'
    )
