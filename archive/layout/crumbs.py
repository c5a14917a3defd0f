"""The way down to a page, as links, in one order: newspaper, 往期, year, month, day, page of the issue, article.

What the page is itself is not among them: its heading says that.
"""

from collections.abc import Iterator

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from archive.addresses.links import address, list_address
from archive.layout.typesetting import set_headline
from archive.models import Article, Newspaper

LONGEST_TITLE = 18
# What names a time, how much of an ISO date that is, where its last number begins, and its unit.
TIMES = (("year", 4, 0, "年"), ("month", 7, 5, "月"), ("day", 10, 8, "日"))

Link = tuple[str, str]


def crumbs_in_time(newspaper: Newspaper, time: str) -> Iterator[Link]:
    """(address, label) from 往期 to the day, month or year that an ISO date names; 往期 alone for ""."""
    yield address(settings.TIME_PAGES["all"], newspaper), "往期"
    for name, length, start, unit in TIMES:
        if len(time) >= length:
            there = address(settings.TIME_PAGES[name], newspaper, **{name: time[:length]})
            yield there, f"{int(time[start:length])}{unit}"


def crumbs_of_article(article: Article) -> Iterator[Link]:
    """From 往期 to the article itself."""
    time = article.issue.date.isoformat() if article.issue else article.iso_date[:4]
    yield from crumbs_in_time(article.newspaper, time)
    if article.page:
        yield article.page.get_absolute_url(), article.page.name
    title = article.headline
    cut = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    yield article.get_absolute_url(), cut


def crumbs(newspaper: Newspaper, *links: Link) -> SafeString:
    """The links, behind that of the newspaper, as HTML."""
    way = [(list_address(newspaper, newspaper), newspaper.name), *links]
    named = ((there, set_headline(label)) for there, label in way)
    items = format_html_join("\n", '<li><a href="{}">{}</a></li>', named)
    return mark_safe(f'<nav class="crumbs" aria-label="位置"><ol>\n{items}\n</ol></nav>')  # noqa: S308  (escaped)
