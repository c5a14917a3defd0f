"""Weekdays in a headline that the body contradicts: 周一开学 over a text in which it is 周二.

A weekday is contradicted where the body has it nowhere - by name, within a span (周一至周五), as a day (3月4日) that
fell on it or as 今天, 明日 by that of the issue -, and names another in a sentence with a word of the headline.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from archive.language.proofreading.days import days_named_in
from archive.language.proofreading.mentions import Mention, body_of, contradiction, decks_among, said_of_same
from archive.language.proofreading.remarks import ProofLine, Remark

_NAMES = "一二三四五六日"
_WEEK = "(?:星期|礼拜|周)"
# 一周一次, 四周一片, 周一鸣: not of a week
_WEEKDAY = re.compile(
    rf"(?<![一二两三四五六七八九十几数百0-9双]){_WEEK}(?P<first>[{_NAMES}天])"
    rf"(?:[-—–~～至到]{{1,2}}{_WEEK}?(?P<last>[{_NAMES}天]))?(?![次小个年岁期线会例])"
)
_WEEKEND = re.compile(r"周末|双休")
_FROM_TODAY = {"前天": -2, "前日": -2, "昨": -1, "今": 0, "当日": 0, "当天": 0, "明": 1, "后天": 2, "后日": 2}
_BY_TODAY = re.compile(r"[前后当][天日]|(?P<word>[昨今明])[天日晚晨早夜]")

Weekdays = frozenset[int]


def contradicted_weekdays(lines: Sequence[ProofLine], own: date | None) -> Iterator[Remark]:
    """A remark for each weekday of the headline that the body contradicts; `own` is the day of the issue."""
    claims = [mention for line in decks_among(lines) for mention in _weekdays(line)]
    if not claims:
        return
    body = body_of(lines)
    said = [mention for line in body for mention in _weekdays(line)]
    told = frozenset[int]().union(*(mention.value for mention in said), _told_otherwise(body, own))
    for claim in claims:
        if claim.value <= told:
            continue
        if against := said_of_same(claim, said):
            yield contradiction(claim, against, "周几", "这一天")


def _weekdays(line: ProofLine) -> Iterator[Mention[Weekdays]]:
    for match in _WEEKDAY.finditer(line.text):
        first = _number(match["first"])
        last = _number(match["last"] or match["first"])
        yield Mention(line, *match.span(), frozenset((first + n) % 7 for n in range((last - first) % 7 + 1)))


def _number(name: str) -> int:
    return _NAMES.index("日" if name == "天" else name)


def _told_otherwise(body: Sequence[ProofLine], own: date | None) -> Iterator[int]:
    """The weekdays that days of the body are, as far as the issue tells their year."""
    if any(_WEEKEND.search(line.text) for line in body):
        yield from (5, 6)
    if own is None:
        return
    for match in (match for line in body for match in _BY_TODAY.finditer(line.text)):
        yield (own + timedelta(_FROM_TODAY[match["word"] or match[0]])).weekday()
    for days in (days for line in body for days in days_named_in(line.text)):
        for month, day in {days.first, days.last}:
            yield from _weekday_of(own, month or own.month, day)


def _weekday_of(own: date, month: int, day: int) -> Iterator[int]:
    try:
        yield own.replace(month=month, day=day).weekday()
    except ValueError:
        return  # 2月30日
