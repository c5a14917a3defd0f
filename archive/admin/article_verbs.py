"""Beside the form of an article: its verbs (publish, withdraw …), versions and preview; and verbs for many at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base import DeskAdmin, signed_in
from archive.admin.bulk_acts import how_to_undo, told_twice
from archive.admin.filters import REVIEW
from archive.admin.plain_forms import whole_number
from archive.admin.planned import Fingerprint, chosen_again, is_as_seen, is_sure, planned
from archive.layout.reading import lay_out
from archive.layout.versions import label_of, shown_fields
from archive.models import NEVER_PUBLISHED, Article, BulkAct, Revision, Status
from archive.services import history, statuses
from archive.services.acts import NotPossible
from archive.services.articles import StaleVersion
from archive.services.drafts import doubts_among, fingerprint_of, fingerprint_to_publish
from archive.services.proofreading import proofread, remarks_among
from archive.services.queue_acts import doubts_of, publish_as_seen, state_seen
from archive.services.row_changes import creator_of
from archive.services.shared_text import joined_draft_into, standing_twice


class VerbForm(forms.Form):
    """`opened` is the version that the editor saw."""

    opened = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="原因", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    replaced_by = forms.CharField(
        label="由哪一篇取代",
        required=False,
        help_text="永久编号；填了，原地址就转到那一篇。可不填",
    )

    def __init__(self, verb: statuses.Verb, data: Any = None, *, article: Article | None = None) -> None:
        super().__init__(data, initial={"opened": article.version if article else 0})
        self.fields["reason"].required = verb.needs_reason
        if verb.name == "withdraw":
            self.fields["reason"].help_text = "会写在原地址的页面上，读者看得到"
        if verb.name != "withdraw" or article is None:
            del self.fields["replaced_by"]
        if article is None:
            del self.fields["opened"]

    def clean_replaced_by(self) -> Article | None:
        named = self.cleaned_data["replaced_by"].strip()
        found = Article.objects.published().filter(permanent_id=named).first()
        if named and not found:
            raise forms.ValidationError(f"没有编号为 {named} 的已发布文章。")
        return found


class ArticleVerbs(DeskAdmin):
    """What is done to an article otherwise than by its form."""

    actions = ["withdraw_all", "republish_all", "publish_all"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/status/<slug:name>/", view(self.verb_view), name="archive_article_verb"),
            path("<int:pk>/preview/", view(self.preview_view), name="archive_article_preview"),
            path("<int:pk>/history/<int:number>/", view(self.version_view), name="archive_article_version"),
        ]
        return [*own, *super().get_urls()]

    def article_or_404(self, request: HttpRequest, pk: int) -> Article:
        article: Article | None = self.get_object(request, str(pk))
        if article is None:
            raise Http404("没有这篇文章，也许是已被删除的草稿。")
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def page_context(self, request: HttpRequest, article: Article | None, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "original": article, "title": title}

    # One article

    def may(self, request: HttpRequest, verb: statuses.Verb) -> bool:
        return bool(request.user.has_perm(f"archive.{verb.permission}"))

    def verbs_for(self, request: HttpRequest, article: Article) -> list[statuses.Verb]:
        """What this editor may do to the status of the article as it is."""
        verbs = [verb for verb in statuses.VERBS.values() if not statuses.why_not(verb, article)]
        return [verb for verb in verbs if self.may(request, verb)]

    @admin.display(description="状态")
    def state(self, article: Article) -> SafeString | str:
        if not article.pk:
            return Status.DRAFT.label
        if into := joined_draft_into(article):
            return format_html('已并入<a href="{}">《{}》</a>（{}）', change_address(into), into, into.permanent_id)
        if not article.withdrawn_reason and not article.replaced_by:
            return article.get_status_display()
        other = article.replaced_by
        by = format_html("，由《{}》（{}）取代", other, other.permanent_id) if other else ""
        return format_html("{}，原因：{}{}", article.get_status_display(), article.withdrawn_reason or "没有写明", by)

    def verb_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Says what the verb does and asks for the reason; what is typed stays where it cannot be done."""
        article, verb = self.article_or_404(request, pk), statuses.VERBS.get(name)
        if verb is None:
            raise Http404("没有这个操作。")
        if not self.may(request, verb):
            raise PermissionDenied
        form = VerbForm(verb, request.POST or None, article=article)
        status = 200
        if form.is_valid():
            try:
                act = self.applied(request, pk, verb, form.cleaned_data)
            except (NotPossible, StaleVersion) as error:
                form.add_error(None, str(error))
                form.data = {**form.data.dict(), "opened": str(article.version)}  # type: ignore[attr-defined]
                status = 409
            else:
                undo = how_to_undo(signed_in(request), act)
                self.message_user(request, format_html("《{}》：已{}。{}", article, verb.label, undo))
                return HttpResponseRedirect(where_from(request, article))
        since = article.revisions.filter(number__gte=posted_number(request)) if status == 409 else []
        context = {**self.page_context(request, article, f"{verb.label}《{article}》"), "verb": verb, "form": form}
        context |= {"since": since, "back": where_from(request, article), "held_by": article.replaced_by}
        if verb.target == Status.PUBLISHED:
            context |= {"seen": state_seen(article), "doubts": doubts_of(article), "remarks": proofread(article)}
        return render(request, "admin/archive/article/verb.html", context, status=status)

    def applied(self, request: HttpRequest, pk: int, verb: statuses.Verb, said: dict[str, Any]) -> BulkAct:
        """Do it; what is published has its doubts confirmed, where they are those that were on the page."""
        by, reason = signed_in(request), said["reason"]
        if verb.target == Status.PUBLISHED:
            return publish_as_seen(pk, verb, by, request.POST.get("seen", ""), reason)
        return statuses.apply_verb(
            pk, verb, by, version=said["opened"], reason=reason, replaced_by=said.get("replaced_by")
        )

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The article as readers will see it; only for whoever is signed in here."""
        return self.reading_page(request, self.article_or_404(request, pk))

    def reading_page(self, request: HttpRequest, seen: Article, *, unsaved: bool = False) -> HttpResponse:
        article = Article.objects.for_reading().get(pk=seen.pk)
        request.newspaper = article.newspaper  # type: ignore[attr-defined]
        context = {"article": article, "layout": lay_out(article), "preview": article.status in NEVER_PUBLISHED}
        context |= {"unsaved": unsaved, "remarks": proofread(article)}
        response = render(request, "archive/article.html", context)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    # Its versions

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every version with who made it, when, how, why, and which fields it changed."""
        article = self.article_or_404(request, whole_number(object_id))
        versions = history.versions_of(article)
        older = [version.content for version in versions[1:]]
        rows = [
            (version, [label_of(name) for name in before.differing(version.content)] if before else [])
            for version, before in zip(versions, [*older, None], strict=True)
        ]
        context = {**self.page_context(request, article, f"《{article}》的历史"), "versions": rows}
        context["creator"] = creator_of(article)
        return render(request, "admin/archive/article/history.html", context | (extra_context or {}))

    def version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """A version against the one before it, and against the newest; by POST it is restored."""
        article = self.article_or_404(request, pk)
        versions = {version.number: version for version in history.versions_of(article)}
        if number not in versions:
            raise Http404(f"《{article}》没有第{number}稿。")
        may_restore = self.has_change_permission(request, article)
        status, error = 200, ""
        if request.method == "POST":
            if not may_restore:
                raise PermissionDenied
            try:
                return self.restored(request, article, number)
            except (StaleVersion, Revision.DoesNotExist):
                status, error = 409, "这篇文章刚刚又改过。请看过最新的差别，再决定是否恢复。"
        version, newest = versions[number], versions[article.version]
        before = versions.get(number - 1)
        context = {
            **self.page_context(request, article, f"《{article}》第{number}稿"),
            "version": version,
            "fields": shown_fields(before.content, version.content) if before else [],
            "since": [] if version.newest else shown_fields(version.content, newest.content),
            "may_restore": may_restore and not version.newest,
            "error": error,
        }
        return render(request, "admin/archive/article/version.html", context, status=status)

    def restored(self, request: HttpRequest, article: Article, number: int) -> HttpResponse:
        missing = history.restore_version(article.pk, number, signed_in(request), posted_number(request))
        if missing:
            names = "、".join(map(label_of, missing))
            self.message_user(request, f"当时的{names}已被删除，这几项没有恢复。", messages.WARNING)
        self.message_user(request, f"已恢复第{number}稿；刚才的文字也留在历史里。")
        now = Article.objects.select_related("issue__newspaper").get(pk=article.pk)
        for other in standing_twice(now):
            self.message_user(request, told_twice(now, other), messages.WARNING)
        if now.day and now.issue and now.day != now.issue.date:
            said = f"这一稿的日期是{now.date_text}，而它所在的期现在是 {now.issue}：请在表格里改其一。"
            self.message_user(request, said, messages.WARNING)
        return redirect("admin:archive_article_history", article.pk)

    # Many articles

    @admin.action(description="撤回所选文章", permissions=["withdraw"])
    def withdraw_all(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.ask_and_apply(request, queryset, statuses.VERBS["withdraw"], "withdraw_all")

    @admin.action(description="重新发布所选文章", permissions=["withdraw"])
    def republish_all(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.ask_and_apply(request, queryset, statuses.VERBS["republish"], "republish_all")

    @admin.action(description="发布所选草稿", permissions=["publish"])
    def publish_all(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.ask_and_apply(request, queryset, statuses.VERBS["publish"], "publish_all")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.withdraw_article")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.publish_article")

    def ask_and_apply(
        self, request: HttpRequest, queryset: QuerySet[Article], verb: statuses.Verb, action: str
    ) -> HttpResponse | None:
        """First say how many, then do it as one act that can be taken back."""
        chosen = Article.objects.filter(pk__in=queryset.values("pk"))
        form = VerbForm(verb, request.POST if is_sure(request) else None)
        if is_sure(request) and form.is_valid() and self.applied_as_seen(request, chosen, verb, form):
            return None
        carried = planned(request, chosen, fingerprint_for(verb))
        fit = statuses.fit_for(verb, chosen)
        context = {
            **self.page_context(request, None, f"{verb.label} {fit.count()} 篇文章"),
            **chosen_again(request, action),
            **carried,
            "verb": verb,
            "form": form,
            "fit": fit.count(),
            "others": chosen.count() - fit.count(),
        }
        if verb.target == Status.PUBLISHED:
            context |= {"remarks": remarks_among(fit), "doubts": doubts_among(fit)}
        status = 400 if form.errors else 409 if context["since"] else 200
        return render(request, "admin/archive/article/bulk.html", context, status=status)

    def applied_as_seen(
        self, request: HttpRequest, chosen: QuerySet[Article], verb: statuses.Verb, form: VerbForm
    ) -> bool:
        """Do it, unless articles are others, or of other versions, than those of the plan that was looked at."""
        user = signed_in(request)
        with transaction.atomic():
            if not is_as_seen(request, chosen, fingerprint_for(verb)):
                return False
            act = statuses.apply_to_all(verb, chosen, user, form.cleaned_data["reason"])
        self.message_user(request, format_html("已{} {} 篇。{}", verb.label, act.articles, how_to_undo(user, act)))
        return True


def fingerprint_for(verb: statuses.Verb) -> Fingerprint:
    """What must be as it was seen for a verb to be applied to many articles."""
    return fingerprint_to_publish if verb.target == Status.PUBLISHED else fingerprint_of


def where_from(request: HttpRequest, article: Article) -> str:
    """The page of the batch in whose table an editor chose a verb, else the article's."""
    batch = whole_number(request.GET.get(REVIEW, ""))
    return reverse("admin:archive_importbatch_change", args=[batch]) if batch else change_address(article)


def change_address(article: Article) -> str:
    """The article's page on the desk."""
    return reverse("admin:archive_article_change", args=[article.pk])


def posted_number(request: HttpRequest, name: str = "opened") -> int:
    return whole_number(request.POST.get(name, ""))
