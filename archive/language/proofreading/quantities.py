"""Numbers of a text with what they count: 近3.2万名, 6.5%, 第十届, 超600公斤."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from archive.language.numerals import NARROW_DIGITS, written_number
from archive.language.proofreading.days import DAY_OF_MONTH

# Measures that are written in two ways -> the one that they are compared as.
_SAME_UNIT = {
    **{"平方千米": "平方公里", "千米": "公里", "千克": "公斤", "周岁": "岁", "人民币": "元"},
    **{"个小时": "小时", "位": "名", "人": "名", "％": "%", "块": "元"},
}
_TENTHS = "成"  # 三成 is 30%, and whatever rounds to it
_MEASURES = (
    "平方公里|平方千米|平方米|立方米|个百分点|个月|个小时|小时|分钟|公里|千米|公顷|公斤|千克|周年|周岁|美元|欧元|日元|港元|毫米|厘米"
    "|摄氏度|成(?![为都立功长员果绩本熟就交人群语套分名])|年代|年|月|天|日|岁|亩|米|吨|斤|元|块|秒|度|升|%|％|℃"
)
# What counts things: one may be written for another (3项, 3个).
_COUNTERS = (
    "名|位|人|例|个|项|家|件|条|次|届|期|台|辆|套|户|座|所|处|间|栋|棵|株|倍|场|篇|幅|本|册|面|枚|支|只|头|张|份|批|起|宗|级|集"
    "|轮|层|架|艘|列|部|款|种|类|组|对|封|首|笔|箱|根|国|省|县|市|村|队|校|股|死|伤|金|银|铜|点|字|娃|胎|周|折|码|号|线|城"
)
PEOPLE = frozenset("名例口死伤")
_THINGS = frozenset(_COUNTERS.split("|")) - frozenset("名位人例岁倍次届期死伤金银铜点周折号股")
_ALIKE = (PEOPLE | {"个"}, frozenset("项件条起宗"), frozenset("家所"), frozenset("台辆部架艘"), frozenset("天日"))
# Two or three, thirteen or fourteen, some tens: no number.
_VAGUE_NUMBER = re.compile(r"[一二三四五六七八九]{2}|[一二三四五六七八九]?十[一二三四五六七八九]{2}")
_MAGNITUDES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_COUNTED = "零〇一二三四五六七八九十两百千"
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_COUNTED}]+"
_QUANTITY = re.compile(
    rf"(?<![\dA-Za-z.{_COUNTED}万亿数几上])(?P<share>百分之)?(?P<number>{_NUMBER})"
    rf"(?P<magnitude>[百千万亿]*)(?P<odd>余|多)?"
    rf"(?P<unit>{_MEASURES}|{_COUNTERS})?(?P<behind>以上|以下|以内|左右|上下|余|多)?"
)
_WIDE = NARROW_DIGITS | {ord("．"): ".", ord("％"): "%", ord("，"): ","}
_BEFORE = re.compile(
    r"(?P<under>将近|接近|逼近|近|不足|不到|少于|低于|至多|最多|不超过)$|(?P<about>大约|约|大概)$"
    r"|(?P<over>超过|超|逾|突破|破|不少于|不低于|至少|多于|高于|过)$"
)
# Words between a number and what it is said of.
_VAGUE = re.compile(r"(?:将近|接近|近|不足|不到|超过|超|逾|大约|约|达到|达|至少|至|到|共|有|了|第|为|过|突破|余)+$")
CONTEXT = 2  # characters
ORDINAL = "第"


class Bound(Enum):
    """What a word beside a number makes of it."""

    EXACT = "exact"
    UNDER = "under"  # 近600公斤, 不足600公斤
    OVER = "over"  # 超600公斤, 600余公斤
    ABOUT = "about"  # 约600公斤


@dataclass(frozen=True)
class Quantity:
    """A number with its unit ("" where it has none that is known), and the characters that tell of what it is said; ""
    where none do."""

    value: float
    place: float  # the worth of its last digit that is not 0
    unit: str
    bound: Bound
    before: str
    after: str
    start: int
    end: int

    def is_said_of_same(self, other: "Quantity") -> bool:
        """Whether both are said of the same thing, by the characters beside them."""
        return bool(self.after and self.after == other.after) or bool(self.before and self.before == other.before)

    def may_count_same(self, other: "Quantity") -> bool:
        """Whether no unit speaks against it that both are of one thing."""
        units = {self.unit, other.unit}
        if len(units) == 1:
            return True
        if "" in units:
            return self.value >= 10  # a small one stands for anything
        return any(units <= alike for alike in _ALIKE) or ("个" in units and units <= _THINGS)

    def may_be_written_for(self, other: "Quantity") -> bool:
        """Whether who knows the other number may write this one for it: the same, or one rounded as it says."""
        apart = other.value - self.value
        if not apart:
            return True
        if self.bound == Bound.EXACT and other.bound != Bound.EXACT:
            return other.has_about(self.value)
        if other.place >= self.place:
            return False  # as exact as this one, or less
        if self.bound == Bound.EXACT:
            return (self.place >= 100 or other.place < 1) and abs(apart) < min(self.place, self.value / 10)
        return self.has_about(other.value)

    def has_about(self, value: float) -> bool:
        """Whether a value is what its word says of it: a little less, a little more."""
        apart, slack = value - self.value, max(self.place, self.value / 4)
        if self.bound == Bound.UNDER:
            return -slack < apart < 0
        if self.bound == Bound.OVER:
            return 0 < apart < slack
        return abs(apart) < min(self.place, self.value / 10)

    def is_slip_of(self, other: "Quantity") -> bool:
        """Whether both have as many digits, of which one differs, or two beside each other are exchanged."""
        one, two = self._digits, other._digits
        length = max(len(one), len(two))
        if self.value == other.value or length == 1 or self._order != other._order:
            return False
        one, two = one.ljust(length, "0"), two.ljust(length, "0")
        differing = [place for place in range(length) if one[place] != two[place]]
        first, last = differing[0], differing[-1]
        exchanged = last == first + 1 and one[first : last + 1] == two[last] + two[first]
        return len(differing) == 1 or exchanged

    def is_misplaced(self, other: "Quantity") -> bool:
        """Whether both have the same digits, of which one has them at another place: 1万, 1000."""
        return self._digits == other._digits and self._order != other._order

    @property
    def is_ordinal(self) -> bool:
        return self.unit.startswith(ORDINAL)

    @property
    def _digits(self) -> str:
        """Its digits without the noughts behind."""
        return f"{self.value:.6f}".replace(".", "").strip("0")

    @property
    def _order(self) -> int:
        """How many digits stand before its point, less one."""
        return math.floor(math.log10(self.value)) if self.value else 0


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a text but its days (5月6日) and years (2023年)."""
    plain = text.translate(_WIDE)
    days = [day.span() for day in DAY_OF_MONTH.finditer(plain)]
    for match in _QUANTITY.finditer(plain):
        named = any(start <= match.start("number") < end for start, end in days) or _is_year(match)
        vague = _VAGUE_NUMBER.fullmatch(match["number"]) or plain[match.end("magnitude") :].startswith("几")
        if not (named or vague):
            yield _quantity(plain, match)


