"""Named days of a year: feasts, solar terms (节气), days of the lunar calendar (农历八月十五, 正月初一, 腊月).

What the lunar calendar says is lunar_python's, which is imported where it is asked. A feast is the one that falls in
the year named; 腊八 and 小年 are those of the winter in which the year begins, 除夕 is the eve of its 春节. A lunar
day or month is that of the lunar year that begins in it: 2021年腊月 begins in January 2022.
"""

import datetime
import re
from functools import lru_cache

from archive.language.dates import Days
from archive.language.numerals import COUNTING_NUMBER, number_of

# Month, day, days that it lasts.
SOLAR_FEASTS = {
    "元旦": (1, 1, 3), "情人节": (2, 14, 1), "妇女节": (3, 8, 1), "三八节": (3, 8, 1), "植树节": (3, 12, 1),
    "愚人节": (4, 1, 1), "读书日": (4, 23, 1), "劳动节": (5, 1, 5), "五一": (5, 1, 5), "青年节": (5, 4, 1),
    "五四": (5, 4, 1), "护士节": (5, 12, 1), "儿童节": (6, 1, 1), "六一": (6, 1, 1), "环境日": (6, 5, 1),
    "禁毒日": (6, 26, 1), "建党节": (7, 1, 1), "七一": (7, 1, 1), "建军节": (8, 1, 1), "八一": (8, 1, 1),
    "医师节": (8, 19, 1), "教师节": (9, 10, 1), "烈士纪念日": (9, 30, 1), "国庆": (10, 1, 7), "记者节": (11, 8, 1),
    "消防日": (11, 9, 1), "双十一": (11, 11, 1), "宪法日": (12, 4, 1), "双十二": (12, 12, 1), "国家公祭日": (12, 13, 1),
    "平安夜": (12, 24, 1), "圣诞": (12, 25, 1),
}  # fmt: skip
# Month, which of its weekdays, weekday (Monday is 0).
WEEKDAY_FEASTS = {"母亲节": (5, 2, 6), "父亲节": (6, 3, 6), "感恩节": (11, 4, 3)}
# Lunar month, day, days that it lasts.
LUNAR_FEASTS = {
    "春节": (1, 1, 7), "元宵": (1, 15, 1), "端午": (5, 5, 1), "七夕": (7, 7, 1), "中元": (7, 15, 1), "中秋": (8, 15, 1),
    "重阳": (9, 9, 1), "腊八": (12, 8, 1), "小年": (12, 23, 1), "龙抬头": (2, 2, 1), "三月三": (3, 3, 1),
}  # fmt: skip
SOLAR_TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
FEASTS = frozenset((*SOLAR_FEASTS, *WEEKDAY_FEASTS, *LUNAR_FEASTS, "除夕", "清明"))
LAST_LUNAR_MONTH = 12  # 腊月, the winter in which a solar year begins
LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}  # that only the lunar calendar calls so
# Those of them in months that are called as the solar ones are.
FEAST_DAYS = {feast[:2] for feast in LUNAR_FEASTS.values() if feast[0] not in LUNAR_MONTHS.values()}
LUNAR_DAY = re.compile(
    rf"(?P<leap>闰)?(?P<month>[正冬腊]|{COUNTING_NUMBER})月(?:份|(?P<day>(?:初|廿|卅)?{COUNTING_NUMBER}|卅)日?)?"
)
# Of two ways to write the same, the one that is read.
REWRITTEN = (("大年初", "正月初"), ("大年三十", "除夕"), ("年三十", "除夕"), ("农历新年", "春节"))


def one_day(day: datetime.date) -> Days:
    return Days(day, day)


def named_days(name: str, year: int) -> Days | None:
    """The days of a feast or solar term of `year`; 春节 is from its eve on."""
    name = name.removesuffix("节") if name.removesuffix("节") in FEASTS else name
    if name in SOLAR_FEASTS:
        month, day, lasts = SOLAR_FEASTS[name]
        return lasting(datetime.date(year, month, day), lasts)
    if name in WEEKDAY_FEASTS:
        month, which, weekday = WEEKDAY_FEASTS[name]
        first = datetime.date(year, month, 1)
        return one_day(first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1)))
    if name in SOLAR_TERMS:
        return one_day(day_of_solar_term(name, year))
    if name == "除夕":
        return one_day(lunar_day(year, 1, 1) - datetime.timedelta(days=1))
    if name not in LUNAR_FEASTS:
        return None
    month, day, lasts = LUNAR_FEASTS[name]
    days = lasting(lunar_day(year - (month == LAST_LUNAR_MONTH), month, day), lasts)
    return days._replace(first=days.first - datetime.timedelta(days=1)) if name == "春节" else days


def lasting(first: datetime.date, days: int) -> Days:
    return Days(first, first + datetime.timedelta(days=days - 1))


@lru_cache(maxsize=256)
def day_of_solar_term(name: str, year: int) -> datetime.date:
    from lunar_python import Lunar

    # The table goes from the winter solstice before the year to the next spring; the second has a key of its own.
    term = Lunar.fromYmd(year, 1, 1).getJieQiTable()["DONG_ZHI" if name == "冬至" else name]
    return datetime.date(term.getYear(), term.getMonth(), term.getDay())


@lru_cache(maxsize=64)
def lunar_months(year: int) -> dict[int, Days]:
    """The months of a lunar year, a leap month as a negative number. It takes milliseconds to find them."""
    from lunar_python import LunarYear, Solar

    found = {}
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first = Solar.fromJulianDay(month.getFirstJulianDay())
        day = datetime.date(first.getYear(), first.getMonth(), first.getDay())
        found[month.getMonth()] = lasting(day, month.getDayCount())
    return found


def lunar_day(year: int, month: int, day: int) -> datetime.date:
    """The day of the lunar calendar; a leap month is negative. ValueError for one that it has not."""
    days = lunar_months(year).get(month)
    if not days or not 1 <= day <= (days.last - days.first).days + 1:
        raise ValueError(f"No day of the lunar calendar: {year}, {month}, {day}")
    return days.first + datetime.timedelta(days=day - 1)


def lunar_days(written: str, year: int, *, named: bool) -> Days | None:
    """农历八月十五, 正月, 闰四月初一; where it is not `named` as lunar, only what cannot be of the solar calendar.

    That is 正月, 冬月, 腊月, a leap month, 初五 and 廿三, and the day of a feast that is written like none of the solar
    calendar: 八月十五, but not 八月十五日 or 8月15. ValueError for a day that the lunar calendar has not.
    """
    match = LUNAR_DAY.fullmatch(written)
    if not match:
        return None
    month = LUNAR_MONTHS.get(match["month"]) or number_of(match["month"])
    day = match["day"] and day_of_lunar_month(match["day"])
    by_form = match["month"] in LUNAR_MONTHS or match["leap"] or (match["day"] or "").startswith(("初", "廿", "卅"))
    is_feast = (month, day) in FEAST_DAYS and not re.search(r"\d|日$", written)
    if not (named or by_form or is_feast):
        return None
    month = -month if match["leap"] else month
    first = lunar_day(year, month, day or 1)
    return one_day(first) if day else lunar_months(year)[month]


def day_of_lunar_month(written: str) -> int:
    """初五, 十五, 廿三, 卅, 30."""
    tens = {"廿": 20, "卅": 30}.get(written[0], 0)
    ones = written.lstrip("初廿卅")
    return tens + (number_of(ones) if ones else 0)
