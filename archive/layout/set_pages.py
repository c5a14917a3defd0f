"""A page set as a newspaper page is: the lead over the whole width, each longer story a block whose text runs in
columns, short ones side by side. Laid out here, not by a template: an issue has some hundreds of paragraphs."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from archive.layout.bylines import set_byline
from archive.layout.items import headline_link
from archive.layout.leads import place_of_lead
from archive.layout.reading import LaidOutArticle, lay_out
from archive.layout.typesetting import set_headline, set_text
from archive.models import Article

SHORT = 360  # characters: a text that fills no three columns
MOST_IN_COLUMNS = 1300  # characters with their tags: three columns less high than a screen
# What each block of a text is set as.
SET_AS = {"heading": "h4", "paragraph": "p", "caption": 'p class="caption"'}


def set_page(articles: Sequence[Article], has_lead: bool = True) -> SafeString:
    """The articles of a page, in print order, whole; `has_lead` where the first large one is the lead of the page."""
    laid_out = [(article, lay_out(article)) for article in articles]
    lead = articles[place_of_lead(articles)] if articles and has_lead else None
    parts: list[str] = []
    for kind, run in groupby(laid_out, lambda each: _kind(each[0], each[1], lead)):
        stories = [_story(article, layout, kind) for article, layout in run]
        parts += [f'<div class="briefs">{"".join(stories)}</div>'] if kind == "brief" else stories
    return mark_safe("\n".join(parts))  # noqa: S308  (every part is escaped)


def _kind(article: Article, layout: LaidOutArticle, lead: Article | None) -> str:
    if article is lead:
        return "lead"
    return "brief" if layout.characters < SHORT else "long"


def _story(article: Article, layout: LaidOutArticle, kind: str) -> str:
    text = "\n".join(
        f'<div class="columns">{"".join(group)}</div>' for group in in_groups(list(_text(article, layout)))
    )
    return f'<article class="set {kind}"><header>{"".join(_head(article))}</header>\n{text}</article>\n'


def in_groups(blocks: Sequence[str]) -> list[list[str]]:
    """Blocks of text in runs about equally long, each set in columns of its own: nobody scrolls up again at each
    column of a long text."""
    total = sum(map(len, blocks))
    each = total / max(1, math.ceil(total / MOST_IN_COLUMNS))
    groups: list[list[str]] = [[]]
    reached = 0
    for block in blocks:
        if groups[-1] and reached + len(block) / 2 > each * len(groups):
            groups.append([])
        groups[-1].append(block)
        reached += len(block)
    return groups


def _head(article: Article) -> Iterator[str]:
    if article.kicker:
        yield f'<p class="kicker">{set_headline(article.kicker)}</p>'
    yield f"<h3>{headline_link(article)}</h3>"
    if article.subtitle:
        yield f'<p class="subtitle">{set_headline(article.subtitle)}</p>'
    if article.byline:
        yield f'<p class="signed">{set_byline(article)}</p>'


def _text(article: Article, layout: LaidOutArticle) -> Iterator[str]:
    if article.editor_note:
        yield f'<p class="noted">编者按：{set_text(article.editor_note)}</p>'
    for block in layout.blocks:
        tag = SET_AS[block.kind]
        shown = set_headline(block.text) if block.kind == "heading" else set_text(block.text)
        yield f"<{tag}>{shown}</{tag.split()[0]}>\n"
