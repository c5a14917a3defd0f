"""Forms of dates and page numbers that a newspaper's profile knows, as patterns."""

import re
from functools import lru_cache

from archive.ingest.words import dates, pages
from archive.language.folding import strip_space

_PARTS = {"{年}": r"(?P<year>\d{4}|\d{2})", "{月}": r"(?P<month>\d{1,2})", "{日}": r"(?P<day>\d{1,2})"}


@lru_cache(maxsize=256)
def date_pattern(form: str) -> re.Pattern[str]:
    """The pattern of a form such as {年}.{月}.{日}."""
    pieces = re.split("({年}|{月}|{日})", form)
    return re.compile(r"(?<!\d)" + "".join(_PARTS.get(piece) or _loose(piece) for piece in pieces) + r"(?!\d)")


@lru_cache(maxsize=256)
def page_pattern(form: str) -> re.Pattern[str]:
    """The pattern of a whole line in a form such as 〔0〕副刊; group `number` is the first 0, others are any digits."""
    before, _, after = form.partition("0")
    rest = r"\s*\d+\s*".join(_loose(piece) for piece in after.split("0"))
    return re.compile(rf"\s*{_loose(before)}\s*(?P<number>{pages.NUMBER_OF_FORM})\s*{rest}\s*")


def _loose(text: str) -> str:
    """A pattern of a text that white space may stand in."""
    return r"\s*".join(re.escape(character) for character in text if not character.isspace())


def day_in_form(match: re.Match[str]) -> str:
    """ISO date of a match of date_pattern(); a year of two digits is of this century. Empty for no such day."""
    year = int(match["year"])
    return dates.valid(year if year > 99 else 2000 + year, int(match["month"]), int(match["day"]))


def date_form_of(text: str) -> str:
    """The form in which a text prints its first date; empty where it prints none in digits."""
    for match in dates.DATE.finditer(text):
        names = ("year", "month", "day") if match["month"] else ("year", "m2", "d2")
        spans = [match.span(name) for name in names]
        if all(text[start:end].isdecimal() for start, end in spans):
            year, month, day = spans
            form = "{年}" + text[year[1] : month[0]] + "{月}" + text[month[1] : day[0]] + "{日}"
            return strip_space(form + text[day[1] : match.end()])
    return ""
