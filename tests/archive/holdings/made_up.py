"""Archives of which it is known what came out, and what of it is held."""

import datetime
from dataclasses import dataclass, field

from hypothesis import strategies as st

from archive.holdings.reckoning.evidence import HeldIssue, NumberOfYear

START = datetime.date(2018, 6, 1)
FIRST_NUMBER = 870


@dataclass
class MadeUp:
    """`printed`: the days on which the newspaper came out. Of `held` the ledger is told, each with the numbers that can
    be read on it; `misread` are the days of issues whose number is read wrongly."""

    printed: list[datetime.date]
    held: list[HeldIssue] = field(default_factory=list)
    misread: set[datetime.date] = field(default_factory=set)

    @property
    def removed(self) -> list[datetime.date]:
        there = {issue.day for issue in self.held}
        return [day for day in self.printed if day not in there]

    def removed_between(self, first: datetime.date, last: datetime.date) -> int:
        return sum(first <= day <= last for day in self.removed)


def numbers_of(printed: list[datetime.date]) -> dict[datetime.date, tuple[int, NumberOfYear]]:
    found, year, of_year = {}, 0, 0
    for total, day in enumerate(printed, FIRST_NUMBER):
        year, of_year = (year, of_year + 1) if day.year == year else (day.year, 1)
        found[day] = (total, NumberOfYear(year, of_year))
    return found


@st.composite
def archives(draw: st.DrawFn, *, regular: bool = False, misread: bool = False) -> MadeUp:
    """`regular`: no day of the rhythm was left out or added, and of four issues that followed each other at most one is
    removed. `misread`: some numbers in all are read wrongly, never two of six that follow each other."""
    weekdays = draw(st.sampled_from([(4,), (1, 4), (0, 2, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)]))
    weeks = draw(st.integers(12 if regular else 1, 60))
    days = [START + datetime.timedelta(days=n) for n in range(7 * weeks)]
    printed = [day for day in days if day.weekday() in weekdays]
    if not regular:
        off = draw(st.sets(st.sampled_from(days), max_size=10))
        printed = [day for day in days if (day in printed) != (day in off)] or days[:1]
    places = st.integers(0, len(printed) - 1)
    removed = draw(st.sets(places, max_size=len(printed) // (4 if regular else 1)))
    if regular:
        removed = apart(removed, 4)
    made = MadeUp(printed)
    hidden = draw(st.sets(places, max_size=len(printed) // 3))
    of_year_hidden = draw(st.booleans()) or draw(st.sets(places))
    wrong = apart(draw(st.sets(places, max_size=8)) - removed - hidden, 6) if misread else set()
    numbers = numbers_of(printed)
    for place, day in enumerate(printed):
        if place in removed:
            continue
        total, of_year = numbers[day]
        if place in wrong:
            right = total
            total = draw(st.one_of(st.integers(1, 3000), st.integers(right - 6, right + 6)).filter(right.__ne__))
            made.misread.add(day)
        unread = of_year_hidden is True or place in (of_year_hidden or ())
        made.held.append(HeldIssue(day, None if place in hidden else total, None if unread else of_year))
    return made


def apart(places: set[int], least: int) -> set[int]:
    """Those of which each is at least so far from the next."""
    kept: list[int] = []
    for place in sorted(places):
        if not kept or place - kept[-1] >= least:
            kept.append(place)
    return set(kept)


def least_lacking(spans: list[tuple[datetime.date, datetime.date, int]]) -> int:
    """The least number of issues that leaves as many in each span as it says: put in as late as may be."""
    put: list[datetime.date] = []
    for first, last, count in sorted(spans, key=lambda span: span[1]):
        there = sum(first <= day <= last for day in put)
        put += [last] * max(0, count - there)
    return len(put)
