"""An article is split, joined with the next, moved: each first on a page that shows what will be, then done, as an act
that can be taken back."""

from itertools import dropwhile
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from archive.admin.article_verbs import ArticleVerbs, posted_number
from archive.admin.base import signed_in
from archive.admin.filters import QUEUE, REVIEW
from archive.layout.reading import TextBlock, lay_out_content
from archive.loader.content import Content, content_of_rows
from archive.models import Article, BulkAct, Status
from archive.services import dividing, moving
from archive.services.articles import StaleVersion
from archive.services.marked_text import marked_text
from archive.services.statuses import NotPossible

# Blocks of text shown at each side of a seam.
SHOWN = 4
LONGEST_TITLE = 40  # characters of a line that is offered as a title


class SplitForm(forms.Form):
    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    title = forms.CharField(
        label="后一篇的标题", max_length=500, help_text="与后一篇第一行相同的，那一行就不再留在正文里"
    )
    byline = forms.CharField(label="后一篇的署名", max_length=500, required=False)


class JoinForm(forms.Form):
    other = forms.IntegerField(widget=forms.HiddenInput)
    title_as = forms.ChoiceField(
        label="后一篇的标题",
        choices=[
            (dividing.AS_HEADING, "作小标题"),
            (dividing.AS_PARAGRAPH, "作正文的一段"),
            (dividing.LEFT_OUT, "不要"),
        ],
    )


