"""What editors do to articles. Every verb tells who listens, inside its transaction."""

import secrets
from collections.abc import Collection, Iterable

from django.db import models, transaction
from django.utils import timezone

from archive.ingest.words import bylines
from archive.loader.content import GROUPS
from archive.loader.identity import ALPHABET, LENGTH
from archive.models import (
    Article,
    Basis,
    Column,
    Contribution,
    Contributor,
    Issue,
    Newspaper,
    NewspaperBasis,
    Page,
    PaperSection,
    Status,
)
from archive.signals import articles_changed

# The group of edited_fields that an attribute of Article belongs to.
GROUP_OF = {column.removesuffix("_id"): group for group, columns in GROUPS.items() for column in columns}


def announce_changed(article_ids: Iterable[int]) -> None:
    """Say that what these articles show has changed; only to be called inside the transaction that changed it."""
    if ids := list(article_ids):
        # Also where only a name they show was changed: harvesters go by this time.
        Article.objects.filter(pk__in=ids).update(modified_at=timezone.now())
        articles_changed.send(sender=Article, article_ids=ids)


def correct(article: Article, changed: Collection[str]) -> None:
    """Save an article in which an editor changed what `changed` names, and remember that an editor did.

    Names are those of the form: attributes of Article and sections, captions, contributors. A better
    parser leaves them alone from now on. Where nothing was changed, nothing is saved and nobody told.
    """
    if not changed:
        return
    names = {GROUP_OF.get(name, name) for name in changed}
    if "date" in names:
        article.date_basis = Basis.EDITOR if article.date else Basis.NONE
        if "date_reason" not in changed:
            article.date_reason = ""
    if "newspaper" in names:
        article.newspaper_basis = NewspaperBasis.EDITOR
    if "status" in changed:
        mark_status(article, Status(article.status), article.withdrawn_reason, article.replaced_by)
    article.edited_fields = sorted({*article.edited_fields, *names})
    with transaction.atomic():
        article.save()
        if article.replaced_by_id:
            # Whoever followed an old address to this article goes straight on to the one in its place.
            article.replaces.update(replaced_by=article.replaced_by)
        announce_changed([article.pk])


def prepare_new(article: Article) -> None:
    """Give an article that an editor writes in by hand (not saved yet) an id of its own, and say who knows of it.

    Once it is saved with its parts, `announce_changed` is to follow in the same transaction.
    """
    article.permanent_id = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    article.newspaper_basis = NewspaperBasis.EDITOR
    if article.date and not article.date_basis:
        article.date_basis = Basis.EDITOR


def withdraw(articles: models.QuerySet[Article], reason: str) -> int:
    """Take articles back: their addresses say so from now on. Returns how many."""
    return set_status(articles.filter(status=Status.PUBLISHED), Status.WITHDRAWN, reason)


def publish(articles: models.QuerySet[Article]) -> int:
    """Show withdrawn articles again. Returns how many."""
    return set_status(articles.filter(status=Status.WITHDRAWN), Status.PUBLISHED)


def mark_status(article: Article, status: Status, reason: str = "", replaced_by: Article | None = None) -> None:
    """Write on the row (without saving it) what a status goes with: when, why, and which article to read instead."""
    withdrawn = status == Status.WITHDRAWN
    article.status = status
    article.withdrawn_at = timezone.now() if withdrawn else None
    article.withdrawn_reason = reason if withdrawn else ""
    article.replaced_by = replaced_by if withdrawn else None


def set_status(articles: models.QuerySet[Article], status: Status, reason: str = "") -> int:
    with transaction.atomic():
        rows = list(articles.order_by())
        for article in rows:
            mark_status(article, status, reason)
            article.edited_fields = sorted({*article.edited_fields, "status"})
            article.modified_at = timezone.now()
        Article.objects.bulk_update(
            rows,
            ["status", "withdrawn_at", "withdrawn_reason", "replaced_by", "edited_fields", "modified_at"],
            batch_size=100,
        )
        announce_changed(article.pk for article in rows)
    return len(rows)


def merge(article: Article, into: Article) -> None:
    """Withdraw `article` in favour of `into`; its address, and those that led to it, lead there.

    ValueError where `into` is itself, or withdrawn.
    """
    if article.pk == into.pk or into.status != Status.PUBLISHED:
        raise ValueError("只能并入另一篇已发布的文章。")
    article.status, article.replaced_by, article.withdrawn_reason = Status.WITHDRAWN, into, "并入另一篇"
    correct(article, ["status"])


def proposed_contributors(byline: str) -> list[tuple[str, str]]:
    """(name, role) pairs that a byline can be read as; none where it cannot."""
    found = bylines.read(byline, bare=True) if byline.strip() else None
    return list(dict.fromkeys((person.name, person.role) for person in found.contributors)) if found else []


def write_contributors(article: Article, people: Iterable[tuple[str, str]]) -> None:
    """Make (name, role) pairs the contributors of an article, in this order. The byline stays as printed.

    Part of an editor's save: `correct(article, [..., "contributors"])` is to follow in the same transaction.
    """
    article.contributions.all().delete()
    for position, (name, role) in enumerate(dict.fromkeys(people)):
        contributor = Contributor.objects.get_or_create(name=name)[0]
        Contribution.objects.create(article=article, contributor=contributor, role=role, position=position)


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
