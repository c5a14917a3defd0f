"""Marks on the article page: what the search that led here found, numbered, with steps between.

    {% load marks %}{% marks_for article %}   once, before the first text
    {% mark paragraph.text "body" %}          in place of {{ paragraph.text|set_text }}
    {% marks_bar article %}                   after the last text

Without a search in the address (?q=…) the texts stand as they are and the bar is nothing.
"""

from dataclasses import dataclass, field

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from archive.layout.typesetting import set_headline, set_text
from archive.models import Article
from archive.serving.kept import not_to_keep
from search.index.fields import FORMER, searchable_fields
from search.query import SearchRequest, around, highlight, needles
from search.store.damage import IndexUnavailable

register = template.Library()
HEADLINES = frozenset(["kicker", "title", "subtitle", "heading", "column"])


@dataclass
class Marks:
    """What marks for the search, and how many matches have been numbered so far.

    `place` is that of the article among those found, 0 where the address does not tell; `at` the match looked at.
    """

    asked: SearchRequest
    marker: highlight.Marker
    place: int
    at: int = 1
    count: int = 0
    found: list[highlight.Match] = field(default_factory=list)

    def marked(self, text: str, name: str) -> SafeString:
        (found,) = self.marker.matches_in([(name, text)])
        if name == FORMER:  # these come last
            found = highlight.new_in(found, self.found)
        self.found += found
        first = self.count + 1
        self.count += len(found)
        return highlight.marked(text, found, first)

    def address(self, article: Article, place: int, at: int = 1) -> str:
        """Of a match in an article found: one for each, so that steps need no script."""
        params = self.asked.params(all_of="")
        there = (f"&n={place}" if place else "") + (f"&at={at}" if at > 1 else "")
        return f"{article.get_absolute_url()}?{params}{there}#hit-{at}"

    @property
    def results(self) -> str:
        """The query string of the page of results that lists this article, and its place there."""
        if not self.place:
            return self.asked.params(all_of="")
        page = -(-self.place // self.asked.page_size)
        return f"{self.asked.params(all_of='', page=page)}#n{self.place}"


@register.simple_tag(takes_context=True)
def marks_for(context: Context, article: Article) -> str:
    """Begin marking: read the search from the address of this page."""
    request: HttpRequest = context["request"]
    asked = SearchRequest.from_params(request.GET, article.newspaper)
    if asked.has_words:
        sought = highlight.needles_needed(needles(asked.tree), searchable_fields(article))
        marks = Marks(asked, highlight.Marker(sought), _number(request, "n"), max(1, _number(request, "at")))
        context.dicts[0]["marks"] = marks
    return ""


def _number(request: HttpRequest, name: str) -> int:
    """0 where the address gives none."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


@register.simple_tag(takes_context=True)
def mark(context: Context, text: str, field: str) -> SafeString:
    """`text` of the searchable field `field` as a page shows it, its matches marked and numbered; a former wording as
    it was printed."""
    marks: Marks | None = context.get("marks")
    html = marks.marked(text, field) if marks else conditional_escape(text)
    if field == FORMER:
        return html
    return set_headline(html) if field in HEADLINES else set_text(html)


@register.inclusion_tag("search/_marks_bar.html", takes_context=True)
def marks_bar(context: Context, article: Article) -> dict[str, object]:
    """Which match is looked at, the steps to its neighbours, and to the articles found before and after this one.

    The step before the first match leads to the article found before, that after the last to the one found after.
    """
    marks: Marks | None = context.get("marks")
    if marks is None:
        return {}
    if marks.marker.is_partial:
        not_to_keep(context["request"])
    at = min(marks.at, marks.count)
    shown: dict[str, object] = {"marks": marks, "newspaper": context["newspaper"], "at": at}
    if marks.place:
        try:
            shown["previous"], shown["next"] = previous, following = around(marks.asked, marks.place)
            shown["before"] = previous and marks.address(previous, marks.place - 1)
            shown["after"] = following and marks.address(following, marks.place + 1)
        except IndexUnavailable as reason:
            shown["unavailable"] = reason
            not_to_keep(context["request"])
    shown["back"] = marks.address(article, marks.place, at - 1) if at > 1 else shown.get("before")
    shown["ahead"] = marks.address(article, marks.place, at + 1) if at < marks.count else shown.get("after")
    return shown
