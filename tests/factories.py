"""Rows for tests, with defaults that a reader of the test need not care about."""

import datetime
import itertools
from collections.abc import Iterable

from django.contrib.auth.models import User

from archive.loader.content import content_of_rows
from archive.models import (
    Article,
    ArticleSection,
    Basis,
    Column,
    Contribution,
    Contributor,
    Figure,
    Issue,
    Newspaper,
    NumberWork,
    Page,
    PaperSection,
    PersonalNumber,
    Precision,
)
from archive.services import articles as service
from archive.services import number_works, statuses
from archive.services.personal_numbers import Rewritten

numbers = itertools.count(1)


def make_newspaper(name: str = "", **fields: object) -> Newspaper:
    """The main newspaper, or another where a name is given."""
    if not name:
        return Newspaper.main()
    return Newspaper.objects.get_or_create(name=name, defaults={"slug": f"paper-{next(numbers)}", **fields})[0]


def make_issue(date: str = "2021-11-05", newspaper: Newspaper | None = None, **fields: object) -> Issue:
    return Issue.objects.get_or_create(
        newspaper=newspaper or Newspaper.main(), date=datetime.date.fromisoformat(date), defaults=fields
    )[0]


def make_article(
    title: str = "蓼河新城开工",
    *,
    body: str = "蓼河新城今天开工。\n市民前来参观。",
    date: str | None = "2021-11-05",
    page: str = "",
    section: str = "",
    column: str = "",
    people: tuple[tuple[str, str], ...] = (),
    headings: tuple[tuple[str, str], ...] = (),
    captions: tuple[str, ...] = (),
    newspaper: Newspaper | None = None,
    **fields: object,
) -> Article:
    """An article in an issue of its day. `headings` are (heading, body) pairs after the lead; `date=None` for none.

    Rows are made directly, without archive.services: nobody is told (the index must be marked or rebuilt by the test).
    """
    paper = newspaper or Newspaper.main()
    n = next(numbers)
    dated: dict[str, object] = {}
    if date:
        issue = make_issue(date, paper)
        dated = {"date": issue.date, "date_precision": Precision.DAY, "date_basis": Basis.MASTHEAD, "issue": issue}
        if page:
            printed = Page.objects.get_or_create(issue=issue, number=page)[0]
            if section:
                printed.section = PaperSection.objects.get_or_create(newspaper=paper, name=section)[0]
                printed.save()
            dated["page"] = printed
    if column:
        dated["column"] = Column.objects.get_or_create(newspaper=paper, name=column)[0]
    article = Article.objects.create(
        **{"permanent_id": f"t{n:06d}", "newspaper": paper, "title": title, "position": n, **dated, **fields}
    )
    parts = [("", body), *headings]
    for position, (heading, text) in enumerate(parts):
        ArticleSection.objects.create(
            article=article, position=position, level=2 if heading else 0, heading=heading, body=text
        )
    for position, (name, role) in enumerate(people):
        contributor = Contributor.objects.get_or_create(name=name)[0]
        Contribution.objects.create(article=article, contributor=contributor, role=role, position=position)
    for position, caption in enumerate(captions):
        Figure.objects.create(article=article, position=position, caption=caption)
    return article


def make_user(name: str = "zhouhe") -> User:
    return User.objects.get_or_create(username=name)[0]


def withdraw(article: Article, reason: str) -> None:
    """As an editor does it on the article's own page."""
    statuses.apply_verb(article.pk, statuses.VERBS["withdraw"], make_user(), reason=reason)


def merge(article: Article, into: Article) -> None:
    statuses.merge(article, into, make_user())


def edit(article: Article, **columns: object) -> bool:
    """As an editor saves a form; `columns` by the names of Content. Whether anything differed."""
    content = content_of_rows(Article.objects.get(pk=article.pk))
    content.columns |= columns
    return service.write_article(article.pk, content, service.by_hand(make_user()))


def hide_numbers(chosen: Iterable[PersonalNumber], by: User, reason: str = "") -> Rewritten:
    """Ask that numbers be hidden, and do at once what run_worker would."""
    return _done_at_once(number_works.ask_number_work(number_works.HIDDEN, chosen, by, reason))


def restore_number(number: PersonalNumber, by: User, reason: str = "") -> Rewritten:
    """Ask that a number be printed again, and do at once what run_worker would."""
    return _done_at_once(number_works.ask_number_work(number_works.RESTORED, [number], by, reason))


def _done_at_once(work: NumberWork | None) -> Rewritten:
    return number_works.fulfil_work(work) if work else Rewritten()
