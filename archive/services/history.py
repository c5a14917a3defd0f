"""The versions of an article: what each change changed, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from archive.loader.changes import Change
from archive.loader.content import GROUPS, Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import Article, Revision
from archive.services.articles import announce_changed, opened_at
from archive.services.pointers import pointing_at_rows

# Where an article comes from, and what a reading of its source made of it, is no editor's to restore.
NEVER_RESTORED = {*GROUPS["status"], "source_id", "source_key", "claims", "confidence", "fingerprint"}


@dataclass(frozen=True)
class Version:
    """One version; `made_by` is the change that made it, None for the first. The newest is what the rows hold."""

    number: int
    content: Content
    edited_fields: Sequence[str]
    made_by: Revision | None
    newest: bool


def versions_of(article: Article) -> list[Version]:
    """All versions of an article, the newest first."""
    revisions = list(article.revisions.select_related("batch", "act").order_by("number"))
    contents = [Content.from_json(revision.content) for revision in revisions]
    marks = [revision.edited_fields for revision in revisions]
    numbers = [revision.number for revision in revisions]
    found = zip(
        [*numbers, article.version],
        [*contents, content_of_rows(article)],
        [*marks, article.edited_fields],
        [None, *revisions],
        strict=True,
    )
    versions = [Version(*each, newest=each[0] == article.version) for each in found]
    return versions[::-1]


def restore_version(article_id: int, number: int, by: User, version: int | None = None) -> list[str]:
    """Make version `number` the newest again, byte for byte, save its status, which has verbs of its own.

    Returns what could not be restored, as it was deleted since, by the names of columns. Raises StaleVersion, and
    Revision.DoesNotExist where there is no such version.
    """
    with transaction.atomic():
        article = opened_at(article_id, version)
        revision = article.revisions.get(number=number)
        now = content_of_rows(article)
        then, missing = pointing_at_rows(Content.from_json(revision.content), now)
        then.columns |= {name: now.columns[name] for name in NEVER_RESTORED}
        marks = marks_after(now.differing(then), article.edited_fields, revision.edited_fields)
        change = Change(Revision.Kind.RESTORE, by, f"恢复第{number}稿")
        announce_changed(write_contents([(article, then)], change, {article.pk: marks}))
    return missing


def marks_after(differing: Sequence[str], now: Sequence[str], then: Sequence[str]) -> list[str]:
    """Which fields count as edited after a restore.

    One that an editor changed since goes back to whoever it was from then; one that a newer reading of the source
    changed is an editor's choice from now on, or the next reading would change it once more.
    """
    back = {name for name in differing if name not in now or name in then}
    return sorted(back | (set(now) - set(differing)))
