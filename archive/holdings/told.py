"""What the ledger says, in the words of its readers."""

import datetime
from collections.abc import Container, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from archive.holdings.reckoning.days import DayKind, DayRun
from archive.holdings.reckoning.doubts import Contradiction, DoubtKind
from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan
from archive.holdings.reckoning.known import Edge, KnownBy
from archive.holdings.reckoning.ledger import BeforeFirst, Ledger
from archive.holdings.reckoning.months import MonthKept
from archive.holdings.reckoning.rhythm import Period
from archive.holdings.reckoning.shortages import Series, Shortage, Uncounted
from archive.holdings.spans import KeptOf, kept_of
from archive.language.dates import in_chinese

ENTRY_KINDS = {EntryKind.SUSPENDED: "休刊", EntryKind.LOST: "已佚", EntryKind.ELSEWHERE: "未收"}
ENTRY_SIGNS = {EntryKind.SUSPENDED: "休", EntryKind.LOST: "佚", EntryKind.ELSEWHERE: "未"}

# By what it is known that nothing is found to lack.
COMPLETE = {
    KnownBy.TO_COME: "这段时间还没有到",
    KnownBy.UNFOUNDED: "第1期还没有出，无报可缺",
    KnownBy.HELD: "不缺，每天都收有报",
    KnownBy.NUMBERS: "不缺，有期号为证",
    KnownBy.ENTRY: "没有查出缺期",  # never complete: their word is told beside it
    KnownBy.RHYTHM: "除节假日外，按出版规律不缺，没有期号为证",
}

EDGES = {
    Edge.BEFORE: "无法判断：馆藏最早一期之前出没出报，没有凭据",
    Edge.AFTER: "无法判断：馆藏最新一期之后出没出报（也许已经停刊，或还没到日子），没有凭据",
}
DAY_KINDS = {
    DayKind.HELD: "有报",
    DayKind.DOUBTED: "有报，号码存疑",
    DayKind.LACKING: "缺报",
    DayKind.POSSIBLE: "可能缺报",
    DayKind.ENTERED: "编辑记录：休刊、已佚、未收",
    DayKind.EMPTY: "没有报",
}
# By what it is known of a day that has no issue.
DAYS_KNOWN = {
    KnownBy.NOTHING: "缺不缺无法判断",
    KnownBy.RHYTHM: "凭出版规律",
    KnownBy.ENTRY: "凭编辑记录",
    KnownBy.NUMBERS: "凭期号",
    KnownBy.UNFOUNDED: "第1期还没有出",
    KnownBy.TO_COME: "还没有到",
}
BY_EDITORS = "编辑记录"
BEYOND_TELLING = "？"
NOTHING_TO_LACK = "－"


class Verdict(NamedTuple):
    """Of a month: the sign under it, and the same in words."""

    sign: str
    told: str


class Behind(StrEnum):
    """What a figure counts: a page shows it one by one."""

    NOTHING = ""
    HELD = "held"
    LACKING = "lacking"
    SUSPECTED = "suspected"
    UNKNOWN = "unknown"


class SpanPart(NamedTuple):
    """A piece of what is told of a span."""

    told: str
    behind: Behind = Behind.NOTHING


def days_told(first: datetime.date, last: datetime.date) -> str:
    """2021年3月5日, 2021年3月5日至8日: what both share is said once."""
    if first == last:
        return in_chinese(first)
    shared = 5 if (first.year, first.month) != (last.year, last.month) else 8
    rest = f"{last.day}日" if shared == 8 else f"{last.month}月{last.day}日"
    return f"{in_chinese(first)}至{rest if first.year == last.year else in_chinese(last)}"


def each_day_told(days: Sequence[datetime.date]) -> str:
    """2021年3月5日、8日、12日，4月2日"""
    parts, year = [], 0
    for (of_year, month), run in groupby(days, lambda day: (day.year, day.month)):
        said = f"{month}月" + "、".join(f"{day.day}日" for day in run)
        parts.append(said if of_year == year else f"{of_year}年{said}")
        year = of_year
    return "，".join(parts)


def numbers_told(shortage: Shortage) -> str:
    """总第1204期, 2021年第3–5期: those that lack, or of which some do; "" where none is known."""
    if shortage.series == Series.ENTRY:
        return ""
    before = "总第" if shortage.series == Series.TOTAL else f"{shortage.year}年第"
    numbers = shortage.numbers or tuple(range(shortage.first, shortage.last + 1))
    runs = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append(as_run(members[0], members[-1]))
    return f"{before}{'、'.join(runs)}期" + ("当中" if len(numbers) > shortage.count else "")


