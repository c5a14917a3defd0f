"""What editors do to the texts of articles. Every verb keeps what was and tells who listens, in one transaction."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from archive.ingest.words import bylines
from archive.language.names import person_name
from archive.loader.changes import Change
from archive.loader.content import Content
from archive.loader.identity import ALPHABET, LENGTH
from archive.loader.rows import add_articles, write_contents
from archive.models import (
    NEVER_PUBLISHED,
    Article,
    Basis,
    Column,
    Contributor,
    Issue,
    Newspaper,
    NewspaperBasis,
    Page,
    PaperSection,
    Revision,
)
from archive.models.printed import note_numbers, public
from archive.signals import articles_changed

# More changed articles than these are left to the indexer: whoever saved does not wait for them.
INDEXED_AT_ONCE = 200
PORTION = 5000  # keys told at once
WITH_PARTS = 500  # articles read at once with all they hold


class StaleVersion(Exception):
    """Someone changed the article since the form was opened; `article` is as it is now."""

    def __init__(self, article: Article) -> None:
        super().__init__("这篇文章在您打开之后已经改过，请对照后再保存。")
        self.article = article


def announce_changed(article_ids: Iterable[int], more: bool = False) -> None:
    """Say that what these articles show has changed; only to be called inside the transaction that changed it. The
    index waits where `more` is to come."""
    ids = list(article_ids)
    for start in range(0, len(ids), PORTION):
        # Also where only a name they show was changed: harvesters go by this time.
        Article.objects.filter(pk__in=ids[start : start + PORTION]).update(modified_at=timezone.now())
    if ids:
        articles_changed.send(sender=Article, article_ids=ids, more=more or len(ids) > INDEXED_AT_ONCE)


def opened_at(article_id: int, version: int | None) -> Article:
    """The article as it is, for a change by someone who saw `version` of it (None: whatever it is).

    Only inside a transaction, which holds it against others. Raises StaleVersion where it was changed meanwhile.
    """
    rows = Article.objects.select_for_update().with_parts()
    article = rows.get(pk=article_id)
    if version is not None and article.version != version:
        raise StaleVersion(article)
    return article


def rows_of(keys: Iterable[int]) -> Iterator[list[Article]]:
    """The articles of these keys with their parts, a bounded number at a time."""
    listed = list(keys)
    for start in range(0, len(listed), WITH_PARTS):
        found = Article.objects.filter(pk__in=listed[start : start + WITH_PARTS]).order_by("pk")
        yield list(found.with_parts())


def write_article(article_id: int, content: Content, change: Change, version: int | None = None) -> bool:
    """Make `content` what an article holds; False where it does so already: then nothing is saved and nobody told.

    A better parser leaves alone what an editor changed. Raises StaleVersion where `version` is no longer its version.
    """
    with transaction.atomic():
        changed = write_contents([(opened_at(article_id, version), content)], change)
        announce_changed(changed)
    return bool(changed)


def dated_by_editor(content: Content, before: Content) -> Content:
    """`content` as an editor gives it: where the day or the newspaper is not what it was, an editor is the basis."""
    columns, old = content.columns, before.columns
    fresh: dict[str, object] = {}
    if (columns["date"], columns["date_precision"]) != (old["date"], old["date_precision"]):
        fresh["date_basis"] = Basis.EDITOR if columns["date"] else Basis.NONE
        if columns["date_reason"] == old["date_reason"]:
            fresh["date_reason"] = ""
    if columns["newspaper_id"] != old["newspaper_id"]:
        fresh["newspaper_basis"] = NewspaperBasis.EDITOR
    return replace(content, columns=columns | fresh)


def create(content: Content) -> Article:
    """Save an article that an editor wrote in by hand, under an id of its own."""
    columns = content.columns | {"newspaper_basis": NewspaperBasis.EDITOR}
    if columns["date"] and not columns["date_basis"]:
        columns["date_basis"] = Basis.EDITOR
    id_ = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with transaction.atomic():
        (article,) = add_articles([replace(content, columns=columns)], [id_], None)
        announce_changed([article.pk])
    return article


def discard_draft(article: Article) -> None:
    """Delete a draft that no reader has seen. ValueError for any other article: its address has been given out."""
    if article.status not in NEVER_PUBLISHED:
        raise ValueError("只有从未发布过的草稿可以删除；发布过的文章请撤回。")
    article.delete()


def proposed_contributors(byline: str) -> list[tuple[str, str]]:
    """(name, role) pairs that a byline can be read as; none where it cannot."""
    found = bylines.read_byline(byline, bare=True) if byline.strip() else None
    return list(dict.fromkeys((person.name, person.role) for person in found.contributors)) if found else []


def registered(people: Iterable[tuple[str, str]]) -> list[list[object]]:
    """(contributor id, role) of each (name, role), as Content has them; who is not registered yet will be."""
    named = [(person_name(name), role) for name, role in people]
    note_numbers(named)
    written = dict.fromkeys(public(named))
    return [[Contributor.objects.get_or_create(name=name)[0].pk, role] for name, role in written]


def by_hand(user: User, kind: Revision.Kind = Revision.Kind.EDIT, reason: str = "") -> Change:
    """What an editor does to one article."""
    return Change(kind, user, reason)


# Where an article shows a row of each kind.
SHOWS = {
    Newspaper: "newspaper",
    Issue: "issue",
    Page: "page",
    PaperSection: "page__section",
    Column: "column",
    Contributor: "contributors",
}


def shown_by(row: models.Model) -> list[int]:
    """Keys of the articles that show `row`: a newspaper, issue, page, section, column or contributor."""
    articles = Article.objects.filter(**{SHOWS[type(row)]: row})
    return list(articles.order_by().values_list("pk", flat=True).distinct())
