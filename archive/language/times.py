"""Times as people write them, and the days that they mean: 去年春节前后, 两年前, 上个月, 十四五期间, 2021-5-3.

What is relative is relative to a `today` that the caller gives. Lunar feasts and 清明 are lunar_python's, which is
imported where one is asked for.
"""

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archive.language.dates import in_chinese
from archive.language.folding import fold, simplified

LONGEST = 20  # characters that are read as a time
EARLIEST = 1800  # a number of four digits from here on may be a year
AROUND = 7  # days that 前后 adds on either side

DIGITS: dict[str, int] = dict(zip("〇零一二三四五六七八九两", (0, *range(10), 2), strict=True))
NUMBER = r"(?:\d{1,3}|[一二三四五六七八九两]?十?[一二三四五六七八九两]?)"
YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "大前年": 3, "明年": -1}
RELATIVE_YEAR = "|".join(sorted(YEARS_AGO, key=len, reverse=True))
DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}
MONTHS_AGO = {"本月": 0, "这个月": 0, "上个月": 1, "上月": 1, "上上个月": 2}
WEEKS_AGO = {"本": 0, "这": 0, "上": 1, "上上": 2}
# Months from and to, both included.
SEASONS = {
    "春天": (3, 5), "春季": (3, 5), "夏天": (6, 8), "夏季": (6, 8), "秋天": (9, 11), "秋季": (9, 11),
}  # fmt: skip
PARTS_OF_YEAR = {
    **SEASONS,
    "上半年": (1, 6), "下半年": (7, 12), "年初": (1, 2), "年中": (5, 7), "年底": (11, 12), "年末": (11, 12),
    **{f"第{name}季度": (3 * n + 1, 3 * n + 3) for n, name in enumerate("一二三四")},
    **{f"{name}季度": (3 * n + 1, 3 * n + 3) for n, name in enumerate("一二三四")},
}  # fmt: skip
PARTS_OF_MONTH = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31)}
# Month, day, days that it lasts.
SOLAR_FEASTS = {
    "元旦": (1, 1, 3), "妇女节": (3, 8, 1), "三八节": (3, 8, 1), "植树节": (3, 12, 1), "劳动节": (5, 1, 5),
    "五一": (5, 1, 5), "青年节": (5, 4, 1), "五四": (5, 4, 1), "儿童节": (6, 1, 1), "六一": (6, 1, 1),
    "建党节": (7, 1, 1), "七一": (7, 1, 1), "建军节": (8, 1, 1), "八一": (8, 1, 1), "教师节": (9, 10, 1),
    "国庆": (10, 1, 7), "圣诞": (12, 25, 1),
    "双十一": (11, 11, 1), "记者节": (11, 8, 1),
}  # fmt: skip
LUNAR_FEASTS = {
    "春节": (1, 1, 7), "元宵": (1, 15, 1), "端午": (5, 5, 1), "七夕": (7, 7, 1), "中元": (7, 15, 1), "中秋": (8, 15, 1),
    "重阳": (9, 9, 1), "腊八": (12, 8, 1),
}  # fmt: skip
FEASTS = sorted((*SOLAR_FEASTS, *LUNAR_FEASTS, "除夕", "清明"), key=len, reverse=True)
# Every time has one of these: most words are told apart at once.
SIGN = re.compile(rf"\d|[年月日天周期]|{'|'.join(FEASTS)}")
ANCIENT_PLAN = 1953  # 一五 began; 二五 five years later, 三五 in 1966, and every five years since


class Days(NamedTuple):
    """From one day to another, both included."""

    first: datetime.date
    last: datetime.date

    def as_iso(self) -> tuple[str, str]:
        """Whole years as years, whole months as months: ("2021", "2025"), ("2021-05", "2021-05"), days otherwise."""
        whole = self.last.day == calendar.monthrange(self.last.year, self.last.month)[1] and self.first.day == 1
        length = 10 if not whole else 4 if (self.first.month, self.last.month) == (1, 12) else 7
        return self.first.isoformat()[:length], self.last.isoformat()[:length]

    def in_chinese(self) -> str:
        first, last = map(in_chinese, self.as_iso())
        return first if first == last else f"{first}至{last}"


