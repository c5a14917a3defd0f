"""A bulk act: the transaction in which one thing is done to many rows, and the row that keeps it on record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from archive.loader.changes import name_of
from archive.models import BulkAct, ImportBatch, Revision
from archive.services.articles import announce_changed


class NotPossible(Exception):
    """What was asked for cannot be done as things are; the message says why, and what to do instead."""


class BuiltOn(NotPossible):
    """`act` was done since to what is to be taken back, and is to be taken back before."""

    def __init__(self, act: BulkAct) -> None:
        done = act.reason or act.verb
        super().__init__(f"之后又做过“{done}”，动的是同样的文字：请先取消那一次，再取消这一次。")
        self.act = act


def why_not_undone(kept: Revision, said: str) -> NotPossible:
    """Why an act that kept this version of an article cannot be taken back: an act changed the article since, or, as is
    `said`, an editor did."""
    later = Revision.objects.filter(article=kept.article_id, number__gt=kept.number).order_by("-number")
    last = later.select_related("act").first()
    return BuiltOn(last.act) if last and last.act and not last.act.undone_at else NotPossible(said)


def reason_given(reason: str) -> str:
    """The reason without blanks around it. Raises NotPossible where there is none."""
    if not reason.strip():
        raise NotPossible("请写明原因，以后在历史里看得到。")
    return reason.strip()


@contextmanager
def bulk_act(verb: str, by: User | None, reason: str = "", batch: ImportBatch | None = None) -> Iterator[BulkAct]:
    """A new act, saved as its block leaves it; nothing of it is kept where the block raises. `by` is None for an
    account that is no more, `batch` the one whose articles it is done to."""
    with transaction.atomic():
        act = BulkAct.objects.create(verb=verb, reason=reason.strip()[:500], by=by, by_name=name_of(by), batch=batch)
        yield act
        act.save(update_fields=["articles", "problems", "items", "names"])


def changed_by(act: BulkAct, keys: Sequence[int]) -> None:
    """Count the articles that an act changed, and tell who listens."""
    act.articles = len(keys)
    announce_changed(keys)
