"""Rows made to models without what Django does for models that are made by hand: signals that nobody here listens to,
a look at each field. A page shows a hundred rows; it is a fifth of the time."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class FromRows(models.Model):
    """A model of which pages show many. Columns that were not asked for are asked for when they are used, as
    with any."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[Any], values: Collection[Any]) -> Self:
        row = cls.__new__(cls)
        row.__dict__.update(zip(field_names, values, strict=True))
        row.__dict__["_state"] = state = ModelState()
        state.adding, state.db = False, db
        return row
