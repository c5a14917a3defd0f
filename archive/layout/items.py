"""An article as an item of a list, as HTML. Lists show twenty to a hundred: a template takes several times as long."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

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
    named: bool = False,
) -> SafeString:
    """The item of `article`, whose address is `there`.

    `opening` stands above the facts, `snippets` below, the number of `matches` among them; `of_one_issue` leaves out
    what all have in common, `full` says all that is known, `named` of which newspaper it is.
    """
    lines = [
        f'<article class="item{" hit" if full else ""}">',
        f'<h3><a href="{conditional_escape(there)}">{_decks(shown)}</a></h3>',
        *([f'<p class="opening">{conditional_escape(opening)}</p>'] if opening else []),
        '<p class="facts">',
        *([f"<span>{conditional_escape(article.newspaper.name)}</span>"] if named else []),
        *_facts(article, of_one_issue, full),
        *([f"<span>{conditional_escape(shown.byline)}</span>"] if shown.byline else []),
        *([f"<span>命中{matches}处</span>"] if matches else []),
        "</p>",
        *(f'<p class="snippet">{conditional_escape(snippet)}</p>' for snippet in snippets),
        "</article>",
    ]
    return mark_safe("\n".join(lines))  # noqa: S308  (every part is escaped)


def _decks(shown: ShownWords) -> str:
    """引题, 主题, 副题."""
    title = f'<span class="title">{conditional_escape(shown.title)}</span>'
    kicker = f'<span class="kicker">{conditional_escape(shown.kicker)}</span> ' if shown.kicker else ""
    subtitle = f' <span class="subtitle">{conditional_escape(shown.subtitle)}</span>' if shown.subtitle else ""
    return kicker + title + subtitle


def _facts(article: Article, of_one_issue: bool, full: bool) -> Iterator[str]:
    """Where and when it was printed."""
    issue, page, column = article.issue, article.page, article.column
    if not of_one_issue:
        if issue and article.day:
            when = f'<time datetime="{article.iso_date}">{article.date_text}</time>'
            yield f'<span><a href="{issue.get_absolute_url()}">{when}</a> {article.weekday}</span>'
        else:
            guess = ' class="guess" title="据文中内容推定"' if article.date_is_guessed else ""
            yield f"<span{guess}>{article.date_text}</span>"
        if full and issue and issue.total_number:
            yield f"<span>总第{issue.total_number}期</span>"
        if page:
            yield f'<a href="{conditional_escape(page.get_absolute_url())}">{conditional_escape(page.name)}</a>'
    if column:
        yield f'<a href="{conditional_escape(column.get_absolute_url())}">{conditional_escape(column.name)}</a>'
