"""What contradicts itself: said, never mended, and nothing is concluded from it."""

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan
from archive.holdings.reckoning.numbering import Numbered, Numbering
from archive.holdings.reckoning.shortages import Series, Shortage


class DoubtKind(StrEnum):
    SAME_NUMBER = "same_number"  # on several days
    OUT_OF_ORDER = "out_of_order"  # no higher than before, or no lower than after
    TOO_FAR = "too_far"  # more numbers than days for them
    OTHER_YEAR = "other_year"  # the number of a year is that of another
    NUMBERS_DISAGREE = "numbers_disagree"  # the number in all and that of the year, by the other issues of the year
    MORE_THAN_NUMBERS = "more_than_numbers"  # more issues between two numbers than numbers
    HELD_WHILE_SUSPENDED = "held_while_suspended"
    LACKING_WHILE_SUSPENDED = "lacking_while_suspended"
    LOST_BUT_COMPLETE = "lost_but_complete"  # by the numbers around


@dataclass(frozen=True)
class Contradiction:
    """`about` are the days of the issues that are doubtful, `beside` of those that they are held against; `number` is
    what is printed, 0 where it is not about one; `series` is of which numbers."""

    kind: DoubtKind
    about: tuple[datetime.date, ...]
    beside: tuple[datetime.date, ...] = ()
    number: int = 0
    series: Series = Series.TOTAL
    entry: KnownSpan | None = None


def _day(ordinal: int) -> datetime.date:
    return datetime.date.fromordinal(ordinal)


def about_numbers(found: Numbering, series: Series) -> list[Contradiction]:
    """Why each number that is not trusted is not."""
    days_of: dict[int, list[int]] = defaultdict(list)
    for each in [*found.trusted, *found.doubted]:
        days_of[each.number].append(each.day)
    doubts = [
        Contradiction(DoubtKind.SAME_NUMBER, tuple(map(_day, sorted(days))), (), number, series)
        for number, days in days_of.items()
        if len(days) > 1
    ]
    return doubts + [
        _about_one(each, found.trusted, series) for each in found.doubted if len(days_of[each.number]) == 1
    ]


def _about_one(doubted: Numbered, trusted: Sequence[Numbered], series: Series) -> Contradiction:
    at = bisect_left(trusted, doubted)
    before, after = trusted[:at][-1:], trusted[at : at + 1]
    disordered = [*(each for each in before if each.number >= doubted.number)]
    disordered += [each for each in after if each.number <= doubted.number]
    kind = DoubtKind.OUT_OF_ORDER if disordered else DoubtKind.TOO_FAR
    beside = tuple(_day(each.day) for each in (disordered or [*before, *after]))
    return Contradiction(kind, (_day(doubted.day),), beside, doubted.number, series)


def disagreeing(issues: Iterable[HeldIssue]) -> list[Contradiction]:
    """Issues of a year whose two numbers lie otherwise to each other than those of most."""
    both: Mapping[int, list[HeldIssue]] = defaultdict(list)
    for issue in issues:
        if issue.total is not None and issue.of_year is not None:
            both[issue.day.year].append(issue)
    doubts = []
    for year in both.values():
        counted = Counter(before_its_year(issue) for issue in year)
        usual, most = counted.most_common(1)[0]
        held_against = next((issue.day for issue in year if before_its_year(issue) == usual), None)
        settled = 2 * most > len(year)
        for issue in year if len(counted) > 1 else ():
            if not settled or before_its_year(issue) != usual:
                beside = (held_against,) if settled and held_against else ()
                doubts.append(Contradiction(DoubtKind.NUMBERS_DISAGREE, (issue.day,), beside, issue.total or 0))
    return doubts


def before_its_year(issue: HeldIssue) -> int:
    """How many issues came out before the year, as the two numbers of an issue have it."""
    return (issue.total or 0) - (issue.of_year.number if issue.of_year else 0)


def about_stretches(found: Numbering, series: Series, held: Sequence[int]) -> list[Contradiction]:
    """Where more issues are held between two numbers than there are numbers."""
    doubts = []
    for each in found.stretches:
        if each.lacking < 0:
            between = held[bisect_right(held, each.after.day) : bisect_left(held, each.before.day)]
            ends = tuple(_day(end.day) for end in (each.after, each.before) if end.number)
            doubts.append(Contradiction(DoubtKind.MORE_THAN_NUMBERS, tuple(map(_day, between)), ends, series=series))
    return doubts


def about_entries(
    entries: Iterable[KnownSpan], issues: Sequence[HeldIssue], stated: Sequence[Shortage], by_numbers: Collection[int]
) -> list[Contradiction]:
    """Suspensions in which there are issues, or in which numbers say that there were some; what is lost, but does not
    lack by numbers. `stated` is what they say to lack, `by_numbers` are the days of which they say all."""
    days, doubts = [issue.day for issue in issues], []
    for entry in entries:
        begin, end = bisect_left(days, entry.first), bisect_right(days, entry.last)
        if entry.kind != EntryKind.SUSPENDED:
            span = range(entry.first.toordinal(), entry.last.toordinal() + 1)
            lacks = any(each.since <= entry.last and entry.first <= each.until for each in stated)
            if not lacks and all(day in by_numbers for day in span):
                around = (*days[max(0, begin - 1) : begin], *days[end : end + 1])
                doubts.append(Contradiction(DoubtKind.LOST_BUT_COMPLETE, around, entry=entry))
            continue
        if held := days[begin:end]:
            doubts.append(Contradiction(DoubtKind.HELD_WHILE_SUSPENDED, tuple(held), entry=entry))
        for each in stated:
            if entry.first <= each.since and each.until <= entry.last and each.before:
                ends = tuple(end for end in (each.after, each.before) if end)
                doubts.append(
                    Contradiction(DoubtKind.LACKING_WHILE_SUSPENDED, ends, (), each.first, each.series, entry)
                )
    return doubts
