"""An article, and the source it came from."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.layout.issues import neighbours
from archive.layout.reading import lay_out
from archive.layout.source_lines import for_readers, source_lines, source_text, spans_of
from archive.models import Article
from archive.serving.articles import readable
from archive.serving.kept import kept_by_version


@kept_by_version
@readable
def article(request: HttpRequest, article: Article) -> HttpResponse:
    previous, following = neighbours(article)
    context = {"article": article, "layout": lay_out(article), "previous": previous, "next": following}
    return render(request, "archive/article.html", context)


@kept_by_version
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
    lines = for_readers(source_lines(text, spans, lit, first), article)
    context = {"article": article, "source": article.source, "spans": spans, "lines": lines}
    return render(request, "archive/source.html", context)
