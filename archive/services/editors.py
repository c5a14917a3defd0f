"""Who may do what: the roles 上传, 编辑, 主编 as groups, and their accounts."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

DESK_ROLES = UPLOADER, EDITOR, CHIEF = "上传", "编辑", "主编"
# Permissions by codename. An uploader writes drafts and submits them.
UPLOADS = {"add_article", "add_contributor"}
EDITS = UPLOADS | {
    *("change_article", "publish_article", "settle_problem", "change_correction", "change_contributor"),
    "hide_personalnumber",
    *(f"{verb}_{kind}" for verb in ("add", "change") for kind in ("issue", "page", "papersection", "column")),
    *("add_holdingsentry", "change_holdingsentry"),
}


def permissions_of(role: str) -> Iterable[Permission]:
    """What a role may do. A chief also withdraws, deletes, sees hidden numbers, and manages newspapers and accounts."""
    of_archive = Permission.objects.filter(content_type__app_label="archive")
    if role == CHIEF:
        accounts = Q(
            content_type__app_label="auth",
            codename__in=[f"{verb}_user" for verb in ("add", "change", "delete", "view")],
        )
        return of_archive | Permission.objects.filter(accounts)
    return of_archive.filter(Q(codename__startswith="view_") | Q(codename__in=UPLOADS if role == UPLOADER else EDITS))


def make_roles(**_: Any) -> None:
    """Make those of the three groups that are missing; what an administrator made of the others stays.

    The group 编辑 of the first release, in which every editor was, may go on doing all that it could.
    """
    first_release = Group.objects.filter(name=EDITOR).first() if not Group.objects.filter(name=CHIEF) else None
    if first_release:
        new = ["publish_article", "withdraw_article", "settle_problem"]
        first_release.permissions.add(*Permission.objects.filter(content_type__app_label="archive", codename__in=new))
    for role in DESK_ROLES:
        group, made = Group.objects.get_or_create(name=role)
        if made:
            group.permissions.set(permissions_of(role))


def create_editor(username: str, password: str, role: str = "") -> User:
    """An account that may sign in to the admin, with a role; without one the first is 主编, others 编辑.

    ValidationError says in Chinese what is wrong. Groups stay as they are.
    """
    if not username:
        raise ValidationError("用户名不能为空。")
    if User.objects.filter(username=username).exists():
        raise ValidationError(f"已有名为“{username}”的账号，请换一个用户名。")
    user = User(username=username, is_staff=True)
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        make_roles()
        role = role or (EDITOR if User.objects.filter(groups__name=CHIEF).exists() else CHIEF)
        group = Group.objects.filter(name=role).first()
        if group is None:
            roles = "、".join(DESK_ROLES)
            raise ValidationError(f"没有“{role}”这个角色，只有{roles}。")
        user.save()
        user.groups.add(group)
    return user
