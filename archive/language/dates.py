"""How dates are written: as ISO 8601 to the precision known, and as Chinese print has them.

An ISO date is 2021-11-05, 2021-11 or 2021 where only so much is known, and "" where nothing is.
"""

import datetime
import re

WEEKDAYS = "一二三四五六日"
# Length of an ISO date -> the precision that it has.
PRECISIONS = {10: "day", 7: "month", 4: "year"}
LENGTHS = {precision: length for length, precision in PRECISIONS.items()}


def iso_date(day: datetime.date | None, precision: str) -> str:
    """`day` no more precise than it is known; "" for no day, or a precision other than day, month and year."""
    return day.isoformat()[: LENGTHS.get(precision, 0)] if day else ""


def precision_of(iso: str) -> str:
    """day, month or year; unknown for a text that is no ISO date."""
    return PRECISIONS.get(len(iso), "unknown") if re.fullmatch(r"\d{4}(-\d\d){0,2}", iso) else "unknown"


def first_day(iso: str) -> datetime.date | None:
    """The first day of what an ISO date names; None for a text that is none. ValueError for 2021-13."""
    return datetime.date.fromisoformat((iso + "-01-01")[:10]) if precision_of(iso) != "unknown" else None


def in_chinese(date: datetime.date | str) -> str:
    """2021年11月5日 of a day or of an ISO date; 2021年11月 and 2021年 where it says no more. No noughts are put in."""
    numbers = str(date).split("-")
    return "".join(f"{int(number)}{unit}" for number, unit in zip(numbers, "年月日", strict=False) if number)


def weekday_of(day: datetime.date) -> str:
    """星期五"""
    return "星期" + WEEKDAYS[day.weekday()]