def as_run(first: int, last: int) -> str:
    """1204, 3–5"""
    return str(first) if first == last else f"{first}–{last}"


def when_told(shortage: Shortage) -> str:
    """When they came out, as far as it is known."""
    if shortage.is_dated:
        return each_day_told(shortage.days)
    return f"{days_told(shortage.since, shortage.until)}之间"


def count_told(shortage: Shortage) -> str:
    """How many lack, as a figure; 无法判断 where nobody can tell."""
    return str(shortage.count) if shortage.count else "无法判断"


def ends_told(shortage: Shortage) -> list[tuple[datetime.date, str]]:
    """The days of the issues by whose numbers it is known, and those numbers."""
    unit = "总第{}期" if shortage.series == Series.TOTAL else f"{shortage.year}年第{{}}期"
    ends = ((shortage.after, shortage.first - 1), (shortage.before, shortage.last + 1))
    return [(day, unit.format(number)) for day, number in ends if day]


def rest_told(shortage: Shortage, entries: Iterable[KnownSpan]) -> str:
    """What else it rests on, how far the days are known, and what editors say of them. Without a full stop."""
    if shortage.entry:
        return "；".join((f"编辑记录：{entry_told(shortage.entry)}", *_counted_how(shortage, shortage.entry)))
    parts = [f"本年此前应有{shortage.last}期"] if not shortage.after else []
    if shortage.unnumbered:
        parts.append(f"其间收有{shortage.unnumbered}期没有可信的期号")
    if shortage.is_dated:
        parts.append("日期由出版规律推得")
    elif shortage.days:
        parts.append(f"按出版规律，其间有{len(shortage.days)}天该有报而没有，是哪几天说不定")
    else:
        parts.append("是哪几天，没有规律可循")
    for entry in entries:
        if entry.first <= shortage.until and shortage.since <= entry.last:
            parts.append(f"{_part_of(shortage, entry)}编辑记录：{entry_told(entry)}")
    return "；".join(parts)


def _part_of(shortage: Shortage, entry: KnownSpan) -> str:
    """Which of those that lack by numbers an entry is about: "" where it is of all of them."""
    days = shortage.days if shortage.is_dated else (shortage.since, shortage.until)
    within = sum(entry.first <= day <= entry.last for day in days)
    if within == len(days):
        return ""
    return f"其中{within}期，" if shortage.is_dated and within else "其间有"


def _counted_how(shortage: Shortage, entry: KnownSpan) -> Iterator[str]:
    """By what an editor's word became a number, or why it did not."""
    if shortage.count and entry.first != entry.last:
        yield "期数和日期由出版规律推得，没有期号为证"
    rest = "其余日子" if shortage.count else ""
    if shortage.uncounted == Uncounted.NO_RHYTHM:
        yield f"{rest}缺几期无法判断：没有期号为证，那些日子的出版规律也不知道"
    elif shortage.uncounted == Uncounted.NONE_DUE:
        yield "缺几期无法判断：没有期号为证，按出版规律这些日子没有报"


def evidence_told(shortage: Shortage, entries: Iterable[KnownSpan]) -> str:
    """By what it is known, and how far the day is. Without a full stop."""
    ends = "，".join(ends_in_words(ends_told(shortage)))
    return "；".join(filter(None, (ends, rest_told(shortage, entries))))


def ends_in_words(ends: Iterable[tuple[datetime.date, str]]) -> list[str]:
    """2021年11月5日是总第589期, of each"""
    return [f"{in_chinese(day)}是{number}" for day, number in ends]


def before_first_named(before: BeforeFirst) -> str:
    """总第1–588期"""
    return f"总第{as_run(1, before.last)}期"


def before_first_when(before: BeforeFirst) -> str:
    return f"{in_chinese(before.day)}以前"


def before_first_ends(before: BeforeFirst) -> list[tuple[datetime.date, str]]:
    """The day of the first number, and that, as in `ends_told`."""
    return [(before.day, f"总第{before.last + 1}期")]


def before_first_told(before: BeforeFirst) -> str:
    """What of the numbers before the first is held or listed, and that the rest is not counted. Without a full stop."""
    parts = ["馆藏之前的，不计入“至少缺”的期数"]
    if before.listed:
        parts.append(f"其中{before.listed}期已按年期号或编辑记录另列、计入")
    if before.held:
        parts.append(f"另有{before.held}期收有报纸而没有可信的总期号")
    return "；".join(parts)


