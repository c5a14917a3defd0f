"""What the parser doubts: the queue of an editor."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Case, F, Prefetch, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from archive.admin.base import ReadOnly, signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.admin.doubts import confidence_shown, with_doubts
from archive.admin.filters import QUEUE, ProblemKind
from archive.admin.plain_forms import whole_number
from archive.layout.row_history import settlements_of
from archive.layout.versions import ShownField, shown_fields
from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Problem
from archive.models.problem_kinds import PROBLEM_KINDS
from archive.services.articles import StaleVersion
from archive.services.problems import SETTLINGS, Settling, doubts_fit_for, settle_all, with_proposed

# Articles whose differences are shown before they are taken.
MOST_SHOWN = 20


@admin.register(Problem)
class ProblemAdmin(ReadOnly):
    """What the parser doubts, worst first: an editor confirms that all is right, or mends the article."""

    list_display_links = None
    fields = (
        "message",
        "kind",
        "article",
        "source",
        "lines",
        "number",
        "state",
        "settled_at",
        "settled_by_name",
        "act",
    )
    readonly_fields = ("kind", "lines")
    object_history_template = "admin/archive/row_history.html"
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

        return ["said", "state", article_, "confidence", "lines", "source", "settled_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Problem]:
        rows = super().get_queryset(request).filter(source__live=True).defer("source__text", "source__claims")
        return rows.prefetch_related(Prefetch("article", with_doubts(Article.objects.defer("claims"))))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Open ones first; among them those of no article (a whole file is in doubt), then the least sure articles."""
        settled = Case(When(state=Problem.State.OPEN, then=0), default=1)
        return [settled.asc(), F("article__confidence").asc(nulls_first=True), "source", "first_line", "id"]

    @admin.display(description="说明", ordering="message")
    def said(self, problem: Problem) -> SafeString | str:
        """Of a personal number with the way to where it is hidden."""
        if not problem.number_id:
            return problem.message
        address = reverse("admin:archive_personalnumber_change", args=[problem.number_id])
        return format_html('{} <a href="{}">处理号码</a>', problem.message, address)

    @admin.display(description="类别")
    def kind(self, problem: Problem) -> str:
        return PROBLEM_KINDS.get(problem.code, problem.code)

    @admin.display(description="原文行")
    def lines(self, problem: Problem) -> str:
        if problem.first_line is None:
            return ""
        last = problem.last_line or problem.first_line
        return str(problem.first_line) if last == problem.first_line else f"{problem.first_line}–{last}"

    @admin.display(description="把握", ordering="article__confidence")
    def confidence(self, problem: Problem) -> str:
        return confidence_shown(problem.article) if problem.article else ""

    @admin.display(description="处理人", ordering="settled_by_name")
    def settled_by(self, problem: Problem) -> SafeString | str:
        """Leads to all that was said to it."""
        if not problem.settlements:
            return ""
        address = reverse("admin:archive_problem_history", args=[problem.pk])
        return format_html('<a href="{}">{}</a>', address, problem.settled_by_name or "已取消")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who settled it, when and how, each time."""
        problem = self.get_object(request, unquote(object_id))
        changes = settlements_of(problem) if problem else []
        context = {"title": "存疑的处理经过", "changes": changes}
        return super().history_view(request, object_id, context | (extra_context or {}))

    @admin.action(description="确认无误", permissions=["settle"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Problem]) -> HttpResponse | None:
        return self.ask_and_settle(request, queryset, SETTLINGS["confirm"])

    @admin.action(description="已改正", permissions=["settle"])
    def mended(self, request: HttpRequest, queryset: QuerySet[Problem]) -> HttpResponse | None:
        return self.ask_and_settle(request, queryset, SETTLINGS["mended"])

    @admin.action(description="采用新版原文（代替编辑所改）", permissions=["settle"])
    def take_proposed(self, request: HttpRequest, queryset: QuerySet[Problem]) -> HttpResponse | None:
        """Also a button beside the difference on an article's form, to which it then leads back."""
        return self.ask_and_settle(request, queryset, SETTLINGS["take_proposed"])

    def ask_and_settle(
        self, request: HttpRequest, queryset: QuerySet[Problem], settling: Settling
    ) -> HttpResponse | None:
        """First say how many and what would change, then do it as one act that can be taken back. What was changed
        since it was shown is shown again."""
        chosen, stale = Problem.objects.filter(pk__in=queryset.values("pk")), None
        if "sure" in request.POST:
            try:
                act = settle_all(settling, chosen, signed_in(request), numbers_of(request.POST.get("seen", "")))
            except StaleVersion as error:
                stale = error.article
            else:
                return self.say_settled(request, act)
        context = self.asking_context(request, chosen, settling) | {"stale": stale}
        return render(request, "admin/archive/problem/settle.html", context, status=409 if stale else 200)

    def say_settled(self, request: HttpRequest, act: BulkAct) -> HttpResponse | None:
        undo = how_to_undo(signed_in(request), act)
        said = "{}：已处理 {} 条存疑{}。{}"
        texts = f"，{act.articles} 篇文章改用新版原文" if act.articles else ""
        self.message_user(request, format_html(said, act.verb, act.problems, texts, undo))
        article = request.POST.get("article", "")
        return redirect("admin:archive_article_change", whole_number(article)) if article else None

    def asking_context(self, request: HttpRequest, chosen: QuerySet[Problem], settling: Settling) -> dict[str, Any]:
        fit = doubts_fit_for(settling, chosen, signed_in(request))
        count = fit.count()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{settling.label}：{count} 条存疑",
            "settling": settling,
            "fit": count,
            "others": chosen.count() - count,
            "selected": request.POST.getlist("_selected_action"),
            "across": request.POST.get("select_across", "0"),
            "back": whole_number(request.POST.get("article", "")),
        }
        if settling.takes:
            seen = dict(fit.order_by("article").values_list("article", "article__version"))
            shown = [shown_proposal(key, fit.filter(article=key)) for key in list(seen)[:MOST_SHOWN]]
            numbers = ",".join(f"{key}:{version}" for key, version in seen.items())
            context |= {"seen": numbers, "shown": shown, "more": len(seen) - len(shown)}
        return context

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.settle_problem")


def numbers_of(seen: str) -> dict[int, int]:
    """12:3,15:1 as the page sends it: the version at which each article was seen."""
    pairs = (pair.partition(":") for pair in seen.split(","))
    return {whole_number(key): whole_number(version) for key, _, version in pairs}


def shown_proposal(key: int, problems: QuerySet[Problem]) -> tuple[Article, list[ShownField]]:
    """An article with who changed it last, and what a new edition would change in it."""
    article: Any = Article.objects.with_parts().get(pk=key)
    article.latest = article.revisions.order_by("-number").first()
    return article, shown_fields(content_of_rows(article), with_proposed(article, problems))
