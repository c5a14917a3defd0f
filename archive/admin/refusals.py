"""What the desk says to an editor who may not do something: which leave it takes, and which role has it."""

import re

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.admin.bulk_acts import leave_to_undo
from archive.models import BulkAct
from archive.services import statuses
from archive.services.editors import DESK_ROLES
from archive.services.personal_numbers import NUMBER_VERBS

# What the last word of a route asks leave for; by GET a form is only looked at.
LEAVE_OF_ROUTE = {
    **dict.fromkeys(("changelist", "history", "preview", "original", "export"), "view"),
    **dict.fromkeys(("change", "name", "version", "password_change", "merge", "rename", "split", "import"), "change"),
    "add": "add",
    "delete": "delete",
}
# The leave that a route takes otherwise.
CODENAME_OF_ROUTE = {
    "article_split": "publish_article",  # of what is published: drafts are divided by whoever may go on with them
    "article_join": "withdraw_article",
    "article_move": "change_article",
    "importbatch_upload": "add_article",
    "importbatch_publish": "publish_article",
    "importbatch_review": "publish_article",
    "importbatch_undo": "withdraw_article",
}
IN_WORDS = {"view": "查看", "add": "添加", "change": "修改", "delete": "删除"}


def permission_asked(request: HttpRequest) -> Permission | None:
    """The permission that the address of a request takes; None where its route does not say."""
    match = request.resolver_match
    found = re.fullmatch(r"([a-z]+)_([a-z]+)_(\w+)", (match and match.url_name) or "")
    if not match or not found:
        return None
    app, kind, route = found.groups()
    if route == "verb" and match.kwargs["name"] in statuses.VERBS:
        codename = statuses.VERBS[match.kwargs["name"]].permission
    elif kind == "personalnumber" and route in NUMBER_VERBS:
        codename = NUMBER_VERBS[route]
    elif f"{kind}_{route}" == "bulkact_undo":
        act = BulkAct.objects.filter(pk=match.kwargs["pk"]).first()
        lacking = [leave for leave in leave_to_undo(act) if not request.user.has_perm(leave)]
        codename = lacking[0].partition(".")[2] if lacking else ""
    elif f"{kind}_{route}" in CODENAME_OF_ROUTE:
        codename = CODENAME_OF_ROUTE[f"{kind}_{route}"]
    else:
        leave = LEAVE_OF_ROUTE.get(route, "")
        codename = f"{'view' if leave == 'change' and request.method == 'GET' else leave}_{kind}"
    return Permission.objects.filter(content_type__app_label=app, codename=codename).first()


def in_words(permission: Permission) -> str:
    """修改期, 撤回文章."""
    verb, _, kind = permission.codename.partition("_")
    if verb not in IN_WORDS:
        return permission.name.removeprefix("可以")
    return f"{IN_WORDS[verb]}{apps.get_model(permission.content_type.app_label, kind)._meta.verbose_name}"


def roles_with(permission: Permission) -> list[str]:
    """The roles that have a permission, those of this archive first, from the least."""
    names = Group.objects.filter(permissions=permission).values_list("name", flat=True)
    return sorted(names, key=lambda name: (DESK_ROLES.index(name) if name in DESK_ROLES else len(DESK_ROLES), name))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    permission = permission_asked(request) if request.user.is_authenticated else None
    if permission is None:
        return render(request, "403.html", status=403)
    app = permission.content_type.app_label
    context = {
        **admin.site.each_context(request),
        "title": "没有权限",
        "leave": in_words(permission),
        "roles": roles_with(permission),
        "own_roles": list(request.user.groups.values_list("name", flat=True)),
        "has_leave": request.user.has_perm(f"{app}.{permission.codename}"),
    }
    return render(request, "admin/forbidden.html", context, status=403)
