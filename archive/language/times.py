"""Times as people write them, and the days that they mean: 去年春节前后, 两年前, 2020年至2022年, 十四五期间, 2021-5-3.

A small grammar: READERS are tried in turn, each on all that was written; times made of times (spans, 以来, 以前) ask
POINTS for each. What is relative is relative to a `today` that the caller gives.
"""

import calendar
import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from archive.language.dates import Days
from archive.language.feasts import FEASTS, REWRITTEN, SOLAR_TERMS, lasting, lunar_days, named_days, one_day
from archive.language.folding import fold, simplified
from archive.language.numerals import CHINESE_DIGITS, COUNTING_NUMBER, number_of

TimeReader = Callable[[str, datetime.date], Days | None]
LONGEST = 26  # characters that are read as a time: 2021年10月13日至2021年11月15日
RARE = 20  # years after which any day of any calendar has come again
EARLIEST = 1800  # a number of four digits from here on may be a year
ONE = datetime.timedelta(days=1)

YEARS_AGO = {
    "今年": 0, "本年": 0, "本年度": 0, "去年": 1, "上年": 1, "上年度": 1, "上一年": 1, "前年": 2, "大前年": 3,
    "明年": -1,
}  # fmt: skip
RELATIVE_YEAR = "|".join(sorted(YEARS_AGO, key=len, reverse=True))
DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}
MONTHS_AGO = {"本月": 0, "这个月": 0, "上个月": 1, "上月": 1, "上上个月": 2}
RELATIVE_MONTH = "|".join(sorted(MONTHS_AGO, key=len, reverse=True))
QUARTERS_AGO = {"本季度": 0, "这个季度": 0, "上季度": 1, "上个季度": 1}
WEEKS_AGO = {"本": 0, "这": 0, "上": 1, "上上": 2}
# Days of a week, from and to, from Monday (0).
DAYS_OF_WEEK = {"": (0, 6), "末": (5, 6), "天": (6, 6), **{day: (n, n) for n, day in enumerate("一二三四五六日")}}
# Months from and to, both included; those beyond 12 are of the next year.
SEASONS = {
    "春天": (3, 5), "春季": (3, 5), "夏天": (6, 8), "夏季": (6, 8), "秋天": (9, 11), "秋季": (9, 11), "冬天": (12, 14),
    "冬季": (12, 14), "春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "寒假": (1, 2), "暑假": (7, 8),
    "暑期": (7, 8),
}  # fmt: skip
PARTS_OF_YEAR = {
    **SEASONS,
    "全年": (1, 12), "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "年初": (1, 2), "年中": (5, 7),
    "年底": (11, 12), "年末": (11, 12),
    **{f"{name}季度": (3 * (n // 2) + 1, 3 * (n // 2) + 3) for n, name in enumerate("一1二2三3四4")},
}  # fmt: skip
PARTS_OF_MONTH = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31)}
PARTS_OF_YEAR_OR_MONTH = ("初", "中", "底", "末")  # 2022年底 is 2022年年底
OF_THE_CALENDAR = re.compile(rf"{COUNTING_NUMBER}月|第?(?:{'|'.join(PARTS_OF_YEAR)})$")  # of what has no year: 5月3日
# Years of a decade, from and to.
PARTS_OF_DECADE = {
    "": (0, 9), "初": (0, 2), "初期": (0, 2), "中": (3, 6), "中期": (3, 6), "末": (7, 9), "末期": (7, 9),
    "后期": (7, 9),
}  # fmt: skip
# Days by which what is said of a time moves its ends.
AROUND = {"前后": (-7, 7), "左右": (-7, 7), "前夕": (-7, None)}
HALF = {"年": (6, "个月"), "个月": (15, "天")}
# Every time has one of these: most words are told apart at once.
SIGN = re.compile(
    rf"\d|[年月日天周期季]|世纪|礼拜|十[一二三四五六七八九]五|{'|'.join(sorted((*FEASTS, *SOLAR_TERMS)))}"
)
ANCIENT_PLAN = 1953  # 一五 began; 二五 five years later, 三五 in 1966, and every five years since
MOST_JOINTS = 5  # 2021-05-03-2021-06-03
JOINT = re.compile(r"至|到|--?|~")
OPEN_END = re.compile(r"(.+?)(?:以来|以后|之后|至今|起)")
OPEN_BEGINNING = re.compile(r"(.+?)(?:以前|之前)")
UNIT = re.compile(r"(?:年|月份?|[日号]|季度|世纪|年代)$")


def days_meant(text: str, today: datetime.date) -> Days | None:
    """The days that `text`, all of it, names; None for what is no time or no day of the calendar."""
    return _days_meant(text, today) if len(text) <= LONGEST else None


@lru_cache(maxsize=1024)  # one page reads the same words many times, and a span takes a millisecond
def _days_meant(text: str, today: datetime.date) -> Days | None:
    written = re.sub(r"[ \"'“”‘’「」『』]", "", simplified(fold(text)))
    if not SIGN.search(written):
        return None
    for name, read_as in REWRITTEN:
        written = written.replace(name, read_as)
    return _read(written, today, READERS)


def _read(written: str, today: datetime.date, readers: Sequence[TimeReader] | None = None) -> Days | None:
    for read in readers or POINTS:
        try:
            if days := read(written, today):
                return days
        except (ValueError, OverflowError):  # no such day: 2021-02-30, 一百年前 of the year 50
            continue
    return None


def months(year: int, first: int, last: int) -> Days:
    """From one month of `year` to another, those beyond 12 being of the next. ValueError for a month 0."""
    (there, month), began = divmod(last - 1, 12), datetime.date(year, first, 1)
    ended = datetime.date(year + there, month + 1, 1)
    return Days(began, ended.replace(day=calendar.monthrange(ended.year, ended.month)[1]))


def months_before(today: datetime.date, count: int) -> Days:
    """The month `count` months before that of `today`."""
    n = today.year * 12 + today.month - 1 - count
    return months(n // 12, n % 12 + 1, n % 12 + 1)


def span(written: str, today: datetime.date) -> Days | None:
    """2020年至2022年, 2020到2022年, 2020-2022, 今年1至8月, 5月1日到7日."""
    joints = list(JOINT.finditer(written, 1, max(1, len(written) - 1)))
    if len(joints) > MOST_JOINTS:
        return None
    pairs = ((written[: joint.start()].lstrip("从自"), written[joint.end() :]) for joint in joints)
    return next((days for left, right in pairs if (days := span_between(left, right, today))), None)


def span_between(left: str, right: str, today: datetime.date) -> Days | None:
    """From what `left` means to what `right` means, of which each may leave out what the other says."""
    unit = UNIT.search(right)
    lefts = (left, left + unit[0]) if unit else (left,)
    said = [left[: mark.end()] for mark in re.finditer("[年月]", left)]
    first, last = _first_read(lefts, today), _first_read((*(each + right for each in reversed(said)), right), today)
    if not first or not last:
        return None
    if first.first > last.last and first.yearly:  # 11月至3月
        first = _first_read(lefts, first.first - ONE) or first
    both_yearly = first.yearly and last.yearly
    return Days(first.first, last.last, yearly=both_yearly) if first.first <= last.last else None


def _first_read(candidates: tuple[str, ...], today: datetime.date) -> Days | None:
    return next((days for written in candidates if (days := _read(written, today))), None)


def numeric(written: str, today: datetime.date) -> Days | None:
    """2024, 2021-5, 2021.5.3, 20210503."""
    match = re.fullmatch(r"(\d{4})(?:([-./])(\d{1,2})(?:\2(\d{1,2}))?)?", written) or re.fullmatch(
        r"(\d{4})()(\d\d)(\d\d)", written
    )
    if not match or not EARLIEST <= int(match[1]) <= today.year + 1:
        return None
    year, month, day = int(match[1]), match[3], match[4]
    if day:
        return one_day(datetime.date(year, int(month), int(day)))
    if month:
        return months(year, int(month), int(month))._replace(is_topic=match[2] == ".")  # 2021.5 is a number, too
    return months(year, 1, 12)._replace(is_topic=True)


def calendar_ago(written: str, today: datetime.date) -> Days | None:
    """昨天, 上周, 上周三, 上周末, 上个月, 上月5日, 本月初, 上季度."""
    if written in DAYS_AGO:
        return one_day(today - DAYS_AGO[written] * ONE)
    if written in QUARTERS_AGO:
        first = months_before(today, (today.month - 1) % 3 + 3 * QUARTERS_AGO[written]).first
        return months(first.year, first.month, first.month + 2)
    if match := re.fullmatch(r"(上上|上|本|这)个?(?:周|星期|礼拜)([一二三四五六日天末]?)", written):
        monday = today - (today.weekday() + 7 * WEEKS_AGO[match[1]]) * ONE
        start, end = DAYS_OF_WEEK[match[2]]
        return Days(monday + start * ONE, monday + end * ONE)
    match = re.fullmatch(rf"({RELATIVE_MONTH})(.*)", written)
    return in_month(match[2], months_before(today, MONTHS_AGO[match[1]])) if match else None


def ago(written: str, today: datetime.date) -> Days | None:
    """三个月前, 两年前, 近五年, 半年来, 最近一个月, 三天内."""
    match = re.fullmatch(
        rf"(?P<since>最近|过去|近)?(?P<n>{COUNTING_NUMBER}|半)(?P<unit>年|个月|周|个星期|个礼拜|天)"
        r"(?:(?P<ago>前|以前|之前)|(?P<until>以来|来|以内|之内|内|里|间))?",
        written,
    )
    if not match or bool(match["ago"]) == bool(match["since"] or match["until"]):
        return None
    count, unit = HALF[match["unit"]] if match["n"] == "半" else (number_of(match["n"]), match["unit"])
    if unit in ("年", "个月"):
        month = months_before(today, count * 12 if unit == "年" else count)
        there = months(month.first.year, 1, 12) if unit == "年" else month
        began = month.first.replace(day=min(today.day, month.last.day))
    else:
        began = today - count * (ONE if unit == "天" else 7 * ONE)
        there = one_day(began) if unit == "天" else lasting(began - began.weekday() * ONE, 7)
    return there if match["ago"] else Days(began, today)


def plan(written: str, today: datetime.date) -> Days | None:
    """十四五期间: the years of a five-year plan. 十四五 alone is its name as well; 十五 and what is below a number."""
    match = re.fullmatch(r"(?P<n>十?[一二三四五六七八九]|十)五(?P<during>(?:规划|计划)?(?:期间|时期))?", written)
    if not match or not (match["during"] or len(match["n"]) > 1):
        return None
    n = number_of(match["n"])
    first = ANCIENT_PLAN + 5 * (n - 1) if n < 3 else 1966 + 5 * (n - 3)
    began, ended = datetime.date(first, 1, 1), datetime.date(first + 4, 12, 31)
    return Days(began, ended, is_name=not match["during"])


def decade(written: str, today: datetime.date) -> Days | None:
    """九十年代, 上世纪80年代初, 1990年代, 20世纪; without a century, the last that began."""
    match = re.fullmatch(
        rf"(?:(?P<century>上|本|{COUNTING_NUMBER})个?世纪)?"
        r"(?:(?P<decade>\d0|\d{3}0|[一二三四五六七八九]十)年代(?P<part>初期?|中期?|末期?|后期)?)?",
        written,
    )
    if not match or not (match["century"] or match["decade"]):
        return None
    this = today.year // 100
    relative = {"上": this - 1, "本": this, None: this}
    century = relative[match["century"]] if match["century"] in relative else number_of(match["century"]) - 1
    if not match["decade"]:
        return Days(datetime.date(century * 100 + 1, 1, 1), datetime.date(century * 100 + 100, 12, 31), is_topic=True)
    years = int(match["decade"]) if match["decade"].isdigit() else number_of(match["decade"])
    if years < 100:
        years += 100 * (century if match["century"] or 100 * this + years <= today.year else this - 1)
    first, last = PARTS_OF_DECADE[match["part"] or ""]
    return Days(datetime.date(years + first, 1, 1), datetime.date(years + last, 12, 31), is_topic=True)


def in_a_year(written: str, today: datetime.date) -> Days | None:
    """2024年, 去年3月, 2021年5月3日, 二〇二一年上半年, 去年春节前后, 国庆节; without a year, the last that began."""
    match = re.fullmatch(
        rf"(?P<lunar>农历|阴历|旧历)?(?P<year>{RELATIVE_YEAR}|\d{{4}}年度?|[〇零一二三四五六七八九]{{4}}年度?"
        rf"|\d\d年(?=\d{{1,2}}月)|{COUNTING_NUMBER}年前的?)?的?(?P<lunar_too>农历|阴历|旧历)?"
        r"(?P<part>.*?)(?P<around>前后|左右|前夕)?(?:期间|时候|那天|当天|假期|长假|小长假)?",
        written,
    )
    if not match or not (match["year"] or match["part"]):
        return None
    part, lunar = match["part"], bool(match["lunar"] or match["lunar_too"])
    year = year_named(match["year"], today) if match["year"] else 0
    if not part:
        is_relative = match["year"] in YEARS_AGO or "年前" in match["year"]
        whole = months(year, 1, 12)._replace(is_topic=not is_relative)
        return whole if not match["around"] and not lunar else None
    if year and part in PARTS_OF_YEAR_OR_MONTH:
        part = f"年{part}"
    if not year and part in SEASONS:
        return None  # a word like any other
    days = in_year(part, year, lunar) if year else last_that_began(part, today, lunar)
    if not days:
        return None
    earlier, later = AROUND.get(match["around"], (0, 0))
    last = days.first - ONE if later is None else days.last + later * ONE
    is_word = not year and part in SOLAR_TERMS and part not in FEASTS  # 大雪
    is_topic = not year and (lunar or not OF_THE_CALENDAR.match(part))
    return Days(days.first + earlier * ONE, last, yearly=not year, is_name=is_word, is_topic=is_topic)


def last_that_began(part: str, today: datetime.date, lunar: bool) -> Days | None:
    """What `in_year` makes of `part` in the last year in which it began by `today`."""
    for year in range(today.year + 1, today.year - RARE, -1):
        try:
            if not (days := in_year(part, year, lunar)) or days.first <= today:
                return days
        except ValueError:  # 2月29日, 闰四月: in another year
            continue
    return None


def year_named(written: str, today: datetime.date) -> int:
    """去年, 2021年, 二〇二一年, 21年, 三年前."""
    if written in YEARS_AGO:
        return today.year - YEARS_AGO[written]
    if "年前" in written:
        return today.year - number_of(written.partition("年前")[0])
    digits = written.partition("年")[0]
    year = int("".join(str(CHINESE_DIGITS.get(digit, digit)) for digit in digits))
    if len(digits) > 2:
        return year
    this = today.year // 100 * 100
    return this + year if this + year <= today.year + 1 else this - 100 + year


def in_year(part: str, year: int, lunar: bool) -> Days | None:
    """上半年, 第三季度, 5月, 五月三日, 5月上旬, 中秋节, 正月初一 of a year. ValueError for no day of the calendar."""
    if part.removeprefix("第") in PARTS_OF_YEAR:
        return months(year, *PARTS_OF_YEAR[part.removeprefix("第")])
    if days := lunar_days(part, year, named=lunar) or named_days(part, year):
        return days
    match = re.fullmatch(rf"({COUNTING_NUMBER})月(?:份|(.*))?", part)
    return in_month(match[2] or "", months(year, *[number_of(match[1])] * 2)) if match and not lunar else None


def in_month(part: str, month: Days) -> Days | None:
    """5日, 三号, 上旬, 初 of a month, or all of it. ValueError for a day that it has not."""
    if not part:
        return month
    if match := re.fullmatch(rf"({COUNTING_NUMBER})[日号]?", part):
        return one_day(month.first.replace(day=number_of(match[1])))
    if part not in PARTS_OF_MONTH:
        return None
    first, last = PARTS_OF_MONTH[part]
    return Days(month.first.replace(day=first), month.first.replace(day=min(last, month.last.day)))


def open_ended(written: str, today: datetime.date) -> Days | None:
    """2020年以来, 去年以后, 5月起; 2020年以前."""
    if match := OPEN_END.fullmatch(written):
        since = _read(match[1], today)
        return Days(since.first, today) if since and since.first <= today else None
    if match := OPEN_BEGINNING.fullmatch(written):
        before = _read(match[1], today)
        return Days(datetime.date.min, before.first - ONE) if before else None
    return None


POINTS: tuple[TimeReader, ...] = (numeric, calendar_ago, ago, plan, decade, in_a_year)
READERS: tuple[TimeReader, ...] = (*POINTS, open_ended, span)


def times_at_the_edges(text: str, today: datetime.date) -> Iterator[tuple[int, int, Days]]:
    """The longest time with which `text` begins and the longest with which it ends, where more stands beside it:
    (start, end, days) of 2024年 in 2024年高考."""
    most = min(LONGEST, len(text) - 1)
    for spans in ([(0, n) for n in range(most, 1, -1)], [(len(text) - n, len(text)) for n in range(most, 1, -1)]):
        for start, end in spans:
            beside = text[end] if start == 0 else text[start - 1]
            if beside.isalpha() and (days := days_meant(text[start:end], today)):
                yield start, end, days
                break
