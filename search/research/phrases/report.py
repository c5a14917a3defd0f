"""What is told of each phrase."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np

from archive.models import Article
from archive.models.shown_articles import shown_articles
from search.index.columns import NONE
from search.research.phrases.asked import TIME_UNITS, PhrasesAsked
from search.research.phrases.companions import Company, company
from search.research.phrases.counting import Occurrences, characters_held, occurrences_of
from search.research.phrases.pictures import Picture, picture
from search.research.phrases.sentences import Shown, shown_sentences
from search.research.phrases.tables import Count, Table, TimeRow, table_by_time
from search.store.bounds import Spending
from search.store.space import DocumentSpace


@dataclass(frozen=True)
class End:
    """The first or last article of a known day, and its first or last sentence with the phrase."""

    article: Article
    sentence: Shown


@dataclass(frozen=True)
class PhraseReport:
    """`vague` articles have the phrase and no known day; `asked` is what is asked of this phrase alone."""

    phrase: str
    asked: PhrasesAsked
    found: Occurrences
    first: End | None
    last: End | None
    vague: int
    most: TimeRow | None
    densest: TimeRow | None
    number: int
    company: Company | None

    @property
    def undated(self) -> str:
        """The query of the sentences of the vague articles."""
        return replace(self.asked, by="date").params(when=NONE)

    @property
    def behind_most(self) -> str:
        """The query of the sentences of the time with most of them."""
        return self.asked.params(when=self.most.time) if self.most else ""

    @property
    def behind_densest(self) -> str:
        """The query of the sentences of the time in which they are densest."""
        return self.asked.params(when=self.densest.time) if self.densest else ""

    @property
    def most_count(self) -> Count | None:
        return self.most.counts[self.number] if self.most else None

    @property
    def densest_count(self) -> Count | None:
        return self.densest.counts[self.number] if self.densest else None


@dataclass(frozen=True)
class PhrasesReport:
    table: Table
    picture: Picture | None
    phrases: list[PhraseReport]
    unit: str


def count_phrases(
    reader: DocumentSpace, spending: Spending, asked: PhrasesAsked
) -> tuple[np.ndarray, list[Occurrences], Table]:
    """Which documents are asked, what was found, the table of it."""
    among = asked.documents(reader)
    found = [occurrences_of(reader, spending, phrase, among) for phrase in asked.phrases]
    return among, found, table_by_time(reader, asked.by, among, characters_held(reader), found)


def report(reader: DocumentSpace, spending: Spending, asked: PhrasesAsked) -> PhrasesReport:
    among, found, rows = count_phrases(reader, spending, asked)
    drawn = rows
    if asked.by == "date" or sum(1 for row in rows.rows if row.time) < 2:
        drawn = table_by_time(reader, "month", among, characters_held(reader), found)
    phrases = [_of_phrase(reader, spending, asked, number, each, rows, among) for number, each in enumerate(found)]
    return PhrasesReport(rows, picture(drawn, asked.phrases), phrases, TIME_UNITS[asked.by])


def _of_phrase(
    reader: DocumentSpace,
    spending: Spending,
    asked: PhrasesAsked,
    number: int,
    found: Occurrences,
    rows: Table,
    among: Any,
) -> PhraseReport:
    phrase = asked.phrases[number]
    alone = PhrasesAsked((phrase,), asked.newspaper, asked.since, asked.until, asked.by)
    ordered = oldest_first(reader, found.documents)
    dated = ordered.compress(reader.column("date").take(ordered) > 0)
    most, densest = rows.peaks(number)
    return PhraseReport(
        phrase=phrase,
        asked=alone,
        found=found,
        first=_end(reader, found.run, phrase, dated, 0),
        last=_end(reader, found.run, phrase, dated, -1),
        vague=len(ordered) - len(dated),
        most=most,
        densest=densest,
        number=number,
        company=company(reader, spending, found, among) if found.total else None,
    )


def oldest_first(reader: DocumentSpace, documents: np.ndarray) -> np.ndarray:
    """The documents, the oldest first and as they stand in an issue; those of a vague date at the end of its year,
    those of none last."""
    columns = ("print_place", "newspaper", "date_oldest")
    return documents.take(np.lexsort([reader.column(name).take(documents) for name in columns]))


def marking(phrase: str) -> str:
    """A search for the phrase, as an address has it."""
    return urlencode({"q": f"“{phrase}”"})


def _end(reader: DocumentSpace, run: str, phrase: str, dated: np.ndarray, at: int) -> End | None:
    """None where no day is known, or the article was withdrawn since the index was written."""
    if not len(dated):
        return None
    article = next(iter(shown_articles([int(reader.keys[dated[at]])]).values()), None)
    sentences = shown_sentences(article, run, marking(phrase)) if article else []
    return End(article, sentences[at]) if article and sentences else None
