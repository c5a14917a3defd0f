"""Months as tables: weeks from Monday to Sunday, each day with what was printed on it; years as strips of days.


The cells are laid out here, not by a template, which takes 60 µs for each; what no issue changes of them, once.
"""

import calendar
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from archive.addresses.converters import Month
from archive.addresses.links import address
from archive.language.dates import WEEKDAYS, in_chinese, weekday_of
from archive.models import Newspaper
from archive.models.issue import ListedIssue

ANY_DAY = "0001-01-01"
STROKES = {f"{day:02}": f"M{day - 1} 0h.8v1h-.8z" for day in range(1, 32)}  # in the strip of a year


class PrintedDays(NamedTuple):
    """The days (2021-11-05) on which a newspaper came out with what number in all, and what stands round a day in the
    address of its issue."""

    numbers: Mapping[str, int | None]
    before: str
    after: str


class Cell(NamedTuple):
    """A day of any calendar: 2021-11-05, what a link to its issue says, its number, and its cell without an issue."""

    day: str
    said: str
    number: str
    empty: str


HEAD = "".join(f'<th scope="col" abbr="星期{weekday}">{weekday}</th>' for weekday in WEEKDAYS)


@dataclass(frozen=True)
class MonthTable:
    """A month as a table in HTML, and how many of its days have an issue."""

    html: SafeString
    issues: int


def printed_days(newspaper: Newspaper, issues: Iterable[ListedIssue]) -> PrintedDays:
    """The days of issues of a newspaper, as `month_table` links them."""
    before, _, after = address("issue", newspaper, day=ANY_DAY).partition(ANY_DAY)
    return PrintedDays({issue.date.isoformat(): issue.total_number for issue in issues}, before, after)


def month_table(month: Month, printed: PrintedDays, page_of: Callable[[Month], str]) -> MonthTable:
    """The weeks of a month, Monday first, each day with what is `printed` on it; a month with any leads to its page,
    whose address `page_of` gives."""
    cells = _cells(month)
    drawn = [_drawn(cell, printed) if cell.day in printed.numbers else cell.empty for cell in cells]
    weeks = "\n".join(f"<tr>{''.join(drawn[n : n + 7])}</tr>" for n in range(0, len(drawn), 7))
    issues = sum(cell.day in printed.numbers for cell in cells)
    caption = in_chinese(str(month))
    if issues:
        caption = f'<a href="{page_of(month)}">{caption}</a>'
    html = (
        f'<table class="month">\n<caption>{caption}</caption>\n<thead><tr>{HEAD}</tr></thead>\n'
        f"<tbody>\n{weeks}\n</tbody>\n</table>\n"
    )
    return MonthTable(mark_safe(html), issues)  # noqa: S308  (numbers, and addresses that `address` made)


def year_strip(year: int, printed: Iterable[str], page_of: Callable[[Month], str]) -> SafeString:
    """The days of a year in a line, a stroke for each `printed` (2021-11-05); each month's part leads to its page."""
    strokes_of: dict[str, list[str]] = {f"{number:02}": [] for number in range(1, 13)}
    for date in printed:
        strokes_of[date[5:7]].append(STROKES[date[8:]])
    months = "\n".join(_strip_of(Month(year, int(number)), strokes, page_of) for number, strokes in strokes_of.items())
    return mark_safe(f'<ol class="strip" aria-label="{year}年各月">\n{months}\n</ol>')  # noqa: S308  (numbers and addresses)


def _strip_of(month: Month, strokes: Sequence[str], page_of: Callable[[Month], str]) -> str:
    drawn = (
        '<svg viewBox="0 0 31 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path d="{"".join(strokes)}"/></svg>'
    )
    name = f"{month.number}<span>月</span>"
    if not strokes:
        return f"<li><span>{drawn}{name}</span></li>"
    return f'<li><a href="{page_of(month)}" aria-label="{month.number}月，{len(strokes)}期">{drawn}{name}</a></li>'


@lru_cache(maxsize=1000)
def _cells(month: Month) -> Sequence[Cell]:
    """The days of the weeks of a month, Monday first; those of other months are empty. The same for ever."""
    dates = calendar.Calendar(firstweekday=calendar.MONDAY).itermonthdates(month.year, month.number)
    return [_cell(date) if date.month == month.number else Cell("", "", "", "<td></td>") for date in dates]


def _cell(date: datetime.date) -> Cell:
    said, number = f"{date.month}月{date.day}日", f'<time datetime="{date.isoformat()}">{date.day}</time>'
    empty = f'<td><time datetime="{date.isoformat()}" aria-label="{said}">{date.day}</time></td>'
    return Cell(date.isoformat(), f"{said}，{weekday_of(date)}，有报", number, empty)


def _drawn(cell: Cell, printed: PrintedDays) -> str:
    number = f"，总第{total}期" if (total := printed.numbers[cell.day]) else ""
    there = f"{printed.before}{cell.day}{printed.after}"
    return f'<td class="printed"><a href="{there}" aria-label="{cell.said}{number}">{cell.number}</a></td>'
