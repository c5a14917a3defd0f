"""Source files and import runs: to look at. What staff need stands first, what only an administrator needs below."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly, signed_in
from archive.admin.batch_review import BatchReview
from archive.admin.bulk_acts import may_undo
from archive.models import (
    NEVER_PUBLISHED,
    Article,
    ImportBatch,
    ImportEvent,
    Newspaper,
    NumberAct,
    Problem,
    SourceFile,
    Status,
)
from archive.services import import_queue, worker
from archive.services.drafts import (
    articles_brought_by,
    concerned,
    drafts_of,
    held_as_twice,
    taken_back_before,
    undoubted,
    waiting_of,
    worst_first,
)
from archive.services.import_reports import report_on
from archive.services.importing import is_running
from archive.services.personal_numbers import has_hidden, write_act
from archive.services.profiles import FILES_LOOKED_AT
from archive.services.upload_reports import notes_on, uploads_of

DRAFTS_SHOWN = 50
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
class ImportBatchAdmin(BatchReview):
    list_display = ["__str__", "state", "by_name", "files_", "failed", "drafts", "finished_at"]
    list_filter = ["state"]
    readonly_fields = ["outcomes"]
    fieldsets = [
        (None, {"fields": ["state", "outcomes", "by_name", "newspaper", "started_at", "finished_at"]}),
        (TECHNICAL, {"classes": ["collapse"], "fields": ["command"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        failed = Count("events", filter=Q(events__outcome=ImportEvent.Outcome.FAILED))
        rows: QuerySet[ImportBatch] = super().get_queryset(request)
        drafts = Article.objects.filter(batch=OuterRef("pk"), status__in=NEVER_PUBLISHED).order_by().values("batch")
        count = Subquery(drafts.annotate(count=Count("pk")).values("count"))
        return rows.annotate(files_count=Count("events"), failed_count=failed, drafts_count=count)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever looks at a batch that waits sees to it that it is read."""
        import_queue.call_where_work_waits()
        return super().change_view(request, object_id, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        batch = kwargs["obj"]
        user = signed_in(request)
        context |= {**files_shown(batch), **drafts_shown(request, batch), **outcome_of(batch)}
        # One that was killed on the command line is nobody's to go on with.
        context["unfinished"] = batch.is_unfinished and (bool(context["uploads"]) or is_running())
        context["to_look_at"] = min(batch.files or 0, FILES_LOOKED_AT)
        context["shows_drafts"] = not context["unfinished"] and context["drafts"].paginator.count
        context["unattended"] = (context["uploads"] or batch.wish) and not (worker.lives() or settings.IMPORT_WORKER)
        context["may_publish"] = user.has_perm("archive.publish_article")
        context["may_undo"] = context["may_publish"] or batch.by_id == user.pk
        context["acts"] = [(act, may_undo(user, act)) for act in batch.acts.filter(undone_at=None).order_by("pk")]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="结果")
    def outcomes(self, batch: ImportBatch) -> str:
        counts = batch.events.order_by().values_list("outcome").annotate(Count("pk"))
        return "，".join(f"{ImportEvent.Outcome(outcome).label} {count} 个" for outcome, count in counts)

    @admin.display(description="草稿")
    def drafts(self, batch: Any) -> int | str:
        return batch.drafts_count or ""

    @admin.display(description="文件")
    def files_(self, batch: Any) -> int:
        return int(batch.files_count)

    @admin.display(description="失败")
    def failed(self, batch: Any) -> int | str:
        return batch.failed_count or ""


def files_shown(batch: ImportBatch) -> dict[str, Any]:
    """What became of the files of a batch: of those that were uploaded as they came, else as they were found."""
    report = report_on(batch)
    uploads = uploads_of(batch)
    return {
        "report": report,
        "read": sum(report.outcomes.values()),
        "sent": sum(1 for each in uploads if each.outcomes),
        "uploads": uploads,
        "wanting": sum(1 for each in uploads if each.upload.reason) + len(report.failed),
        "empty": batch.events.filter(articles=0).exclude(outcome=ImportEvent.Outcome.FAILED).count(),
        "notes": [] if uploads else notes_on(list(batch.events.filter(articles=0).defer("source_before")[:SHOWN])),
        "shown": report.doubtful[:SHOWN],
        "events": [] if uploads else batch.events.defer("source_before")[:SHOWN],
    }


def drafts_shown(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """A page of what of a batch waits to be published, each with its open doubts; how much may be published at once."""
    user = signed_in(request)
    open_ones = Prefetch("problems", Problem.objects.filter(state=Problem.State.OPEN), to_attr="doubts")
    of_file = Problem.objects.filter(source=OuterRef("source"), article=None, state=Problem.State.OPEN)
    rows = worst_first(waiting_of(batch)).annotate(file_is_doubted=Exists(of_file)).select_related("newspaper")
    page = Paginator(rows.defer("claims", "newspaper__profile").prefetch_related(open_ones), DRAFTS_SHOWN)
    papers = set(waiting_of(batch).order_by().values_list("newspaper", flat=True))
    return {
        "drafts": page.get_page(request.GET.get("drafts")),
        # Named in each row where there are several, or one that is not the archive's own.
        "names_papers": papers != {Newspaper.main().pk},
        "again": taken_back_before(batch).count(),
        "undoubted": concerned(batch, ImportBatch.Wish.UNDOUBTED, user).count(),
        "publishable": concerned(batch, ImportBatch.Wish.ALL, user).count(),
        "submittable": concerned(batch, ImportBatch.Wish.SUBMIT, user).count(),
        "in_review": drafts_of(batch).filter(status=Status.REVIEW).count(),
    }


def outcome_of(batch: ImportBatch) -> dict[str, Any]:
    """What was published of a batch, and why drafts are left where a newspaper publishes by itself."""
    drafts = drafts_of(batch)
    doubted = drafts.count() - undoubted(drafts).count()
    unset = undoubted(drafts).filter(newspaper__publishes_undoubted=False)
    twice = held_as_twice(undoubted(drafts).filter(newspaper__publishes_undoubted=True))
    return {
        "published": articles_brought_by(batch).published().count(),
        "published_shown": articles_brought_by(batch).published().defer("claims").order_by("-pk")[:DRAFTS_SHOWN],
        "sets_itself": articles_brought_by(batch).filter(newspaper__publishes_undoubted=True).exists(),
        "doubted": doubted,
        "twice": twice[:DRAFTS_SHOWN],
        "unset": unset.count(),
        "unset_papers": unset.order_by("newspaper__name").values_list("newspaper__name", flat=True).distinct()[:5],
    }