def _is_year(match: re.Match[str]) -> bool:
    return match["unit"] == "年" and len(match["number"]) == 4 and not match["magnitude"]


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    value, place = _value(match["number"], match["magnitude"])
    unit = "%" if match["share"] else match["unit"] or ""
    in_tenths = unit == _TENTHS
    if in_tenths:
        value, place, unit = value * 10, place * 10, "%"
    ordinal = ORDINAL if text[: match.start()].endswith(ORDINAL) else ""  # 第10天 is not 10天
    before = _VAGUE.sub("", text[: match.start()])[-CONTEXT:]
    after = text[match.end() :].removeprefix("的")[:CONTEXT]
    bound = _bound(text[: match.start()], match, Bound.ABOUT if in_tenths else Bound.EXACT)
    unit = ordinal + _SAME_UNIT.get(unit, unit)
    return Quantity(value, place, unit, bound, _telling(before), _telling(after), *match.span())


def _bound(before: str, match: re.Match[str], plain: Bound) -> Bound:
    behind = match["behind"] or match["odd"] or ""
    if behind in ("余", "多", "以上"):
        return Bound.OVER
    if behind:
        return Bound.ABOUT if behind in ("左右", "上下") else Bound.UNDER
    word = _BEFORE.search(before)
    return Bound(word.lastgroup) if word else plain


def _telling(context: str) -> str:
    """The characters beside a number where they are all ideographs."""
    return context if re.fullmatch(rf"[\u4e00-\u9fff]{{{CONTEXT}}}", context) else ""


def _value(number: str, magnitude: str) -> tuple[float, float]:
    """A number's value, and the worth of its last digit that is not 0."""
    factor = 1
    for character in magnitude:
        factor *= _MAGNITUDES[character]
    if number[0].isdecimal():
        plain = number.replace(",", "")
        whole, _, decimals = plain.partition(".")
        place = 10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0")))
        return round(float(plain) * factor, 6), place * factor
    value = written_number(number)
    zeros = len(str(value)) - len(str(value).rstrip("0"))
    return float(value * factor), float(10**zeros * factor)
