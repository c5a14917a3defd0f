"""Forms that tell a change from what a browser does to a text by itself."""

import hashlib
from functools import cached_property
from typing import Any, TypeVar

from django import forms
from django.db import models

Row = TypeVar("Row", bound=models.Model)


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
    """A form of a row that was changed since it was opened is not saved but shown again: what was typed is still in it,
    and the message says what is there now. `opened` is a fingerprint of the row as the editor saw it."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = self._fingerprint()
        self.initial["opened"] = self.now

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "opened"]

    def _fingerprint(self) -> str:
        names = sorted(field.attname for field in self.instance._meta.concrete_fields)
        row = repr([getattr(self.instance, name) for name in names])
        return hashlib.sha256(row.encode()).hexdigest()[:16] if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.pop("opened", "") != self.now and self.changed_data:
            self.add_error(None, self._said_of_change())
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            sent[self.add_prefix("opened")] = self.now
            self.data = sent
        return cleaned

    def _said_of_change(self) -> str:
        held = "，".join(f"{self.fields[name].label}现在是“{self._held(name)}”" for name in self.changed_data)
        said = "在您打开之后，这一条已被改过，还没有保存。您填写的仍在表格里；再按一次保存，就以您的为准。"
        return said + (f"（{held}）" if held else "")

    def _held(self, name: str) -> str:
        value = getattr(self.instance, name, "")
        return "" if value is None else str(value)


class GuardedFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Rows with guarded forms. One that was deleted meanwhile is no longer listed: what was typed in it is said."""

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if form.instance.pk is None and form not in self.deleted_forms:
                typed = [
                    (field.label, form[name].value()) for name, field in form.fields.items() if not form[name].is_hidden
                ]
                said = "，".join(f"{label}：{value}" for label, value in typed if label and value)
                raise forms.ValidationError(
                    f"有一行在您打开之后已被别人删除，没有保存（您填写的是：{said}）。请抄下要留的，重新打开这一页再添加。"
                )
