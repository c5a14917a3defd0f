"""Values in an address or a form of the desk that can be none: answered as Django answers what it finds wrong itself.

Django looks at most of them. What it leaves to the database (a key of thirty digits, the year 0, a span of three ends)
or takes for a key as it stands (of a form's initial values) would end as a fault.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.db import DatabaseError, models
from django.http import HttpRequest

from archive.serving.unsaved import want_of

# What Django, Python's sqlite3 or SQLite itself says of them.
NO_VALUE = (ValueError, OverflowError, IndexError, DatabaseError)


class CheckedList(ChangeList):
    """A list that is asked for what no column can hold leads to the list of all, as any other wrong condition does."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> models.QuerySet[Any]:
        try:
            return super().get_queryset(request, exclude_parameters)
        except NO_VALUE as error:
            raise self.fault_of(error) from error

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except NO_VALUE as error:
            raise self.fault_of(error) from error

    def fault_of(self, error: Exception) -> Exception:
        """Of the conditions; as it is where there are none, or where room, time or right is wanting."""
        return error if not self.params or want_of(error)[0] else IncorrectLookupParameters(error)


def check_key(column: models.Field[Any, Any], key: Any) -> None:
    """Raises ValidationError where the column can hold no such key: the database would fail at it."""
    column.run_validators(column.to_python(key))


def can_be_key(column: models.Field[Any, Any], key: Any) -> bool:
    try:
        check_key(column, key)
    except ValidationError:
        return False
    return True


class CheckedKeys(forms.ModelMultipleChoiceField[Any]):
    """Several rows of a form, by their keys."""

    def _check_values(self, value: Any) -> Any:
        wrong = [key for key in value if not can_be_key(self.queryset.model._meta.pk, key)]  # type: ignore[union-attr]
        if wrong:
            message, told = self.error_messages["invalid_pk_value"], {"pk": str(wrong[0])[:100]}
            raise ValidationError(message, code="invalid_pk_value", params=told)
        return super()._check_values(value)  # type: ignore[misc]


class CheckedValues(admin.ModelAdmin[Any]):
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return super().get_object(request, object_id, from_field or None)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raises BadRequest where a row is to be saved as a new one: Django does so from any form, offered or not."""
        if "_saveasnew" in request.POST and not self.save_as:
            raise BadRequest("_saveasnew")
        return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Raises BadRequest where a row is named by what can be no key."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        for name, value in initial.items():
            for key in value if isinstance(value, list) else [value]:
                self._check_key(name, key)
        return initial

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        """Raises BadRequest where what an action is to be done to is named by what can be no key."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            if not can_be_key(self.opts.pk, key):
                raise BadRequest(f"{ACTION_CHECKBOX_NAME}={key[:100]}")
        return super().response_action(request, queryset)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"form_class": CheckedKeys, **kwargs})

    def _check_key(self, name: str, key: str) -> None:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return
        if not isinstance(field, models.ForeignKey | models.ManyToManyField):
            return
        try:
            check_key(field.target_field, key)
        except ValidationError as error:
            raise BadRequest(f"{name}={key[:100]}: {error.messages}") from error
