"""A bulk act: the transaction in which one thing is done to many rows, and the row that keeps it on record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from archive.loader.changes import name_of
from archive.models import BulkAct, ImportBatch
from archive.services.articles import announce_changed


class NotPossible(Exception):
    """What was asked for cannot be done as things are; the message says why, and what to do instead."""


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
