"""Numbers in a headline that the body contradicts: 18个项目签约 over a text of 16个项目, 超600公斤 over 588.5公斤.

A number is confirmed by one of the body with the same unit, or none that speaks against it, that is the same or is
rounded as the headline says; by what some of the body add up to; months (4月) are left alone. Where nothing does, it
is told only beside a number of the body that it may have been written for: of the same unit, which the headline does
not have elsewhere, and a slip of it (digits exchanged, one other, 1万元 for 1000元), said of the same thing, or near on
the wrong side of 超 or 近.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.language.proofreading.mentions import decks_among, words_beside
from archive.language.proofreading.quantities import PEOPLE, Bound, Quantity, quantities
from archive.language.proofreading.remarks import LineKind, ProofCheck, ProofLine, Remark

SAID_IN = (LineKind.PARAGRAPH, LineKind.HEADING, LineKind.CAPTION, LineKind.NOTE)
SaidQuantity = tuple[ProofLine, Quantity]
NEAR = 14  # characters
CLOSE = 0.1  # of a number
# Words of the headline beside a number of the body that make it one of the same thing: with a unit alone, where the
# characters beside both are the same, and where it has no unit.
WORDS, WORDS_WITH_CONTEXT, WORDS_WITHOUT_UNIT = 3, 2, 3
# Chinese numbers that count nothing: 百年大计, 两会, 十大, 三五天
_STANDING = re.compile(r"[百千万亿]+|[一二三四五六七八九两]{1,2}|十")
_CHINESE = re.compile(r"[零〇一二三四五六七八九两十百千万亿]+")
_DATES = ("月", "年代")
ANYTHING = "个"  # what counts whatever stands behind it
_OF_A_CALENDAR = ("日", "届")  # numbers that stand in names: told by the characters beside them alone
_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Evidence:
    """Why a number of the headline may have been written for one of the body."""

    is_slip: bool
    is_near: bool  # on the wrong side of 超 or 近
    same_context: bool
    words: int  # of the headline that stand beside it
    is_misplaced: bool  # the same digits at another place
    is_only: bool  # nothing else in the body has its unit

    def tells(self, claim: Quantity) -> bool:
        if not claim.unit:
            return self.is_slip and (self.same_context or self.words >= WORDS_WITHOUT_UNIT)
        if claim.is_ordinal or claim.unit in _OF_A_CALENDAR:
            return self.same_context
        return (
            (self.is_slip and (claim.unit != ANYTHING or self.words > 0))
            or self.is_near
            or (self.is_misplaced and (self.is_only or (self.words > 0 and claim.unit != ANYTHING)))
            or self.words >= WORDS
            or (self.same_context and self.words >= WORDS_WITH_CONTEXT)
        )


def contradicted_claims(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each number of the headline that the body contradicts."""
    claims = [(line, claim) for line in decks_among(lines) for claim in quantities(line.text)]
    if not claims:
        return
    said = [(line, quantity) for line in lines if line.kind in SAID_IN for quantity in quantities(line.text)]
    others = [
        (line, quantity)
        for line, quantity in said
        if quantity.value > 1
        and not any(claim.value == quantity.value and claim.may_count_same(quantity) for _, claim in claims)
    ]
    for line, claim in claims:
        if not _is_counted(line, claim) or _is_confirmed(claim, said):
            continue
        if against := _meant(line, claim, others):
            other, quantity = against
            own, theirs = line.text[claim.start : claim.end], other.text[quantity.start : quantity.end]
            advice = f"这里是“{own}”，{other.place}是“{theirs}”：请核对是哪一个。"
            yield Remark(ProofCheck.CLAIMS, line, claim.start, claim.end, advice)


def _is_counted(line: ProofLine, claim: Quantity) -> bool:
    """Whether a number of the headline tells how many, or which one, and is no word or date."""
    if claim.value <= 1 or claim.unit in _DATES:
        return False
    if written := _CHINESE.match(line.text, claim.start):
        is_word = claim.unit != "%" and _STANDING.fullmatch(written[0])
        return claim.is_ordinal or (bool(claim.unit) and not is_word)
    return bool(claim.unit) or claim.value not in _YEARS


def _is_confirmed(claim: Quantity, said: Sequence[SaidQuantity]) -> bool:
    """Whether the body has the number, or numbers that add up to it."""
    same = [(line, quantity) for line, quantity in said if quantity.may_count_same(claim)]
    if any(claim.may_be_written_for(quantity) for _, quantity in same):
        return True
    of_unit = [quantity for _, quantity in same if quantity.unit == claim.unit]
    of_same = [quantity for quantity in of_unit if quantity.is_said_of_same(claim)]
    values = [quantity.value for quantity in of_unit]
    return claim.value in (
        sum(values),
        sum(set(values)),
        sum(quantity.value for quantity in of_same),
        *(_neighbours_added(same) if claim.unit in PEOPLE else ()),
    )


def _neighbours_added(said: Sequence[SaidQuantity]) -> Iterator[float]:
    """The sums of two and of three numbers that follow each other in a line: 4人重伤、13人轻伤."""
    of_line = defaultdict(list)
    for line, quantity in said:
        if quantity.unit:
            of_line[id(line)].append(quantity.value)
    for values in of_line.values():
        for count in (2, 3):
            for start in range(len(values) - count + 1):
                yield sum(values[start : start + count])


def _meant(line: ProofLine, claim: Quantity, others: Sequence[SaidQuantity]) -> SaidQuantity | None:
    """The number of the body for which a claim was likely written: that with most words of the headline beside it."""
    words = words_beside(line.text)
    meant = [other for other in others if _may_be_meant(claim, other[1])]
    is_only = len({quantity.value for _, quantity in meant}) == 1
    found = [
        (evidence, other) for other in meant if (evidence := _evidence(words, claim, *other, is_only)).tells(claim)
    ]
    best = max(found, key=lambda pair: (pair[0].same_context, pair[0].is_slip, pair[0].words), default=None)
    return best[1] if best else None


def _may_be_meant(claim: Quantity, quantity: Quantity) -> bool:
    """Whether units allow it. An age is often a year more or less: by birthdays, and as it was counted of old."""
    if claim.unit == "岁" and abs(claim.value - quantity.value) <= 1:
        return False
    of_people = claim.unit in PEOPLE and quantity.unit in PEOPLE
    return claim.unit == quantity.unit or of_people or not claim.unit


def _evidence(words: set[str], claim: Quantity, line: ProofLine, quantity: Quantity, is_only: bool) -> Evidence:
    beside = line.text[max(0, quantity.start - NEAR) : quantity.end + NEAR]
    is_near = claim.bound in (Bound.OVER, Bound.UNDER) and abs(claim.value - quantity.value) < CLOSE * claim.value
    shared = len(words & words_beside(beside))
    return Evidence(
        claim.is_slip_of(quantity),
        is_near,
        claim.is_said_of_same(quantity),
        shared,
        claim.is_misplaced(quantity),
        is_only,
    )
