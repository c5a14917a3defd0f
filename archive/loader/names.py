"""Rows that articles point at by name – newspapers, issues, pages, columns, contributors – found or made in bulk."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from django.db import models

from archive.ingest.types import ParsedContributor, ParsedIssue
from archive.ingest.words import pages
from archive.language.dates import precision_of
from archive.language.names import person_name
from archive.models import (
    Basis,
    Column,
    Contributor,
    FormerDate,
    Issue,
    Newspaper,
    NewspaperBasis,
    Page,
    PaperSection,
    SourceFile,
    led_to,
    with_references,
)
from archive.models.newspaper import unused_slugs
from archive.models.printed import public

Row = TypeVar("Row", bound=models.Model)

# What an issue's row takes from a masthead, where the row does not have it yet.
ISSUE_FIELDS = {
    "total_number": "total_number",
    "year_number": "year_number",
    "weekday_printed": "weekday",
    "lunar_printed": "lunar_date",
    "publisher": "publisher",
    "publisher_label": "publisher_label",
}


def by_name(model: type[Row], names: Iterable[str], **within: Any) -> dict[str, Row]:
    """The rows that these names lead to (among those of `model` matching `within`); those missing are made."""
    wanted = [name for name in dict.fromkeys(names) if name]
    rows = model._default_manager
    known = with_references(rows.filter(name__in=wanted, **within))
    held = {row.name: led_to(row) for row in known}  # type: ignore[attr-defined]
    missing = [name for name in wanted if name not in held]
    slugs = unused_slugs(model, missing, **within)
    made = rows.bulk_create([model(name=name, slug=slugs[name], **within) for name in missing])
    return held | {row.name: row for row in made}  # type: ignore[attr-defined]


def moved_days(sources: Sequence[SourceFile]) -> dict[tuple[int, str], str]:
    """Where editors moved the issues that these sources are from: (key of the newspaper, day then) -> day now, ISO."""
    if not sources:
        return {}
    moved = FormerDate.objects.filter(issue__articles__source__in=sources).order_by("id")
    days = moved.values_list("issue__newspaper", "date", "issue__date").distinct()
    return {(paper, then.isoformat()): now.isoformat() for paper, then, now in days}


class RowsByName:
    """Looks names up once a load and remembers the rows."""

    def __init__(self, given: str = "", moved: Mapping[tuple[int, str], str] | None = None) -> None:
        """`given` is the newspaper that the operator named for files that name none, `moved` as moved_days() gives."""
        self.given = given
        self.moved = moved or {}
        self._main: Newspaper | None = None
        self._issues: dict[tuple[int, datetime.date], Issue] = {}
        self._pages: dict[tuple[int, str], Page] = {}
        self._named: dict[tuple[type[models.Model], int | None], dict[str, Any]] = {}

    def newspaper(self, name: str) -> tuple[Newspaper, NewspaperBasis]:
        """The newspaper called so (a file may use any of its names), made where the archive has none."""
        if not name:
            if self.given:
                return self._called(self.given), NewspaperBasis.GIVEN
            self._main = self._main or Newspaper.main()
            return self._main, NewspaperBasis.COLLECTION
        return self._called(name), NewspaperBasis.NAMED

    def _called(self, name: str) -> Newspaper:
        if name not in self._papers:
            self._papers[name] = Newspaper.objects.create(name=name)
            self.papers.append(self._papers[name])
        return self._papers[name]

    @cached_property
    def papers(self) -> list[Newspaper]:
        """All that are known."""
        return list(Newspaper.objects.defer("profile"))

    @cached_property
    def _papers(self) -> dict[str, Newspaper]:
        main = next((paper for paper in self.papers if paper.is_main), None) or Newspaper.main()
        return {called: paper for paper in [*self.papers, main] for called in paper.names}

    def day_now(self, newspaper: str, day: str) -> str:
        """The day of the issue that a source dates `day` (ISO): another where an editor has moved the issue since."""
        return self.moved.get((self.newspaper(newspaper)[0].pk, day), day) if self.moved else day

    def as_moved(self, parsed: ParsedIssue | None) -> ParsedIssue | None:
        """The issue that a masthead names, under the day that it has now."""
        if parsed is None or (now := self.day_now(parsed.newspaper, parsed.date)) == parsed.date:
            return parsed
        return replace(parsed, date=now, date_basis=Basis.EDITOR)

    def learn(self, model: type[models.Model], names: Iterable[str], newspaper: Newspaper | None = None) -> None:
        """Find or make the rows of these names in a fixed number of queries."""
        known = self._named.setdefault((model, newspaper.pk if newspaper else None), {})
        if new := [name for name in public(list(names)) if name and name not in known]:
            known |= by_name(model, new, **({"newspaper": newspaper} if newspaper else {}))

    def _one(self, model: type[Row], name: str, newspaper: Newspaper | None = None) -> Row | None:
        if not name:
            return None
        self.learn(model, [name], newspaper)
        row: Row = self._named[model, newspaper.pk if newspaper else None][public(name)]
        return row

    def column(self, newspaper: Newspaper, name: str) -> Column | None:
        return self._one(Column, name, newspaper)

    def learn_people(self, people: Iterable[ParsedContributor]) -> None:
        """Find or make the contributors of these names in a fixed number of queries."""
        self.learn(Contributor, [person_name(person.name) for person in people])

    def contributor(self, name: str) -> Contributor:
        row = self._one(Contributor, person_name(name))
        if row is None:
            raise ValueError("a contributor without a name: the parser must leave it out")
        return row

    def learn_issues(self, days: Iterable[tuple[Newspaper, datetime.date]]) -> None:
        """Find or make the issues of these days in a fixed number of queries."""
        wanted = {(paper.pk, day): paper for paper, day in days if (paper.pk, day) not in self._issues}
        if not wanted:
            return
        held = Issue.objects.filter(newspaper__in={n for n, _ in wanted}, date__in={day for _, day in wanted})
        self._issues |= {(issue.newspaper_id, issue.date): issue for issue in held.select_related("newspaper")}
        missing = [Issue(newspaper=paper, date=key[1]) for key, paper in wanted.items() if key not in self._issues]
        self._issues |= {(issue.newspaper_id, issue.date): issue for issue in Issue.objects.bulk_create(missing)}

    def learn_pages(self, pages: Iterable[tuple[Issue, str]]) -> None:
        """Find or make these pages, numbered as pages.canonical_page() does, in a fixed number of queries."""
        wanted = {(issue.pk, number): issue for issue, number in pages if (issue.pk, number) not in self._pages}
        if not wanted:
            return
        held = Page.objects.filter(issue__in={n for n, _ in wanted}).select_related("section")
        self._pages |= {(page.issue_id, page.number): page for page in held}
        missing = [Page(issue=issue, number=key[1]) for key, issue in wanted.items() if key not in self._pages]
        self._pages |= {(page.issue_id, page.number): page for page in Page.objects.bulk_create(missing)}

    def issue(self, newspaper: Newspaper, parsed: ParsedIssue | None) -> Issue | None:
        """The issue that a masthead names; none without a full date. What the row lacks is filled in."""
        if parsed is None or precision_of(parsed.date) != "day":
            return None
        day = datetime.date.fromisoformat(parsed.date)
        self.learn_issues([(newspaper, day)])
        issue = self._issues[newspaper.pk, day]
        fresh = {
            field: value
            for field, said in ISSUE_FIELDS.items()
            if (value := getattr(parsed, said)) and not getattr(issue, field)
        }
        if fresh:
            for field, value in fresh.items():
                setattr(issue, field, value)
            issue.save(update_fields=list(fresh))
        return issue

    def page(self, issue: Issue | None, number: str, section: str) -> Page | None:
        """A page of an issue, with the section of the paper (版名) it belongs to where that is known."""
        number = pages.canonical_page(number)
        if issue is None or not number:
            return None
        self.learn_pages([(issue, number)])
        page = self._pages[issue.pk, number]
        if section and page.section is None:
            page.section = self._one(PaperSection, section, issue.newspaper)
            page.save(update_fields=["section"])
        return page
