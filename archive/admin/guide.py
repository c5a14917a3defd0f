"""The editors' guide, a chapter a page."""

from itertools import pairwise

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.layout.guide import CHAPTERS


def guide(request: HttpRequest, slug: str = CHAPTERS[0].slug) -> HttpResponse:
    """A chapter, with the list of all; the first where none is named."""
    chapter = next((each for each in CHAPTERS if each.slug == slug), None)
    if chapter is None:
        raise Http404("手册里没有这一章。")
    context = {
        **admin.site.each_context(request),
        "title": chapter.title,
        "chapter": chapter,
        "chapters": CHAPTERS,
        "following": dict(pairwise(CHAPTERS)).get(chapter),
    }
    return render(request, f"admin/guide/{chapter.slug}.html", context)
