"""The form on which an editor corrects an article, with the source beside it, and the list of articles."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet, prefetch_related_objects
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.article_data import ArticleData, data_of_content
from archive.admin.article_dividing import ArticleDividing, query_back
from archive.admin.article_form import (
    ArticleForm,
    content_now,
    content_of_form,
    content_of_nothing,
    open_problems,
    people_named,
)
from archive.admin.article_parts import ContributionInline
from archive.admin.article_search import SHORT_TEXTS, articles_with
from archive.admin.article_verbs import posted_number
from archive.admin.bulk_edits import BulkEditing
from archive.admin.comparing import Comparison
from archive.admin.doubts import confidence_shown, with_doubts
from archive.admin.filters import (
    QUEUE,
    REVIEW,
    BusiestColumns,
    BusiestNewspapers,
    HasProblems,
    Year,
    address_back,
)
from archive.admin.guarded import ComparingAdmin
from archive.admin.plain_forms import whole_number
from archive.layout import source_lines as sources
from archive.layout.reading import lay_out
from archive.layout.versions import label_of
from archive.loader.content import Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import NEVER_PUBLISHED, Article, Problem, Revision, Status
from archive.services import articles as service
from archive.services.marked_text import marked_text
from archive.services.problems import settle_problems
from archive.services.proofreading import proofread
from archive.services.shared_text import act_of_join, acts_that_link, joined_draft_into, links_others

# Lines of the source shown before and after those that the article claims.
MARGIN = 5


class VersionComparison(Comparison):
    """An article at another version than its form was opened at: its editor always sees what was changed."""

    @property
    def asks(self) -> bool:
        return self.stale


@admin.register(Article)
class ArticleAdmin(ArticleDividing, BulkEditing, ComparingAdmin):
    list_display = ["headline_", "status", "open_doubts_", "confidence_", "date_", "newspaper", "column"]
    list_filter = [Year, HasProblems, "status", "date_basis", BusiestNewspapers, BusiestColumns]
    date_field = "date"
    search_fields = SHORT_TEXTS
    search_help_text = "写标题、署名或正文里的词（繁简、全半角不论）、永久编号，或日期：2021年11月5日、2021-11、11月5日"
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    form = ArticleForm
    autocomplete_fields = ["issue", "page", "column", "corrects"]
    readonly_fields = ["state", "address", "edited", "body_shown"]
    inlines = [ContributionInline]
    fieldsets = [
        (None, {"fields": ["opened", "title", ("kicker", "subtitle"), ("byline", "dateline"), "adopt"]}),
        (None, {"fields": [("date", "date_precision", "position"), ("newspaper", "issue"), ("page", "column")]}),
        (None, {"fields": ["body"]}),
        ("发布", {"fields": ["state", "corrects", "date_reason", "address", "edited"]}),
    ]

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows: QuerySet[Article] = super().get_queryset(request).select_related("newspaper", "column").defer("claims")
        return with_doubts(rows)

    def with_words(
        self, request: HttpRequest, queryset: QuerySet[Article], words: str
    ) -> tuple[QuerySet[Article], bool]:
        found, said = articles_with(queryset, words)
        if said and request.path == reverse("admin:archive_article_changelist"):
            self.message_user(request, said, messages.WARNING)
        return found, False

    @admin.display(description="标题", ordering="title")
    def headline_(self, article: Article) -> str:
        return article.headline or str(article)

    @admin.display(description="日期", ordering="date")
    def date_(self, article: Article) -> str:
        return article.date_text

    @admin.display(description="把握", ordering="confidence")
    def confidence_(self, article: Article) -> str:
        return confidence_shown(article)

    @admin.display(description="存疑", ordering=F("open_doubts").asc(nulls_first=True))
    def open_doubts_(self, article: Any) -> int | str:
        return article.open_doubts or ""

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may add articles may go on with a draft."""
        if super().has_change_permission(request, obj):
            return True
        return obj is not None and obj.status == Status.DRAFT and self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what readers have never seen is deleted, and links no others; what was published is withdrawn."""
        if obj is None or obj.status not in NEVER_PUBLISHED or links_others(obj):
            return False
        return super().has_delete_permission(request, obj) or self.has_change_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], Any]:
        """What is a part of a draft, its doubts and versions too, goes with it by no right of its own."""
        listed, counted, _, kept = super().get_deleted_objects(objs, request)
        return listed, counted, set(), kept

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        service.discard_draft(obj)

    # The form

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj) and obj:  # to look at: there is nothing to tick
            shown: dict[Any, Any] = {"opened": [], "adopt": [], "body": ["body_shown"]}
            return [
                (label, {**parts, "fields": [name for field in parts["fields"] for name in shown.get(field, [field])]})
                for label, parts in fieldsets
            ]
        doubts = ("存疑", {"fields": ["settled"], "classes": ["doubts"]})
        may = request.user.has_perm("archive.settle_problem")
        return [doubts, *fieldsets] if may and obj and open_problems(obj).exists() else fieldsets

    @admin.display(description="网页")
    def address(self, article: Article) -> SafeString | str:
        if not article.pk:
            return "保存后先是草稿，发布后读者才能看到"
        if article.status in NEVER_PUBLISHED:
            preview = reverse("admin:archive_article_preview", args=[article.pk])
            return format_html('<a href="{}">预览</a>（发布之前读者看不到）', preview)
        return format_html('<a href="{0}">{0}</a>', article.get_absolute_url())

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """Readers reach no draft; its preview is a button of its own."""
        return None if obj is None or obj.status in NEVER_PUBLISHED else super().get_view_on_site_url(obj)

    @admin.display(description="正文")
    def body_shown(self, article: Article) -> str:
        return marked_text(content_now(article))

    @admin.display(description="编辑改过的项")
    def edited(self, article: Article) -> str:
        return "、".join(map(label_of, article.edited_fields)) or "无（均照来源文件）"

    # As it will be

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """By POST, as the form that was sent would make it: saved and taken back at once, so that nothing differs."""
        if request.method != "POST":
            return super().preview_view(request, pk)
        article = self.article_or_404(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        form: Any = self.get_form(request, article, change=True)(
            request.POST, instance=self.article_or_404(request, pk)
        )
        people, _ = self._create_formsets(request, article, change=True)  # type: ignore[attr-defined]
        if not (form.is_valid() & all_valid(people)):
            errors = [text for each in (form, *people[0].forms) for texts in each.errors.values() for text in texts]
            context = {**self.page_context(request, article, "还不能预览"), "errors": errors}
            return render(request, "admin/archive/article/unready.html", context, status=422)
        with transaction.atomic():
            now = service.opened_at(pk, None)
            write_contents([(now, content_of_form(form, people[0], content_of_rows(now)))], service.by_hand(form.user))
            response = self.reading_page(request, article, unsaved=True)
            transaction.set_rollback(True)
        return response

    # Two editors at once

    def comparisons(self, request: HttpRequest, row: Article | None) -> list[Comparison]:
        form: Any = self.get_form(request)(instance=row)
        prefix = next(formset.get_default_prefix() for formset, _ in self.get_formsets_with_inlines(request, row))
        mine = ArticleData(request.POST, form, prefix)
        now = content_now(row) if row else content_of_nothing(Status.DRAFT)
        opened = row.revisions.filter(number=posted_number(request)).first() if row else None
        base = data_of_content(Content.from_json(opened.content), form, prefix) if opened else None
        theirs = data_of_content(now, form, prefix)
        return [VersionComparison(mine, theirs, base, str(row.version) if row else "")]

    def changes_since(self, request: HttpRequest, row: Article) -> Sequence[Revision]:
        opened = posted_number(request)
        return list(row.revisions.filter(number__gte=opened).order_by("number")) if opened else []

    def why_not(self, row: Article | None) -> str:
        return "现在您没有修改这篇文章的权限（例如草稿已经发布）。" if row else ""

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm[Article], change: bool) -> None:
        """Nothing yet: an article is saved with its parts, as one version, in save_related."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """One save, one version, and one word to whoever listens, for all that the form changed."""
        article = form.instance
        before = content_now(article) if change else content_of_nothing(Status.DRAFT)
        content = content_of_form(form, formsets[0], before)
        if change:
            editor = service.by_hand(form.user)
            changed = service.write_article(article.pk, content, editor, form.cleaned_data["opened"])
        else:
            changed, article.pk = True, service.create(content).pk
        article.refresh_from_db()
        article.unchanged = not changed
        self.speak_of_contributors(request, form, content)
        if changed and before.sections and not content.sections:
            history = reverse("admin:archive_article_history", args=[article.pk])
            said = '正文现在是空的，读者看不到一个字。如果是误删，请到<a href="{}">历史</a>里恢复前一稿。'
            self.message_user(request, format_html(said, history), messages.WARNING)
        state = Problem.State.MENDED if changed else Problem.State.CONFIRMED
        article.settled = settle_problems(form.cleaned_data.get("settled") or (), state, form.user, "随文章保存")

    def speak_of_contributors(self, request: HttpRequest, form: ArticleForm, content: Content) -> None:
        """Say who is registered after a new byline, or after the byline was taken on request."""
        if not ({"byline", "adopt"} & set(form.changed_data)):
            return
        people = service.proposed_contributors(content.columns["byline"])
        rows = form.instance.contributions.select_related("contributor")
        registered = people_named([(each.contributor.name, each.role) for each in rows]) or "无"
        if people:
            self.message_user(request, f"登记的作者现在是：{registered}。", messages.SUCCESS)
        else:
            said = f"署名中读不出作者，登记的作者未改：{registered}。"
            self.message_user(request, said, messages.WARNING)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The versions of the article tell what was changed."""
        return [{"added": {}}] if add else [{"changed": {"fields": ["内容"]}}]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if getattr(obj, "unchanged", False) else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not obj.unchanged and "_split" not in request.POST:
            return super().response_change(request, obj)
        said = f"已处理存疑 {obj.settled} 条，文章没有改动。" if obj.settled else "没有改动，没有保存新的版本。"
        if obj.settled or not obj.unchanged or "_split" not in request.POST:
            self.message_user(request, said if obj.unchanged else "已保存。")
        if "_split" in request.POST:
            here = urlencode({"line": request.POST["_split"]})
            address = reverse("admin:archive_article_split", args=[obj.pk])
            return HttpResponseRedirect(f"{address}?{here}&{query_back(request)}".rstrip("&"))
        stay = "_continue" in request.POST
        return HttpResponseRedirect(request.get_full_path()) if stay else self.response_post_save_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect:
        """Whoever came from the queue of doubts goes back to it, with the filters that were set there; who was looking
        through the drafts of a batch, to that."""
        if batch := whole_number(request.GET.get(REVIEW, "")):
            return redirect("admin:archive_importbatch_review", batch, obj.pk)
        if back := address_back(request.GET):
            return HttpResponseRedirect(back)
        if QUEUE in request.GET:
            queue = reverse("admin:archive_problem_changelist")
            return HttpResponseRedirect(f"{queue}?{request.GET[QUEUE]}".rstrip("?"))
        return super().response_post_save_change(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        if article:
            prefetch_related_objects([article], "sections", "figures")
        context["source_lines"] = lines_near(article) if article and article.source else []
        context["back"] = query_back(request)
        # What a form with a fault has filled in is not yet what a field holds: then the article as it is kept.
        kept = Article.objects.get(pk=article.pk) if article and context["errors"] else article
        context["remarks"] = proofread(kept) if kept else []
        context["is_nav_sidebar_enabled"] = False  # its room is for the source
        if article:
            joined_into = joined_draft_into(article)
            context |= {"title": str(article), "subtitle": None, "joined_into": joined_into}
            if article.status in NEVER_PUBLISHED and links_others(article):
                context["acts_that_link"] = acts_that_link(article)
            context["act_of_join"] = act_of_join(article)
        context["verbs"] = self.verbs_for(request, article) if article else []
        may_settle = request.user.has_perm("archive.settle_problem")
        context["proposed"] = open_problems(article).exclude(proposed=None) if article and may_settle else []
        return super().render_change_form(request, context, *args, **kwargs)


def lines_near(article: Article) -> list[sources.SourceLine]:
    """The lines of the source that the article claims, with what stands round them."""
    text, first = sources.source_text(article)
    lines = sources.source_lines(text, sources.spans_of(article, lay_out(article)), first=first)
    claimed = [index for index, line in enumerate(lines) if line.span]
    if not claimed:
        return lines
    return lines[max(0, claimed[0] - MARGIN) : claimed[-1] + 1 + MARGIN]
