"""Columns and contributors: lists that count their articles, and pages on which spellings are merged, namesakes told
apart and names changed, each with what that changes."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base import signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.admin.guarded import ShownInArticles
from archive.admin.plain_forms import GuardedForm, whole_number
from archive.language.folding import fold
from archive.models import BulkAct, Column, Contribution, Contributor
from archive.services.acts import NotPossible
from archive.services.authorities import (
    articles_of_names,
    counted_by_status,
    holder_of,
    merge_names,
    plain_name,
    rename_authority,
    split_name,
)
from archive.services.authority_rows import AUTHORITIES, Authority, addresses_of_names

# Names merged at once, and articles listed to choose from, at most: no page is longer than can be read.
MERGED_AT_ONCE, LISTED_ARTICLES = 50, 200


def articles_counted(row: Authority) -> str:
    """已发布 2 篇，已撤回 1 篇: the articles that show a row."""
    counted = counted_by_status(articles_of_names([row]))
    return "，".join(f"{status} {count} 篇" for status, count in counted) or "没有文章"


class AuthorityForm(GuardedForm[Any]):
    """A new name: one that there is, or that leads to another, is refused with what to do."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name = plain_name(self._meta.model, cleaned.get("name") or "")
        row = self._meta.model(**{key: value for key, value in cleaned.items() if key == "newspaper"})
        if name and (self._meta.model is Contributor or cleaned.get("newspaper")):
            cleaned["name"] = name
            try:
                if held := holder_of(row, name):
                    self.add_error("name", f"已有名为“{held}”的{AUTHORITIES[self._meta.model]}，请用那一个。")
            except NotPossible as error:
                self.add_error("name", str(error))
        return cleaned


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(Contributor.objects.none(), label="留下哪一个", widget=forms.RadioSelect)
    reason = forms.CharField(label="原因", max_length=500)

    def __init__(self, data: Any, rows: QuerySet[Any], first: Any, what: str) -> None:
        super().__init__(data, initial={"into": first, "reason": f"同一个{what}的两种写法"})
        self.fields["into"].queryset = rows  # type: ignore[attr-defined]


class RenameForm(forms.Form):
    name = forms.CharField(label="新的名称", max_length=200)
    reason = forms.CharField(label="原因", max_length=500)


class NameSplitForm(forms.Form):
    name = forms.CharField(
        label="归到哪个名称",
        max_length=200,
        help_text="要与现在的名称不同，例如：王伟（摄影）。已有这个名称的，就归到那里",
    )
    slug = forms.CharField(
        label="新地址名", max_length=100, required=False, help_text="可不填，就按名称；已有的名称不用填"
    )
    reason = forms.CharField(label="原因", max_length=500)


