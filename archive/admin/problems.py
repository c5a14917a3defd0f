"""What the parser doubts: the queue of an editor."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, F, Prefetch, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly, signed_in
from archive.admin.doubts import confidence_shown, with_doubts
from archive.admin.filters import QUEUE, ProblemKind
from archive.admin.plain_forms import whole_number
from archive.models import Article, Problem
from archive.services.problems import settle_problems, take_proposed


@admin.register(Problem)
class ProblemAdmin(ReadOnly):
    """What the parser doubts, worst first: an editor confirms that all is right, or mends the article."""

    list_display_links = None
    list_filter = ["state", ProblemKind]
    list_select_related = ["source"]
    search_fields = ["message__folded", "article__title__folded", "source__name__folded"]
    search_help_text = "写存疑的说明、文章标题或文件名里的词（繁简、全半角不论）"
    actions = ["confirm", "mended", "take_proposed"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The article's form leads back to the queue as it is filtered here."""
        queue = urlencode({QUEUE: request.GET.urlencode()})

        @admin.display(description="文章")
        def article_(problem: Problem) -> SafeString | str:
            if not problem.article:
                return "整个文件"
            address = reverse("admin:archive_article_change", args=[problem.article.pk])
            return format_html('<a href="{}?{}">{}</a>', address, queue, problem.article.headline or problem.article)

        return ["message", "state", article_, "confidence", "lines", "source", "settled_by_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Problem]:
        rows = super().get_queryset(request).filter(source__live=True).defer("source__text", "source__claims")
        return rows.prefetch_related(Prefetch("article", with_doubts(Article.objects.defer("claims"))))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Open ones first; among them those of no article (a whole file is in doubt), then the least sure articles."""
        settled = Case(When(state=Problem.State.OPEN, then=0), default=1)
        return [settled.asc(), F("article__confidence").asc(nulls_first=True), "source", "first_line", "id"]

    @admin.display(description="原文行")
    def lines(self, problem: Problem) -> str:
        if problem.first_line is None:
            return ""
        last = problem.last_line or problem.first_line
        return str(problem.first_line) if last == problem.first_line else f"{problem.first_line}–{last}"

    @admin.display(description="把握", ordering="article__confidence")
    def confidence(self, problem: Problem) -> str:
        return confidence_shown(problem.article) if problem.article else ""

    @admin.action(description="确认无误", permissions=["settle"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        done = settle_problems(queryset, Problem.State.CONFIRMED, signed_in(request))
        self.message_user(request, f"已确认 {done} 条无误。")

    @admin.action(description="已改正", permissions=["settle"])
    def mended(self, request: HttpRequest, queryset: QuerySet[Problem]) -> None:
        done = settle_problems(queryset, Problem.State.MENDED, signed_in(request))
        self.message_user(request, f"已记 {done} 条为改正。")

    @admin.action(description="采用新版原文（代替编辑所改）", permissions=["settle"])
    def take_proposed(self, request: HttpRequest, queryset: QuerySet[Problem]) -> HttpResponse | None:
        """Also a button beside the difference on an article's form, to which it then leads back."""
        taken = take_proposed(queryset, signed_in(request))
        said = "其余所选没有新版可用，或要撤回而您没有这个权限。要保留编辑所改，选“确认无误”。"
        self.message_user(request, f"已有 {taken} 处改用新版原文；{said}")
        article = request.POST.get("article", "")
        return redirect("admin:archive_article_change", whole_number(article)) if article else None

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.settle_problem")
