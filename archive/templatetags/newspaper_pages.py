"""What templates of public pages need: addresses of a newspaper's pages, bylines with links, page links."""

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import template
from django.db.models import Count, QuerySet, Value
from django.template import Context
from django.template.loader import render_to_string
from django.utils.encoding import uri_to_iri
from django.utils.functional import SimpleLazyObject
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from archive.addresses.converters import Month
from archive.addresses.links import address
from archive.language.dates import in_chinese
from archive.language.titles import titled
from archive.layout.almanac import almanac
from archive.layout.bylines import linked_byline, set_byline
from archive.layout.crumbs import crumbs, crumbs_in_time, crumbs_of_article
from archive.layout.items import article_items, headlines, issue_rows
from archive.layout.page_links import page_links
from archive.layout.reading import LaidOutArticle
from archive.layout.summaries import news_of
from archive.layout.typesetting import set_headline, set_summary, set_text, set_words
from archive.models import (
    Article,
    Contribution,
    Correction,
    Newspaper,
    accepted_corrections,
    former_wordings,
)
from archive.models.prepared import prepared
from archive.models.shown_articles import notices_of
from archive.serving.kept import kept_of_state
from archive.serving.leafing import leafing_of

register = template.Library()
register.simple_tag(notices_of)
register.simple_tag(article_items)
register.simple_tag(page_links)
register.simple_tag(headlines)
register.simple_tag(issue_rows)
register.filter("news", news_of)
register.filter("set_byline", set_byline)
register.filter("set_headline", set_headline)
register.filter("readable", uri_to_iri)
register.filter("set_summary", set_summary)
register.filter("set_text", set_text)
register.filter("set_words", set_words)
register.filter(titled)

OTHER_PAPERS = 6  # each article carries the menu
# From so many characters on a headline is set smaller; one of a deck counts half.
LONG_HEADLINES = ((54, "longest"), (38, "longer"), (22, "long"))
DECK = 2
WAY_BACK = "\0"  # stands in a kept part where each page has its own


@register.simple_tag
def corrections_of(article: Article, layout: LaidOutArticle) -> list[tuple[Correction, int, bool]]:
    """What readers put right in it, each with the number of the paragraph, 0 where that is none, and whether it was
    changed again since."""
    numbers = {paragraph.text: paragraph.number for paragraph in layout.paragraphs}
    accepted = accepted_corrections(article)
    former = former_wordings(article) if accepted else {}
    return [(each, numbers.get(each.suggested, 0), each.suggested in former) for each in accepted]


@register.simple_tag(takes_context=True, name="address")
def address_tag(context: Context, name: str, *, newspaper: Newspaper | None = None, **kwargs: Any) -> str:
    """{% address "column" slug=column.slug %}: in the newspaper of the page, unless another is named."""
    return address(name, newspaper or context["newspaper"], **kwargs)


@register.simple_tag(takes_context=True)
def clip_all(context: Context, articles: Iterable[Article]) -> SafeString:
    """A link that puts these articles among the clippings, all at once."""
    numbers = ",".join(article.permanent_id for article in articles)
    there = f"{address('clippings', context['newspaper'])}?add={numbers}"
    return mark_safe(f'<a href="{there}" rel="nofollow" data-clip="✓ 已在剪报里">全部加入剪报</a>')  # noqa: S308  (numbers)


@register.simple_tag(takes_context=True)
def clip_hits(context: Context, hits: Iterable[Any]) -> SafeString:
    """The same of what a list shows."""
    return clip_all(context, (hit.article for hit in hits))


@register.simple_tag(takes_context=True, name="crumbs")
def crumbs_tag(context: Context, below: Article | str | None = None, label: str = "", route: str = "") -> SafeString:
    """The way down to the page: {% crumbs "2021-11" %} through a time (往期 alone for ""), {% crumbs article %} through
    an article, {% crumbs label="栏目" route="columns" %} a list, {% crumbs %} from the newspaper."""
    newspaper = context["newspaper"]
    if isinstance(below, Article):
        return crumbs(newspaper, *crumbs_of_article(below))
    through = [] if below is None else crumbs_in_time(newspaper, str(below))
    return crumbs(newspaper, *through, *([(address(route, newspaper), label)] if route else []))


class OtherPapers(NamedTuple):
    """The first newspapers, as many as a menu can show, and how many `more` there are."""

    shown: Sequence[Newspaper]
    more: int


