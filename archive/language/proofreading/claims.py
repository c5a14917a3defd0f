"""Numbers in a headline that the body contradicts: 18个项目签约 over a text of 16个项目.

Only what is said of the same thing is compared: the number's unit and the two characters behind it, or before it, are
the same, and the body has one such number alone. A headline may round (近20万, 逾3万) and add up (3名 of 1名 and 2名).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.language.proofreading.days import DAY_OF_MONTH
from archive.language.proofreading.remarks import HEADLINE, LineKind, ProofCheck, ProofLine, Remark

_UNITS = (
    "平方公里|平方千米|平方米|立方米|个百分点|公里|千米|公顷|公斤|千克|小时|分钟|美元|月|名|位|人|项|家|件|条|次|届|期|台|辆|套|户|座"
    "|所|处|间|栋|棵|株|亩|米|吨|斤|元|岁|年|天|日|倍|场|篇|幅|本|册|块|面|枚|支|只|头|张|份|批|例|起|宗|个|%"
)
_MAGNITUDES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_DIGITS = {**{digit: n for n, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_COUNTED = "零〇一二三四五六七八九十两百千"
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_COUNTED}]+"
_QUANTITY = re.compile(
    rf"(?<![\d.{_COUNTED}万亿数几上])(?P<number>{_NUMBER})(?P<magnitude>[百千万亿]*)(?:余|多)?(?P<unit>{_UNITS})"
)
_ANY_NUMBER = re.compile(rf"(?<![\d.{_COUNTED}万亿])(?P<number>{_NUMBER})(?P<magnitude>[百千万亿]*)")
_WIDE = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．％，", "0123456789.%,", strict=True)}
# Words between a number and what it is said of.
_VAGUE = re.compile(r"(?:近|超|逾|约|达|达到|至|到|共|有|了|第|为|过|突破|余)+$")
CONTEXT = 2  # characters
ORDINAL = "第"


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, and the characters that tell of what it is said; "" where none do."""

    value: float
    place: float  # the worth of its last digit that is not 0
    unit: str
    before: str
    after: str
    start: int
    end: int

    def is_said_of_same(self, other: "Quantity") -> bool:
        """Whether both count the same thing."""
        same = bool(self.after and self.after == other.after) or bool(self.before and self.before == other.before)
        return self.unit == other.unit and same

    def may_be(self, value: float) -> bool:
        """Whether that value, rounded, may be this one."""
        return self.value == value or abs(self.value - value) < self.place


def contradicted_claims(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each number of the headline that the body contradicts."""
    claims = [(line, claim) for line in lines if line.kind in HEADLINE for claim in quantities(line.text)]
    if not claims:
        return
    body = [line for line in lines if line.kind in (LineKind.PARAGRAPH, LineKind.HEADING, LineKind.CAPTION)]
    said = [(line, quantity) for line in body for quantity in quantities(line.text)]
    numbers = {value for line in lines if line.kind != LineKind.TITLE for value in all_numbers(line.text)}
    for line, claim in claims:
        against = _against(claim, said, numbers)
        if against:
            other, quantity = against
            own, theirs = line.text[claim.start : claim.end], other.text[quantity.start : quantity.end]
            advice = f"这里是“{own}”，{other.place}是“{theirs}”：请核对是哪一个。"
            yield Remark(ProofCheck.CLAIMS, line, claim.start, claim.end, advice)


def _against(
    claim: Quantity, said: Sequence[tuple[ProofLine, Quantity]], numbers: set[float]
) -> tuple[ProofLine, Quantity] | None:
    """What contradicts a claim: that alone which the body says of the same thing."""
    same = [(line, quantity) for line, quantity in said if quantity.is_said_of_same(claim)]
    if len({quantity.value for _, quantity in same}) != 1:
        return None
    of_unit = [quantity.value for _, quantity in said if quantity.unit == claim.unit]
    confirmed = claim.value in numbers or any(map(claim.may_be, of_unit))
    added = claim.value in (sum(of_unit), sum(quantity.value for _, quantity in same))
    return None if confirmed or added else same[0]


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers with a unit of a text but its days (5月6日); ones are left out, as they seldom count."""
    plain = text.translate(_WIDE)
    days = list(DAY_OF_MONTH.finditer(plain))
    for match in _QUANTITY.finditer(plain):
        if not any(day.start() <= match.start() < day.end() for day in days):
            value, place = _value(match["number"], match["magnitude"])
            if value > 1:
                ordinal = ORDINAL if plain[: match.start()].endswith(ORDINAL) else ""  # 第10天 is not 10天
                yield _quantity(plain, match, value, place, ordinal + match["unit"])


def _quantity(text: str, match: re.Match[str], value: float, place: float, unit: str) -> Quantity:
    before = _VAGUE.sub("", text[: match.start()])[-CONTEXT:]
    after = text[match.end() : match.end() + CONTEXT]
    return Quantity(value, place, unit, _telling(before), _telling(after), *match.span())


def _telling(context: str) -> str:
    """The characters beside a number where they are all ideographs."""
    return context if re.fullmatch(rf"[\u4e00-\u9fff]{{{CONTEXT}}}", context) else ""


def all_numbers(text: str) -> Iterator[float]:
    """The values of all numbers of a text, with and without what multiplies them."""
    for match in _ANY_NUMBER.finditer(text.translate(_WIDE)):
        yield _value(match["number"], "")[0]
        yield _value(match["number"], match["magnitude"])[0]


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
    value = _chinese(number)
    zeros = len(str(value)) - len(str(value).rstrip("0"))
    return float(value * factor), float(10**zeros * factor)


def _chinese(number: str) -> int:
    """十八, 一百零三; digit by digit (二〇二一) where there is no unit."""
    if not any(unit in number for unit in _TENS):
        return int("".join(str(_DIGITS[digit]) for digit in number))
    total, digit = 0, 0
    for character in number:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
