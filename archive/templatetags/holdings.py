"""What part of its span the archive holds, on every search and list; figures that lead to what they count."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.holdings.told import SpanPart
from archive.holdings.within import SpanAsked, held_within

register = template.Library()


@register.simple_tag
def linked(clauses: Iterable[Iterable[SpanPart]], **there: str) -> SafeString:
    """{% linked clauses held=… lacking=… %}: in a line, each figure a way to where a page shows what it counts."""

    def way(part: SpanPart) -> str:
        return format_html('<a href="{}">{}</a>', there[part.behind], part.told) if part.behind else part.told

    lines = (format_html_join("，", "{}", ((way(part),) for part in parts)) for parts in clauses)
    return format_html_join("；", "{}", ((line,) for line in lines))


@register.simple_tag(takes_context=True)
def holdings_within(context: Context, first: str = "", last: str = "") -> SafeString:
    """{% holdings_within "2019" "2021-12" %}: the line of the page's newspaper; without days of all."""
    return held_of(context, SpanAsked(str(first), str(last), [context["newspaper"]]))


@register.simple_tag(takes_context=True)
def held_of(context: Context, span: SpanAsked) -> SafeString:
    """所选时段2019年1月至2021年12月：馆藏96期，至少缺12期, as a paragraph with the way to the ledger."""
    held = held_within(context.get("request"), span)
    return format_html('<p class="note holdings">{}：<a href="{}">{}</a></p>', held.of, held.there, held.told)
