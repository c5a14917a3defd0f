"""Columns of printed text. Whatever writes one, no number that is hidden gets into it.

So no reader of a text can forget to hide a number: the text has none. Only the row of the number knows its digits, and
original() puts them back for those who hold rows against kept files.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models.expressions import Combinable

from archive.language.hidden_writing import codes_in
from archive.language.personal_numbers import found_numbers, hidden, possible_numbers, shown
from archive.models.personal_number import PersonalNumber

Value = TypeVar("Value")
# What a machine made of texts, as columns of an article and as a value: eleven of its digits are nobody's number.
HASH_COLUMNS = frozenset({"fingerprint"})
MADE_BY_MACHINE = re.compile(r"(?:sha256:)?[0-9a-f]{64}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d|Z)?")


def texts_in(value: object) -> Iterator[str]:
    """Every printed text of a value: of JSON, or of dataclasses. Hashes and moments are none."""
    if isinstance(value, str):
        if not MADE_BY_MACHINE.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in HASH_COLUMNS:
                yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def with_texts(value: Value, change: Callable[[str], str]) -> Value:
    """A value with each text of texts_in() changed."""
    new: Any = value
    if isinstance(value, str):
        new = value if MADE_BY_MACHINE.fullmatch(value) else change(value)
    elif isinstance(value, dict):
        new = {key: part if key in HASH_COLUMNS else with_texts(part, change) for key, part in value.items()}
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        new = type(value)(*(with_texts(part, change) for part in value))
    elif isinstance(value, list | tuple):
        new = type(value)(with_texts(part, change) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        new = replace(value, **{each.name: with_texts(getattr(value, each.name), change) for each in fields(value)})
    changed: Value = new
    return changed


def note_numbers(value: object) -> None:
    """Make known what numbers the texts of a value have: an identity card is hidden from then on."""
    if found := [number for text in texts_in(value) for number in found_numbers(text)]:
        PersonalNumber.objects.note(found)


def public(value: Value) -> Value:
    """A value with every number hidden that is to be, as a column of printed text would hold it."""
    digits = possible_numbers_in(value)
    codes = PersonalNumber.objects.codes(digits) if digits else {}
    return with_texts(value, lambda text: hidden(text, codes)) if codes else value


def hidden_in(value: object) -> set[str]:
    """The digits of the numbers in the clear in the texts of a value that are to be hidden."""
    return PersonalNumber.objects.known(possible_numbers_in(value), "digits", hidden=True)


def possible_numbers_in(value: object) -> set[str]:
    """The digits of all that may be a number in the texts of a value: what is known is one whatever is beside it."""
    return {digits for text in texts_in(value) for digits in possible_numbers(text)}


def original(value: Value) -> Value:
    """A value with every hidden number as it was printed: never to be shown, kept or sent."""
    codes = {code for text in texts_in(value) for code in codes_in(text)}
    if not codes:
        return value
    digits = dict(PersonalNumber.objects.filter(code__in=codes).values_list("code", "digits"))
    return with_texts(value, lambda text: shown(text, digits))


class PrintedColumn:
    """What the columns share. In migrations each is the plain column that it is in the database."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if not hasattr(value, "as_sql"):
            note_numbers(value)
            value = public(value)
        return super().get_db_prep_save(value, connection)  # type: ignore[misc]

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        plain = next(base for base in type(self).__mro__ if base.__module__.startswith("django.db.models"))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class PrintedCharField(PrintedColumn, models.CharField[str | int | Combinable, str]):
    """A line of printed text."""


class PrintedSlugField(PrintedColumn, models.SlugField[str | int | Combinable, str]):
    """The part of an address that was made of printed text."""


class PrintedTextField(PrintedColumn, models.TextField[str | Combinable, str]):
    """Printed text."""


class PrintedJSONField(PrintedColumn, models.JSONField):
    """Values with printed text among them."""


def hide_in_log() -> None:
    """Have Django's own log of the admin hide numbers like every column of printed text: what an editor wrote into a
    title or a reason stands there, and reasons are written after a number was hidden, too."""
    for name, column in (("object_repr", PrintedCharField), ("change_message", PrintedTextField)):
        LogEntry._meta.get_field(name).__class__ = column