def days_meant(text: str, today: datetime.date) -> Days | None:
    """The days that `text`, all of it, names; None for what is no time or no day of the calendar."""
    written = simplified(fold(text[: LONGEST + 1])).replace(" ", "")
    if len(text) > LONGEST or not SIGN.search(written):
        return None
    try:
        return next((days for read in READERS if (days := read(written, today))), None)
    except (ValueError, OverflowError):  # no such day: 2021-02-30, 一百年前 of the year 50
        return None


def number_of(written: str) -> int:
    """12, 十二, 两. ValueError for what is none."""
    if written.isdigit():
        return int(written)
    if "十" in written:
        tens, ones = written.split("十")
        return 10 * (DIGITS[tens] if tens else 1) + (DIGITS[ones] if ones else 0)
    if written not in DIGITS:
        raise ValueError(f"No number: {written!r}")
    return DIGITS[written]


def whole_month(year: int, month: int) -> Days:
    """ValueError for a month 13."""
    first = datetime.date(year, month, 1)
    return Days(first, first.replace(day=calendar.monthrange(year, month)[1]))


def months(year: int, first: int, last: int) -> Days:
    return Days(whole_month(year, first).first, whole_month(year, last).last)


def months_before(today: datetime.date, count: int) -> Days:
    """The month `count` months before that of `today`."""
    n = today.year * 12 + today.month - 1 - count
    return whole_month(n // 12, n % 12 + 1)


def week_before(today: datetime.date, count: int) -> Days:
    monday = today - datetime.timedelta(days=today.weekday() + 7 * count)
    return Days(monday, monday + datetime.timedelta(days=6))


def numeric(written: str, today: datetime.date) -> Days | None:
    """2024, 2021-5, 2021.5.3, 20210503."""
    match = re.fullmatch(r"(\d{4})(?:([-./])(\d{1,2})(?:\2(\d{1,2}))?)?", written) or re.fullmatch(
        r"(\d{4})()(\d\d)(\d\d)", written
    )
    if not match or not EARLIEST <= int(match[1]) <= today.year + 1:
        return None
    year, month, day = int(match[1]), match[3], match[4]
    if day:
        return Days(*[datetime.date(year, int(month), int(day))] * 2)
    return whole_month(year, int(month)) if month else months(year, 1, 12)


def ago(written: str, today: datetime.date) -> Days | None:
    """昨天, 上周, 上个月, 三个月前, 两年前, 近五年."""
    if written in DAYS_AGO:
        return Days(*[today - datetime.timedelta(days=DAYS_AGO[written])] * 2)
    if written in MONTHS_AGO:
        return months_before(today, MONTHS_AGO[written])
    if match := re.fullmatch(r"(上上|上|本|这)个?(?:周|星期)", written):
        return week_before(today, WEEKS_AGO[match[1]])
    match = re.fullmatch(
        rf"(?P<since>最近|过去|近)?(?P<n>{NUMBER})(?P<unit>年|个月|周|个星期|天)(?P<ago>前|以前|之前)?", written
    )
    if not match or not match["n"] or bool(match["since"]) == bool(match["ago"]):
        return None
    count, unit = number_of(match["n"]), match["unit"]
    if unit == "年":
        there = months(today.year - count, 1, 12)
        earlier = min(today.day, calendar.monthrange(today.year - count, today.month)[1])
        began = today.replace(year=today.year - count, day=earlier)
    elif unit == "个月":
        there = months_before(today, count)
        began = min(there.last, there.first.replace(day=min(today.day, there.last.day)))
    elif unit == "天":
        began = today - datetime.timedelta(days=count)
        there = Days(began, began)
    else:
        there = week_before(today, count)
        began = today - datetime.timedelta(days=7 * count)
    return there if match["ago"] else Days(began, today)


def plan(written: str, today: datetime.date) -> Days | None:
    """十四五期间: the years of a five-year plan."""
    match = re.fullmatch(r"(十?[一二三四五六七八九]?)五(?:规划|计划)?(?:期间|时期)", written)
    if not match or not match[1]:
        return None
    n = number_of(match[1])
    first = ANCIENT_PLAN + 5 * (n - 1) if n < 3 else 1966 + 5 * (n - 3)
    return months(first, 1, 12)._replace(last=datetime.date(first + 4, 12, 31))


def in_a_year(written: str, today: datetime.date) -> Days | None:
    """2024年, 去年3月, 2021年5月3日, 二〇二一年上半年, 去年春节前后, 国庆节; without a year, the last that began."""
    match = re.fullmatch(
        rf"(?P<year>{RELATIVE_YEAR}|\d{{4}}年|[〇零一二三四五六七八九]{{4}}年|{NUMBER}年前的?)?"
        r"(?P<part>.*?)(?P<around>前后|左右)?(?:期间|时候|那天|当天)?",
        written,
    )
    if not match or not (match["year"] or match["part"]):
        return None
    year = year_named(match["year"] or "", today)
    if not match["part"]:
        return months(year, 1, 12) if year and not match["around"] else None
    if not year and match["part"] in SEASONS:
        return None  # a word like any other
    days = in_year(match["part"], year or today.year)
    if days and not year and days.first > today:
        days = in_year(match["part"], today.year - 1)
    if days and match["around"]:
        margin = datetime.timedelta(days=AROUND)
        return Days(days.first - margin, days.last + margin)
    return days


def year_named(written: str, today: datetime.date) -> int:
    """0 for none."""
    if not written:
        return 0
    if written in YEARS_AGO:
        return today.year - YEARS_AGO[written]
    if "年前" in written:
        return today.year - number_of(written.partition("年前")[0])
    digits = written.removesuffix("年")
    return int(digits) if digits.isdigit() else int("".join(str(DIGITS[digit]) for digit in digits))


def in_year(part: str, year: int) -> Days | None:
    """上半年, 第三季度, 5月, 五月三日, 5月上旬, 中秋节 of a year."""
    part = part.removeprefix("的")
    if part in PARTS_OF_YEAR:
        return months(year, *PARTS_OF_YEAR[part])
    if match := re.fullmatch(rf"({NUMBER})月(?:份|({NUMBER})[日号]?|(上旬|中旬|下旬|初|底|末))?", part):
        month = whole_month(year, number_of(match[1]))
        if match[2]:
            return Days(*[month.first.replace(day=number_of(match[2]))] * 2)
        first, last = PARTS_OF_MONTH.get(match[3], (1, 31))
        return Days(month.first.replace(day=first), month.first.replace(day=min(last, month.last.day)))
    name = part.removesuffix("节") if part.removesuffix("节") in FEASTS else part
    return feast(name, year) if name in FEASTS else None


def feast(name: str, year: int) -> Days:
    """The days of one of FEASTS: a lunar one in the lunar year that begins in `year`; 春节 from its eve on."""
    from lunar_python import Lunar

    if name in SOLAR_FEASTS:
        month, day, lasts = SOLAR_FEASTS[name]
        first = datetime.date(year, month, day)
    elif name == "清明":
        term = Lunar.fromYmd(year, 1, 1).getJieQiTable()["清明"]
        first, lasts = datetime.date(term.getYear(), term.getMonth(), term.getDay()), 1
    else:
        month, day, lasts = LUNAR_FEASTS.get(name, LUNAR_FEASTS["春节"])
        solar = Lunar.fromYmd(year, month, day).getSolar()
        first = datetime.date(solar.getYear(), solar.getMonth(), solar.getDay())
    if name in ("春节", "除夕"):
        first -= datetime.timedelta(days=1)
        lasts = 8 if name == "春节" else 1
    return Days(first, first + datetime.timedelta(days=lasts - 1))


READERS: tuple[Callable[[str, datetime.date], Days | None], ...] = (numeric, ago, plan, in_a_year)


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
