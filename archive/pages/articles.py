"""An article, the source it came from, and what stands at the address of one that was withdrawn."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from archive.addresses.links import address
from archive.layout.reading import lay_out
from archive.layout.source_lines import source_lines, source_text, spans_of
from archive.models import Article, Newspaper, Status
from archive.pages.issues import neighbours
from archive.serving.conditional import revalidated
from archive.serving.newspapers import View, of_newspaper


def readable(view: View) -> View:
    """Call `view(request, article, …)`: a replaced article redirects to the same of the one that replaced it, one
    that an editor gave to another newspaper to its address there; a withdrawn one is 410 and says why.
    """

    def inner(request: HttpRequest, newspaper: Newspaper, permanent_id: str, **kwargs: str) -> HttpResponseBase:
        try:
            article = (
                Article.objects.for_reading().select_related("replaced_by__newspaper").get(permanent_id=permanent_id)
            )
        except Article.DoesNotExist:
            raise Http404(f"{newspaper}没有编号为 {permanent_id} 的文章。") from None
        there = article.replaced_by or article
        merged = there != article
        if merged or there.newspaper != newspaper:
            same = str(request.resolver_match.url_name)  # type: ignore[union-attr]
            there_now = address(same, there.newspaper, permanent_id=there.permanent_id, **kwargs)
            # An editor may give an article back to the paper it was taken from; a merge is for good.
            return redirect(there_now, permanent=merged)
        if article.status == Status.WITHDRAWN:
            return render(request, "archive/withdrawn.html", {"article": article}, status=410)
        return view(request, article, **kwargs)

    return of_newspaper(inner)


@revalidated
@readable
def article(request: HttpRequest, article: Article) -> HttpResponse:
    previous, following = neighbours(article)
    context = {"article": article, "layout": lay_out(article), "previous": previous, "next": following}
    return render(request, "archive/article.html", context)


@revalidated
@readable
def source(request: HttpRequest, article: Article) -> HttpResponse:
    """The source beside the article; `?lines=12-18` lights those lines."""
    if article.source is None:
        raise Http404("这篇文章由编辑直接录入，没有原始文件。")
    wanted = re.fullmatch(r"(\d{1,7})(?:-(\d{1,7}))?", request.GET.get("lines", ""))
    lit = (int(wanted[1]), int(wanted[2] or wanted[1])) if wanted else None
    layout = lay_out(article)
    spans = spans_of(article, layout, lit)
    text, first = source_text(article)
    lines = source_lines(text, spans, lit, first)
    context = {"article": article, "source": article.source, "spans": spans, "lines": lines}
    return render(request, "archive/source.html", context)
