"""How an editor finds articles by words: those published through the index, which knows every word of them; those that
readers cannot reach, which it does not know, by comparing their texts."""

import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from archive.language.folding import fold
from archive.models import Article, ArticleSection, Status

SHORT_TEXTS = ("kicker", "title", "subtitle", "byline")
LONG_TEXTS = ("heading", "body")
# What may be a permanent number, alone or in the name that a picker gives an article.
_NUMBERS = re.compile(r"[0-9a-z]+")
# Keys taken from the index at most: the database takes a bounded number of values.
MOST_FOUND = 10_000
TOO_MANY = f"所找的词见于太多文章，只列出最新的 {MOST_FOUND} 篇；请再加一个词，或用右边的筛选。"
NO_INDEX = "检索索引现在不能用，只在标题和署名里找了，没有找正文。请稍后再试；一直这样，请告诉管理员。"


def articles_with(articles: QuerySet[Article], words: str) -> tuple[QuerySet[Article], str]:
    """Those of `articles` that have all of `words`, or this permanent number; and what the editor is to be told."""
    by_number = articles.filter(permanent_id__in=_NUMBERS.findall(words))
    if by_number.exists():
        return by_number, ""
    by_index: Callable[[str, int], list[int] | None] = import_string(settings.ARTICLES_BY_WORDS)
    keys = by_index(words, MOST_FOUND)
    if keys is None:
        return articles.filter(having(fold(words).split(), bodies=False)), NO_INDEX
    unpublished = Article.objects.exclude(status=Status.PUBLISHED).filter(having(fold(words).split()))
    found = articles.filter(Q(pk__in=keys) | Q(pk__in=unpublished.order_by().values("pk")))
    return found, TOO_MANY if len(keys) == MOST_FOUND else ""


def having(words: Iterable[str], bodies: bool = True) -> Q:
    """Articles that have each of these folded words in a headline, the byline or (`bodies`) in a section."""
    every = Q()
    for word in words:
        sections = ArticleSection.objects.filter(containing(LONG_TEXTS, word), article=OuterRef("pk"))
        every &= containing(SHORT_TEXTS, word) | Q(Exists(sections)) if bodies else containing(SHORT_TEXTS, word)
    return every


def containing(fields: Iterable[str], word: str) -> Q:
    any_field = Q()
    for field in fields:
        any_field |= Q(**{f"{field}__folded__contains": word})
    return any_field
