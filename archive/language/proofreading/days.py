"""Days in a headline that the body contradicts: 大桥3月5日通车 over a text in which it opens on 3月3日.

A day is contradicted where the body names it nowhere - in full, within a span (3日至8日), by its number alone (5日) -,
tells no day by that of the issue (今天, 昨日), and names another in a sentence that has a word of the headline. A
number alone in the headline (拘留15日, 5日开幕) may count days: it is contradicted where the body names one day only,
and compared as numbers are (claims.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.language.numerals import COUNTING_NUMBER, NARROW_DIGITS, number_of
from archive.language.proofreading.mentions import Mention, body_of, contradiction, decks_among, said_of_same
from archive.language.proofreading.remarks import ProofLine, Remark

JOINTS = r"[-—–－～~至到、，和及与]{1,2}"
# 3月5日; 3月5日至8日, 3月5-8日, 3月5日—4月2日
DAY_OF_MONTH = re.compile(
    rf"(?P<month>{COUNTING_NUMBER})月(?:份的?)?(?P<day>{COUNTING_NUMBER})"
    rf"(?:[日号]?{JOINTS}(?:(?P<last_month>{COUNTING_NUMBER})月)?(?P<last_day>{COUNTING_NUMBER}))?[日号]"
)
# 5日, 5日至8日; a number of days is none: 连续5日, 5日内, 每5日
_DAY_ALONE = re.compile(
    rf"(?<![\d.第续近满期隔每共达历])(?P<day>\d{{1,2}})(?:[日号]?{JOINTS}(?P<last_day>\d{{1,2}}))?日(?![内游均间元])"
)
_DAY_BY_NUMBERS = re.compile(r"(?<!\d)\d{4}(?P<stroke>[-./])(?P<month>\d{1,2})(?P=stroke)(?P<day>\d{1,2})(?!\d)")
# Told by the day of the issue, unless what day that is stands behind: 今天（3月3日）
_TOLD_BY_TODAY = re.compile(r"(?:[今昨前明后][天日]|[今昨明][晚晨早夜])(?!（)")


@dataclass(frozen=True)
class NamedDays:
    """A day, or those from one to another, as (month, day); the month is 0 where none is said."""

    first: tuple[int, int]
    last: tuple[int, int]
    start: int = field(compare=False)
    end: int = field(compare=False)

    def has(self, day: tuple[int, int]) -> bool:
        """Whether that day is, or may be, one of them."""
        if not (day[0] and self.first[0]):
            return self.last[0] != self.first[0] or self.first[1] <= day[1] <= self.last[1]
        over_new_year = self.last < self.first
        return (self.first <= day) + (day <= self.last) > (0 if over_new_year else 1)


def contradicted_days(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each day of the headline that the body contradicts."""
    claims = [mention for line in decks_among(lines) for mention in _days(line)]
    body = body_of(lines)
    if not claims or any(_TOLD_BY_TODAY.search(line.text) for line in body):
        return
    said = [mention for line in body for mention in _days(line)]
    is_one = len({(mention.value.first[1], mention.value.last[1]) for mention in said}) == 1
    for claim in claims:
        days = claim.value
        if all(any(mention.value.has(day) for mention in said) for day in (days.first, days.last)):
            continue
        if (days.first[0] or is_one) and (against := said_of_same(claim, said)):
            yield contradiction(claim, against, "哪一天", "这一天")


def _days(line: ProofLine) -> Iterator[Mention["NamedDays"]]:
    for days in days_named_in(line.text):
        yield Mention(line, days.start, days.end, days)


def days_named_in(text: str) -> Iterator[NamedDays]:
    """The days that a text names, as far as they are days of the calendar."""
    plain = text.translate(NARROW_DIGITS)
    for match in DAY_OF_MONTH.finditer(plain):
        yield from _named(match, match["month"], match["last_month"] or match["month"], match["last_day"])
    for match in _DAY_ALONE.finditer(DAY_OF_MONTH.sub(lambda found: "#" * len(found[0]), plain)):
        yield from _named(match, "〇", "〇", match["last_day"])
    for match in _DAY_BY_NUMBERS.finditer(plain):
        yield from _named(match, match["month"], match["month"], None)


def _named(match: re.Match[str], month: str, last_month: str, last_day: str | None) -> Iterator[NamedDays]:
    first = number_of(month), number_of(match["day"])
    last = number_of(last_month), number_of(last_day or match["day"])
    if all(month <= 12 and 1 <= day <= 31 for month, day in (first, last)):
        yield NamedDays(first, last, *match.span())
