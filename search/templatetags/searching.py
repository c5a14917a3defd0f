"""What the search page's templates need: addresses of other states of a search, addresses of its hits."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from archive.addresses.links import address
from archive.layout.charts import LifeLine
from archive.layout.items import article_item
from archive.layout.typesetting import set_headline
from archive.models import Newspaper
from search.pages.histogram import BASE, Bar
from search.query import SearchRequest
from search.query.facets import FacetCount
from search.query.reading import Chip
from search.query.results import Hit, SearchPage

register = template.Library()


@register.simple_tag
def refined(request: SearchRequest, name: str = "", value: Any = "", **changes: Any) -> str:
    """The address of `request` with the filter called `name` set to `value`, and other changes."""
    return "?" + request.params(**({name: value} if name else {}), **changes)


@register.simple_tag
def drawn_bars(bars: Sequence[Bar], tabled: object = None) -> SafeString:
    """The bars of a histogram in SVG. A newspaper of thirty years has 360 of them: a template takes 50 µs for each.

    Where they are `tabled` a table says the same; else each is a link by itself, and leads to a search.
    """
    parts = []
    for n, bar in enumerate(bars):
        if bar.count:
            said = 'tabindex="-1"' if tabled else f'rel="nofollow" aria-label="{bar.name}，{bar.count}篇"'
            parts.append(
                f'<a href="{escape(bar.address)}" {said}><title>{bar.name}：{bar.count}篇</title>'
                f'<rect class="slot" x="{bar.x}" y="0" width="{bar.width}" height="66"/>'
                f'<rect class="bar" x="{bar.x}" y="{bar.top}" width="{bar.drawn}" height="{bar.height}"/></a>\n'
            )
        if bar.label:
            place = f' x="{bar.middle}"' if n else ' class="first" x="0"'
            parts.append(f'<text{place} y="80">{bar.label}</text>\n')
    return mark_safe("".join(parts))  # noqa: S308  (numbers, and addresses escaped)


@register.simple_tag
def time_strip(bars: Sequence[Bar]) -> SafeString:
    """Years, or months of one year, each with its number of articles over it and a line as long as its share. The
    newest stands first here and last in the line (`direction` in search.css): a strip too long for the screen shows it
    without being moved."""
    return mark_safe("".join(map(_in_strip, reversed(bars))))  # noqa: S308  (numbers, and addresses escaped)


def _in_strip(bar: Bar) -> str:
    year, _, month = bar.name.partition("年")
    shown = f"<b>{bar.count}</b> <span>{month or year}</span>"
    if not bar.count:
        return f"<li>{shown}</li>\n"
    line = f'<rect x="{(BASE - bar.height) / 2:g}" width="{bar.height}" height="1"/>'
    share = f'<svg viewBox="0 0 {BASE} 1" preserveAspectRatio="none" aria-hidden="true">{line}</svg>'
    named = f'aria-label="{bar.name}，{bar.count}篇"'
    return f'<li><a href="{escape(bar.address)}" rel="nofollow" {named}>{shown}{share}</a></li>\n'


@register.simple_tag
def facet_values(request: SearchRequest, name: str, counts: Sequence[FacetCount]) -> SafeString:
    """The values of a facet, each leading to what is found of it; that which is chosen, to all again."""
    return mark_safe("".join(_facet_value(request, name, count) for count in counts))  # noqa: S308  (escaped)


def _facet_value(request: SearchRequest, name: str, count: FacetCount) -> str:
    there, label = refined(request, name, "" if count.selected else count.value), set_headline(count.label)
    chosen = ' aria-current="true"' if count.selected else ""
    undo = ' <span class="unseen">，取消此项</span>' if count.selected else ""
    link = f'<a href="{escape(there)}"{chosen} rel="nofollow">{label}{undo}</a>'
    return f'<li>{link} <span class="count">{count.count}</span></li>\n'


@register.simple_tag
def hit_items(page: SearchPage, named: bool) -> SafeString:
    """The articles found, as items of their list; each says of which newspaper it is where they are to be `named`."""
    asked = f"?{page.request.params(all_of='')}" if page.request.has_words else ""
    return mark_safe("".join(_hit_item(page.first_place + hit.nth, hit, asked, named) for hit in page.hits))  # noqa: S308  (escaped)


def _hit_item(place: int, hit: Hit, asked: str, named: bool) -> str:
    """With the search and the hit's place in its address, so that marks and next hit are found."""
    there = hit.article.get_absolute_url() + (f"{asked}&n={place}#hit-1" if asked else "")
    item = article_item(hit.article, hit, there, snippets=hit.snippets, matches=hit.matches, named=named)
    return f'<li id="n{place}">{item}</li>\n'


