"""Source files and import runs: to look at. What staff need stands first, what only an administrator needs below."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly, signed_in
from archive.models import ImportBatch, ImportEvent, NumberAct, SourceFile
from archive.services.import_reports import report_on
from archive.services.personal_numbers import has_hidden, write_act

# Rows of the page of a batch or a source file.
SHOWN = 200
TECHNICAL = "给管理员"


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly):
    date_field = "added_at"
    list_display = ["name", "newspaper", "articles_", "live", "added_at"]
    list_filter = ["live", "reader"]
    list_select_related = ["newspaper"]
    search_fields = ["name__folded", "newspaper__name__folded", "sha256"]
    search_help_text = "写文件名或报纸名称里的词，或入库日期"
    readonly_fields = ["original"]
    fieldsets = [
        (None, {"fields": ["name", "original", "newspaper", "batch", "live", "replaced_by", "added_at"]}),
        (
            TECHNICAL,
            {
                "classes": ["collapse"],
                "fields": ["origin", "sha256", "size", "encoding", "reader", "parser_version", "profile_version"],
            },
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.original_view)
        return [path("<int:pk>/original/", view, name="archive_sourcefile_original"), *super().get_urls()]

    def original_view(self, request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
        """The bytes as they came, to be saved: never shown by a browser as a page of this site. Where they have numbers
        that are hidden, only for who may see those, by POST and on record."""
        source = self.get_object(request, str(pk))
        if source is None:
            raise Http404("没有这个原始文件。")
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        if has_hidden(source):
            if not request.user.has_perm("archive.reveal_personalnumber"):
                raise PermissionDenied
            if request.method != "POST":
                context = {**self.admin_site.each_context(request), "opts": self.opts, "original": source}
                return render(request, "admin/archive/sourcefile/original.html", context | {"title": "下载原件"})
            reason = request.POST.get("reason", "")[:500]
            write_act(NumberAct.Verb.TAKEN, signed_in(request), reason, source=source)
        try:
            bytes_ = source.path.open("rb")
        except FileNotFoundError:
            raise Http404(f"保存的原始文件 {source.name} 不在了，请从备份恢复。") from None
        return FileResponse(bytes_, as_attachment=True, filename=source.name, content_type="application/octet-stream")

    @admin.display(description="原件")
    def original(self, source: SourceFile) -> SafeString:
        return format_html(
            '<a href="{}">下载</a>（与来时一字节不差）', reverse("admin:archive_sourcefile_original", args=[source.pk])
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceFile]:
        published = Count("articles", filter=Q(articles__status="published"))
        rows: QuerySet[SourceFile] = super().get_queryset(request).defer("text", "claims")
        return rows.annotate(articles_count=published)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With its articles, and its text with the line numbers that problems and claims name, page by page."""
        source = kwargs["obj"]
        lines = list(enumerate(source.text.split("\n"), start=1))
        articles = source.articles.order_by("position", "pk").defer("claims")
        context |= {
            "lines": Paginator(lines, SHOWN).get_page(request.GET.get("lines")),
            "articles": Paginator(articles, SHOWN).get_page(request.GET.get("articles")),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="文章", ordering="articles_count")
    def articles_(self, source: Any) -> int:
        return int(source.articles_count)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly):
    list_display = ["__str__", "state", "files", "failed", "finished_at"]
    list_filter = ["state"]
    readonly_fields = ["outcomes"]
    fieldsets = [
        (None, {"fields": ["started_at", "finished_at", "state", "outcomes"]}),
        (TECHNICAL, {"classes": ["collapse"], "fields": ["command"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        failed = Count("events", filter=Q(events__outcome=ImportEvent.Outcome.FAILED))
        rows: QuerySet[ImportBatch] = super().get_queryset(request)
        return rows.annotate(files_count=Count("events"), failed_count=failed)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        report = report_on(kwargs["obj"])
        events = report.batch.events.defer("source_before")[:SHOWN]
        context |= {"report": report, "shown": report.doubtful[:SHOWN], "events": events}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="结果")
    def outcomes(self, batch: ImportBatch) -> str:
        counts = batch.events.order_by().values_list("outcome").annotate(Count("pk"))
        return "，".join(f"{ImportEvent.Outcome(outcome).label} {count} 个" for outcome, count in counts)

    @admin.display(description="文件")
    def files(self, batch: Any) -> int:
        return int(batch.files_count)

    @admin.display(description="失败")
    def failed(self, batch: Any) -> int | str:
        return batch.failed_count or ""