def entry_told(entry: KnownSpan) -> str:
    said = "；".join(filter(None, (entry.reason, entry.source and f"依据：{entry.source}")))
    return f"{days_told(entry.first, entry.last)}{ENTRY_KINDS[entry.kind]}" + (f"（{said}）" if said else "")


def rhythm_told(period: Period) -> str:
    """每周星期二、五：157天里收有150天，另有2期在别的日子出版（把握大）. Without a full stop."""
    beside = f"，另有{period.beside}期在别的日子" if period.beside else ""
    return (
        f"{period.rhythm.told}出版：这样的日子有{period.slots}天，收有其中{period.held}天{beside}"
        f"（{'规律明显' if period.is_sure else '规律大致如此'}）"
    )


def run_told(run: DayRun, entries: Iterable[KnownSpan]) -> str:
    """可能缺报；凭期号: of days without an issue. Without a full stop."""
    if run.kind == DayKind.ENTERED:
        there = {each.kind for each in entries if each.first <= run.last and run.first <= each.last}
        return f"{BY_EDITORS}：{kinds_named(there)}；{DAYS_KNOWN[run.known]}"
    return f"{DAY_KINDS[run.kind]}；{DAYS_KNOWN[run.known]}"


def issue_numbers_told(issue: HeldIssue) -> str:
    """总第589期；2021年第82期, those that it prints"""
    total = f"总第{issue.total}期" if issue.total else ""
    of_year = f"{issue.of_year.year}年第{issue.of_year.number}期" if issue.of_year else ""
    return "；".join(filter(None, (total, of_year)))


def doubt_told(doubt: Contradiction) -> str:
    """What is doubtful, without the days, which stand beside it as links. Without a full stop."""
    number = f"总第{doubt.number}期" if doubt.series == Series.TOTAL else f"年第{doubt.number}期"
    match doubt.kind:
        case DoubtKind.SAME_NUMBER:
            return f"{len(doubt.about)}天的报纸都写着{number}"
        case DoubtKind.OUT_OF_ORDER:
            return f"写着{number}，与前后各期的次序不合"
        case DoubtKind.TOO_FAR:
            return f"写着{number}，其间的日子出不了这么多期"
        case DoubtKind.OTHER_YEAR:
            return f"写着{number}，所写的年份不是出版的那一年"
        case DoubtKind.NUMBERS_DISAGREE:
            return f"{number}与所写的年期号对不上"
        case DoubtKind.MORE_THAN_NUMBERS:
            return f"收有{len(doubt.about)}期，比前后期号之间容得下的多"
        case DoubtKind.HELD_WHILE_SUSPENDED:
            return f"记录为{entry_told(doubt.entry)}，却收有报纸" if doubt.entry else ""
        case DoubtKind.LOST_BUT_COMPLETE:
            return f"记录为{entry_told(doubt.entry)}，前后的期号却不缺" if doubt.entry else ""
        case DoubtKind.LACKING_WHILE_SUSPENDED:
            return f"记录为{entry_told(doubt.entry)}，期号却还在增加" if doubt.entry else ""


def verdict(month: MonthKept) -> Verdict:
    """What is known of a month, in a sign and in words; an editor's word is said as what it is."""
    sign, told = _by_evidence(month)
    parts = [told]
    if month.uncounted:
        parts.append(f"{'另外还' if month.lacking else ''}缺几期无法判断")
    if month.entered and not told.startswith(BY_EDITORS):
        parts.append(by_editors_told(month.entered, alone=month.by_entry))
    if is_unknown(month) and not sign.endswith(BEYOND_TELLING):
        sign += BEYOND_TELLING
        parts.append("有的日子缺不缺无法判断")
    if month.founded:
        parts.append(founded_told(month.founded))
    return Verdict(sign, "；".join(parts))


