"""Months in a headline that the body contradicts: 大桥4月通车 over a text that names 3月 alone.

A month is contradicted where the body names exactly one other - alone or in a day -, none by that of the issue (本月,
上月, 今天, 5日), and that in a sentence with a word of the headline.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from archive.language.numerals import COUNTING_NUMBER, NARROW_DIGITS, number_of
from archive.language.proofreading.days import JOINTS, days_named_in
from archive.language.proofreading.mentions import Mention, body_of, contradiction, decks_among, said_of_same
from archive.language.proofreading.remarks import ProofLine, Remark

_MONTH = re.compile(
    rf"(?<![\d.第前近每隔满个十])(?P<first>{COUNTING_NUMBER})(?:月?(?:份|末|底|初)?{JOINTS}(?P<last>{COUNTING_NUMBER}))?月(?![嫂光球饼薪票租刊供牙子天])"
)
_DAY_BEHIND = re.compile(r"份?\d|[〇一二三四五六七八九十]+[日号]")
_OF_THE_ISSUE = re.compile(r"[今昨明][天日晚晨早]|[本当每]个?月|月[底末中]|近日|日前")
_BESIDE = re.compile(r"[上下次前后]个?月|月[初末底]")
_QUARTER = re.compile(r"季度|半年")

Months = frozenset[int]
_ANY: Months = frozenset(range(1, 13))


def contradicted_months(lines: Sequence[ProofLine], own: date | None) -> Iterator[Remark]:
    """A remark for each month of the headline, but those of its days, that the body contradicts; `own` is the issue's
    day."""
    claims = [
        mention
        for line in decks_among(lines)
        for mention in _months(line)
        if not _DAY_BEHIND.match(line.text, mention.end)
    ]
    if not claims:
        return
    body = body_of(lines)
    said = [mention for line in body for mention in _months(line)]
    if len({mention.value for mention in said}) != 1:
        return
    told = said[0].value | _told_otherwise("\n".join(line.text for line in body), said[0].value, own)
    for claim in claims:
        if not claim.value & told and (against := said_of_same(claim, said)):
            yield contradiction(claim, against, "哪个月", "这个月")


def _told_otherwise(text: str, said: Months, own: date | None) -> Months:
    """The months that a text tells without their number, by the day of the issue and by the month that it names."""
    by_issue = _OF_THE_ISSUE.search(text) or any(not days.first[0] for days in days_named_in(text))
    if by_issue and not own:
        return _ANY
    told = {own.month} if own and by_issue else set()
    if _BESIDE.search(text):
        told |= {(month - 1 + step) % 12 + 1 for month in {*said, *told} for step in (-1, 1)}
    if _QUARTER.search(text):
        told |= {3, 6, 9, 12}
    return frozenset(told)


def _months(line: ProofLine) -> Iterator[Mention[Months]]:
    for match in _MONTH.finditer(line.text.translate(NARROW_DIGITS)):
        first = number_of(match["first"])
        last = number_of(match["last"] or match["first"])
        if 1 <= first <= 12 and 1 <= last <= 12:
            count = (last - first) % 12 + 1
            yield Mention(line, *match.span(), frozenset((first - 1 + n) % 12 + 1 for n in range(count)))
