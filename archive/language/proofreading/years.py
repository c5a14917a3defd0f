"""Years in a headline that the body contradicts: 2035年建成 over a text in which it is built by 2025年.

A year is contradicted where the text names it nowhere - in full, by its last two digits (35年, 35届), or by the day of
the issue: its own year, that before and after where words tell of them (去年, 明年) - and names another.
"""

import re
from collections.abc import Iterator, Sequence

from archive.language.numerals import NARROW_DIGITS
from archive.language.proofreading.mentions import body_of, decks_among
from archive.language.proofreading.remarks import ProofCheck, ProofLine, Remark

_CHINESE = {ord(written): digit for written, digit in zip("〇零一二三四五六七八九", "00123456789", strict=True)}
_DIGIT = "[0-9〇零一二三四五六七八九]"
_YEAR = re.compile(rf"(?<!{_DIGIT})[12一二]{_DIGIT}{{3}}(?=年(?!代))")
# In a span or a date, too: 2021—2025年, 2023-03-01
_NAMED = re.compile(rf"(?<!{_DIGIT})(?:19|20|一九|二[〇零]){_DIGIT}{{2}}(?!{_DIGIT})")
_SHORT = re.compile(r"(?<![0-9])[0-9]{2}(?=[年届级\-—–～~至])")
_BEFORE_OWN = re.compile(r"去年|上年|上一年|旧年|同比|同期|往年|前一年")
_AFTER_OWN = re.compile(r"明年|来年|下年|下一年|新年|次年|跨年")
_YEARS = range(1900, 2100)


def contradicted_years(lines: Sequence[ProofLine], own: int | None) -> Iterator[Remark]:
    """A remark for each year of the headline that the body contradicts; `own` is the year of the issue."""
    claims = [
        (line, match) for line in decks_among(lines) for match in _YEAR.finditer(line.text.translate(NARROW_DIGITS))
    ]
    if not claims:
        return
    body = body_of(lines)
    text = "\n".join(line.text for line in body).translate(NARROW_DIGITS)
    told = {_value(match[0]) for match in _NAMED.finditer(text)} | {own}
    told |= {own - 1} if own and _BEFORE_OWN.search(text) else set()
    told |= {own + 1} if own and _AFTER_OWN.search(text) else set()
    short = {int(match[0]) for match in _SHORT.finditer(text)}
    others = [(line, match) for line in body for match in _YEAR.finditer(line.text.translate(NARROW_DIGITS))]
    for line, match in claims:
        year = _value(match[0])
        if year not in _YEARS or year in told or year % 100 in short or not others:
            continue
        other, meant = min(others, key=lambda pair: not _is_said_of_same(line, match, *pair))
        advice = f"这里是“{match[0]}年”，正文没有提到这一年，{other.place}是“{meant[0]}年”：请核对是哪一年。"
        yield Remark(ProofCheck.CLAIMS, line, *match.span(), advice)


def _is_said_of_same(line: ProofLine, match: re.Match[str], other: ProofLine, meant: re.Match[str]) -> bool:
    """Whether the same characters stand behind both years."""
    return line.text[match.end() :][:3] == other.text[meant.end() :][:3]


def _value(written: str) -> int:
    return int(written.translate(_CHINESE))
