"""Columns and contributors as tables: out as a file, and in again after a look at what that changes."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from archive.admin.authorities import AuthorityAdmin
from archive.admin.base import signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.ingest.foreign_json import foreign_json
from archive.ingest.types import UnreadableSource
from archive.models import Column, Contributor
from archive.services.authority_tables import (
    FORMATS,
    PAPER,
    TableRead,
    bring_in_table,
    read_table,
    table_of,
    table_to_bring_in,
)
from archive.services.spreadsheets import MOST_BYTES

# Lines of a table that its preview names, of each kind.
SHOWN_LINES = 200
BROKEN_PREVIEW = "预览的内容不完整，请重新选文件。"


class TableForm(forms.Form):
    """A file, or what a preview of one said (`lines`, JSON), which is then done."""

    file = forms.FileField(
        label="表格文件",
        required=False,
        help_text=f"CSV 或 .xlsx，不超过 {MOST_BYTES // 1_000_000} MB，第一行是列名",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    reason = forms.CharField(label="原因", max_length=500)
    lines = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("lines"):
            try:
                cleaned["lines"] = foreign_json(cleaned["lines"])
            except ValueError:
                self.add_error("file", BROKEN_PREVIEW)
        if not cleaned.get("file") and not cleaned.get("lines"):
            self.add_error("file", "请选一个文件。")
        return cleaned


class AuthorityTables(AuthorityAdmin):
    """The links above the list, and the pages behind them."""

    change_list_template = "admin/archive/authority/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"archive_{self.opts.model_name}"
        own = [
            path("export/<slug:form>/", view(self.export_view), name=f"{name}_export"),
            path("import/", view(self.import_view), name=f"{name}_import"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = {"formats": list(FORMATS), "may_import": self.may_import(request)}
        return super().changelist_view(request, links | (extra_context or {}))

    def may_import(self, request: HttpRequest) -> bool:
        return self.may_order(request) and self.has_add_permission(request)

    def export_view(self, request: HttpRequest, form: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in FORMATS:
            raise Http404("只能导出 csv 或 xlsx。")
        data = table_of(self.model, self.model._default_manager.all(), form)
        name = f"{self.what}表-{timezone.localdate().isoformat()}.{form}"
        disposition = content_disposition_header(as_attachment=True, filename=name)
        headers = {"Content-Disposition": disposition or "attachment", "Cache-Control": "private, no-store"}
        return HttpResponse(data, content_type=FORMATS[form], headers=headers)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Asks for a file, says what it changes, and does it."""
        if not self.may_import(request):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None, initial={"reason": f"整理{self.what}表"})
        read: TableRead | None = None
        if form.is_valid():
            try:
                read = self.bring_in(request, form)
            except UnreadableSource as error:
                form.add_error("file", str(error))
            else:
                if read.act:
                    return self.brought_in(request, read)
        context = {
            "form": form,
            "read": read,
            "shown": SHOWN_LINES,
            "lines": self.lines_to_send(read) if read and not read.wrong else "",
            "with_paper": bool(self.paper),
        }
        return self.page(request, "import", f"导入{self.what}表", context)

    def bring_in(self, request: HttpRequest, form: TableForm) -> TableRead:
        said = form.cleaned_data
        if said["lines"]:
            table = table_to_bring_in(self.model, self.lines_sent(said["lines"]))
        else:
            table = read_table(said["file"].name, said["file"].read(), self.model)
        return bring_in_table(self.model, table, signed_in(request), said["reason"], dry_run=not said["lines"])

    def lines_sent(self, lines: Any) -> list[list[Any]]:
        """What lines_to_send() gave. Raises UnreadableSource for anything else."""
        kinds: list[tuple[type, ...]] = [(int,), (str,), *((str,) for _ in self.paper), (str,), (str, type(None))]
        for line in lines if isinstance(lines, list) else [None]:
            if not isinstance(line, list) or len(line) != len(kinds) or not all(map(isinstance, line, kinds)):
                raise UnreadableSource(BROKEN_PREVIEW)
        return list(lines)

    @property
    def paper(self) -> list[str]:
        """The columns of the table between number and name."""
        return [PAPER] if self.model is Column else []

    def lines_to_send(self, read: TableRead) -> str:
        """The lines that change something, as bring_in() takes them back."""
        lines = [
            [line.number, str(line.key or ""), *(line.paper for _ in self.paper), line.after, line.before or None]
            for line in read.lines
        ]
        return json.dumps(lines, ensure_ascii=False)

    def brought_in(self, request: HttpRequest, read: TableRead) -> HttpResponse:
        undo = how_to_undo(signed_in(request), read.act) if read.act else ""
        said = "已导入：新增 {}，改名 {}。{}"
        self.message_user(request, format_html(said, len(read.added), len(read.renamed), undo))
        return redirect(self.address_of("changelist"))


@admin.register(Column)
class ColumnAdmin(AuthorityTables):
    list_display = ["name", "newspaper", "count_", "former_names"]
    search_fields = [*AuthorityTables.search_fields, "newspaper__name__folded"]
    autocomplete_fields = ["newspaper"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the newspaper, which names a row in a picker."""
        return super().get_queryset(request).select_related("newspaper")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["newspaper", *super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Its articles are of that newspaper."""
        return ["newspaper", *super().get_readonly_fields(request, obj)] if obj else []


@admin.register(Contributor)
class ContributorAdmin(AuthorityTables):
    list_display = ["name", "count_", "former_names"]
