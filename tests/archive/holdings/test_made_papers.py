"""A thousand made newspapers, held against what came out of each: what is said to lack lacks, nothing is called
complete where something lacks, and nothing that numbers tell is passed over."""

from random import Random

import pytest

from archive.holdings.reckoning.doubts import DoubtKind
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.holdings.reckoning.shortages import DAY, Shortage
from archive.holdings.told import COMPLETE, span_told, verdict
from tests.archive.holdings.made_papers import RHYTHMS, paper
from tests.archive.holdings.made_up import MadeUp


def says_too_much(made: MadeUp, each: Shortage) -> bool:
    removed = set(made.removed)
    if each.is_dated:
        return not removed.issuperset(each.days)
    return made.removed_between(each.since, each.until) < each.count


def months_wrongly_complete(made: MadeUp, ledger: Ledger) -> list[str]:
    """Called complete (齐) where an issue lacks, or complete by the rhythm (合) where one lacks on a day of it."""
    due = {day for period in ledger.periods for day in period.expected()}
    lacking = {
        "齐": {(day.year, day.month) for day in made.removed},
        "合": {(day.year, day.month) for day in made.removed if day in due},
    }
    return [month.name for month in ledger.months if (month.year, month.number) in lacking.get(verdict(month).sign, ())]


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_where_no_number_is_misprinted_all_that_is_said_is_true(rhythm):
    random = Random(f"right {rhythm}")
    for _ in range(100):
        made = paper(random, rhythm, misprinted=False)
        ledger = reckoned(made.held)
        assert not [each for each in ledger.shortages if says_too_much(made, each)]
        assert ledger.lacking <= len(made.removed)
        assert not months_wrongly_complete(made, ledger)
        if ledger.span and COMPLETE[KnownBy.NUMBERS] in span_told(ledger, *ledger.span):
            assert not made.removed_between(*ledger.span)
        numbered = [issue.day for issue in made.held if issue.total]
        if numbered and not any(doubt.kind == DoubtKind.TOO_FAR for doubt in ledger.doubts):
            assert ledger.lacking >= made.removed_between(numbered[0], numbered[-1])


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_a_misprinted_number_misleads_only_beside_itself(rhythm):
    """A wrong number that fits the order, the days and the rhythm can be told from a right one by nobody."""
    random = Random(f"misprinted {rhythm}")
    for _ in range(100):
        made = paper(random, rhythm, misprinted=True)
        ledger = reckoned(made.held)
        misled = {f"{day + n * DAY:%Y-%m}" for day in made.misread for n in (-31, 0, 31)}
        assert misled.issuperset(months_wrongly_complete(made, ledger))
        for each in ledger.shortages:
            if says_too_much(made, each):
                assert any(each.since - DAY <= day <= each.until + DAY for day in made.misread), each
