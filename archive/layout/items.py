"""An article as an item of a list, as HTML. Lists show twenty to a hundred: a template takes several times as long."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from archive.layout.typesetting import set_headline, set_text
from archive.models import Article


class ShownWords(Protocol):
    """An article's own words, as its item shows them: those of the article, or of a hit, with marks in them."""

    @property
    def kicker(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...
    @property
    def byline(self) -> str: ...


def article_item(
    article: Article,
    shown: ShownWords,
    there: str,
    opening: str = "",
    snippets: Sequence[str] = (),
    matches: int = 0,
    of_one_issue: bool = False,
    full: bool = False,
) -> SafeString:
    """The item of `article`, whose address is `there`.

    `opening` stands above the facts, `snippets` and the number of `matches` below; `of_one_issue` leaves out what all
    have in common, `full` says all that is known.
    """
    lines = [
        f'<article class="item{" hit" if full else ""}">',
        f'<h3><a href="{conditional_escape(there)}">{_decks(shown)}</a></h3>',
        *([f'<p class="opening">{set_text(opening)}</p>'] if opening else []),
        '<p class="facts">',
        *_facts(article, of_one_issue, full),
        *([f"<span>{set_text(shown.byline)}</span>"] if shown.byline else []),
        "</p>",
        *(f'<p class="snippet">{set_text(snippet)}</p>' for snippet in snippets),
        *([f'<p class="count">本文命中 {matches} 处</p>'] if matches else []),
        "</article>",
    ]
    return mark_safe("\n".join(lines))  # noqa: S308  (every part is escaped)


def _decks(shown: ShownWords) -> str:
    """引题, 主题, 副题."""
    title = f'<span class="title">{set_headline(shown.title)}</span>'
    kicker = f'<span class="kicker">{set_headline(shown.kicker)}</span> ' if shown.kicker else ""
    subtitle = f' <span class="subtitle">{set_headline(shown.subtitle)}</span>' if shown.subtitle else ""
    return kicker + title + subtitle


def _facts(article: Article, of_one_issue: bool, full: bool) -> Iterator[str]:
    """Where and when it was printed."""
    issue, page, column = article.issue, article.page, article.column
    if full:
        yield f"<span>{conditional_escape(article.newspaper.name)}</span>"
    if not of_one_issue:
        if issue and article.day:
            when = f'<time datetime="{article.iso_date}">{article.date_text}</time>'
            yield f'<a href="{issue.get_absolute_url()}">{when}</a> <span>{article.weekday}</span>'
        else:
            yield f"<span>{article.date_text}</span>"
        if full and issue and issue.total_number:
            yield f"<span>{issue.number_text}</span>"
        if page:
            yield f'<a href="{conditional_escape(page.get_absolute_url())}">{conditional_escape(page.name)}</a>'
    if column:
        yield f'<a href="{conditional_escape(column.get_absolute_url())}">{conditional_escape(column.name)}</a>'
