"""Sentences that stand, word for word, in articles that were withdrawn.

The index has none of these. Their rows are looked through, and only for a whole long sentence, and what is told is what
the address of the article tells by itself (410): whoever has the sentence learns where it was, and nobody learns a text
by guessing at it.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch

from archive.language.bulk_folding import fold_at_once
from archive.language.folding import strip_space
from archive.models import Article, ArticleSection, Figure, Newspaper, Status
from search.research.quotations.sentences import comparable

SHORTEST_WITHDRAWN = 15  # characters
MOST_WITHDRAWN = 500  # articles, those withdrawn last
LINE_END = "\n"


def withdrawn_holders(asked: Iterable[str], only: Newspaper | None) -> dict[str, Article]:
    """Of the sentences, as they are compared, those that stand in an article withdrawn, with the one withdrawn last."""
    wanted = {comparable(each): each for each in asked if len(each) >= SHORTEST_WITHDRAWN}
    held: dict[str, Article] = {}
    for article in _withdrawn(only) if wanted else ():
        text = comparable(strip_lines(_texts(article)))
        held |= {each: article for each in wanted if each not in held and each in text}
    return {wanted[each]: article for each, article in held.items()}


def strip_lines(texts: Sequence[str]) -> str:
    """The texts folded, without white space, each a line."""
    lines = LINE_END.join(texts).splitlines()
    return LINE_END.join(strip_space(line) for line in fold_at_once(LINE_END.join(lines)).split(LINE_END))


def _withdrawn(only: Newspaper | None) -> Iterable[Article]:
    """What was put into another article is read there."""
    rows = Article.objects.filter(status=Status.WITHDRAWN, replaced_by=None)
    rows = rows.filter(newspaper=only) if only else rows
    sections = Prefetch("sections", ArticleSection.objects.only("article", "heading", "body"))
    figures = Prefetch("figures", Figure.objects.only("article", "caption"))
    shown = rows.select_related("newspaper").defer("claims", "newspaper__profile").prefetch_related(sections, figures)
    return shown.order_by("-withdrawn_at", "-pk")[:MOST_WITHDRAWN]


def _texts(article: Article) -> list[str]:
    parts = [text for section in article.sections.all() for text in (section.heading, section.body)]
    decks = (article.kicker, article.title, article.subtitle, article.editor_note)
    return [*decks, *parts, *(figure.caption for figure in article.figures.all())]
