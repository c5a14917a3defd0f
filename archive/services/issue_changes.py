"""Gives an issue another day or number, and carries that to its articles, its addresses and whoever listens."""

import datetime
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from archive.addresses.links import address
from archive.language.dates import in_chinese
from archive.loader.changes import Change
from archive.loader.content import Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import Article, FormerDate, Issue, Precision, Revision
from archive.services.articles import announce_changed, dated_by_editor, rows_of


class CannotChangeIssue(Exception):
    """The day is another issue's, or someone changed the issue meanwhile; the message says what to do."""


@dataclass(frozen=True)
class IssueName:
    """What an issue is known by."""

    date: datetime.date
    total_number: int | None
    year_number: str

    @classmethod
    def now_of(cls, issue: Issue) -> "IssueName":
        return cls(issue.date, issue.total_number, issue.year_number)

    @property
    def token(self) -> str:
        """Tells one name from another: what a form carries."""
        return f"{self.date}/{self.total_number or ''}/{self.year_number}"


@dataclass(frozen=True)
class IssueChange:
    """What another name of an issue, which was called `before`, changes: how many articles show it, how many of them
    are dated by it, how many keep a date of their own, and the addresses, as (old, new)."""

    issue: Issue
    before: IssueName
    name: IssueName
    shown: int
    redated: int
    own_dates: int
    addresses: list[tuple[str, str]]

    @property
    def changes_nothing(self) -> bool:
        return self.name == self.before

    @property
    def moves(self) -> bool:
        return self.name.date != self.before.date


def change_of(issue: Issue, name: IssueName) -> IssueChange:
    """What `name` would change. Raises CannotChangeIssue where the newspaper has an issue of that day already."""
    taken = Issue.objects.filter(newspaper=issue.newspaper_id, date=name.date).exclude(pk=issue.pk).first()
    if taken:
        raise CannotChangeIssue(
            f"{in_chinese(name.date)}已有一期（{taken}）。同一天只能有一期：请先改那一期的日期，"
            "或在各篇文章里把“期”改为那一期。"
        )
    shown, dated, moved = issue.articles.count(), dated_by(issue).count(), name.date != issue.date
    other_day = issue.articles.exclude(date=None).filter(~Q(date=issue.date) | ~Q(date_precision=Precision.DAY))
    return IssueChange(
        issue,
        IssueName.now_of(issue),
        name,
        shown,
        dated if moved else 0,
        other_day.count(),
        list(zip(addresses_of(issue, issue.date), addresses_of(issue, name.date), strict=True)) if moved else [],
    )


def dated_by(issue: Issue) -> QuerySet[Article]:
    """The articles of an issue whose date is the issue's."""
    return issue.articles.filter(date=issue.date, date_precision=Precision.DAY)


def addresses_of(issue: Issue, day: datetime.date) -> list[str]:
    """The addresses of an issue and its pages, were it of this day."""
    pages = [address("page", issue.newspaper, day=day, number=page.number) for page in issue.pages.all()]
    return [address("issue", issue.newspaper, day=day), *pages]


def change_issue(issue_id: int, seen: str, name: IssueName, by: User) -> IssueChange:
    """Give an issue another name: one transaction for its row, the dates of articles that are dated by it (a version
    each), what its former addresses lead to, and the word to whoever listens.

    Raises CannotChangeIssue, also where the issue is no longer called as it was `seen` (IssueName.token).
    """
    with transaction.atomic():
        issue = Issue.objects.select_for_update().select_related("newspaper").get(pk=issue_id)
        if IssueName.now_of(issue).token != seen:
            raise CannotChangeIssue(f"在您打开之后，这一期已改为：{issue}。请看过现在的日期和期号，再决定要不要改。")
        change = change_of(issue, name)
        if change.changes_nothing:
            return change
        if change.moves:
            redate(issue, name.date, by)
            issue.former_dates.filter(date__in=(issue.date, name.date)).delete()
            FormerDate.objects.create(issue=issue, date=issue.date)
        issue.date, issue.total_number, issue.year_number = name.date, name.total_number, name.year_number
        issue.save(update_fields=["date", "total_number", "year_number"])
        announce_changed(issue.articles.values_list("pk", flat=True))
    return change


def redate(issue: Issue, day: datetime.date, by: User) -> None:
    """Give the articles that are dated by `issue` this day; a better reading of their sources leaves it alone."""
    change = Change(Revision.Kind.ISSUE, by, f"这一期的日期由{in_chinese(issue.date)}改为{in_chinese(day)}")
    for rows in rows_of(dated_by(issue).values_list("pk", flat=True)):
        write_contents([(row, redated(row, day, change.reason)) for row in rows], change)


def redated(article: Article, day: datetime.date, reason: str) -> Content:
    before = content_of_rows(article)
    return dated_by_editor(replace(before, columns=before.columns | {"date": day, "date_reason": reason}), before)
