"""Boxes in which an editor picks a row: each row says what tells it from others of the same name. A browser without
scripts shows a line beside each, in which the row is written."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.checked_values import can_be_key
from archive.models import Article, Column, PaperSection

WRITTEN_BESIDE = "{}-written"  # the name of the line beside a box
LOOKED_AT, TOLD = 50, 5  # rows that were found for what is written there


def picker_label(row: models.Model) -> str:
    """A row as pickers call it: a column or section with its newspaper, an article with its day and number. (An issue
    says newspaper and day by itself, a page its issue.)"""
    if isinstance(row, Column | PaperSection):
        return f"{row}（{row.newspaper}）"
    if isinstance(row, Article):
        return f"{row}（{row.newspaper}，{row.date_text}，{row.permanent_id}）"
    return str(row)


class Written(str):
    """What was written in the line beside a box, instead of a row's key."""


class WritablePicker(AutocompleteSelect):
    """A box that offers rows while one types, and where there are no scripts a line to write one in."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        written = value if isinstance(value, Written) else ""
        box = super().render(name, None if written else value, attrs, renderer)
        said = "改成别的，在此写："
        line = (
            '{}<noscript><label class="written">{} '
            '<input type="text" name="{}" value="{}" maxlength="200"></label></noscript>'
        )
        return format_html(line, box, said, WRITTEN_BESIDE.format(name), written)

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The rows that were chosen, but for what can be the key of none."""
        column = self.field.target_field
        return super().optgroups(name, [key for key in value if can_be_key(column, key)], attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        written = data.get(WRITTEN_BESIDE.format(name), "").strip()
        return Written(written) if written else super().value_from_datadict(data, files, name)


class PickerField(forms.ModelChoiceField[Any]):
    """`sought` finds rows by what is written, as the box does: a function of a queryset and the words."""

    def __init__(self, *args: Any, sought: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sought = sought

    def label_from_instance(self, obj: models.Model) -> str:
        return picker_label(obj)

    def to_python(self, value: Any) -> Any:
        return self.row_written(value) if isinstance(value, Written) else super().to_python(value)

    def row_written(self, written: str) -> models.Model:
        """The one row that is found by what is written, or is called so. ValidationError where none or several are."""
        found = list(self.sought(self.queryset, written)[:LOOKED_AT])
        called = [row for row in found if picker_label(row) == written or str(row) == written]
        rows = called if len(called) == 1 else found
        if len(rows) == 1:
            return rows[0]  # type: ignore[no-any-return]
        if not rows:
            raise forms.ValidationError(f"没有找到“{written}”，请换个写法，或先到它的列表里新建。")
        told = "；".join(picker_label(row) for row in rows[:TOLD]) + ("……" if len(rows) > TOLD else "")
        raise forms.ValidationError(f"“{written}”不止一个，请写全，例如照抄其中的一个：{told}")


class Pickers(admin.options.BaseModelAdmin[Any]):
    """A form whose boxes name rows so."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = WritablePicker(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs["form_class"] = partial(PickerField, sought=partial(self.found_by, request))
        return super().formfield_for_foreignkey(db_field, request, **{"form_class": PickerField, **kwargs})

    def found_by(self, request: HttpRequest, rows: models.QuerySet[Any], words: str) -> models.QuerySet[Any]:
        """Those of `rows` that the list of their kind finds by these words."""
        found, twice = self.admin_site.get_model_admin(rows.model).get_search_results(request, rows, words)
        return found.distinct() if twice else found


class PickerView(AutocompleteJsonView):
    """What a picker offers while an editor types."""

    def process_request(self, request: HttpRequest) -> Any:
        """Raises PermissionDenied, as Django does of other fields that no picker is for, of rows that point here."""
        asked = super().process_request(request)  # type: ignore[misc]
        if not isinstance(asked[2], models.ForeignKey | models.ManyToManyField):
            raise PermissionDenied
        return asked

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        found: dict[str, str] = super().serialize_result(obj, to_field_name)  # type: ignore[misc]
        return found | {"text": picker_label(obj)}
