"""What an address asks of 提法首见."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict

from archive.holdings.within import SpanAsked
from archive.language.dates import in_chinese, precision_of
from archive.language.folding import fold, strip_space
from archive.models import Newspaper
from search.index.columns import NONE
from search.query import SearchRequest
from search.query.compile import date_range
from search.query.reading import range_label
from search.query.request import ALL_PAPERS
from search.query.syntax import Range, known_date
from search.store.expressions import Between
from search.store.space import DocumentSpace

PHRASE_PARAMETERS = ("q", "q2", "q3", "q4", "q5")
LONGEST_PHRASE = 60  # characters of a phrase
# What a table is by: the index's column, and what a row is called; what is said of those of no such time.
TIME_UNITS = {"year": "年", "month": "月", "date": "日"}
UNKNOWN_TIMES = {"year": "年份不详", "month": "月份不详", "date": "日子不详"}


@dataclass(frozen=True)
class PhrasesAsked:
    """`phrases` as typed, each once; from `since` to `until` (years, months or days, "" for open) of `newspaper`, or of
    all where it is None; of that one row of the table by `by` alone where `when` names its time, or says NONE. `word`:
    in sentences with that alone. `notes`: what of the address was left out or taken otherwise."""

    phrases: tuple[str, ...]
    newspaper: Newspaper | None
    since: str = ""
    until: str = ""
    by: str = "year"
    when: str = ""
    word: str = ""
    page: int = 1
    notes: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict | Mapping[str, str], newspaper: Newspaper) -> Self:
        """Nothing is ever an error: what cannot be read is left out, and `notes` say so."""
        common = {name: params.get(name, "") for name in ("since", "until", "page")}
        read = SearchRequest.from_params(common, newspaper)
        notes, phrases = list(read.notes), dict[str, str]()
        for name in PHRASE_PARAMETERS:
            phrase, told = phrase_given(params.get(name, ""))
            notes += told
            if run := strip_space(fold(phrase)):
                phrases.setdefault(run, phrase)
            elif params.get(name, "").strip():
                notes.append("有一个提法里没有看得见的字，没有计入")
        when = params.get("when", "")
        if when not in ("", NONE) and not _is_date(when):
            notes.append("不认得所选的时间，没有计入")
            when = ""
        everywhere = params.get("papers") == ALL_PAPERS
        return cls(
            phrases=tuple(phrases.values()),
            newspaper=None if everywhere else newspaper,
            since=read.since,
            until=read.until,
            by=params.get("by", "") if params.get("by") in TIME_UNITS else "year",
            page=read.page,
            when=when,
            word=phrase_given(params.get("with", ""))[0],
            notes=tuple(dict.fromkeys(notes)),
        )

    def params(self, **changes: Any) -> str:
        """The query string of this, with `changes`."""
        asked = replace(self, **{"page": 1, **changes})
        told: dict[str, Any] = dict(zip(PHRASE_PARAMETERS, asked.phrases, strict=False))
        told |= {"papers": "" if asked.newspaper else ALL_PAPERS, "since": asked.since, "until": asked.until}
        told |= {"by": asked.by if asked.by != "year" else "", "when": asked.when, "with": asked.word}
        told |= {"page": asked.page if asked.page > 1 else ""}
        return urlencode({name: value for name, value in told.items() if value})

    def documents(self, reader: DocumentSpace) -> np.ndarray:
        """A mask of those that are asked."""
        among = reader.alive.copy()
        if self.newspaper:
            among &= reader.column("newspaper") == self.newspaper.pk
        if self.since or self.until:
            match date_range(self.since, self.until):
                case Between(column, low, high):
                    numbers = reader.column(column)
                    among &= (numbers >= (low or 0)) & (numbers <= (high or numbers))
        if self.when:
            among &= reader.column(self.unit) == int("0" if self.when == NONE else self.when.replace("-", ""))
        return among

    @property
    def unit(self) -> str:
        """The column in which the time is."""
        return self.by if self.when in ("", NONE) else tuple(TIME_UNITS)[self.when.count("-")]

    @property
    def searched(self) -> SpanAsked:
        """The time and the newspapers in which the phrases are looked for."""
        when = self.when if self.when != NONE else ""
        papers = [self.newspaper] if self.newspaper else None
        return SpanAsked(when or self.since, when or self.until, papers, chosen=True)

    @property
    def span(self) -> str:
        """The time that is asked, in Chinese; "" for all."""
        if self.when == NONE:
            return UNKNOWN_TIMES[self.by]
        if self.when:
            return in_chinese(self.when)
        return range_label(Range("date", self.since, self.until))


def _is_date(iso: str) -> bool:
    """Whether it is a year, month or day of the calendar."""
    return iso.isascii() and precision_of(iso) != "unknown" and iso == known_date(iso)


def phrase_given(given: str) -> tuple[str, list[str]]:
    """A text of an address on one line, LONGEST_PHRASE characters at most, and what there is to say of it."""
    read = SearchRequest.from_params({"q": given}, None)
    if len(read.q) <= LONGEST_PHRASE:
        return read.q, list(read.notes)
    return read.q[:LONGEST_PHRASE], [f"提法超过{LONGEST_PHRASE}字，只取了前{LONGEST_PHRASE}字"]
