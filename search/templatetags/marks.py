"""Marks on the article page: what the search that led here found, numbered, with steps between.

    {% load marks %}{% marks_for article %}   once, before the first text
    {% mark paragraph.text "body" %}          in place of {{ paragraph.text }}
    {% marks_bar %}                           after the last text

Without a search in the address (?q=…) the texts stand as they are and the bar is nothing.
"""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from archive.models import Article
from archive.serving.kept import not_to_keep
from search.index.fields import searchable_fields
from search.query import SearchRequest, around, highlight, needles
from search.store.damage import IndexUnavailable

register = template.Library()


@dataclass
class Marks:
    """What marks for the search, and how many matches have been numbered so far."""

    asked: SearchRequest
    marker: highlight.Marker
    place: int
    count: int = 0

    def marked(self, text: str, field: str) -> SafeString:
        (found,) = self.marker.matches_in([(field, text)])
        first = self.count + 1
        self.count += len(found)
        return highlight.marked(text, found, first)


@register.simple_tag(takes_context=True)
def marks_for(context: Context, article: Article) -> str:
    """Begin marking: read the search from the address of this page."""
    request: HttpRequest = context["request"]
    asked = SearchRequest.from_params(request.GET, article.newspaper)
    place = request.GET.get("n", "")
    if asked.has_words:
        known = int(place) if place.isascii() and place.isdigit() and len(place) < 7 else 0
        sought = highlight.needles_needed(needles(asked.tree), searchable_fields(article))
        context.dicts[0]["marks"] = Marks(asked, highlight.Marker(sought), known)
    return ""


@register.simple_tag(takes_context=True)
def mark(context: Context, text: str, field: str) -> SafeString:
    """`text` of the searchable field `field`, escaped, its matches marked and numbered."""
    marks: Marks | None = context.get("marks")
    return marks.marked(text, field) if marks else conditional_escape(text)


@register.inclusion_tag("search/_marks_bar.html", takes_context=True)
def marks_bar(context: Context) -> dict[str, object]:
    """How many matches there are, and the way to the articles found before and after this one."""
    marks: Marks | None = context.get("marks")
    if marks is None:
        return {}
    if marks.marker.is_partial:
        not_to_keep(context["request"])
    shown: dict[str, object] = {"marks": marks, "newspaper": context["newspaper"]}
    if marks.place:
        try:
            shown["previous"], shown["next"] = around(marks.asked, marks.place)
        except IndexUnavailable as reason:
            shown["unavailable"] = reason
            not_to_keep(context["request"])
    return shown