class AuthorityAdmin(ShownInArticles):
    """What columns and contributors share. References are shown with the name that they lead to, and nowhere else."""

    form = AuthorityForm
    actions = ["merge_chosen"]
    change_form_template = "admin/archive/authority/change_form.html"
    readonly_fields = ["counted", "former_names"]
    search_fields = ["name__folded", "references__name__folded"]
    search_help_text = "写名称；合并过的原名称也能找到"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        mine = self.model._default_manager.filter(pk=OuterRef("pk")).order_by().values("pk")
        count = Subquery(mine.annotate(count=Count("articles", distinct=True)).values("count"))
        standing: QuerySet[Any] = rows.filter(see=None).annotate(count=count).prefetch_related("references")
        return standing

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A name changes by a page of its own, which says what goes with it."""
        return ["name", *self.readonly_fields] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["name", *(self.readonly_fields if obj else []), "opened"]

    @admin.display(description="文章", ordering="count")
    def count_(self, row: Any) -> int:
        return int(row.count)

    @admin.display(description="文章")
    def counted(self, row: Any) -> SafeString | str:
        said = articles_counted(row)
        address = reverse("admin:archive_article_changelist")
        query = urlencode({f"{self.article_lookup}__id__exact": row.pk})
        return format_html('<a href="{}?{}">{}</a>', address, query, said) if row.count else said

    @admin.display(description="原名称")
    def former_names(self, row: Any) -> str:
        return "、".join(reference.name for reference in row.references.all()) or "无"

    @property
    def what(self) -> str:
        return AUTHORITIES[self.model]

    @property
    def article_lookup(self) -> str:
        return "column" if self.model is Column else "contributors"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row:  # nothing in the form is to be saved
            context |= {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        context |= {"may_order": bool(row) and self.may_order(request), "urls": self.urls_of(row) if row else {}}
        return super().render_change_form(request, context, *args, **kwargs)

    # The pages

    def may_order(self, request: HttpRequest) -> bool:
        """Whether this editor may change names together with the articles that show them."""
        return self.has_change_permission(request) and request.user.has_perm("archive.change_article")

    has_order_permission = may_order

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"archive_{self.opts.model_name}"
        own = [
            path("merge/", view(self.merge_view), name=f"{name}_merge"),
            path("<int:pk>/rename/", view(self.rename_view), name=f"{name}_rename"),
            path("<int:pk>/split/", view(self.split_view), name=f"{name}_split"),
        ]
        return [*own, *super().get_urls()]

    def address_of(self, page: str, *args: object) -> str:
        return reverse(f"admin:archive_{self.opts.model_name}_{page}", args=args)

    def urls_of(self, row: Authority) -> dict[str, str]:
        return {
            "rename": self.address_of("rename", row.pk),
            "split": self.address_of("split", row.pk),
            "merge": f"{self.address_of('merge')}?keys={row.pk}",
        }

    def row_to_order(self, request: HttpRequest, pk: int) -> Any:
        if not self.may_order(request):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404(f"没有这个{self.what}，也许刚刚合并到别的名称了。")
        return row

    def page(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "what": self.what,
            "changelist": self.address_of("changelist"),
        }
        status = 409 if context["form"].errors else 200
        return render(request, f"admin/archive/authority/{template}.html", shared | context, status=status)

    def done(self, request: HttpRequest, row: Authority, act: BulkAct, said: str) -> HttpResponse:
        self.log_change(request, row, f"{act.verb}：{act.reason}")
        self.message_user(request, format_html("{}。{}", said, how_to_undo(signed_in(request), act)))
        return redirect(self.address_of("change", row.pk))

    @admin.action(description="合并所选（同一个的几种写法）", permissions=["order"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MERGED_AT_ONCE + 1])
        return redirect(f"{self.address_of('merge')}?{urlencode({'keys': keys}, doseq=True)}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Which of the chosen names stays, what of each goes over to it, and why."""
        if not self.may_order(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        rows = self.rows_to_merge(request, [whole_number(key) for key in sent.getlist("keys")])
        listed = list(rows.order_by("-count", "pk"))
        form = MergeForm(request.POST or None, rows, listed[0] if listed else None, self.what)
        if form.is_valid():
            into = form.cleaned_data["into"]
            try:
                act = merge_names(into, listed, signed_in(request), form.cleaned_data["reason"])
            except NotPossible as error:
                form.add_error(None, str(error))
            else:
                said = f"已合并到“{into}”：{len(listed) - 1} 个名称，{act.articles} 篇文章，旧地址转到这里"
                return self.done(request, into, act, said)
        counted = [(row, articles_counted(row), addresses_of_names([row])) for row in listed]
        return self.page(request, "merge", f"合并{self.what}", {"form": form, "rows": counted})

    def rows_to_merge(self, request: HttpRequest, keys: Sequence[int]) -> QuerySet[Any]:
        """The rows of these keys, and those called as `name` in the address says."""
        if len(keys) > MERGED_AT_ONCE:
            said = f"一次最多合并 {MERGED_AT_ONCE} 个名称，只列出了前 {MERGED_AT_ONCE} 个。"
            self.message_user(request, said, messages.WARNING)
        rows = self.get_queryset(request)
        found = rows.filter(pk__in=keys[:MERGED_AT_ONCE])
        if name := plain_name(self.model, request.GET.get("name", "")):
            also = rows.filter(name=name)
            if papers := {getattr(row, "newspaper_id", None) for row in found} - {None}:
                also = also.filter(newspaper__in=papers)
            if not also:
                self.message_user(request, f"没有名为“{name}”的{self.what}。", messages.WARNING)
            found = rows.filter(pk__in=[row.pk for row in (*found, *also)])
        return found

    def rename_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_to_order(request, pk)
        form = RenameForm(request.POST or None, initial={"name": row.name})
        if form.is_valid():
            old = row.name
            try:
                act = rename_authority(row, form.cleaned_data["name"], signed_in(request), form.cleaned_data["reason"])
            except NotPossible as error:
                form.add_error(None, str(error))
            else:
                said = f"“{old}”已改名为“{row.name}”，{act.articles} 篇文章显示新的名称，旧地址转到新地址"
                return self.done(request, row, act, said)
        return self.page(request, "rename", f"改名：{row}", {"form": form, **self.shown(row)})

    def shown(self, row: Authority) -> dict[str, Any]:
        """What pages about one row say of it."""
        return {"original": row, "counted": articles_counted(row), "addresses": addresses_of_names([row])}

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The articles of a name to choose from, by year and words where they are many; and where they go."""
        row = self.row_to_order(request, pk)
        if "_look" in request.POST:
            typed = {name: request.POST.get(name, "") for name in ("year", "words", *NameSplitForm.base_fields)}
            return redirect(f"{request.path}?{urlencode(typed)}")
        year, words = request.GET.get("year", ""), request.GET.get("words", "").strip()
        articles = articles_of_names([row])
        years = [day.year for day in articles.order_by().dates("date", "year", order="DESC")]
        if whole_number(year) in years:
            articles = articles.filter(date__year=year)
        if words:
            here = fold(words)
            articles = articles.filter(Q(title__folded__contains=here) | Q(byline__folded__contains=here))
        form = NameSplitForm(request.POST or None, initial=request.GET.dict())
        chosen = set(map(whole_number, request.POST.getlist("articles")))
        if form.is_valid():
            said = form.cleaned_data
            keys = articles.values_list("pk", flat=True) if "all" in request.POST else chosen
            try:
                other, act = split_name(row, said["name"], keys, signed_in(request), said["reason"], said["slug"])
            except NotPossible as error:
                form.add_error(None, str(error))
            else:
                return self.done(request, other, act, f"{act.articles} 篇文章已由“{row}”归到“{other}”")
        signed = Prefetch("contributions", Contribution.objects.select_related("contributor"))
        listed = articles.select_related("newspaper").prefetch_related(signed).defer("claims").order_by("-date", "pk")
        context = {
            "form": form,
            **self.shown(row),
            "years": years,
            "year": year,
            "words": words,
            "listed": listed[:LISTED_ARTICLES],
            "total": articles.count(),
            "chosen": chosen,
        }
        return self.page(request, "split", f"拆分同名：{row}", context)
