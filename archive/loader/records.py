"""Loads a file of ready-made articles portion by portion: bounded memory, resumable, no query an article."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from archive.ingest.types import ParsedIssue, ParsedSource, PortionLine, ReadyArticle, UnreadableSource
from archive.ingest.words.pages import canonical_page
from archive.loader import checks, editions, rows
from archive.loader.content import Content, brings_drafts, entering, meeting, resolved_content, retired
from archive.loader.identity import permanent_ids, sound_claims
from archive.loader.names import RowsByName, moved_days
from archive.loader.number_doubts import PERSONAL_NUMBER
from archive.loader.sources import FileFacts, Loaded, replace_edition, sources_before, write_source
from archive.models import Article, Basis, Column, ImportBatch, Newspaper, Problem, SourceFile
from archive.models.article import ArticleQuerySet
from archive.models.printed import note_numbers, public
from archive.signals import articles_changed

LINES_A_PORTION = 100  # lines a transaction, at most: others wait with their writes until it ends


def key_of(record: ReadyArticle) -> str:
    """What finds a record again in the next edition of its file: its id as rows have it, else a hash of all it says."""
    if record.id:
        key = record.id[:200]
        note_numbers(key)
        return public(key)
    article = record.article
    said = "\n".join([article.title, article.date, *(p for s in article.sections for p in s.paragraphs)])
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"


def record_issue(record: ReadyArticle) -> ParsedIssue:
    """The issue a record is from: its newspaper's paper of its day. What an export calls the category of an article
    on a page is the section of the paper (版名) that the page belongs to."""
    return ParsedIssue(
        newspaper=record.newspaper,
        date=record.article.date,
        section=record.category,
        total_number=record.total_number,
        year_number=record.year_number,
    )


def as_moved(record: ReadyArticle, names: RowsByName) -> ReadyArticle:
    """A record under the day that its issue has now, where an editor has moved it since the record came in."""
    now = names.day_now(record.newspaper, record.article.date)
    if now == record.article.date:
        return record
    return replace(record, article=replace(record.article, date=now, date_basis=Basis.EDITOR))


def record_claims(record: ReadyArticle, number: int) -> list[list[Any]]:
    """The line as a whole, and the fields that it gave."""
    article = record.article
    targets = [name for name in ("title", "subtitle", "byline", "column") if getattr(article, name)]
    for s, section in enumerate(article.sections):
        targets += [f"sections/{s}/paragraphs/{p}" for p in range(len(section.paragraphs))]
    return [["record", number, number, record.line], *([target, number, number, ""] for target in targets)]


def line_of_record(article: Article) -> int | None:
    """The line of its file that an article came from; None where its claims were lost."""
    claims = sound_claims(article.claims)
    return claims[0][1] if claims else None


def record_contents(found: Sequence[tuple[int, ReadyArticle]], source: SourceFile, names: RowsByName) -> list[Content]:
    """What the rows of these records, each with the number of its line, should hold."""
    records = [as_moved(record, names) for _, record in found]
    articles = tuple(record.article for record in records)
    parsed = ParsedSource(source.name, "", source.encoding, "jsonl", None, articles, (), ())
    contents = []
    for index, (number, record) in enumerate(found):
        content = resolved_content(parsed, index, names, given_issue=record_issue(records[index]))
        content.columns |= {
            "position": number,
            "source_id": source.pk,
            "source_key": key_of(record),
            "claims": public(record_claims(record, number)),
        }
        contents.append(content)
    return contents


def begin_records(name: str, facts: FileFacts, batch: ImportBatch, newspaper: str = "") -> "RecordsLoad":
    """Start to load a file, or go on where an earlier run of it stopped: see RecordsLoad.first_line."""
    with transaction.atomic():
        held = sources_before(facts)
        known = held.known
        names = RowsByName(newspaper, moved_days(held.rows))
        resume_at = known.resume_at if known and known.live and known.resume_at else 1
        state = held.as_json(batch)
        comes_back = held.take_over(batch) or resume_at != 1
        source = write_source(ParsedSource(name, "", "", "jsonl", None, (), (), ()), facts, names, batch, known)
        if resume_at == 1:
            kept = (*editions.CODES, PERSONAL_NUMBER)  # which a reading of the same edition cannot give again
            source.problems.filter(state=Problem.State.OPEN).exclude(code__in=kept).delete()
            if held.previous:  # of a time when this edition was in use before
                source.problems.filter(code__in=editions.CODES).delete()
        source.resume_at = resume_at
        source.save(update_fields=["resume_at"])
        own = source.articles.filter(position__lt=resume_at) if source.batch == batch else source.articles.none()
        brought, doubts = own.count(), source.problems.filter(article__in=own).count()
        settled = set(source.problems.exclude(state=Problem.State.OPEN).values_list("code", "message"))
        as_drafts = brings_drafts(batch) or held.came_as_drafts
    load = RecordsLoad(source, held.previous, batch, names, resume_at, state, settled, as_drafts, comes_back)
    load.deleted, load.is_reread = {key for row in held.rows for key, _ in row.deleted}, facts.is_reread
    load.articles, load.problems, load.changed = brought, doubts, comes_back
    load.edited = checks.edited_in(source)
    return load


@dataclass
class RecordsLoad:
    """The load of one file. `source` is its row, `previous` the edition it replaces; `settled` are the code and
    message of problems that an editor has settled. `as_drafts` is how its new articles come in."""

    source: SourceFile
    previous: SourceFile | None
    batch: ImportBatch
    names: RowsByName
    first_line: int
    source_before: dict[str, Any]
    settled: set[tuple[str, str]]
    as_drafts: bool = False
    comes_back: bool = False  # taken over from an import that was undone, or gone on with
    deleted: set[str] = field(default_factory=set)  # source keys of drafts that editors deleted
    is_reread: bool = False
    # What it brought in, together with what an earlier run of the same batch had before it was stopped.
    articles: int = 0
    problems: int = 0
    changed: bool = False
    edited: list[checks.Holder] = field(default_factory=list)
    _doubts: list[Problem] = field(default_factory=list)

    def load(self, portion: list[PortionLine]) -> None:
        """Bring one portion in, in one transaction that also moves the mark to go on from."""
        with transaction.atomic():
            self._doubts = []
            # Rows by name are looked up anew for each portion: in a file of any size they would fill the memory.
            self.names = RowsByName(self.names.given, self.names.moved)
            found = [(number, record) for number, record in portion if isinstance(record, ReadyArticle)]
            for number, said in portion:
                if isinstance(said, UnreadableSource):
                    self._doubt("record_unreadable", str(said), number)
            note_numbers(found)
            touched = self._write(found)
            Problem.objects.bulk_create(self._doubts)
            self.problems += len(self._doubts)
            self.source.resume_at = portion[-1][0] + 1
            self.source.save(update_fields=["resume_at"])
            if touched:
                self.changed = True
                articles_changed.send(sender=Article, article_ids=touched, more=True)

    def finish(self) -> Loaded:
        """After the last portion: withdraw what the edition before had and this one has not."""
        with transaction.atomic():
            if self.previous:
                self._leave(self.previous)
                replace_edition(self.previous, self.source)
            self.source.resume_at = None
            self.source.save(update_fields=["resume_at"])
        outcome = "updated" if self.previous else "new" if self.source_before["row"] is None else "unchanged"
        if outcome == "unchanged" and self.changed:
            outcome = "updated"
        return Loaded(self.source, outcome, self.articles, self.problems, self.source_before)

    def _leave(self, previous: SourceFile) -> None:
        """Withdraw what is left of the edition before; what an editor changed stays, with a problem."""
        last, left = 0, self._old().exclude(source=self.source).exclude(source_key="").order_by("pk")
        while portion := list(left.filter(pk__gt=last).with_parts()[:LINES_A_PORTION]):
            last = portion[-1].pk
            going, staying = editions.left_by(portion, self.source)
            changed = rows.change_articles([(article, retired(article)) for article in going], self.batch)
            articles_changed.send(sender=Article, article_ids=changed, more=True)
            doubts = [editions.lacking(article, self.source, previous) for article in staying]
            self.problems += len(Problem.objects.bulk_create(doubts))

    def _old(self) -> ArticleQuerySet:
        """The articles that records of this file may be: of its own, of the edition before, and left from others."""
        standing = Q(pk__in=editions.left_standing(self.previous)) if self.previous else Q()
        sources = [self.source, *([self.previous] if self.previous else [])]
        return Article.objects.as_read().filter(Q(source__in=sources) | standing)

    def _write(self, found: list[tuple[int, ReadyArticle]]) -> list[int]:
        rows_of = self._old().filter(source_key__in=[key_of(record) for _, record in found])
        held = {article.source_key: article for article in rows_of.with_parts().select_related("batch")}
        own = [article for article in held.values() if article.source_id == self.source.pk]
        taken = {article.source_key: line for article in own if (line := line_of_record(article))}
        fresh: list[tuple[int, ReadyArticle]] = []
        known: list[tuple[int, ReadyArticle]] = []
        for number, record in found:
            key = key_of(record)
            if taken.setdefault(key, number) != number:
                said = f"第 {number} 行与第 {taken[key]} 行编号相同（或文字全同），只收了第 {taken[key]} 行。"
                self._doubt("record_repeated", said, number)
            elif not (self.is_reread and key in self.deleted and key not in held):
                (known if key in held else fresh).append((number, record))
        self._learn([as_moved(record, self.names) for _, record in fresh + known])
        contents = record_contents(fresh + known, self.source, self.names)
        ids = permanent_ids(self.source.sha256, [str(number) for number, _ in fresh])
        coming = [
            entering(content, self.as_drafts or content.columns["source_key"] in self.deleted)
            for content in contents[: len(fresh)]
        ]
        added = rows.add_articles(coming, ids, self.batch)
        olds = [held[key_of(record)] for _, record in known]
        wanted = zip(olds, contents[len(fresh) :], strict=True)
        as_drafts = brings_drafts(self.batch)
        pairs = [(old, meeting(content, old, as_drafts, self.comes_back)) for old, content in wanted]
        self._doubts += editions.differences(pairs, self.source, self.previous)
        changed = rows.change_articles(pairs, self.batch)
        self.articles += len(contents)
        numbers = [number for number, _ in fresh + known]
        for twin in checks.duplicates([*added, *olds], self.edited):
            self._doubt(twin.code, twin.message, numbers[twin.article or 0], [*added, *olds][twin.article or 0])
        for article, (_, record) in zip([*added, *olds], fresh + known, strict=True):
            for problem in record.problems:
                self._doubt(problem.code, problem.message, problem.first_line or 0, article)
        return [*(article.pk for article in added), *changed]

    def _learn(self, records: list[ReadyArticle]) -> None:
        """Look up all that the portion names, kind by kind, rather than article by article."""
        papers = {name: self.names.newspaper(name)[0] for name in dict.fromkeys(r.newspaper for r in records)}
        self.names.learn_people(person for r in records for person in r.article.contributors)
        columns: dict[Newspaper, list[str]] = {}
        for record in records:
            columns.setdefault(papers[record.newspaper], []).append(record.article.column)
        for paper, names in columns.items():
            self.names.learn(Column, names, paper)
        self.names.learn_issues(
            (papers[r.newspaper], datetime.date.fromisoformat(r.article.date))
            for r in records
            if r.article.date_precision == "day"
        )
        pages = [
            (self.names.issue(papers[r.newspaper], record_issue(r)), canonical_page(r.article.page))
            for r in records
            if r.article.page
        ]
        self.names.learn_pages((issue, number) for issue, number in pages if issue and number)

    def _doubt(self, code: str, message: str, line: int, article: Article | None = None) -> None:
        message = public(message)
        if (code, message) in self.settled:
            return
        doubt = Problem(source=self.source, article=article, code=code, message=message)
        doubt.first_line = doubt.last_line = line or None
        self._doubts.append(doubt)
