"""How dates stand in addresses: /issues/2021/, /issues/2021-11/, /issues/2021-11-05/."""

import datetime
from dataclasses import dataclass

from django.urls import register_converter


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


class YearConverter:
    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        year = int(value)
        if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
            raise ValueError(value)
        return year

    def to_url(self, value: int | str) -> str:
        return f"{int(value):04}"


class MonthConverter:
    """Takes `2021-11`; ValueError (so: no such address) for 2021-13."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        first = datetime.date.fromisoformat(f"{value}-01")
        return Month(first.year, first.month)

    def to_url(self, value: Month | str) -> str:
        return str(value)


class DayConverter:
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")
