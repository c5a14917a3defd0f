"""The way through the pages of a list, as HTML."""

from typing import Protocol

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

AROUND = 2  # page numbers on each side of the one shown


class Paged(Protocol):
    """What has pages, from 1."""

    @property
    def page(self) -> int: ...
    @property
    def num_pages(self) -> int: ...


class AskedList(Protocol):
    """What was asked, as the query of an address with changes."""

    def params(self, **changes: object) -> str: ...


def page_links(answer: Paged, asked: AskedList | None = None) -> SafeString:
    """Previous, numbers, next; nothing where there is one page.

    Links carry what `asked.params(page=n)` gives, the page alone where nothing else was asked: never an address as it
    came, which may be of any length.
    """
    now, last = answer.page, answer.num_pages
    if last <= 1:
        return SafeString()

    def link(page: int, told: object, rel: str = "", more: str = "") -> str:
        query = conditional_escape(asked.params(page=page)) if asked else f"page={page}"
        return f'<li><a{rel} href="?{query}"{more}>{told}</a></li>'

    links = [link(now - 1, "上一页", ' rel="prev"')] if now > 1 else []
    before = 0
    for number in sorted({1, last, *range(max(1, now - AROUND), min(last, now + AROUND) + 1)}):
        if number - before > 1:
            links.append('<li aria-hidden="true">…</li>')
        shown = ' aria-current="page"' if number == now else ""
        links.append(link(number, number, more=f'{shown} aria-label="第{number}页"'))
        before = number
    if now < last:
        links.append(link(now + 1, "下一页", ' rel="next"'))
    inside = "\n".join(links)
    html = f'<nav class="pages" aria-label="分页"><ul>\n{inside}\n</ul></nav>'
    return mark_safe(html)  # noqa: S308  (numbers, and queries escaped)
