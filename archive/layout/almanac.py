"""What a Chinese newspaper prints beside its date: the lunar date and the solar term."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from lunar_python import Solar


@dataclass(frozen=True)
class Almanac:
    """`term` is the solar term (节气) that begins on this day, "" on the others."""

    lunar: str
    term: str


# A reckoning takes some 5 ms; ten years of days are kept.
@lru_cache(maxsize=3660)
def almanac(date: datetime.date) -> Almanac:
    """农历辛丑年十月初一, and 立冬 where that is the day. By the astronomical rules that lunar-python implements."""
    lunar = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    day = f"农历{lunar.getYearInGanZhi()}年{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    return Almanac(day, lunar.getJieQi())
