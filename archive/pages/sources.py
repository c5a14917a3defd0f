"""The source of an article beside it (对照): paragraph by paragraph, as the file has it, as it was printed."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.disk.kept_files import NotMadeNow
from archive.layout.aligning import Lines, numbers_of_claims
from archive.layout.article_parts import parts_in_order
from archive.layout.reading import lay_out
from archive.layout.source_families import source_family_of
from archive.layout.source_lines import (
    SourceSpan,
    for_readers,
    source_lines,
    source_text,
    spans_of,
    withheld_lines,
)
from archive.layout.source_pairs import kinds_of_lines, paired_lines, paired_record
from archive.models import Article, SourceFile
from archive.serving.articles import readable
from archive.serving.kept import kept_by_version, not_to_keep, revalidated_by_version
from archive.serving.methods import read_only
from archive.serving.page_pictures import NoPicture, page_beside, pages_with, picture_of

PAIRS, TEXT, PAGE = "pairs", "text", "page"
VIEWS = {PAIRS: "对照", TEXT: "原始文本", PAGE: "原页"}


@read_only
@kept_by_version
@readable
def source(request: HttpRequest, article: Article) -> HttpResponse:
    """`?view=text` shows the file as it is, `?view=page` its pages as printed; `?lines=12-18` lights those lines."""
    source = _source_of(article)
    layout, family = lay_out(article), source_family_of(article)
    spans = spans_of(article, layout, lit := _asked_lines(request), family)
    text, first = source_text(article)
    lines = for_readers(source_lines(text, spans, lit, first), article)
    withheld = {line.number for line in lines if line.withheld}
    pages = [page_beside(article, source, page, withheld) for page in pages_with(source, _lines_of(spans))]
    if any(not page.settled for page in pages):
        not_to_keep(request)  # the next request knows why there is no picture, if there is none
    views = {name: label for name, label in VIEWS.items() if pages or name != PAGE}
    context: dict[str, Any] = {
        **{"article": article, "source": source, "pages": pages, "views": views, "lines": lines},
        "view": request.GET.get("view") if request.GET.get("view") in views else PAIRS,
    }
    if context["view"] == PAIRS:
        parts = parts_in_order(article, layout)
        if family.is_record:
            context["paired"] = paired_record(article, parts, family)
        else:
            kinds = kinds_of_lines(source, article, family)
            context["paired"] = paired_lines(parts, spans, lines, kinds, numbers_of_claims(family.claims))
    return render(request, "archive/source.html", context)


@read_only
@revalidated_by_version
@readable
def page_picture(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    """The picture of a page on which the article stands."""
    source = _source_of(article)
    spans = spans_of(article, lay_out(article))
    page = next((page for page in pages_with(source, _lines_of(spans)) if page.number == number), None)
    if page is None:
        raise Http404(f"这篇文章不在原始文件的第{number}页上。")
    try:
        return HttpResponse(picture_of(source, page, withheld_lines(source)), "image/webp")
    except NoPicture as reason:
        raise Http404(str(reason)) from reason
    except NotMadeNow:
        said = "原页的图片现在画不出来，请过一分钟再来。"
        return HttpResponse(said, "text/plain; charset=utf-8", 503, headers={"Retry-After": "60"})


def _source_of(article: Article) -> SourceFile:
    if article.source is None:
        raise Http404("这篇文章由编辑直接录入，没有原始文件。")
    article.refresh_from_db(fields=["claims", "edited_fields", "split_from"])  # which no other page shows
    return article.source


def _asked_lines(request: HttpRequest) -> Lines | None:
    asked = re.fullmatch(r"(\d{1,7})(?:-(\d{1,7}))?", request.GET.get("lines", ""))
    return (int(asked[1]), int(asked[2] or asked[1])) if asked else None


def _lines_of(spans: Iterable[SourceSpan]) -> set[int]:
    return {number for span in spans for number in span.lines}
