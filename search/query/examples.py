"""What a newspaper's own readers would look for: the examples of the search's help."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.language import pinyin
from archive.language.bulk_segmentation import bulk_words
from archive.language.folding import fold
from archive.models import Article, Newspaper
from search.models import Suggestion, SuggestionCount

NEWEST = 300  # articles whose headlines are looked at
LOOKED_AT = 50  # names, the most frequent
# Shorter words are mostly of everyday language.
WORD = re.compile(r"[\u4e00-\u9fff]{3,6}")
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
COLUMN = re.compile(r"\w{2,8}")


@dataclass(frozen=True)
class Examples:
    """`words`, three that its headlines of late have; `authors`, two; a `column`. What it does not have is named in
    general."""

    words: Sequence[str]
    authors: Sequence[str]
    column: str

    @property
    def initials(self) -> str:
        return pinyin.initials(self.words[0])

    @property
    def spelled(self) -> str:
        return pinyin.spelled(self.words[1])


def examples_of(newspaper: Newspaper) -> Examples:
    """Those of a newspaper, made of its newest headlines and its most frequent names; of one without articles, in
    general."""
    kinds = Suggestion.Kind
    words = _words_of_headlines(newspaper)[:3]
    authors = [name for name in _most_frequent(newspaper, kinds.CONTRIBUTOR) if NAME.fullmatch(name)][:2]
    columns = (name for name in _most_frequent(newspaper, kinds.COLUMN) if COLUMN.fullmatch(name))
    return Examples(
        (*words, *("检索词", "另一个词", "第三个词")[len(words) :]),
        (*authors, *("张三", "李四")[len(authors) :]),
        next(columns, "栏目名"),
    )


def _words_of_headlines(newspaper: Newspaper) -> list[str]:
    """The most frequent first, of many alike the longest; as they are printed, where folding leaves them so."""
    newest = Article.objects.published().filter(newspaper=newspaper).order_by("-date", "position", "id")
    titles = set(newest.values_list("title", flat=True)[:NEWEST])
    words = Counter(word for title in titles for word in set(bulk_words(fold(title))) if WORD.fullmatch(word))
    printed = [word for word in words if any(word in title for title in titles)]
    return sorted(printed, key=lambda word: (-words[word], -len(word), word))


def _most_frequent(newspaper: Newspaper, kind: str) -> list[str]:
    rows = SuggestionCount.objects.filter(newspaper=newspaper, suggestion__kind=kind)
    return list(rows.order_by("-articles", "suggestion__text").values_list("suggestion__text", flat=True)[:LOOKED_AT])
