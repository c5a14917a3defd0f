"""Accounts and roles: a chief editor makes and changes those of the staff: gives and takes roles, never a
superuser's powers."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from archive.admin.base import QuietLog

# What only a superuser may give.
POWERS = ("is_superuser", "user_permissions")

admin.site.unregister((User, Group))


@admin.register(User)
class AccountAdmin(QuietLog, UserAdmin[User]):
    filter_horizontal = ("user_permissions",)
    readonly_fields = ("last_login", "date_joined")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The roles are few: each is a box to tick."""
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser or obj is None:
            return fieldsets
        return [
            (title, {**options, "fields": tuple(name for name in options["fields"] if name not in POWERS)})
            for title, options in fieldsets
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and is_within_reach(request, obj)


@admin.register(Group)
class RoleAdmin(QuietLog, GroupAdmin):
    pass


def is_within_reach(request: HttpRequest, account: User | None) -> bool:
    """A superuser's account is for superusers only."""
    return account is None or not account.is_superuser or bool(request.user.is_superuser)
