"""Keeps what editors change, add and delete: who, when, which field from what to what; it outlives their accounts."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import models

from archive.loader.changes import name_of
from archive.models import RowChange


class FieldChange(NamedTuple):
    """A field as the form calls it, and its text before and after."""

    label: str
    before: str
    after: str


def note_change(
    row: models.Model, by: User, fields: Sequence[FieldChange], how: RowChange.How = RowChange.How.CHANGED
) -> None:
    """Keep what `by` changed in `row`, or that it was added or is to be deleted; nothing where nothing was changed.
    Only inside the transaction that does it."""
    if fields or how != RowChange.How.CHANGED:
        kind, listed = row._meta.label_lower, [list(field) for field in fields]
        about = {"kind": kind, "row_id": row.pk, "name": str(row)[:300]}
        RowChange.objects.create(**about, by=by, by_name=name_of(by), how=how, fields=listed)


def creator_of(row: models.Model) -> RowChange | None:
    """The record of who added a row by hand; None where a program did, or nothing was kept."""
    kept = RowChange.objects.filter(kind=row._meta.label_lower, row_id=row.pk, how=RowChange.How.ADDED)
    return kept.first()
