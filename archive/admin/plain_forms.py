"""Forms that tell a change from what a browser does to a text by itself."""

import json
from functools import cached_property
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.forms.models import BaseInlineFormSet

Row = TypeVar("Row", bound=models.Model)
# The box that strikes out a row of a list (Django's name for it).
DELETE = "DELETE"


def plain(text: str) -> str:
    """A text without what a browser or a form changes unasked: line ends, and white space at both ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def kept_text(before: Any, now: Any) -> Any:
    """`now` with plain line ends, or `before` to the byte where it says the same."""
    if not isinstance(now, str):
        return now
    return before if isinstance(before, str) and plain(before) == plain(now) else plain(now)


def whole_number(said: str) -> int:
    """A number as an address or a hidden field gives it; 0 for what is none, or too long for the database."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0


def text_to_send(form: Any, name: str) -> str:
    """What a browser sends for a field that nobody touched, as the form opens it; empty for an empty box."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if value is None or value is False:
        return ""
    return "on" if value is True else str(value)


class PlainForm(forms.ModelForm[Row]):
    """What nobody changed stays as it is, to the byte, and does not count as changed."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            cleaned[name] = kept_text(self.initial.get(name), value)
        return cleaned

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if not self._says_the_same(name)]

    def _says_the_same(self, name: str) -> bool:
        before, now = self.initial.get(name), self[name].data
        return isinstance(before, str) and isinstance(now, str) and plain(before) == plain(now)


class GuardedForm(PlainForm[Row]):
    """A form that carries in `opened` all that it showed when it was opened, as JSON: the desk compares that with what
    is there when it is sent (archive.admin.guarded)."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = self.opened_as

    def opened_as(self) -> str:
        """What the form shows while nobody has filled it in: {field: text}; empty for a row that is not there yet."""
        if not self.instance.pk:
            return ""
        seen = [name for name, field in self.fields.items() if name != DELETE and not field.widget.is_hidden]
        return json.dumps({name: text_to_send(self, name) for name in seen}, ensure_ascii=False, sort_keys=True)

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "opened"]


MOST_FORM_ROWS = 300


class LabelledRows(BaseInlineFormSet[Any, Any, Any]):
    """Rows of a table in which each field says what it is, also to who does not see the head of its column.

    A form says how many there are, whatever it has: more than MOST_FORM_ROWS, of which each takes 6 ms, are refused.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_num = self.absolute_max = MOST_FORM_ROWS

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or name))
