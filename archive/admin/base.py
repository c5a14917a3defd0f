"""What the editors' pages share."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest

from archive.services.articles import announce_changed, shown_by


class ShownInArticles(admin.ModelAdmin[Any]):
    """Rows that articles show: whoever listens hears of every article that shows a changed one."""

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            announce_changed(shown_by(form.instance))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        articles = shown_by(obj)
        super().delete_model(request, obj)
        announce_changed(articles)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with transaction.atomic():
            articles = {key for row in queryset for key in shown_by(row)}
            super().delete_queryset(request, queryset)
            announce_changed(articles)


class ReadOnly(admin.ModelAdmin[Any]):
    """What an import wrote down: to look at, not to change."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
