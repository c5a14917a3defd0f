"""Who may edit: the group 编辑 and its accounts."""

from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

GROUP = "编辑"


def editors_group() -> Group:
    """The group 编辑, with leave to see and edit what the archive holds (nothing of accounts)."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(Permission.objects.filter(content_type__app_label="archive"))
    return group


def create_editor(username: str, password: str) -> User:
    """An account that may sign in to the admin and edit. ValidationError says in Chinese what is wrong."""
    if not username:
        raise ValidationError("用户名不能为空。")
    if User.objects.filter(username=username).exists():
        raise ValidationError(f"已有名为“{username}”的账号，请换一个用户名。")
    user = User(username=username, is_staff=True)
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save()
        user.groups.add(editors_group())
    return user
