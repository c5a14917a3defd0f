"""Dates as newspapers print them, and what a story itself says of its year."""

import datetime
import re
from collections.abc import Iterable

from archive.ingest.draft import Row
from archive.ingest.types import DateGuess
from archive.language.folding import half_width
from archive.language.numerals import written_number

FIRST_OF_REPUBLIC = 1912
TENS = {"廿": "二十", "卅": "三十"}
_NUMBERED_YEAR = r"(?:19|20)\d{2}|[一二][〇零○ＯO一二三四五六七八九]{3}"
_YEAR = rf"(?:中华(?=民国))?(?P<year>{_NUMBERED_YEAR}|民国\s*(?:\d{{1,3}}|[元〇零○一二三四五六七八九十百廿卅]{{1,5}}))"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:\d{1,2}|(?:[二三]?十|廿|卅)[一二三四五六七八九]?|[一二三四五六七八九])"
_WORDS = (
    rf"年[\s/]*(?P<month>{_MONTH})\s*月[\s/]*(?P<day>{_DAY})(?:\s*日|(?=\s*星期)|$)"  # databases cite 2021年/11月/5日
)
_MARKS = r"(?P<mark>[-./])\s*(?P<m2>\d{1,2})\s*(?P=mark)\s*(?P<d2>\d{1,2})(?!\d)"
DATE = re.compile(rf"(?<!\d){_YEAR}\s*(?:{_WORDS}|{_MARKS})")
COMPACT = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?![0-9A-Za-z])")
WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])")
_NAMED_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})\s*年(?!代|以后|以前|前)")
# What is to come is no evidence of when the story was written.
_TARGET_BEFORE = re.compile(r"(?:到|至|截至|力争|确保|预计|计划|目标|展望|面向|[-—–－~～])\s*$")
_TARGET_AFTER = re.compile(r"(?:底|末)?[,，]?(?:远景|前|目标|力争|(?:全面|基本|如期)(?:建成|建立|实现))")


def number(text: str) -> int:
    """A whole number in digits or in Chinese numerals, with units (一百零三) or digit by digit (二〇二一)."""
    if text.isdecimal():
        return int(text)
    text = text.replace("○", "〇").replace("Ｏ", "〇").replace("O", "〇")
    for tens, spelt in TENS.items():
        text = text.replace(tens, spelt)
    return written_number(text)


def iso(match: re.Match[str]) -> str:
    """The ISO form of a match of DATE; empty where there is no such day."""
    month, day = match["month"] or match["m2"], match["day"] or match["d2"]
    return valid(_year(match["year"]), number(month), number(day))


def _year(text: str) -> int:
    """A year of the common era; one of the Republic (民国, 1 is 1912) is counted on."""
    since = text.removeprefix("民国").strip().replace("元", "一")
    return number(since) + (FIRST_OF_REPUBLIC - 1 if since != text else 0)


def valid(year: int, month: int, day: int) -> str:
    """ISO date, or an empty text where the calendar has no such day."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def find_date(text: str) -> str:
    """The first full date of a text as ISO; empty where there is none."""
    text = half_width(text)
    for match in DATE.finditer(text):
        if iso(match):
            return iso(match)
    return in_digits(text)


def in_digits(text: str) -> str:
    """A date written as eight digits, as in file names; empty where there is none."""
    for match in COMPACT.finditer(text):
        date = valid(*map(int, match.groups()))
        if date:
            return date
    return ""


def guess(rows: Iterable[Row]) -> DateGuess | None:
    """The year in which a story was probably written: the latest that it names and does not look forward to."""
    best: tuple[int, Row] | None = None
    for row in rows:
        target_until = -1  # what a sentence names after a target is a target as well
        for match in _NAMED_YEAR.finditer(row.text):
            year = int(match[1])
            before = row.text[max(match.start() - 8, 0) : match.start()]
            after = row.text[match.end() : match.end() + 8]
            if match.start() < target_until or _TARGET_BEFORE.search(before) or _TARGET_AFTER.match(after):
                end = row.text.find("。", match.end())
                target_until = end if end >= 0 else len(row.text)
                continue
            if best is None or year > best[0]:
                best = (year, row)
    if best is None:
        return None
    year, row = best
    return DateGuess(str(year), f"文中提到的最晚年份是{year}年", row.line, row.line)
