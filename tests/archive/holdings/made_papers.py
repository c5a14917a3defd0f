"""Newspapers by the hundred, made by a seed: what came out, what of it is held, and how its numbers are printed."""

import datetime
from random import Random

from archive.holdings.reckoning.evidence import HeldIssue, NumberOfYear
from tests.archive.holdings.made_up import MadeUp

DAY = datetime.timedelta(days=1)
RHYTHMS = {"daily": range(7), "workdays": range(5), "twice": (1, 4), "weekly": (4,), "irregular": ()}


def paper(random: Random, rhythm: str, *, misprinted: bool) -> MadeUp:
    """Of 100 to 500 days; with breaks, issues out of turn, runs and single issues that lack, numbers that cannot be
    read and, of a `misprinted` one, up to four that are wrong."""
    first = datetime.date(2015, 1, 1) + random.randrange(1000) * DAY
    days = [first + n * DAY for n in range(random.randint(100, 500))]
    chance = random.uniform(0.05, 0.5)
    printed = [
        day for day in days if (day.weekday() in RHYTHMS[rhythm] if RHYTHMS[rhythm] else random.random() < chance)
    ]
    for _ in range(random.choice([0, 0, 1, 2])):
        gone = random.choice(days)
        printed = [day for day in printed if not gone <= day <= gone + random.randint(3, 40) * DAY]
    printed = sorted({*printed, *random.sample(days, random.choice([0, 0, 1, 3]))}) or days[:1]
    made = MadeUp(printed)
    removed = {place for place in range(len(printed)) if random.random() < random.choice([0, 0.02, 0.1])}
    for _ in range(random.choice([0, 1, 1, 3])):
        begin = random.randrange(len(printed))
        removed |= set(range(begin, min(len(printed), begin + random.randint(2, 25))))
    _printed_numbers(made, random, removed, misprinted=misprinted)
    return made


def _printed_numbers(made: MadeUp, random: Random, removed: set[int], *, misprinted: bool) -> None:
    start, unread = random.choice([1, random.randint(2, 6000)]), random.choice([0, 0, 0.05, 0.3, 1])
    of_year_unread = random.choice([0, 0.1, 1, 1])
    held = [place for place in range(len(made.printed)) if place not in removed]
    wrong = set(random.sample(held, min(len(held), random.randint(1, 4)))) if misprinted else set()
    year, number = 0, 0
    for place, day in enumerate(made.printed):
        year, number = (year, number + 1) if day.year == year else (day.year, 1)
        if place in held:
            total = start + place
            if place in wrong:
                total = _misprinted(total, random)
                made.misread.add(day)
            of_year = NumberOfYear(year, number) if random.random() >= of_year_unread else None
            made.held.append(HeldIssue(day, total if random.random() >= unread else None, of_year))


def _misprinted(number: int, random: Random) -> int:
    """One digit wrong, two exchanged, or the number of a neighbour."""
    digits = list(str(number))
    at = random.randrange(len(digits))
    match random.choice(["digit", "exchanged", "neighbour"]):
        case "digit":
            digits[at] = random.choice("0123456789")
        case "exchanged":
            digits[at], digits[at - 1] = digits[at - 1], digits[at]
        case "neighbour":
            return max(1, number + random.choice([-1, 1]))
    return max(1, int("".join(digits)))