def _by_evidence(month: MonthKept) -> Verdict:
    if month.lacking:
        return Verdict(f"缺{month.lacking}", f"至少缺{month.lacking}期")
    if month.touched:
        return Verdict("缺", "有缺期，是不是在这个月说不定")
    if month.entry:
        return Verdict(ENTRY_SIGNS[month.entry], f"{BY_EDITORS}：{ENTRY_KINDS[month.entry]}")
    if month.suspected:
        return Verdict(f"疑{month.suspected}", f"按出版规律，有{month.suspected}天该有报而没有")
    if month.uncounted and month.known < KnownBy.NUMBERS:
        sign = next(ENTRY_SIGNS[kind] for kind in month.entered if kind != EntryKind.SUSPENDED)
        return Verdict(sign, "有缺期")
    if not is_unknown(month):
        return Verdict(_complete_sign(month), complete_told(month.known, month.held))
    if month.edge:
        return Verdict(BEYOND_TELLING, EDGES[month.edge])
    if not month.held:
        return Verdict(BEYOND_TELLING, "无法判断：一期也没有，出没出过报，没有期号可以证明")
    return Verdict(BEYOND_TELLING, "无法判断：期号和出版规律都不足以说明全月")


def _complete_sign(month: MonthKept) -> str:
    if month.known == KnownBy.TO_COME or (month.known == KnownBy.UNFOUNDED and not month.held):
        return NOTHING_TO_LACK
    return {KnownBy.RHYTHM: "合", KnownBy.ENTRY: "编"}.get(month.known, "齐")


def complete_told(known: KnownBy, held: int) -> str:
    """By what it is known that nothing is found to lack of days of which so many issues are held: number 1 is evidence
    of all before it; "" where nobody can tell."""
    return COMPLETE.get(KnownBy.NUMBERS if known == KnownBy.UNFOUNDED and held else known, "")


def founded_told(day: datetime.date) -> str:
    return f"总第1期是{in_chinese(day)}出的，此前无报可缺"


def by_editors_told(kinds: Iterable[EntryKind], *, alone: bool) -> str:
    """有的日子只有编辑记录为证：休刊, where nothing else tells of them."""
    named = "、".join(ENTRY_KINDS[kind] for kind in kinds)
    return f"{'有的日子只有编辑记录为证' if alone else BY_EDITORS}：{named}"


def is_unknown(month: MonthKept) -> bool:
    """Whether of days of the month nobody can tell whether an issue lacks, also where others are said to."""
    return month.known == KnownBy.NOTHING


def kinds_named(kinds: Container[EntryKind]) -> str:
    """已佚、未收, in the order in which kinds are always told."""
    return "、".join(ENTRY_KINDS[kind] for kind in EntryKind if kind in kinds)


def span_told(ledger: Ledger, first: datetime.date, last: datetime.date) -> str:
    """馆藏96期，至少缺12期，另有14个月无法判断: of a span of days. Without a full stop."""
    return "，".join(part.told for part in span_parts(ledger, first, last))


def span_parts(ledger: Ledger, first: datetime.date, last: datetime.date) -> list[SpanPart]:
    """The same, each figure with what is behind it."""
    kept = kept_of(ledger, first, last)
    parts = [SpanPart(f"馆藏{kept.held}期", Behind.HELD) if kept.held else SpanPart("馆藏没有一期")]
    if kept.lacking:
        parts.append(SpanPart(f"至少缺{kept.lacking}期", Behind.LACKING))
    if kept.across:
        parts.append(SpanPart(f"前后另缺{kept.across}期，不知是否在这段时间", Behind.LACKING))
    if kept.uncounted:
        told = f"{BY_EDITORS}{kinds_named(kept.uncounted)}的{'还有' if kept.lacking else ''}几期无法判断"
        parts.append(SpanPart(told, Behind.LACKING))
    if kept.suspected:
        told = f"按出版规律{'另' if kept.lacking else ''}有{kept.suspected}天疑缺"
        parts.append(SpanPart(told, Behind.SUSPECTED))
    if kept.unknown:
        parts.append(SpanPart(f"{'另' if len(parts) > 1 else ''}有{kept.unknown}个月无法判断", Behind.UNKNOWN))
    if len(parts) == 1:
        parts += map(SpanPart, _nothing_lacks(kept))
    if kept.founded:
        parts.append(SpanPart(founded_told(kept.founded)))
    return parts


def _nothing_lacks(kept: KeptOf) -> Iterator[str]:
    """By what it is known that nothing is found to lack."""
    if kept.best == KnownBy.ENTRY == kept.least:
        yield f"{BY_EDITORS}：{kinds_named(kept.alone)}"
        return
    if kept.least != KnownBy.UNFOUNDED or kept.held:
        yield complete_told(kept.least, kept.held) or "缺不缺无法判断"
    if kept.alone:
        yield by_editors_told((kind for kind in EntryKind if kind in kept.alone), alone=True)