@register.simple_tag
def name_items(
    newspaper: Newspaper,
    one: str,
    names: Sequence[FacetCount],
    roles: Mapping[str, Sequence[str]] | None = None,
    lines: Mapping[str, LifeLine] | None = None,
) -> SafeString:
    """Columns, sections or contributors (`one` is their route) as items of a list, which may have thousands: of each
    how many articles it has, its life where `lines` has it, its `roles`."""
    items = (_name_item(address(one, newspaper, slug=each.value), each, roles or {}, lines or {}) for each in names)
    return mark_safe("".join(items))  # noqa: S308  (escaped)


def _name_item(there: str, name: FacetCount, roles: Mapping[str, Sequence[str]], lines: Mapping[str, LifeLine]) -> str:
    life = ""
    if line := lines.get(name.value):
        bar = f'<rect x="{line.start:.2f}" width="{line.length:.2f}" height="4"/>'
        drawn = f'<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">{bar}</svg>'
        life = f" · {line.years}{drawn}"
    held = f' <span class="roles">{escape("、".join(roles[name.value]))}</span>' if roles.get(name.value) else ""
    link = f'<a href="{escape(there)}">{set_headline(name.label)}</a>'
    return f'<li>{link} <span class="count">{name.count}篇{life}</span>{held}</li>'


@register.simple_tag
def ways_to_list(request: SearchRequest, name: str, ways: Mapping[Any, str], now: Any) -> SafeString:
    """The ways to list what was found by what is called `name` (order, articles a page), each a link; that of `now` is
    told."""
    return mark_safe("".join(_way_to_list(request, name, ways, way, now) for way in ways))  # noqa: S308  (escaped)


def _way_to_list(request: SearchRequest, name: str, ways: Mapping[Any, str], way: Any, now: Any) -> str:
    chosen = ' aria-current="true"' if way == now else ""
    return f'<li><a href="{escape(refined(request, name, way))}" rel="nofollow"{chosen}>{escape(ways[way])}</a></li>\n'


@register.simple_tag
def scope_choices(scopes: Mapping[str, str], now: str) -> SafeString:
    """Where words are looked for, as radio buttons; the first is not said in an address."""
    values = ["", *list(scopes)[1:]]
    checked = (" checked" if scope == now else "" for scope in scopes)
    choices = (
        f'<label><input type="radio" name="scope" value="{value}"{chosen}> {label}</label>\n'
        for value, label, chosen in zip(values, scopes.values(), checked, strict=True)
    )
    return mark_safe("".join(choices))  # noqa: S308  (own words)


@register.simple_tag(takes_context=True)
def files_found(context: Context, files: Iterable[tuple[str, str]]) -> SafeString:
    """What is found as files, each a link."""
    asked, newspaper = escape(context["asked"].params()), context["newspaper"]
    links = (
        f'<a href="{address("found_file", newspaper, ending=ending)}?{asked}" rel="nofollow" download>{label}</a> '
        for ending, label in files
    )
    return mark_safe("".join(links))  # noqa: S308  (escaped)


@register.simple_tag
def chip_items(chips: Sequence[Chip]) -> SafeString:
    """The parts of what is asked, each with the request without it."""
    return mark_safe("".join(map(_chip_item, chips)))  # noqa: S308  (escaped)


def _chip_item(chip: Chip) -> str:
    kind, label = escape(chip.kind), escape(chip.label)
    as_run = ""
    if chip.as_run:
        there = escape(refined(chip.as_run))
        as_run = f'<a href="{there}" rel="nofollow" aria-label="逐字检索“{label}”">逐字</a>'
    without = f'<a href="{escape(refined(chip.without))}" rel="nofollow" aria-label="去掉{kind}“{label}”">×</a>'
    return f'<li><span class="kind">{kind}</span> {set_headline(chip.label)} {as_run}{without}</li>\n'


@register.simple_tag
def names_offered(names: Iterable[str]) -> SafeString:
    """The choices of a `datalist`."""
    return mark_safe("".join(f'<option value="{escape(name)}"></option>' for name in names))  # noqa: S308  (escaped)
