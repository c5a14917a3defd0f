"""What part of a span of time the archive holds, in a line, on every search and list."""

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.addresses.links import address
from archive.holdings.rows import ledger_of
from archive.holdings.told import span_asked, span_told
from archive.language.dates import Days, in_chinese

register = template.Library()


@register.simple_tag(takes_context=True)
def holdings_within(context: Context, first: str, last: str, called: str = "") -> SafeString:
    """{% holdings_within "2019" "2021-12" "所选时段" %}: 所选时段2019年1月至2021年12月：馆藏96期，至少缺12期, and the
    way to the ledger, to that of the year where the span is of one.

    An end that is "" is that of what is held. Nothing where the newspaper has no issue.
    """
    newspaper = context["newspaper"]
    ledger = ledger_of(context.get("request"), newspaper)
    if not ledger.months:
        return SafeString("")
    span = span_asked(ledger, str(first), str(last), timezone.localdate())
    if span[0] > span[1]:
        return SafeString("")
    year = span[0].year
    is_kept = year == span[1].year and year in ledger.years
    there = address("holdings_year", newspaper, year=year) if is_kept else address("holdings", newspaper)
    days = "至".join(dict.fromkeys(map(in_chinese, Days(*span).as_iso())))
    return format_html('{}{}：<a href="{}">{}</a>', called, days, there, span_told(ledger, *span))
