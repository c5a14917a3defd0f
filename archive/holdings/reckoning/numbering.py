"""What the numbers of issues tell: which of them can be trusted, and how many issues lack between those.

Numbers that are trusted grow with the days, and not faster than there are days (two issues never share one). Of all
numbers the most that do so together are looked for; one is trusted that is in every such choice. Then each step from
one to the next is held against the rhythm: where more numbers passed than days on which the newspaper comes out, and
the steps past one of the two fit, that one is not trusted.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# How many days there were up to a day (an ordinal) on which an issue may have come out.
Room = Callable[[int], int]


class Numbered(NamedTuple):
    """The day of an issue (an ordinal) and its number."""

    day: int
    number: int


@dataclass(frozen=True)
class NumberStretch:
    """What lies between two trusted numbers: the days between, the numbers between, and how many issues are held there
    whose own number is unknown or not trusted. `after` is the eve of the year where its first issue is to come."""

    after: Numbered
    before: Numbered
    unnumbered: int

    @property
    def lacking(self) -> int:
        """How many issues are not held; less than none where there are more issues than numbers."""
        return self.before.number - self.after.number - 1 - self.unnumbered


@dataclass(frozen=True)
class Numbering:
    """A series of numbers: those trusted, those not, and the stretches between neighbours of the trusted."""

    trusted: Sequence[Numbered]
    doubted: Sequence[Numbered]
    stretches: Sequence[NumberStretch]


def numbering(
    numbered: Sequence[Numbered], held: Sequence[int], room: Room, origin: Numbered | None = None
) -> Numbering:
    """Of the numbered issues, sorted by day; `held` are the days of all issues, sorted. From `origin` on the numbers
    are counted where they begin anew."""
    if origin is not None:
        numbered = [origin, *(each for each in numbered if 0 < each.number <= each.day - origin.day)]
    chain = _as_rhythm_allows(longest_chain(numbered), room, origin)
    kept = set(chain)
    stretches = [
        NumberStretch(here, there, bisect_left(held, there.day) - bisect_left(held, here.day + 1))
        for here, there in pairwise(chain)
    ]
    return Numbering(
        [each for each in chain if each != origin],
        [each for each in numbered if each not in kept and each != origin],
        stretches,
    )


def longest_chain(numbered: Sequence[Numbered]) -> list[Numbered]:
    """Those that are in every longest choice in which each has a higher number than the one before, by no more than
    the days between them."""
    # To follow is to have a higher number and no less of (day - number): so the longest rise of numbers by that.
    points = sorted(numbered, key=lambda each: (each.day - each.number, each.number))
    upto = _lengths([each.number for each in points])
    beyond = _lengths([-each.number for each in reversed(points)])[::-1]
    longest = max(upto, default=0)
    at_place: dict[int, list[Numbered]] = {}
    for each, before, after in zip(points, upto, beyond, strict=True):
        if before + after - 1 == longest:
            at_place.setdefault(before, []).append(each)
    return sorted(each for (each, *others) in at_place.values() if not others)


def _lengths(numbers: Sequence[int]) -> list[int]:
    """For each number how long the longest rise is that ends with it (patience sorting)."""
    tails: list[int] = []
    found = []
    for number in numbers:
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
        found.append(at + 1)
    return found


def _as_rhythm_allows(chain: Sequence[Numbered], room: Room, origin: Numbered | None) -> list[Numbered]:
    """Without those at which more numbers passed than days of the rhythm, where the steps past them fit."""
    kept, at = list(chain), 1
    while at < len(kept):
        wrong = [] if _fits(kept, at - 1, at, room) else _wrong_about(kept, at, room, origin)
        for place in sorted(wrong, reverse=True):
            del kept[place]
        at = max(1, at - 2) if wrong else at + 1
    return kept


def _fits(kept: Sequence[Numbered], here: int, there: int, room: Room) -> bool:
    passed = kept[there].number - kept[here].number
    return passed <= room(kept[there].day) - room(kept[here].day)


def _wrong_about(kept: Sequence[Numbered], at: int, room: Room, origin: Numbered | None) -> Collection[int]:
    """Which of the two of a step that does not fit are not to be trusted: none where what follows confirms it."""
    before, after = at - 1, at + 1
    fixed = kept[before] == origin
    has_before, has_after = before > 0, after < len(kept)
    past_this = has_after and _fits(kept, before, after, room)
    past_former = has_before and not fixed and _fits(kept, before - 1, at, room)
    if past_this or past_former:
        return [place for place, wrong in ((before, past_former), (at, past_this)) if wrong]
    if not has_before and not fixed:
        return [before] if has_after else [before, at]
    # The next is as far off: two that agree say how many came out beside the rhythm.
    return [] if has_after else [at]
