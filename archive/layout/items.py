"""An article as an item of a list, as HTML; an issue as a row. Lists show twenty to a hundred: a template takes several
times as long."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe

from archive.language.dates import in_chinese
from archive.language.titles import UNTITLED
from archive.layout.bylines import set_byline
from archive.layout.summaries import news_of
from archive.layout.typesetting import set_headline, set_summary, set_text
from archive.models import Article
from archive.models.issue import ListedIssue
from archive.models.shown_articles import HeadlineLink

OPENING_CHARACTERS = 60  # characters


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
    snippets: Sequence[str] = (),
    matches: int = 0,
    named: bool = False,
) -> SafeString:
    """The item of `article` as a search finds it, whose address is `there`: all that is known of it, of which newspaper
    it is where that is to be `named`, the number of `matches`, the `snippets`."""
    lines = [
        '<article class="item hit">',
        f'<h3><a href="{escape(there)}">{_decks(shown)}</a></h3>',
        '<p class="facts">',
        *([f"<span>{set_headline(article.newspaper.name)}</span>"] if named else []),
        *_when(article, numbered=True),
        *_where(article),
        *([f"<span>{set_byline(article, shown.byline)}</span>"] if shown.byline else []),
        *([f"<span>命中{matches}处</span>"] if matches else []),
        "</p>",
        *(f'<p class="snippet">{set_summary(snippet)}</p>' for snippet in snippets),
        "</article>",
    ]
    return mark_safe("\n".join(lines))  # noqa: S308  (every part is escaped)


class Listed(Protocol):
    """A hit of a list, as its item shows it."""

    @property
    def article(self) -> Article: ...


def article_items(hits: Iterable[Listed], own: object = None) -> SafeString:
    """The articles of a list, each with how its news begins; the day stands where it is another than above.

    `own` is the column, the section of the paper or the contributor whose list it is: no article says that again.
    """
    items, day = [], ""
    for hit in hits:
        article, said = hit.article, "".join(_when(hit.article))
        heading = f'<p class="day">{said}</p>\n' if said != day else ""
        items.append(f"<li>{heading}{_listed(article, own)}</li>\n")
        day = said
    return mark_safe(f'<ol class="items">\n{"".join(items)}</ol>')  # noqa: S308  (items are HTML)


def _listed(article: Article, own: object) -> str:
    opening = news_of(article, OPENING_CHARACTERS)
    facts = list(_where(article, own))
    if article.byline and {part.contributor for part in article.contributions.all()} != {own}:
        facts.append(f"<span>{set_byline(article)}</span>")
    lines = [
        '<article class="item">',
        f'<h3><a href="{escape(article.get_absolute_url())}">{_decks(article)}</a></h3>',
        *([f'<p class="opening">{set_text(opening)}</p>'] if opening else []),
        *(['<p class="facts">', *facts, "</p>"] if facts else []),
        "</article>",
    ]
    return "\n".join(lines)


def _decks(shown: ShownWords) -> str:
    """引题, 主题, 副题."""
    title = f'<span class="title">{set_headline(shown.title or UNTITLED)}</span>'
    kicker = f'<span class="kicker">{set_headline(shown.kicker)}</span> ' if shown.kicker else ""
    subtitle = f' <span class="subtitle">{set_headline(shown.subtitle)}</span>' if shown.subtitle else ""
    return kicker + title + subtitle


def _when(article: Article, numbered: bool = False) -> Iterator[str]:
    """The day, which leads to its issue, and the weekday; where it is to be `numbered`, the issue's number."""
    issue = article.issue
    if issue and article.day:
        when = f'<time datetime="{article.iso_date}">{article.date_text}</time>'
        weekday = f'<span class="weekday"> {article.weekday}</span>'
        yield f'<span><a href="{issue.get_absolute_url()}">{when}</a>{weekday}</span>'
    else:
        yield f"<span>{article.date_text}</span>"
    if numbered and issue and issue.total_number:
        yield f"<span>{issue.number_text}</span>"


def _where(article: Article, own: object = None) -> Iterator[str]:
    """The page, without its section where that is `own`, and the column where it is another."""
    page, column = article.page, article.column
    if page:
        name = page.label if page.section and page.section == own else page.name
        yield f'<a href="{escape(page.get_absolute_url())}">{set_headline(name)}</a>'
    if column and column != own:
        yield f'<a href="{escape(column.get_absolute_url())}">{set_headline(column.name)}</a>'


def headlines(articles: Sequence[Article], most: int = 0, more: str = "") -> SafeString:
    """A list of headlines and nothing else, each a link; of more than `most`, where that is given, the first, and a
    link to the address `more`, where all are. Those without a known day say of when they are."""
    shown = articles[:most] if most else articles
    lines = [f"<li>{headline_link(article)}{_vaguely(article)}</li>" for article in shown]
    if len(articles) > len(shown):
        lines.append(f'<li class="more"><a href="{more}">还有{len(articles) - len(shown)}篇</a></li>')
    return mark_safe('<ol class="headlines">\n' + "\n".join(lines) + "\n</ol>")  # noqa: S308  (escaped)


def _vaguely(article: Article) -> str:
    return "" if article.day else f' <span class="count">{article.date_text}</span>'


def headline_link(article: Article) -> str:
    """The main deck as a link, as HTML."""
    return _linked(article.title, article.get_absolute_url())


def _linked(title: str, there: str) -> str:
    return f'<a href="{there}">{set_headline(title or UNTITLED)}</a>'


def issue_rows(issues: Iterable[ListedIssue], leads: Mapping[int, HeadlineLink], whole_day: bool = False) -> SafeString:
    """Issues as rows: the day, which leads to the issue, weekday and number, the lead's headline.

    `leads` has them under the primary key of the issue. `whole_day` says year and month, where no heading does.
    """
    return mark_safe(  # noqa: S308  (escaped)
        '<ol class="issues">\n'
        + "\n".join(_issue_row(issue, leads.get(issue.pk), whole_day) for issue in issues)
        + "</ol>"
    )


def _issue_row(issue: ListedIssue, lead: HeadlineLink | None, whole_day: bool) -> str:
    day = in_chinese(issue.date) if whole_day else f"{issue.date.day}日"
    number = f" · {issue.number_text}" if issue.total_number else ""
    headline = f"<h3>{_linked(*lead)}</h3>" if lead else ""
    when = f'<time datetime="{issue.date.isoformat()}">{day}</time>'
    link = f'<a href="{issue.get_absolute_url()}">{when}</a>'
    return f'<li><p class="when">{link} <span>{issue.weekday}{number}</span></p>{headline}</li>'
