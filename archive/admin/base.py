"""What the editors' pages share."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest

from archive.admin.days import days_sought
from archive.admin.pickers import Pickers
from archive.admin.plain_forms import GuardedForm
from archive.language.folding import fold
from archive.services.articles import INDEXED_AT_ONCE, announce_changed, shown_by


def signed_in(request: HttpRequest) -> User:
    """Who asks: the admin lets nobody in who has not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class DeskAdmin(Pickers, admin.ModelAdmin[Any]):
    """What every list and form of the desk has. A search folds script and width (its fields are compared `__folded`);
    where rows have a day (`date_field`), a day, month or day of any year is found however it is written."""

    date_field = ""

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        words, days = days_sought(search_term) if self.date_field else (search_term, {})
        queryset = queryset.filter(**{f"{self.date_field}__{part}": number for part, number in days.items()})
        return self.with_words(request, queryset, words) if words.strip() else (queryset, False)

    def with_words(
        self, request: HttpRequest, queryset: models.QuerySet[Any], words: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Those of `queryset` that have all of `words`, and whether some may come twice."""
        return super().get_search_results(request, queryset, fold(words))


class ShownInArticles(DeskAdmin):
    """Rows that articles show: whoever listens hears of every article that shows a changed one."""

    form = GuardedForm

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (form.changed_data or any(formset.has_changed() for formset in formsets)):
            shown = shown_by(form.instance)
            announce_changed(shown)
            if len(shown) > INDEXED_AT_ONCE:
                said = f"有 {len(shown)} 篇文章用到它，检索稍后由索引程序更新（run_indexer）；文章页面已是新的。"
                self.message_user(request, said)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        articles = shown_by(obj)
        super().delete_model(request, obj)
        announce_changed(articles)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with transaction.atomic():
            articles = {key for row in queryset for key in shown_by(row)}
            super().delete_queryset(request, queryset)
            announce_changed(articles)


class ReadOnly(DeskAdmin):
    """What an import wrote down: to look at, not to change."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
