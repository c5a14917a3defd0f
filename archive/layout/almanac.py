"""What a Chinese newspaper prints beside its date: the lunar date and the solar term."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from lunar_python import Lunar, LunarYear, Solar
from lunar_python.util import LunarUtil


@dataclass(frozen=True)
class Almanac:
    """`term` is the solar term (节气) that begins on this day, "" on the others."""

    lunar: str
    term: str


# To reckon a year's moons and terms takes some 5 ms, a day of it a fiftieth. The library keeps one year.
@lru_cache(maxsize=200)
def reckoned_year(year: int) -> tuple[LunarYear, dict[tuple[int, int, int], str]]:
    """The lunar months that have days of this year, and (year, month, day) -> solar term."""
    reckoned = LunarYear(year)
    terms: dict[tuple[int, int, int], str] = {}
    for place, moment in enumerate(reckoned.getJieQiJulianDays()):  # from 大雪 of the year before
        day = Solar.fromJulianDay(moment)
        terms.setdefault((day.getYear(), day.getMonth(), day.getDay()), Lunar.JIE_QI[(place - 1) % 24])
    return reckoned, terms


@lru_cache(maxsize=3660)
def almanac(date: datetime.date) -> Almanac:
    """农历辛丑年十月初一, and 立冬 where that is the day. By the astronomical rules that lunar-python implements."""
    reckoned, terms = reckoned_year(date.year)
    solar = Solar.fromYmd(date.year, date.month, date.day)
    since_first = ((solar.subtract(Solar.fromJulianDay(m.getFirstJulianDay())), m) for m in reckoned.getMonths())
    passed, month = next((days, month) for days, month in since_first if days < month.getDayCount())
    stem, branch = LunarUtil.GAN[(month.getYear() - 4) % 10 + 1], LunarUtil.ZHI[(month.getYear() - 4) % 12 + 1]
    leap = "闰" if month.getMonth() < 0 else ""
    day = f"农历{stem}{branch}年{leap}{LunarUtil.MONTH[abs(month.getMonth())]}月{LunarUtil.DAY[passed + 1]}"
    return Almanac(day, terms.get((date.year, date.month, date.day), ""))
