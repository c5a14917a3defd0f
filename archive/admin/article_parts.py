"""The parts of an article on its form: contributors, sections, figures. A new one goes to the end unless placed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from archive.admin.plain_forms import PlainForm
from archive.models import Article, ArticleSection, Contribution, Figure


class PartForm(PlainForm[Any]):
    """Places are counted from 1; a new part without one comes after the others."""

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


class PartInline(admin.options.InlineModelAdmin[Any, Article]):
    """Whoever may change the article may change its parts: they have no leave of their own."""

    extra = 0
    form = PartForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class SectionInline(PartInline, admin.StackedInline[ArticleSection, Article]):
    model = ArticleSection
    fields = [("level", "heading", "position"), "body"]


class FigureInline(PartInline, admin.TabularInline[Figure, Article]):
    model = Figure
    fields = ["position", "caption", "after_paragraph"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 40})}}


class ContributionInline(PartInline, admin.TabularInline[Contribution, Article]):
    model = Contribution
    fields = ["position", "contributor", "role"]
    autocomplete_fields = ["contributor"]
