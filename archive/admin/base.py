"""What the editors' pages share."""

import re
from typing import Any

from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

from archive.admin.checked_values import CheckedValues
from archive.admin.days import WrittenDay, days_sought
from archive.admin.pickers import Pickers
from archive.language.folding import fold
from archive.models import RowChange
from archive.services.row_changes import note_change

# What pickers set between the parts of a name: 身边事（蓼河时报）, 02版：要闻, 总第434期.
_SET_BETWEEN = re.compile(r"[(),:]|总第(?=\d+期)|(?<=\d)期(?!\S)")


def signed_in(request: HttpRequest) -> User:
    """Who asks: the admin lets nobody in who has not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def called_in_public(row: models.Model) -> models.Model:
    """A row as it is kept: the one that a form has filled in may have a number that its columns hide."""
    return type(row)._default_manager.filter(pk=row.pk).first() or row


class QuietLog(CheckedValues):
    """A save that changed nothing leaves no entry in the desk's log. That log goes with the account of who did it: what
    was added and deleted is kept as a RowChange, too."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        note_change(obj, signed_in(request), getattr(obj, "filled_in", ()), RowChange.How.ADDED)
        return super().log_addition(request, called_in_public(obj), message)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return super().response_add(request, called_in_public(obj), post_url_continue)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            note_change(row, signed_in(request), (), RowChange.How.DELETED)
        return super().log_deletions(request, queryset)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, called_in_public(obj), message) if message else None


class DeskAdmin(Pickers, QuietLog):
    """What every list and form of the desk has. A search folds script and width (its fields are compared `__folded`);
    where rows have a day (`date_field`), a day, month or day of any year is found however it is written."""

    date_field = ""
    formfield_overrides = {models.DateField: {"form_class": WrittenDay, "widget": AdminDateWidget}}

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
        return super().get_search_results(request, queryset, _SET_BETWEEN.sub(" ", fold(words)))


class ReadOnly(DeskAdmin):
    """What an import wrote down: to look at, not to change."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
