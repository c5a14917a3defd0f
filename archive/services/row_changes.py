"""Keeps what editors change in rows that articles show: who, when, which field from what to what."""

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


def note_change(row: models.Model, by: User, fields: Sequence[FieldChange], *, added: bool = False) -> None:
    """Keep what `by` changed in `row`, or that it was `added`; nothing where nothing was. Only inside the transaction
    that changes it."""
    if fields or added:
        kind, listed = row._meta.label_lower, [list(field) for field in fields]
        RowChange.objects.create(kind=kind, row_id=row.pk, by=by, by_name=name_of(by), added=added, fields=listed)
