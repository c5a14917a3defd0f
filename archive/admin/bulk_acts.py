"""What was done to many articles at once: on record, and to be taken back as a whole."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from archive.admin.base import ReadOnly, signed_in
from archive.models import BulkAct
from archive.services import statuses


@admin.register(BulkAct)
class BulkActAdmin(ReadOnly):
    list_display = ["__str__", "reason", "by_name", "at", "undone_at", "undone_by_name"]
    fields = ["verb", "reason", "articles", "by_name", "at", "undone_at", "undone_by_name"]

    def get_urls(self) -> list[URLPattern]:
        undo = require_POST(self.admin_site.admin_view(self.undo_view))
        return [path("<int:pk>/undo/", undo, name="archive_bulkact_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = signed_in(request)
        if not user.has_perm("archive.withdraw_article"):
            raise PermissionDenied
        act = BulkAct.objects.filter(pk=pk).first()
        if act is None:
            raise Http404("没有这次批量操作。")
        try:
            restored, left = statuses.undo_act(act, user, request.POST.get("reason", "")[:500])
        except statuses.NotPossible as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            published = act.verb == statuses.VERBS["publish"].label
            said = f"已取消：{restored} 篇{'已撤回' if published else '的状态回到操作之前'}。"
            self.message_user(request, said + (f"{left} 篇之后又改过状态，没有动。" if left else ""))
        return redirect("admin:archive_bulkact_change", pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        act = kwargs["obj"]
        context["published"] = act.verb == statuses.VERBS["publish"].label
        context["may_undo"] = act.undone_at is None and request.user.has_perm("archive.withdraw_article")
        return super().render_change_form(request, context, *args, **kwargs)
