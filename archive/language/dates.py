"""How dates are written: as ISO 8601 to the precision known, and as Chinese print has them.

An ISO date is 2021-11-05, 2021-11 or 2021 where only so much is known, and "" where nothing is.
"""

import calendar
import datetime
import re
from typing import NamedTuple

WEEKDAYS = "一二三四五六日"
# Length of an ISO date -> the precision that it has.
PRECISIONS = {10: "day", 7: "month", 4: "year"}
LENGTHS = {precision: length for length, precision in PRECISIONS.items()}


class Days(NamedTuple):
    """From one day to another, both included; date.min for an open beginning.

    `yearly`: they come each year, and which was not said (5月3日). `is_name`: what names them is as often the name of
    something else (十四五, 大雪). `is_topic`: alone it is as often what an article is about (2024年, 国庆节, 九十年代).
    """

    first: datetime.date
    last: datetime.date
    yearly: bool = False
    is_name: bool = False
    is_topic: bool = False

    def as_iso(self) -> tuple[str, str]:
        """Whole years as years, whole months as months: ("2021", "2025"), ("2021-05", "2021-05"), days otherwise; ""
        for an open beginning."""
        whole = self.last.day == calendar.monthrange(self.last.year, self.last.month)[1] and self.first.day == 1
        length = 10 if not whole else 4 if (self.first.month, self.last.month) == (1, 12) else 7
        first = "" if self.first == datetime.date.min else self.first.isoformat()[:length]
        return first, self.last.isoformat()[:length]


def iso_date(day: datetime.date | None, precision: str) -> str:
    """`day` no more precise than it is known; "" for no day, or a precision other than day, month and year."""
    return day.isoformat()[: LENGTHS.get(precision, 0)] if day else ""


def precision_of(iso: str) -> str:
    """day, month or year; unknown for a text that is no ISO date."""
    return PRECISIONS.get(len(iso), "unknown") if re.fullmatch(r"\d{4}(-\d\d){0,2}", iso) else "unknown"


def first_day(iso: str) -> datetime.date | None:
    """The first day of what an ISO date names; None for a text that is none. ValueError for 2021-13."""
    return datetime.date.fromisoformat((iso + "-01-01")[:10]) if precision_of(iso) != "unknown" else None


def last_day(iso: str) -> datetime.date | None:
    """The last day of what an ISO date names; None for a text that is none. ValueError for 2021-13."""
    first = first_day(iso)
    if first is None or precision_of(iso) == "day":
        return first
    month = 12 if precision_of(iso) == "year" else first.month
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def in_chinese(date: datetime.date | str) -> str:
    """2021年11月5日 of a day or of an ISO date; 2021年11月 and 2021年 where it says no more. No noughts are put in."""
    numbers = str(date).split("-")
    return "".join(f"{int(number)}{unit}" for number, unit in zip(numbers, "年月日", strict=False) if number)


def weekday_of(day: datetime.date) -> str:
    """星期五"""
    return "星期" + WEEKDAYS[day.weekday()]


def time_apart(here: datetime.date, there: datetime.date) -> str:
    """How far `there` is, as one says it: 次日, 4天前, 2周后, 18个月前, 3年后."""
    days = abs((there - here).days)
    way = "前" if there < here else "后"
    if days == 1:
        return "前一天" if there < here else "次日"
    if days < 14:
        return f"{days}天{way}"
    if days < 60:
        return f"{round(days / 7)}周{way}"
    if days < 730:
        return f"{round(days / 30.44)}个月{way}"
    return f"{round(days / 365.25)}年{way}"
