"""The drafts of a batch one by one, the least sure first: the source on the left, the article on the right, what is
doubted marked in both."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.html import format_html

from archive.admin.articles import lines_near
from archive.admin.base import signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.admin.filters import REVIEW
from archive.admin.import_pages import ImportPages
from archive.layout.reading import LaidOutArticle, lay_out
from archive.layout.source_lines import spans_of
from archive.models import NEVER_PUBLISHED, Article, ImportBatch, Problem
from archive.services.acts import NotPossible
from archive.services.drafts import PUBLISH, REPUBLISH, after, articles_brought_by, waiting_of, worst_first
from archive.services.proofreading import proofread
from archive.services.queue_acts import doubts_of, publish_as_seen, state_seen


class BatchReview(ImportPages):
    """The page on which a draft is looked through."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.review_view)
        own = path("<int:pk>/review/<int:article>/", view, name="archive_importbatch_review")
        return [own, *super().get_urls()]

    def review_view(self, request: HttpRequest, pk: int, article: int) -> HttpResponse:
        """A draft with its source; by POST it is published, and the next one shown."""
        may_publish = request.user.has_perm("archive.publish_article")
        may_republish = request.user.has_perm("archive.withdraw_article")
        if not self.has_view_permission(request) or (request.method == "POST" and not may_publish):
            raise PermissionDenied
        batch = self.batch_or_404(pk)
        row = articles_brought_by(batch).filter(pk=article).first()
        if row is None:
            raise Http404("这一批里没有这篇文章，也许是已被删除的草稿。")
        error = ""
        if request.method == "POST":
            try:
                return self.published(request, batch, row)
            except NotPossible as reason:
                error = str(reason)
        shown = Article.objects.for_reading().defer(None).select_related("source").get(pk=article)
        context = self.batch_page(request, batch, f"逐篇看：《{shown}》", error=error, **drafts_around(batch, shown))
        context |= shown_beside(shown) | {
            "may_publish": may_publish if shown.status in NEVER_PUBLISHED else may_republish and context["waits"],
            "query": f"{REVIEW}={batch.pk}",
            "seen": state_seen(shown),
            "confirms": doubts_of(shown).exists(),
        }
        return render(request, "admin/archive/importbatch/review.html", context, status=409 if error else 200)

    def published(self, request: HttpRequest, batch: ImportBatch, article: Article) -> HttpResponse:
        """Publish a draft as it was seen, confirm its doubts, and go on to the next one, or where there is none to the
        batch. What was taken back before is published again by a chief only."""
        user = signed_in(request)
        verb = REPUBLISH if article.is_given_out and waiting_of(batch).filter(pk=article.pk).exists() else PUBLISH
        if not user.has_perm(f"archive.{verb.permission}"):
            raise PermissionDenied
        following = after(waiting_of(batch), article).first()  # as it was sorted with its doubts
        act = publish_as_seen(article.pk, verb, user, request.POST.get("seen", ""))
        said = format_html("《{}》：已发布。{}", article, how_to_undo(user, act))
        self.message_user(request, said, messages.SUCCESS)
        if following := following or worst_first(waiting_of(batch)).first():
            return redirect("admin:archive_importbatch_review", batch.pk, following.pk)
        return redirect("admin:archive_importbatch_change", batch.pk)


def drafts_around(batch: ImportBatch, article: Article) -> dict[str, Any]:
    """The drafts before and after one, and how many there are."""
    drafts = waiting_of(batch).defer("claims")
    further = after(drafts, article)
    earlier = worst_first(drafts.exclude(pk=article.pk).exclude(pk__in=further.values("pk")))
    return {
        "previous": earlier.last(),
        "next": further.first(),
        "number": earlier.count() + 1,
        "total": drafts.count(),
        "waits": drafts.filter(pk=article.pk).exists(),
    }


def shown_beside(article: Article) -> dict[str, Any]:
    """An article and its source, with the open doubts of both and where they stand."""
    problems = Problem.objects.filter(Q(article=article.pk) | Q(article=None), source=article.source_id)
    doubts = list(problems.filter(state=Problem.State.OPEN)) if article.source else []
    layout = lay_out(article)
    spans = [(doubt.first_line, doubt.last_line or doubt.first_line) for doubt in doubts if doubt.first_line]
    doubted = {number for first, last in spans for number in range(first, last + 1)}
    return {
        "article": article,
        "remarks": proofread(article),
        "layout": layout,
        "doubts": doubts,
        "lines": lines_near(article) if article.source else [],
        "doubted": doubted,
        "doubted_parts": doubted_parts(article, layout, doubted),
    }


def doubted_parts(article: Article, layout: LaidOutArticle, doubted: Collection[int]) -> set[str]:
    """The anchors of the parts of an article that came from doubted lines."""
    spans = spans_of(article, layout)
    return {span.anchor for span in spans if any(number in doubted for number in span.lines)}
