"""Days in what an editor types: among the words of a search, and alone in the box of a form."""

import datetime
import re
import unicodedata
from typing import Any

from django import forms

from archive.ingest.words.dates import number
from archive.language.dates import first_day, precision_of

_DIGITS = "〇零○一二三四五六七八九十"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}"
# A whole day is one wherever it stands, glued to other words too:
# 2021年11月5日, 二〇二一年十一月五日, 2021-11-05, 20211105.
_DAY = re.compile(
    rf"(?<![0-9A-Za-z.-])(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![0-9A-Za-z.-])"
    rf"|(?<![\d{_DIGITS}])(?P<year2>{_YEAR})\s*年\s*(?P<month2>{_NUMBER})\s*月\s*(?P<day2>{_NUMBER})\s*[日号]"
    r"|(?<![\d./-])(?P<year3>(?:19|20)\d\d)[-./](?P<month3>\d{1,2})[-./](?P<day3>\d{1,2})(?![\d./-])"
)
# Less than that (2021年11月, 2021.11, 2021年, 11月5日) is a day where it is a word: 2019年终总结 is none.
_PART = re.compile(
    rf"(?<!\S)(?:(?P<year>{_YEAR})\s*年(?:\s*(?P<month>{_NUMBER})\s*月)?"
    r"|(?P<year2>(?:19|20)\d\d)[-./](?P<month2>\d{1,2})"
    rf"|(?P<month3>{_NUMBER})\s*月\s*(?P<day3>{_NUMBER})\s*[日号])(?!\S)"
)


def days_sought(text: str) -> tuple[str, dict[str, int]]:
    """The words of a search without the day that stands among them, and the day as {"year": 2021, "month": 11,
    "day": 5}: of these as much as is written; empty where none is, and then the text is as it was typed."""
    plain = unicodedata.normalize("NFKC", text)
    match = _DAY.search(plain) or _PART.search(plain)
    if not match:
        return text, {}
    parts = {name.rstrip("23"): number(said) for name, said in match.groupdict().items() if said}
    return " ".join(f"{plain[: match.start()]} {plain[match.end() :]}".split()), parts


def iso_written(text: str) -> str:
    """The day, month or year that `text` is, however it is written, as an ISO date; "" of an empty text. ValueError
    where it is none of these, or one that no calendar has."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain and precision_of(plain) == "unknown":
        rest, parts = days_sought(plain)
        if rest.strip() or list(parts) != ["year", "month", "day"][: len(parts)] or not parts:
            raise ValueError(f"{text!r} is no date with a year")
        plain = "-".join(f"{part:02}" for part in parts.values())
    first_day(plain)
    return plain


class WrittenDate(forms.DateField):
    """A day, or a month or year where no more is known, as an editor writes it; its value is an ISO date of that
    precision, "" where the box is empty."""

    how_to_write = (
        "请写有的日期：2021年12月4日、2021-12-4、2021.12.4 或 20211204；只知年月的写 2021年12月，只知年的写 2021年。"
    )

    def to_python(self, value: Any) -> Any:
        try:
            return iso_written(str(value or ""))
        except ValueError as error:
            raise forms.ValidationError(f"读不懂“{value}”。{self.how_to_write}") from error


class WrittenDay(WrittenDate):
    """A whole day, as an editor writes it; its value is a datetime.date, None where the box is empty."""

    how_to_write = "请写完整的、有的日期，例如 2021年11月5日。"

    def to_python(self, value: Any) -> datetime.date | None:
        iso = super().to_python(value)
        if iso and precision_of(iso) != "day":
            raise forms.ValidationError(self.how_to_write)
        return first_day(iso)
