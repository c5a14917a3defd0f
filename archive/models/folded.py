"""Texts compared in the database as search compares them: `title__folded__contains=fold(words)`."""

from typing import Any

from django.db import models

from archive.language.folding import fold

FUNCTION = "FOLDED"


def fold_value(value: object) -> str | None:
    """What the database calls: `fold` of a text (or of a number as it is written), null for null."""
    return None if value is None else fold(str(value))


@models.CharField.register_lookup
@models.TextField.register_lookup
class Folded(models.Transform):
    """A text folded: width, case and script. Every row is folded by Python, so only for few rows or short texts."""

    lookup_name = "folded"
    function = FUNCTION

    @property
    def output_field(self) -> Any:
        return models.TextField()
