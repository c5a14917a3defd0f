"""Column, issue with its date, page, contributors and status of many articles, changed as one act that can be taken
back. An article of which part cannot be changed is left as it is, and it is said why."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from archive.ingest.words.pages import canonical_page
from archive.language.dates import in_chinese
from archive.language.names import person_name
from archive.loader.changes import Change
from archive.loader.content import Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import (
    Article,
    BulkAct,
    Column,
    Contributor,
    Issue,
    Newspaper,
    Page,
    Precision,
    Revision,
    led_to,
    with_references,
)
from archive.services.acts import NotPossible, bulk_act, changed_by, reason_given
from archive.services.articles import dated_by_editor, keys_of_people, rows_of
from archive.services.authority_rows import RowsOfAct
from archive.services.statuses import BETWEEN_LABELS, Verb, fit_for, status_columns, why_not

# Articles named on the page that says what will change, and under each reason why others will not.
SHOWN_CHANGES, SHOWN_LEFT = 100, 5
ALREADY = "已经是这样"


class PeopleChange(StrEnum):
    """What is done with the contributors that are named."""

    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"


@dataclass(frozen=True)
class BulkEdit:
    """What many articles are given; what is None or empty stays. A `column` of "" is none."""

    column: str | None = None
    day: datetime.date | None = None
    page: str = ""
    people: tuple[tuple[str, str], ...] = ()
    how: PeopleChange = PeopleChange.ADD
    verb: Verb | None = None

    @property
    def moves(self) -> bool:
        """Whether articles come onto other pages."""
        return bool(self.day or self.page)

    @property
    def label(self) -> str:
        """What the act is called: 改栏目、改期."""
        asked = {"改栏目": self.column is not None, "改期": self.day, "改版": self.page, "改作者": self.people}
        return BETWEEN_LABELS.join(
            [*(label for label, said in asked.items() if said), *([self.verb.label] if self.verb else [])]
        )


@dataclass
class Plan:
    """What an edit would change: how many articles, the keys of the first of them, and why others stay: for each reason
    how many, and the first of them."""

    changing: int = 0
    first: list[int] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    left: dict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))

    @property
    def staying(self) -> int:
        return self.reasons.total()

    @property
    def why(self) -> list[tuple[str, int, list[Article], int]]:
        """(reason, how many, the first of them, how many more) of those that stay, the most first."""
        counted = self.reasons.most_common()
        return [(reason, n, self.left[reason], n - len(self.left[reason])) for reason, n in counted]


class Stays(Exception):
    """An article that is not changed; the message says why."""


class Places:
    """The rows that an edit names, for a portion of articles: looked up by kind, not by article. Contributors who are
    not registered yet have negative keys."""

    def __init__(self, edit: BulkEdit, articles: Sequence[Article]) -> None:
        self.edit = edit
        self.people = keyed(edit.people)
        keys = {article.newspaper_id for article in articles}
        self.papers = Newspaper.objects.defer("profile").in_bulk(keys)
        named = Column.objects.filter(name=edit.column, newspaper__in=keys)
        self.columns: dict[int, int] = (
            {row.newspaper_id: led_to(row).pk for row in with_references(named)} if edit.column else {}
        )
        held = Issue.objects.filter(date=edit.day, newspaper__in=keys) if edit.day else ()
        self.issues: dict[int, int] = {row.newspaper_id: row.pk for row in held}
        within: set[int | None] = set(self.issues.values()) or {article.issue_id for article in articles}
        which = Q(issue__in=within) | Q(pk__in=[article.page_id for article in articles])
        pages = Page.objects.filter(which) if edit.moves else ()
        self.place_of = {row.pk: (row.issue_id, canonical_page(row.number)) for row in pages}
        self.pages = {place: key for key, place in self.place_of.items()}
        fit = fit_for(edit.verb, Article.objects.filter(pk__in=[a.pk for a in articles])) if edit.verb else None
        self.fit = set(fit.values_list("pk", flat=True)) if fit is not None else set()

    def column_of(self, article: Article) -> int | None:
        """The key of the column that the article is given. Raises Stays where its newspaper has none of that name."""
        if not self.edit.column:
            return None
        if article.newspaper_id not in self.columns:
            paper = self.papers[article.newspaper_id]
            raise Stays(f"《{paper}》没有栏目“{self.edit.column}”，请先到“栏目”里新建")
        return self.columns[article.newspaper_id]

    def issue_of(self, article: Article) -> int:
        """The key of the issue that it is moved to. Raises Stays where its newspaper has none of that day."""
        if article.newspaper_id not in self.issues:
            paper, day = self.papers[article.newspaper_id], in_chinese(str(self.edit.day))
            raise Stays(f"《{paper}》没有{day}这一期，请先到“期”里新建")
        return self.issues[article.newspaper_id]

    def page_of(self, article: Article, issue: int | None) -> int | None:
        """The key of its page in the issue of that key: of the number that is asked for, else of the number that it
        has; None where the other issue has no such page. Raises Stays where what is asked for is not there."""
        if not self.edit.page:
            here, number = self.place_of.get(article.page_id or 0, (issue, ""))
            return article.page_id if here == issue else self.pages.get((issue or 0, number))
        number = canonical_page(self.edit.page)
        if issue is None:
            raise Stays("没有定在哪一期，先定期才能定版")
        if (issue, number) not in self.pages:
            raise Stays(f"它所在的期没有第{number}版，请先到“期”里加上这一版")
        return self.pages[issue, number]

    def people_of(self, before: list[list[Any]]) -> list[list[Any]]:
        """The contributors that an article is given which has these: (key, role)."""
        if self.edit.how == PeopleChange.REMOVE:
            gone = {key for key, _ in self.people}
            return [person for person in before if person[0] not in gone]
        kept = before if self.edit.how == PeopleChange.ADD else []
        return [*kept, *(person for person in self.people if person not in kept)]


def keyed(people: Iterable[tuple[str, str]]) -> list[list[Any]]:
    """(key, role) of each (name, role), as Content has contributors; whom nobody has registered has a negative key."""
    written = [(person_name(name), role) for name, role in people]
    keys = keys_of_people(name for name, _ in written)
    new = {name: -n for n, name in enumerate(dict.fromkeys(name for name, _ in written if name not in keys), 1)}
    return [[(keys | new)[name], role] for name, role in dict.fromkeys(written)]


def new_content(article: Article, places: Places, reason: str) -> Content:
    """What an article would hold. Raises Stays, also where it holds that already."""
    edit, before = places.edit, content_of_rows(article)
    columns = dict(before.columns)
    if edit.column is not None:
        columns["column_id"] = places.column_of(article)
    if edit.day:
        columns |= {"issue_id": places.issue_of(article), "date": edit.day, "date_precision": Precision.DAY}
    if edit.moves:
        columns["page_id"] = places.page_of(article, columns["issue_id"])
    people = places.people_of(before.contributors) if edit.people else before.contributors
    content = dated_by_editor(replace(before, columns=columns, contributors=people), before)
    if edit.verb:
        if article.pk not in places.fit:
            raise Stays(why_not(edit.verb, article) or f"请在它自己的页面上看过缘由，再{edit.verb.label}")
        content.columns |= status_columns(edit.verb.target, reason)
    if not before.differing(content):
        raise Stays(ALREADY)
    return content


def plan_edit(edit: BulkEdit, articles: QuerySet[Article]) -> Plan:
    """What `edit` would change in these articles. Raises NotPossible where it says nothing, or what cannot be."""
    check_edit(edit)
    plan = Plan()
    for rows in rows_of(articles.order_by("pk").values_list("pk", flat=True)):
        places = Places(edit, rows)
        for row in rows:
            try:
                new_content(row, places, "")
            except Stays as stays:
                plan.reasons[str(stays)] += 1
                if len(plan.left[str(stays)]) < SHOWN_LEFT:
                    plan.left[str(stays)].append(row)
            else:
                plan.changing += 1
                if len(plan.first) < SHOWN_CHANGES:
                    plan.first.append(row.pk)
    return plan


def check_edit(edit: BulkEdit) -> None:
    if not edit.label:
        raise NotPossible("没有填要改什么：请至少填一项。")


def edit_all(edit: BulkEdit, articles: QuerySet[Article], by: User, reason: str) -> BulkAct:
    """Change all of these articles that can be changed, as one act; contributors who are not registered yet will be.

    Raises NotPossible where a reason is missing, or the edit says nothing.
    """
    check_edit(edit)
    with bulk_act(edit.label, by, reason_given(reason)) as act:
        if edit.how != PeopleChange.REMOVE:
            register(edit.people, RowsOfAct(act, by))
        change, changed = Change(Revision.Kind.BULK, by, act.reason, act=act), []
        for rows in rows_of(articles.order_by("pk").values_list("pk", flat=True)):
            places, pairs = Places(edit, rows), []
            for row in rows:
                with suppress(Stays):
                    pairs.append((row, new_content(row, places, act.reason)))
            changed += write_contents(pairs, change)
        changed_by(act, changed)
    return act


def register(people: Iterable[tuple[str, str]], rows: RowsOfAct) -> None:
    """Make who is not registered yet, as a part of the act."""
    names = dict.fromkeys(person_name(name) for name, _ in people)
    known = keys_of_people(names)
    for name in names:
        if name not in known:
            rows.make(Contributor(name=name))
