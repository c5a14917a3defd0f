"""Boxes in which an editor picks a row: each row says what tells it from others of the same name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest

from archive.models import Article, Column, PaperSection


def picker_label(row: models.Model) -> str:
    """A row as pickers call it: a column or section with its newspaper, an article with its day and number. (An issue
    says newspaper and day by itself, a page its issue.)"""
    if isinstance(row, Column | PaperSection):
        return f"{row}（{row.newspaper}）"
    if isinstance(row, Article):
        return f"{row}（{row.newspaper}，{row.date_text}，{row.permanent_id}）"
    return str(row)


class PickerField(forms.ModelChoiceField[Any]):
    def label_from_instance(self, obj: models.Model) -> str:
        return picker_label(obj)


class Pickers(admin.options.BaseModelAdmin[Any]):
    """A form whose boxes name rows so."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **{"form_class": PickerField, **kwargs})


class PickerView(AutocompleteJsonView):
    """What a picker offers while an editor types."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        found: dict[str, str] = super().serialize_result(obj, to_field_name)  # type: ignore[misc]
        return found | {"text": picker_label(obj)}
