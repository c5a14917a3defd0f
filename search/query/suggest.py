"""Suggestions while one types: words, names, columns and titles, by characters, pinyin or initials.

Words and names come from the table that index.suggestion_table keeps, titles from the search itself.
"""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.language import pinyin
from archive.language.folding import fold, strip_space
from archive.models import Article, Newspaper
from search.models import Suggestion
from search.query import SearchRequest, ranked
from search.query.syntax import AllOf, Term

LONGEST = 40  # characters typed that are looked at
SHOWN = 8
TITLES = 3
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LETTERS = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True)
class Suggested:
    """`text` goes into the box; `kind` is what a reader is told it is."""

    text: str
    kind: str


def suggest(typed: str, newspaper: Newspaper | None, limit: int = SHOWN) -> list[Suggested]:
    """What may be meant by what is typed so far, the most frequent first, then titles that hold it.

    Raises search.store.damage.IndexUnavailable where no index answers.
    """
    key = strip_space(fold(typed))[:LONGEST]
    if not key:
        return []
    words = [Suggested(row.text, row.get_kind_display()) for row in _beginning_with(key)[:limit]]
    if not HAN.search(key) or len(key) < 2:
        return words
    asked = SearchRequest(newspaper, typed=AllOf((Term(key, "title", exact=True),)), sort="newest")
    titles = Article.objects.in_bulk(ranked(asked, TITLES))
    found = [*words[: limit - len(titles)], *(Suggested(article.title, "标题") for article in titles.values())]
    return list({suggested.text: suggested for suggested in found}.values())


def _beginning_with(key: str) -> QuerySet[Suggestion]:
    """Rows whose text, pinyin or initials begin so; `高x` asks both for 高 and for gaox."""
    wanted = _from("folded", key)
    if LETTERS.fullmatch(key):
        letters = key.replace("'", "")
        wanted |= _from("spelling", letters) | _from("initials", letters)
    elif LETTERS.search(key[-1]) and HAN.match(key):
        typed = LETTERS.split(key)[0]
        wanted |= _from("spelling", pinyin.spelled(key)) & _from("folded", typed)
        wanted |= _from("initials", pinyin.initials(typed) + key[len(typed) :]) & _from("folded", typed)
    return Suggestion.objects.filter(wanted).order_by("-articles", "folded")


def _from(field: str, start: str) -> Q:
    """`field` begins with `start`, as a range: SQLite uses its index for that, and not for LIKE."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": start + chr(0x10FFFF)})
