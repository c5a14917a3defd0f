"""What part of its span a search or a list has, in a line: of one newspaper, of several, of all."""

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from archive.addresses.links import address
from archive.holdings.rows import HoldingsEvidence, evidence_of_all, ledger_from, ledger_of
from archive.holdings.several import kept_within, several_told
from archive.holdings.spans import span_asked
from archive.holdings.told import span_told
from archive.language.dates import Days, first_day, in_chinese, last_day
from archive.language.titles import titled
from archive.models import Newspaper
from archive.models.prepared import prepared
from archive.serving.kept import kept_of_state

SUMS = 64  # spans of several newspapers, kept until an issue or an entry is another


class SpanAsked(NamedTuple):
    """From one ISO date to another (2021, 2021-11, 2021-11-05), "" for the end of what is held; of `papers`, of all
    newspapers where they are None. `chosen` says that a reader chose the span, not the page."""

    first: str
    last: str
    papers: Sequence[Newspaper] | None
    chosen: bool = False

    @property
    def days(self) -> str:
        """所选时段2019年至2021年, 所选时段2019年以来, 全部馆藏"""
        if self.first and self.last:
            return f"{self.called}{'至'.join(dict.fromkeys(map(in_chinese, (self.first, self.last))))}"
        return f"{self.called}{f'{in_chinese(self.first)}以来' if self.first else ''}" + (
            f"到{in_chinese(self.last)}为止" if self.last else ""
        )

    @property
    def ends_of_each(self) -> str:
        """Of several newspapers: that a span without an end is each one's own."""
        if bool(self.first) == bool(self.last):
            return ""
        return "（各报到馆藏最新一期）" if self.first else "（各报从馆藏最早一期起）"

    def come(self, newest: datetime.date) -> "SpanAsked":
        """Its days that have come, up to the `newest`; as it is where none has."""
        first, last = first_day(self.first), last_day(self.last)
        if last is None or last <= newest or (first and newest < first):
            return self
        return self._replace(first=first.isoformat() if first else "", last=newest.isoformat())

    @property
    def called(self) -> str:
        return ("所选时段" if self.chosen else "") if self.first or self.last else "全部馆藏"


class SpanHeld(NamedTuple):
    """`of` what span of days, what is `told` of it, and `there` where the ledger is."""

    of: str
    told: str
    there: str

    def __str__(self) -> str:
        return f"{self.of}：{self.told}"


@prepared
def _papers() -> "QuerySet[Newspaper, tuple[int]]":
    return Newspaper.objects.with_articles().order_by().values_list("pk")


def held_within(request: HttpRequest | None, asked: SpanAsked) -> SpanHeld:
    """Of one newspaper by its own ledger, of several by the sum of what theirs know."""
    if asked.papers is not None and len(asked.papers) == 1:
        return _of_one(request, asked.papers[0], asked)
    evidence = evidence_of_all(request)
    keys = [each.pk for each in asked.papers] if asked.papers is not None else _all_keys(request)
    today = timezone.localdate()
    newest, told = _sum_told(tuple(evidence.get(key, ()) for key in keys), asked.first, asked.last, today)
    come = asked.come(newest)
    return SpanHeld(f"{come.days}{come.ends_of_each}", told, reverse("newspapers"))


def _all_keys(request: HttpRequest | None) -> list[int]:
    keys: list[int] = kept_of_state(request, "newspapers", lambda: [key for (key,) in _papers()])
    return keys


def _of_one(request: HttpRequest | None, newspaper: Newspaper, asked: SpanAsked) -> SpanHeld:
    """The ledger is that of the year where a span within one is asked."""
    ledger, there = ledger_of(request, newspaper), address("holdings", newspaper)
    if not ledger.span:
        told = f"{titled(newspaper.name)}还没有一期标明日期的报纸，缺不缺无法判断"
        return SpanHeld(asked.days, told, there)
    span = span_asked(ledger, asked.first, asked.last)
    if span[0] > min(span[1], ledger.newest):
        return SpanHeld(asked.days, span_told(ledger, *span), there)
    year = span[0].year
    if (asked.first or asked.last) and year == span[1].year and year in ledger.years:
        there = address("holdings_year", newspaper, year=year)
    days = "至".join(dict.fromkeys(map(in_chinese, Days(*span).as_iso())))
    return SpanHeld(f"{asked.called}{days}", span_told(ledger, *span), there)


@lru_cache(maxsize=SUMS)
def _sum_told(
    evidence: tuple[HoldingsEvidence, ...], first: str, last: str, today: datetime.date
) -> tuple[datetime.date, str]:
    """The last day of which anything can be asked, and what is told of the span."""
    ledgers = [ledger_from(each, today) for each in evidence]
    newest = max((each.newest for each in ledgers), default=today)
    return newest, several_told([kept_within(each, first, last) for each in ledgers])
