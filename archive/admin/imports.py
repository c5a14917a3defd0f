"""Source files, import runs, and what the parser doubts."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly
from archive.admin.filters import ProblemKind
from archive.models import ImportBatch, ImportEvent, Problem, SourceFile
from archive.services.import_reports import report_on
from archive.services.problems import settle_problems, take_proposed

# Doubtful articles listed on the page of a batch.
SHOWN = 200
# Lines and articles listed on the page of a source file.
LISTED = 2000
ROW = '<tr id="source-{0}"><td>{0}</td><td>{1}</td></tr>'


@admin.register(Problem)
class ProblemAdmin(ReadOnly):
    """What the parser doubts, worst first: an editor confirms that all is right, or mends the article."""

    list_display = ["message", "lines", "article_", "confidence", "state", "source"]
    list_display_links = None
    list_filter = ["state", ProblemKind]
    list_select_related = ["article", "source"]
    search_fields = ["message", "article__title", "source__name", "source__newspaper__name"]
    actions = ["confirm", "mended", "take_proposed"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Problem]:
        rows = super().get_queryset(request).filter(source__live=True)
        return rows.defer("source__text", "source__claims", "article__claims")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Open ones first; among them those of no article (a whole file is in doubt), then the least sure articles."""
        settled = Case(When(state=Problem.State.OPEN, then=0), default=1)
        return [settled.asc(), F("article__confidence").asc(nulls_first=True), "source", "first_line", "id"]

    @admin.display(description="文章")
    def article_(self, problem: Problem) -> SafeString | str:
        if not problem.article:
            return "整个文件"
        address = reverse("admin:archive_article_change", args=[problem.article.pk])
        return format_html('<a href="{}">{}</a>', address, problem.article.headline or problem.article)

    @admin.display(description="原文行")
    def lines(self, problem: Problem) -> str:
        if problem.first_line is None:
            return ""
        last = problem.last_line or problem.first_line
        return str(problem.first_line) if last == problem.first_line else f"{problem.first_line}–{last}"

    @admin.display(description="把握", ordering="article__confidence")
    def confidence(self, problem: Problem) -> str:
        return f"{problem.article.confidence:.0%}" if problem.article else ""

    @admin.action(description="确认无误", permissions=["settle"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        done = settle_problems(queryset, Problem.State.CONFIRMED)
        self.message_user(request, f"已确认 {done} 条无误。")

    @admin.action(description="已改正", permissions=["settle"])
    def mended(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        done = settle_problems(queryset, Problem.State.MENDED)
        self.message_user(request, f"已记 {done} 条为改正。")

    @admin.action(description="采用新版原文（代替编辑所改）", permissions=["settle"])
    def take_proposed(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        taken = take_proposed(queryset.select_related("article"))
        self.message_user(request, f"已有 {taken} 处改用新版原文；其余所选没有新版可用。要保留编辑所改，选“确认无误”。")

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.change_problem")


@admin.register(SourceFile)
class SourceFileAdmin(ReadOnly):
    list_display = ["name", "newspaper", "articles_", "reader", "encoding", "size", "live", "added_at"]
    list_filter = ["live", "reader"]
    list_select_related = ["newspaper"]
    search_fields = ["name", "origin", "sha256", "newspaper__name"]
    fields = [
        "name",
        "origin",
        "sha256",
        "size",
        "encoding",
        "reader",
        "parser_version",
        "profile_version",
        "newspaper",
        "batch",
        "live",
        "replaced_by",
        "added_at",
        "its_articles",
        "lines",
    ]
    readonly_fields = ["its_articles", "lines"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceFile]:
        published = Count("articles", filter=Q(articles__status="published"))
        rows: QuerySet[SourceFile] = super().get_queryset(request).defer("text", "claims")
        return rows.annotate(articles_count=published)

    @admin.display(description="文章")
    def its_articles(self, source: SourceFile) -> SafeString:
        articles = source.articles.order_by("position").defer("claims")[:LISTED]
        links = ((reverse("admin:archive_article_change", args=[article.pk]), article) for article in articles)
        return format_html("<ol>{}</ol>", format_html_join("", '<li><a href="{}">{}</a></li>', links))

    @admin.display(description="原文")
    def lines(self, source: SourceFile) -> SafeString:
        """The text with the line numbers that problems and claims name."""
        shown = enumerate(source.text.split("\n")[:LISTED], start=1)
        return format_html('<table class="lines">{}</table>', format_html_join("", ROW, shown))

    @admin.display(description="文章", ordering="articles_count")
    def articles_(self, source: Any) -> int:
        return int(source.articles_count)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly):
    list_display = ["__str__", "state", "files", "failed", "finished_at", "command"]
    list_filter = ["state"]
    fields = ["started_at", "finished_at", "state", "command", "outcomes"]
    readonly_fields = ["outcomes"]

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
