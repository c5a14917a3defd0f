"""Accounts and roles: a chief editor makes and changes those of the staff: gives and takes roles, never a
superuser's powers."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.text import capfirst

from archive.admin.base import QuietLog

# What only a superuser may give.
POWERS = ("is_superuser", "user_permissions")
# Field -> what it is called, and what it does.
SAID = {
    "username": ("用户名", "登录时写的名字，不超过 150 个字：汉字、字母、数字和 @ . + - _"),
    "is_active": ("在用", "不再来的同事请取消勾选，不要删除账号：他做过的事还记在他名下"),
    "is_staff": ("可以登录编辑台", "不勾选的账号登录不了"),
    "groups": ("角色", "能做什么由角色定；可以不止一个"),
}

admin.site.unregister((User, Group))


class AccountPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Django's, whose one untranslated line is told in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("usable_password"):
            field.help_text = "选“停用”，这个账号现在的密码就作废，不能再登录。"


class WithoutJoins(QuietLog):
    """Deletes without a word of the rows that join accounts, roles and permissions, which Django names in English."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        fields = (User.groups, User.user_permissions, Group.permissions)
        joins = [field.through._meta for field in fields]
        names = tuple(f"{capfirst(join.verbose_name)}: " for join in joins)
        plural = {join.verbose_name_plural for join in joins}
        counts = {name: count for name, count in counts.items() if name not in plural}
        return _without(deleted, names), counts, lacking, protected


@admin.register(User)
class AccountAdmin(WithoutJoins, UserAdmin[User]):
    list_display = ("username", "last_name", "first_name", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ("user_permissions",)
    readonly_fields = ("last_login", "date_joined")
    # Nobody logs in without a password here, so nobody is asked.
    add_form = UserCreationForm
    change_password_form = AccountPasswordForm
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The roles are few: each is a box to tick."""
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Fields of Django's in the desk's words."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in SAID:
            field.label, field.help_text = SAID[db_field.name]
        return field

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
class RoleAdmin(WithoutJoins, GroupAdmin):
    pass


def is_within_reach(request: HttpRequest, account: User | None) -> bool:
    """A superuser's account is for superusers only."""
    return account is None or not account.is_superuser or bool(request.user.is_superuser)


def _without(told: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """A list of texts and of such lists, without the texts that begin so and the lists that are empty then."""
    kept = [_without(each, beginnings) if isinstance(each, list) else each for each in told]
    return [each for each in kept if each != [] and not (isinstance(each, str) and each.startswith(beginnings))]
