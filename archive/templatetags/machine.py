"""Tags of the templates that speak to machines and to those who cite."""

from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.encoding import uri_to_iri
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from archive.addresses.links import address, site_url
from archive.language.titles import titled
from archive.machine import structured
from archive.models import Article, Issue, Newspaper
from archive.serving.leafing import leafing_of
from archive.takeaway.citations import CITATION_FORMATS, gbt7714_2025, reference
from archive.takeaway.files import ARTICLE_FILES

register = template.Library()
LONGEST_QUERY = 700  # bytes
ROOM_OF_FOOT = 100  # half a character each: a line at the foot of a sheet of A4, beside the sheet's number
FILE_LABELS = {"docx": "Word", "pdf": "PDF", "txt": "纯文本", "md": "Markdown", "json": "JSON"}


@register.simple_tag(takes_context=True, name="metas")
def metas_tag(context: Context, article: Article) -> list[structured.Meta]:
    return structured.metas(article, site_url(context["request"]))


@register.simple_tag(takes_context=True)
def share_metas(
    context: Context, title: str = "", told: str = "", shared_of: Article | Issue | Newspaper | str = ""
) -> SafeString:
    """What a page that is no article is shown as where it is shared: its `title`, what is `told` of it, the picture of
    its lead or whatever else it is `shared_of`; what is not given is that of the newspaper."""
    newspaper, site = context["newspaper"], site_url(context["request"])
    if not told:
        ways = leafing_of(context["request"], newspaper).ways
        told = f"{titled(newspaper.name)}的数字报库：{ways and f'按{ways}翻看，'}逐字检索。"
    said = [
        ("og:type", "website"),
        *structured.open_graph(newspaper, title or f"{newspaper}数字报库", told, site + context["request"].path),
        *structured.pictured(newspaper if isinstance(shared_of, str) else shared_of, site),
    ]
    return format_html_join("\n", '<meta property="{}" content="{}">', said)


@register.simple_tag(takes_context=True, name="json_ld")
def json_ld_tag(context: Context, article: Article) -> SafeString:
    return structured.json_ld(article, site_url(context["request"]))


@register.simple_tag(takes_context=True)
def absolute_address(context: Context, row: Article | Issue) -> str:
    return site_url(context["request"]) + row.get_absolute_url()


@register.simple_tag(takes_context=True)
def page_address(context: Context, absolute: bool = True) -> str:
    """The address of the page that is shown, as people read it; or but its path and query. A search is in it as it was
    understood; what is longer than people copy from paper is left out."""
    request = context["request"]
    if not hasattr(request, "address_shown"):  # each page shows it thrice
        request.address_shown = _address_shown(request, context.get("asked"))
    return (site_url(request) if absolute else "") + str(request.address_shown)


def _address_shown(request: HttpRequest, asked: Any) -> str:
    query = asked.params() if asked and hasattr(asked, "params") else request.META.get("QUERY_STRING", "")
    shown = uri_to_iri(request.path + (f"?{query}" if query and len(query) < LONGEST_QUERY else ""))
    return shown if shown.isprintable() else "".join(each if each.isprintable() else quote(each) for each in shown)


@register.simple_tag(takes_context=True)
def foot_address(context: Context) -> str:
    """The same for the one line at the foot of each printed sheet: where it has no room, its beginning, with …"""
    shown, room = page_address(context), ROOM_OF_FOOT
    if len(shown) <= room and shown.isascii():
        return shown
    for place, character in enumerate(shown):
        room -= 2 if east_asian_width(character) in "WFA" else 1
        if room < 0:
            return f"{shown[: place - 2]}…"
    return shown


@register.simple_tag(takes_context=True)
def citations(context: Context, article: Article) -> dict[str, Any]:
    """The citation by the standard in force, and what there is to take away: other citations, files."""
    given = {"permanent_id": article.permanent_id}
    return {
        "by_2025": gbt7714_2025(reference(article, site_url(context["request"]))),
        "formats": [
            (form.label, address("article_cite", article.newspaper, form=form.name, **given))
            for form in CITATION_FORMATS.values()
            if form.write is not gbt7714_2025
        ],
        "files": [
            (FILE_LABELS[ending], address("article_file", article.newspaper, ending=ending, **given))
            for ending in ARTICLE_FILES
        ],
    }