class MoveForm(forms.Form):
    date = forms.DateField(label="移到哪一天的期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    page = forms.CharField(label="版", max_length=20, required=False, help_text="如 2 或 A02；不知道就空着")


class ArticleDividing(ArticleVerbs):
    """The pages of the three verbs. A GET shows what a POST with the same fields will do."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/split/", view(self.split_view), name="archive_article_split"),
            path("<int:pk>/join/", view(self.join_view), name="archive_article_join"),
            path("<int:pk>/move/", view(self.move_view), name="archive_article_move"),
        ]
        return [*own, *super().get_urls()]

    def article_to_divide(self, request: HttpRequest, pk: int, leave: str = "") -> Article:
        """The article with its parts. PermissionDenied without leave to change it; where it is published, `leave` is
        needed as well."""
        article = self.article_or_404(request, pk)
        may = self.has_change_permission(request, article)
        if not may or (leave and article.status == Status.PUBLISHED and not request.user.has_perm(leave)):
            raise PermissionDenied
        rows = Article.objects.with_parts().select_related("issue__newspaper", "page__section", "newspaper")
        return rows.get(pk=pk)

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Without a line: all of them, to choose one; with one: both articles as they will be."""
        article = self.article_to_divide(request, pk, "archive.publish_article")
        lines = marked_text(content_of_rows(article)).splitlines()
        sent = request.POST if request.method == "POST" else request.GET
        chosen = int(sent.get("line", "0")) if sent.get("line", "").isdecimal() and len(sent["line"]) < 9 else 0
        context: dict[str, Any] = {"lines": list(enumerate(lines, start=1))[1:] if chosen < 2 else []}
        if context["lines"]:
            return self.divide_page(request, article, "拆分", context)
        fields = {"line": str(chosen), "title": title_offered(lines, chosen)} if "title" not in sent else sent
        form = SplitForm(fields) if fields.get("title") or "title" in sent else SplitForm(initial=fields)
        place = dividing.SplitPlace(chosen, fields.get("title", "").strip(), fields.get("byline", "").strip())
        try:
            if request.method == "POST" and form.is_valid():
                act, made = dividing.split_article(pk, place, signed_in(request), posted_number(request))
                said = format_html("已拆成两篇：《{}》和《{}》（这一页）。", article, made)
                return self.done(request, act, said, made)
            first, second = dividing.split_contents(article, place)
        except (NotPossible, StaleVersion) as error:
            return self.divide_page(request, article, "拆分", {"form": form, "error": error})
        shown = {
            "first": first,
            "before": blocks_of(first)[-SHOWN:],
            "second": second,
            "after": blocks_of(second)[:SHOWN],
        }
        left = {"unseen": max(0, len(blocks_of(second)) - SHOWN), "ready": form.is_valid()}
        return self.divide_page(request, article, "拆分", {"form": form, **shown, **left})

    def join_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_to_divide(request, pk, "archive.withdraw_article")
        sent = request.POST if request.method == "POST" else request.GET
        known = Article.objects.with_parts()
        other = known.filter(pk=posted_number(request, "other")).first() or dividing.following(article)
        if other is None:
            return self.divide_page(
                request, article, "与下一篇合并", {"error": "同一个文件（或同一版）里，后面没有状态相同的文章。"}
            )
        form = JoinForm({"title_as": dividing.AS_HEADING, **sent.dict(), "other": other.pk})
        context: dict[str, Any] = {"form": form, "other": other}
        try:
            title_as = form.cleaned_data["title_as"] if form.is_valid() else dividing.AS_HEADING
            if request.method == "POST" and form.is_valid():
                act = dividing.join_articles(pk, other.pk, title_as, signed_in(request), posted_number(request))
                return self.done(request, act, format_html("《{}》已并入《{}》。", other, article), article)
            content = dividing.joined_content(article, other, title_as)
        except (NotPossible, StaleVersion) as error:
            return self.divide_page(request, article, "与下一篇合并", context | {"error": error})
        seam, whole = len(blocks_of(content_of_rows(article))), blocks_of(content)
        shown = {"before": whole[max(0, seam - SHOWN) : seam], "after": whole[seam : seam + SHOWN]}
        left = {"unseen": max(0, len(whole) - seam - SHOWN), "first": content, "ready": form.is_valid()}
        return self.divide_page(request, article, "与下一篇合并", context | shown | left)

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_to_divide(request, pk)
        here = {
            "date": article.issue.date.isoformat() if article.issue else article.iso_date,
            "page": article.page.number if article.page else "",
        }
        sent = request.POST if request.method == "POST" else request.GET
        form = MoveForm(sent) if "date" in sent else MoveForm(initial=here)
        context: dict[str, Any] = {"form": form}
        if form.is_valid():
            said = form.cleaned_data
            try:
                place = moving.printed_place(article, said["date"], said["page"])
                if request.method == "POST":
                    act = moving.move_article(pk, place, signed_in(request), posted_number(request))
                    return self.done(request, act, format_html("《{}》已移到 {}。", article, place), article)
                content = moving.moved_content(article, place, place.page)
            except (NotPossible, StaleVersion) as error:
                context["error"] = error
            else:
                redated = content.columns["date"] != article.date
                context |= {"place": place, "ready": True, "new_page": place.number and not place.page}
                context["date"] = content.columns["date"] if redated else None
        return self.divide_page(request, article, "移到别的期、版", context)

    def done(self, request: HttpRequest, act: BulkAct, said: str, article: Article) -> HttpResponse:
        undo = reverse("admin:archive_bulkact_change", args=[act.pk])
        self.log_change(request, article, act.reason)
        self.message_user(request, format_html('{} <a href="{}">撤销</a>', said, undo))
        address = reverse("admin:archive_article_change", args=[article.pk])
        return HttpResponseRedirect(f"{address}?{query_back(request)}".rstrip("?"))

    def divide_page(self, request: HttpRequest, article: Article, title: str, context: dict[str, Any]) -> HttpResponse:
        """409 where a POST could not be done; the page then shows the article as it is now."""
        shown = {**self.page_context(request, article, f"{title}：《{article}》"), **context}
        shown |= {
            "verb": title,
            "back": query_back(request),
            "kept": [(n, request.GET[n]) for n in KEPT if n in request.GET],
        }
        status = 409 if request.method == "POST" and "error" in context else 200
        return render(request, "admin/archive/article/divide.html", shown, status=status)


KEPT = (REVIEW, QUEUE)


def query_back(request: HttpRequest) -> str:
    """The query that leads an editor back to the batch or the queue that he came from."""
    query = request.GET.copy()
    for name in [name for name in query if name not in KEPT]:
        del query[name]
    return query.urlencode()


def blocks_of(content: Content) -> list[TextBlock]:
    return lay_out_content(content).blocks


def title_offered(lines: list[str], line: int) -> str:
    """A heading, or a line too short to be a paragraph; empty for any other."""
    words = dividing.words_without_mark(next(dropwhile(dividing.is_empty, lines[line - 1 :]), ""))
    return words if len(words) <= LONGEST_TITLE and not words.endswith(tuple("。！？；，：…”")) else ""
