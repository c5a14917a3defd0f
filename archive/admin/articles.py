"""The form on which an editor corrects an article, with the source beside it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.article_form import ArticleForm, open_problems, people_named
from archive.admin.filters import BusiestColumns, BusiestNewspapers, HasProblems, Year
from archive.layout import source_lines as sources
from archive.layout.reading import lay_out
from archive.models import Article, ArticleSection, Contribution, Figure, Problem
from archive.services import articles as service
from archive.services.problems import settle_problems

PART_OF = {ArticleSection: "sections", Figure: "captions", Contribution: "contributors"}
# Fields of the form that are no columns of the article.
NO_COLUMNS = ("settled", "adopt")
# Lines of the source shown before and after those that the article claims.
MARGIN = 5


class SectionInline(admin.StackedInline[ArticleSection, Article]):
    model = ArticleSection
    extra = 0
    fields = [("level", "heading", "position"), "body"]


class FigureInline(admin.TabularInline[Figure, Article]):
    model = Figure
    extra = 0
    fields = ["position", "caption", "after_paragraph"]


class ContributionInline(admin.TabularInline[Contribution, Article]):
    model = Contribution
    extra = 0
    fields = ["position", "contributor", "role"]
    autocomplete_fields = ["contributor"]


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ["headline_", "date_", "newspaper", "column", "byline", "status", "confidence_", "open_problems"]
    list_filter = [Year, HasProblems, "status", "date_basis", BusiestNewspapers, BusiestColumns]
    list_select_related = ["newspaper", "column"]
    search_fields = ["title", "kicker", "subtitle", "byline", "permanent_id"]
    search_help_text = "在标题、署名和永久编号中查找；找正文请用网站的检索"
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    form = ArticleForm
    autocomplete_fields = ["newspaper", "issue", "page", "column", "replaced_by"]
    readonly_fields = ["address", "edited", "withdrawn_at"]
    inlines = [ContributionInline, SectionInline, FigureInline]
    actions = ["withdraw", "publish"]
    fieldsets = [
        ("标题与署名", {"fields": ["kicker", "title", "subtitle", "byline", "adopt"]}),
        ("日期与版面", {"fields": [("date", "date_precision"), "date_reason", "newspaper", "issue", "page", "column"]}),
        ("电头与编者按", {"fields": ["dateline", "editor_note"]}),
        ("发布", {"fields": ["status", "withdrawn_reason", "replaced_by", "withdrawn_at", "address", "edited"]}),
    ]

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        # A subquery is asked only for the rows of the page; a join would count for all.
        open_ = Problem.objects.filter(article=OuterRef("pk"), state=Problem.State.OPEN, source__live=True)
        count = open_.order_by().values("article").annotate(count=Count("pk")).values("count")
        rows: QuerySet[Article] = super().get_queryset(request).defer("claims")
        return rows.annotate(open_problems_=Subquery(count))

    @admin.display(description="标题", ordering="title")
    def headline_(self, article: Article) -> str:
        return article.headline or str(article)

    @admin.display(description="日期", ordering="date")
    def date_(self, article: Article) -> str:
        return article.date_text

    @admin.display(description="把握", ordering="confidence")
    def confidence_(self, article: Article) -> str:
        return f"{article.confidence:.0%}"

    @admin.display(description="存疑", ordering=F("open_problems_").asc(nulls_first=True))
    def open_problems(self, article: Any) -> int | str:
        return article.open_problems_ or ""

    @admin.action(description="撤回所选文章", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        done = service.withdraw(Article.objects.filter(pk__in=queryset.values("pk")), "编辑撤回")
        self.message_user(request, f"已撤回 {done} 篇。原地址会说明文章已撤回；撤回原因可在各篇中填写。")

    @admin.action(description="重新发布所选文章", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        done = service.publish(Article.objects.filter(pk__in=queryset.values("pk")))
        self.message_user(request, f"已重新发布 {done} 篇。")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An article is withdrawn, never deleted: its address has been given out."""
        return False

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        doubts = ("存疑", {"fields": ["settled"], "classes": ["doubts"]})
        return [doubts, *fieldsets] if obj and open_problems(obj).exists() else fieldsets

    @admin.display(description="网页")
    def address(self, article: Article) -> SafeString | str:
        if not article.pk:
            return "保存后才有"
        return format_html('<a href="{0}">{0}</a>', article.get_absolute_url())

    @admin.display(description="编辑改过的项")
    def edited(self, article: Article) -> str:
        return "、".join(map(label_of, article.edited_fields)) or "无（均照来源文件）"

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm[Article], change: bool) -> None:
        """A new article is saved first, as its parts point at it; a changed one with its parts, in save_related."""
        if not change:
            service.prepare_new(obj)
            obj.save()

    def save_related(self, request: HttpRequest, form: forms.ModelForm[Article], formsets: Any, change: bool) -> None:
        """One save, and one word to whoever listens, for all that the form changed."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        changed = {PART_OF[formset.model] for formset in formsets if formset.has_changed()}
        if change:
            changed |= set(form.changed_data) - set(NO_COLUMNS)
        if form.cleaned_data["adopt"] and self.adopt_byline(request, article):
            changed.add("contributors")
        elif change and "byline" in form.changed_data:
            self.propose_contributors(request, article)
        if changed:
            service.correct(article, changed)
        elif not change:
            service.announce_changed([article.pk])
        mended = changed or form.cleaned_data["adopt"]
        settle_problems(form.cleaned_data["settled"], Problem.State.MENDED if mended else Problem.State.CONFIRMED)

    def adopt_byline(self, request: HttpRequest, article: Article) -> bool:
        """Whether the byline named contributors, who are registered now."""
        people = service.proposed_contributors(article.byline)
        if not people:
            self.message_user(request, "署名中读不出作者，下方登记的作者未改。", messages.WARNING)
            return False
        service.write_contributors(article, people)
        self.message_user(request, f"已按署名登记作者：{people_named(people)}。")
        return True

    def propose_contributors(self, request: HttpRequest, article: Article) -> None:
        """After a change of the byline: say what it reads as where that differs from what is registered."""
        people = service.proposed_contributors(article.byline)
        if people and people != [(c.contributor.name, c.role) for c in article.contributions.all()]:
            address = reverse("admin:archive_article_change", args=[article.pk])
            said = '署名已改，可读作：{}。如要据此登记作者，请<a href="{}">回到此篇</a>勾选“按署名登记作者”并保存。'
            self.message_user(request, format_html(said, people_named(people), address), messages.WARNING)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        context["source_lines"] = lines_near(article) if article and article.source else []
        return super().render_change_form(request, context, *args, **kwargs)


def label_of(name: str) -> str:
    """What the form calls a field that was edited."""
    parts = {"sections": "正文", "captions": "图说", "contributors": "作者"}
    return parts.get(name) or str(getattr(Article._meta.get_field(name), "verbose_name", name))


def lines_near(article: Article) -> list[sources.SourceLine]:
    """The lines of the source that the article claims, with what stands round them."""
    text, first = sources.source_text(article)
    lines = sources.source_lines(text, sources.spans_of(article, lay_out(article)), first=first)
    claimed = [index for index, line in enumerate(lines) if line.span]
    if not claimed:
        return lines
    return lines[max(0, claimed[0] - MARGIN) : claimed[-1] + 1 + MARGIN]
