"""Scores in a headline that the body contradicts: 主队2比1获胜 over a text in which it wins 3比1.

A score is 2比1, 2:1, 2∶1; 2-1 and what may be a time of day (20:15) are scores in headlines of sport alone. It is
contradicted where the body has it nowhere - in whichever order, nor as the sum of two that it has - and has another of
which one side is the same, only one such, close to a word of the headline.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from archive.language.numerals import NARROW_DIGITS, written_number
from archive.language.proofreading.mentions import Mention, body_of, contradiction, decks_among, said_of_same
from archive.language.proofreading.remarks import ProofLine, Remark

_WIDE = NARROW_DIGITS | {ord("："): ":", ord("－"): "-"}
_SIDE = "[0-9]{1,3}|[零一二三四五六七八九十]{1,3}"
_SCORE = re.compile(
    rf"(?<![0-9.:∶比/百千万零一二三四五六七八九十-])(?P<one>{_SIDE})\s?(?P<joint>比|[:∶]|[-–—])\s?(?P<two>{_SIDE})"
    r"(?![0-9.:∶比%/百千万零一二三四五六七八九十-]|[年月日号时岁倍名个人亿元米天周级度届])"
)
_OF_SPORT = re.compile(r"[胜负败平]|夺冠|横扫|逆转|淘汰|不敌|晋级|冠军|球|赛|[中女男国]足|杯|[盘局]")
# A score of a part of the game, or while it was played
_ON_THE_WAY = re.compile(
    r"(?:半场|[首一二三四]节|[首一二三四五]局|[首一二三四五]盘|一度|将?[比分]*[扳追改][成为平到写至]{1,2}|此前|[上首]回合).{0,8}$"
)
_LED = re.compile(r"领先|落后")
_TIMES = range(25), range(60)

Score = tuple[int, int]


def contradicted_scores(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each score of the headline that the body contradicts."""
    heads = decks_among(lines)
    of_sport = any(_OF_SPORT.search(line.text) for line in heads)
    claims = [mention for line in heads for mention in _scores(line, of_sport)]
    if not claims:
        return
    said = [mention for line in body_of(lines) for mention in _scores(line, of_sport)]
    told = {mention.value for mention in said}
    added = {(one[0] + two[0], one[1] + two[1]) for one, two in combinations(told, 2)}
    headed = {claim.value for claim in claims}
    for claim in claims:
        if claim.value in told | added or claim.value[::-1] in told | added:
            continue
        others = [m for m in said if m.value not in headed and _is_slip(claim.value, m.value) and not _is_on_the_way(m)]
        is_one = len({frozenset(mention.value) for mention in others}) == 1
        if is_one and (against := said_of_same(claim, others, is_close=True)):
            yield contradiction(claim, against, "哪个比分", "这个比分")


def _scores(line: ProofLine, of_sport: bool) -> Iterator[Mention[Score]]:
    for match in _SCORE.finditer(line.text.translate(_WIDE)):
        score = _side(match["one"]), _side(match["two"])
        is_time = match["joint"] in ":∶" and len(match["two"]) == 2 and score[0] in _TIMES[0] and score[1] in _TIMES[1]
        if of_sport or not (is_time or match["joint"] in "-–—"):
            yield Mention(line, *match.span(), score)


def _side(written: str) -> int:
    return int(written) if written.isdecimal() else written_number(written)


def _is_slip(one: Score, two: Score) -> bool:
    """Whether one side is the same, or both with the sides exchanged."""
    return one[0] == two[0] or one[1] == two[1] or one[0] == two[1] or one[1] == two[0]


def _is_on_the_way(mention: Mention[Score]) -> bool:
    text = mention.line.text
    return bool(_ON_THE_WAY.search(text[: mention.start]) or _LED.match(text[mention.end :].lstrip("的")))
