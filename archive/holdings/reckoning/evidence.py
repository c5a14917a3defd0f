"""What the ledger is reckoned from: the issues that are held with the numbers they print, and what editors know."""

import datetime
import re
from enum import StrEnum
from typing import NamedTuple

YEAR_NUMBER = re.compile(r"(\d{4})年?第(\d{1,4})期?")


class NumberOfYear(NamedTuple):
    """2021年第82期"""

    year: int
    number: int


class HeldIssue(NamedTuple):
    """The day of an issue, and the numbers that it prints: 总第589期, 2021年第82期; None where it prints none."""

    day: datetime.date
    total: int | None = None
    of_year: NumberOfYear | None = None


class EntryKind(StrEnum):
    """What editors say of a span of days."""

    SUSPENDED = "suspended"
    LOST = "lost"
    ELSEWHERE = "elsewhere"


class KnownSpan(NamedTuple):
    """From one day to another, both included, as an editor entered it."""

    first: datetime.date
    last: datetime.date
    kind: EntryKind
    reason: str = ""
    source: str = ""


def number_of_year(printed: str) -> NumberOfYear | None:
    """What 2021年第82期 says; None of a text that is no such number."""
    match = YEAR_NUMBER.fullmatch("".join(printed.split()))
    return NumberOfYear(int(match[1]), int(match[2])) if match else None
