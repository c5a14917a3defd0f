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
from archive.loader.names import by_name
from archive.loader.rows import add_articles, write_contents
from archive.loader.sources import keep_deleted
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
from archive.services import worker
from archive.services.pointers import following_references
from archive.services.shared_text import links_others
from archive.signals import articles_changed

# More changed articles than these are left to the indexer: whoever saved does not wait for them.
INDEXED_AT_ONCE = 200
PORTION = 5000  # keys told at once
WITH_PARTS = 500  # articles read at once with all they hold


class StaleVersion(Exception):
    """Someone changed the article since the form was opened; `article` is as it is now."""

    def __init__(self, article: Article) -> None:
        super().__init__("这篇文章在您打开之后已经改过，什么都没有做。请看过现在的样子再决定。")
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
        if len(ids) > INDEXED_AT_ONCE:
            worker.call()  # at whose end, as at that of an import, listeners do what was put off


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
        changed = write_contents([(opened_at(article_id, version), following_references(content))], change)
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
    with transaction.atomic():
        written = following_references(replace(content, columns=columns))
        (article,) = add_articles([written], [new_permanent_id()], None)
        announce_changed([article.pk])
    return article


def new_permanent_id() -> str:
    """The id of an article that comes from an editor, not from a place in a source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def next_position(issue_id: int | None) -> int:
    """The place after the last article of an issue, for one that nobody gave a place; 0 where there is no issue."""
    last = Article.objects.filter(issue=issue_id).aggregate(last=models.Max("position"))["last"] if issue_id else None
    return 0 if last is None else last + 1


def discard_draft(article: Article) -> None:
    """Delete a draft that no reader has seen; it comes again where its file is brought in again, not where that is read
    again. ValueError for any other article: its address has been given out; and for one that links others."""
    if article.status not in NEVER_PUBLISHED:
        raise ValueError("只有从未发布过的草稿可以删除；发布过的文章请撤回。")
    if links_others(article):
        raise ValueError("这篇草稿的文字经过它去了另一篇，不能删除。")
    with transaction.atomic():
        keep_deleted(article)
        article.delete()


def proposed_contributors(byline: str) -> list[tuple[str, str]]:
    """(name, role) pairs that a byline can be read as; none where it cannot."""
    found = bylines.read_byline(byline, bare=True) if byline.strip() else None
    return list(dict.fromkeys((person.name, person.role) for person in found.contributors)) if found else []


def registered(people: Iterable[tuple[str, str]]) -> list[list[object]]:
    """(contributor id, role) of each (name, role), as Content has them; who is not registered yet will be, and a
    spelling that was merged is who it leads to."""
    written = list(people)
    note_numbers(written)
    by_name(Contributor, [name for name, _ in as_registered(written)])
    return known_people(written)


def as_registered(people: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(name, role) of each, the name as the register has it."""
    return public([(person_name(name), role) for name, role in people])


def known_people(people: Iterable[tuple[str, str]]) -> list[list[object]]:
    """(contributor id, role) of those of these (name, role) who are registered."""
    written = as_registered(people)
    keys = keys_of_people(name for name, _ in written)
    return [list(person) for person in dict.fromkeys((keys[name], role) for name, role in written if name in keys)]


def keys_of_people(names: Iterable[str]) -> dict[str, int]:
    """The keys of the contributors that these names (as the register has them) lead to; of those that are known."""
    held = Contributor.objects.filter(name__in=list(names)).values_list("name", "pk", "see")
    return {name: see or pk for name, pk, see in held}


def following_byline(content: Content, before: Content) -> Content:
    """`content` with the contributors that its byline names, where the byline is no longer that of `before` and the
    contributors are: who is new in it is registered and added, who is no longer in it goes, others stay. A byline in
    which nobody is read, and contributors chosen by hand in the same save, are left as they are.
    """
    byline, former = content.columns["byline"], before.columns["byline"]
    people = proposed_contributors(byline)
    if byline == former or not people or content.contributors != before.contributors:
        return content
    named, known = registered(people), known_people(proposed_contributors(former))
    stay = [person for person in content.contributors if person in named or person not in known]
    new = [person for person in named if person not in stay and person not in known]
    listed = sorted([*stay, *new], key=lambda person: named.index(person) if person in named else len(named))
    return replace(content, contributors=listed)


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