@register.simple_tag(takes_context=True)
def other_papers(context: Context) -> OtherPapers:
    """The archive's newspapers but that of the page, by name, as many as a menu can show."""
    own = context["newspaper"].pk
    papers: OtherPapers = kept_of_state(context.get("request"), f"papers-but-{own}", lambda: _papers_but(own))
    return papers


@register.simple_tag(takes_context=True)
def kept_part(context: Context, template_name: str, place: str = "") -> SafeString:
    """A part that is the same on all pages of a newspaper set alike, but for the way back to the page. Laid out once
    for a state of the archive. `place` is the anchor to which a choice made in it leads back."""
    request, newspaper = context.get("request"), context["newspaper"]

    def lay_out() -> SafeString:
        options = {name: context.get(name) for name in ("font_options", "theme_options")}
        given = {
            "newspaper": newspaper,
            # Asked for by the navigation alone.
            "others": SimpleLazyObject(lambda: other_papers(context)),
            "lists": SimpleLazyObject(lambda: leafing_of(request, newspaper).lists),
            "way_back": WAY_BACK,
            "place": place,
            **options,
        }
        return render_to_string(template_name, given)

    name = f"{template_name}-{place}-{newspaper.pk}-{context.get('font')}-{context.get('theme')}"
    part: SafeString = kept_of_state(request, name, lay_out)
    way_back = conditional_escape(str(context.get("way_back", "")))
    return mark_safe(part.replace(WAY_BACK, way_back))  # noqa: S308  (escaped)


@register.simple_tag(takes_context=True)
def lists_of_newspaper(context: Context) -> list[tuple[str, str]]:
    """(route, label) of the lists in which the newspaper of the page has something."""
    return leafing_of(context.get("request"), context["newspaper"]).lists


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> SafeString:
    """The main navigation, in which the page that is shown is told where it is one of it."""
    link = f'<a href="{context["request"].path}"'
    part = str(kept_part(context, "partials/navigation.html"))
    return mark_safe(part.replace(f"{link}>", f'{link} aria-current="page">', 1))  # noqa: S308  (kept as it was laid out)


def _papers_but(own: int) -> OtherPapers:
    ((held,),) = _count_others(own=own)
    shown = _first_others(own=own)
    return OtherPapers(shown, held - len(shown))


@prepared
def _first_others(own: Any) -> "QuerySet[Newspaper]":
    return Newspaper.objects.with_articles().exclude(pk=own).defer("profile").order_by("name")[:OTHER_PAPERS]


@prepared
def _count_others(own: Any) -> "QuerySet[Newspaper, tuple[int]]":
    rows = Newspaper.objects.with_articles().exclude(pk=own).order_by()
    return rows.annotate(all_of=Value(1)).values("all_of").annotate(held=Count("pk")).values_list("held")


@register.simple_tag(takes_context=True)
def link_names(context: Context, byline: str, contributions: Sequence[Contribution]) -> SafeString:
    """As `linked_byline`, in the newspaper of the page."""
    return linked_byline(byline, contributions, context["newspaper"])


@register.filter(name="in_chinese", expects_localtime=True)
def in_chinese_filter(date: datetime.date | Month | str | None) -> str:
    """2021年11月5日 of a day, a moment (in local time), a month or an ISO date; nothing of nothing."""
    return in_chinese(date.date() if isinstance(date, datetime.datetime) else str(date or ""))


@register.filter
def headline_size(article: Article) -> str:
    """What is said of headlines with so many characters that, set as others are, they would fill a phone."""
    characters = len(article.title) + (len(article.kicker) + len(article.subtitle)) // DECK
    return next((name for least, name in LONG_HEADLINES if characters >= least), "")


@register.filter
def lunar(date: datetime.date) -> str:
    """农历辛丑年十月初一 of a date."""
    return almanac(date).lunar


@register.filter
def solar_term(date: datetime.date) -> str:
    """立冬, where that is the day; else nothing."""
    return almanac(date).term


@register.filter(name="cut")
def cut_after(text: str, characters: int) -> str:
    """The beginning of `text` with … where there is more. (Django's truncatechars sets three Latin points.)"""
    return text if len(text) <= characters else text[:characters].rstrip() + "…"


@register.filter
def is_told(reason: object) -> bool:
    """Whether a 404 carries a sentence for the reader, not what Django's URL resolver says to a developer."""
    return isinstance(reason, str) and re.search(r"[\u4e00-\u9fff]", reason) is not None


@register.filter(name="get")
def item_of(mapping: Any, key: str) -> Any:
    """The value of `key` in a mapping; None where there is none."""
    return mapping.get(key)
