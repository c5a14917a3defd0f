"""What an article's page says to machines: schema.org JSON-LD, citation_* meta, OpenGraph.

Articles are read over slow lines too, so what one form says that its readers look into, no other repeats for them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from archive.layout.summaries import news_of
from archive.layout.typesetting import full_width
from archive.machine.share_pictures import picture_address
from archive.models import Article, Issue, Newspaper
from archive.takeaway.citations import Reference, reference

# Search engines cut a description after about as many characters.
DESCRIPTION = 120
# Within <script> a < could end the element, and & begin an entity in XML parsers (HTML, 4.12.1.3).
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Meta:
    """A <meta>: `kind` is the attribute that names it (name or property)."""

    kind: str
    name: str
    content: str


def article_description(article: Article) -> str:
    """The news of it as a page shows it, without dateline and reporters; its headline where it has no text."""
    return full_width(news_of(article, DESCRIPTION) or article.headline)


def metas(article: Article, site: str) -> list[Meta]:
    """All <meta> of the page of `article` (loaded `for_reading`); what is not known is left out."""
    ref = reference(article, site)
    groups = (
        ("name", _citation(ref)),
        ("property", _open_graph(article, ref, site)),
    )
    described = Meta("name", "description", article_description(article))
    return [described, *(Meta(kind, name, text) for kind, pairs in groups for name, text in pairs if text)]


def _citation(ref: Reference) -> Iterator[tuple[str, str]]:
    """The names that Google Scholar and Zotero read. A guessed date is none that a catalogue should take for true."""
    yield "citation_title", ref.title
    for author in ref.authors:
        yield "citation_author", author
    yield "citation_journal_title", ref.newspaper
    yield "citation_publication_date", "" if ref.guessed else ref.date.replace("-", "/")
    yield "citation_issue", str(ref.total_number or "")
    yield "citation_firstpage", ref.page


def _open_graph(article: Article, ref: Reference, site: str) -> Iterator[tuple[str, str]]:
    yield "og:type", "article"
    yield from open_graph(article.newspaper, full_width(article.headline), article_description(article), ref.url)
    yield from pictured(article, site)
    yield "article:section", article.column.name if article.column else ""


def open_graph(newspaper: Newspaper, title: str, description: str, url: str) -> Iterator[tuple[str, str]]:
    """What every page says to those who show it where it is shared."""
    yield "og:title", title
    yield "og:description", description
    yield "og:url", url
    yield "og:site_name", newspaper.name


def pictured(shared_of: Article | Issue | Newspaper, site: str) -> Iterator[tuple[str, str]]:
    """The picture of an article, an issue or a newspaper; nothing where none can be drawn."""
    if there := picture_address(shared_of):
        yield "og:image", site + there


def news_article(article: Article, site: str) -> dict[str, Any]:
    """schema.org NewsArticle; newspaper, issue, page and column are in <meta>."""
    ref = reference(article, site)
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "author": [{"@type": "Person", "name": name} for name in ref.authors],
        "datePublished": "" if ref.guessed else ref.date,
        "dateModified": localdate(article.modified_at).isoformat(),
    }
    return _known(found)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {key: value for key, value in values.items() if value}


def json_ld(article: Article, site: str) -> SafeString:
    """The JSON of `news_article`, safe between <script type="application/ld+json"> and its end."""
    text = json.dumps(news_article(article, site), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  (what HTML could mistake is escaped)
