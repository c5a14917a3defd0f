"""The contributors of an article on its form. A new one goes to the end unless placed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from archive.admin.pickers import Pickers
from archive.admin.plain_forms import LabelledRows, PlainForm
from archive.models import Article, Contribution


class PersonForm(PlainForm[Contribution]):
    """Places are counted from 1; a new contributor without one comes after the others."""

    position = forms.IntegerField(
        label="次序", min_value=0, required=False, widget=forms.NumberInput(attrs={"size": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["position"] = self.instance.position + 1 if self.instance.pk else None

    def validate_unique(self) -> None:
        """Against the other rows of the form only (the form set sees to that): those in the database are replaced."""

    def validate_constraints(self) -> None:
        """See validate_unique."""


class ContributionInline(Pickers, admin.TabularInline[Contribution, Article]):
    """Whoever may change the article may change its contributors: they need no leave of their own."""

    model = Contribution
    form = PersonForm
    formset = LabelledRows
    extra = 1
    fields = ["position", "contributor", "role"]
    autocomplete_fields = ["contributor"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True
