"""An article is split, joined with the next, moved: each first on a page that shows what will be, then done, as an act
that can be taken back."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from archive.admin.article_verbs import ArticleVerbs, posted_number
from archive.admin.base import signed_in
from archive.admin.bulk_acts import how_to_undo
from archive.admin.dividing_forms import DividingForm, JoinForm, MoveForm, SplitForm
from archive.admin.filters import QUEUE, REVIEW, WAITING
from archive.models import Article, Status
from archive.services.acts import NotPossible
from archive.services.articles import StaleVersion

FORMS: dict[str, type[DividingForm]] = {"split": SplitForm, "join": JoinForm, "move": MoveForm}
# Where an editor came from: kept through all pages of an article.
KEPT = (REVIEW, QUEUE, WAITING)


class ArticleDividing(ArticleVerbs):
    """The pages of the three verbs. A GET shows what a POST with the same fields will do."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.divide_view)
        own = [path(f"<int:pk>/{name}/", view, {"name": name}, name=f"archive_article_{name}") for name in FORMS]
        return [*own, *super().get_urls()]

    def divide_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        kind = FORMS[name]
        article = self.article_to_divide(request, pk, kind.leave)
        posted = request.method == "POST"
        sent = {field: str(value) for field, value in (request.POST if posted else request.GET).items()}
        if posted and "_look" in sent:
            asked = {field: sent[field] for field in kind.base_fields if field in sent}
            return HttpResponseRedirect(f"{request.path}?{urlencode(asked)}&{query_back(request)}".rstrip("&"))
        form = kind(article, sent)
        context: dict[str, Any] = {"form": form}
        try:
            if posted and form.is_valid():
                return self.done(request, *form.do(signed_in(request), posted_number(request)))
            context |= form.preview()
            context["ready"] = form.is_valid()
        except (NotPossible, StaleVersion) as error:
            context["error"] = error
        context |= self.page_context(request, article, f"{kind.label}：《{article}》")
        context["back"] = query_back(request)
        status = 409 if posted and "error" in context else 200
        return render(request, "admin/archive/article/divide.html", context, status=status)

    def article_to_divide(self, request: HttpRequest, pk: int, leave: str) -> Article:
        """The article with its parts. PermissionDenied without leave to change it; where it is published, `leave` is
        needed as well."""
        article = self.article_or_404(request, pk)
        may = self.has_change_permission(request, article)
        if not may or (leave and article.status == Status.PUBLISHED and not request.user.has_perm(leave)):
            raise PermissionDenied
        rows = Article.objects.with_parts().select_related("issue__newspaper", "page__section", "newspaper")
        return rows.get(pk=pk)

    def done(self, request: HttpRequest, act: Any, said: str, article: Article) -> HttpResponse:
        self.message_user(request, format_html("{}{}", said, how_to_undo(signed_in(request), act)))
        address = reverse("admin:archive_article_change", args=[article.pk])
        return HttpResponseRedirect(f"{address}?{query_back(request)}".rstrip("?"))


def query_back(request: HttpRequest) -> str:
    """The query that leads an editor back to the batch or the queue that he came from."""
    query = request.GET.copy()
    for name in [name for name in query if name not in KEPT]:
        del query[name]
    return query.urlencode()
