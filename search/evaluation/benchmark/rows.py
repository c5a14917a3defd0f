"""The rows of the table: kinds of queries, each drawn many times from the articles themselves."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from search.evaluation.benchmark.corpus import BenchArticle

PAGE = 20
COMMON = (0.03, 0.25)  # part of all articles that hold a common word
RARE = (3, 30)  # articles that hold a rare word
ROWS = (
    "common word",
    "rare word",
    "two ANDed",
    "three ORed",
    "phrase of 4-8",
    "one character",
    "word + years",
    "word + facets",
    "all + facets",
    "page 50",
)


def queries(articles: Sequence[BenchArticle], cut: Sequence[Sequence[str]], each: int, seed: int = 1) -> list[Any]:
    """`each` queries a row. `cut` are the words of each article, title and body."""
    rng = random.Random(seed)  # noqa: S311
    holders = Counter(word for words in cut for word in set(words))
    low, high = (int(part * len(articles)) for part in COMMON)
    common = sorted(word for word, n in holders.items() if len(word) == 2 and low <= n <= high and word.isalpha())
    rare = sorted(word for word, n in holders.items() if len(word) >= 2 and RARE[0] <= n <= RARE[1] and word.isalpha())
    drawn: list[Any] = []

    def add(row: str, **asked: Any) -> None:
        plain = {"words": [], "any": False, "phrase": "", "years": None, "facets": False, "start": 0}
        drawn.append({"row": row, **plain, **asked})

    for _ in range(each):
        add("common word", words=[rng.choice(common)])
        add("rare word", words=[rng.choice(rare)])
        add("two ANDed", words=rng.sample(common, 2))
        add("three ORed", words=rng.sample(common, 3), any=True)
        add("phrase of 4-8", phrase=drawn_run(rng, articles, rng.randint(4, 8)))
        add("one character", phrase=drawn_run(rng, articles, 1))
        add("word + years", words=[rng.choice(common)], years=years(rng, articles))
        add("word + facets", words=[rng.choice(common)], facets=True)
        add("all + facets", facets=True)
        add("page 50", words=[rng.choice(common)], start=49 * PAGE)
    return drawn


def drawn_run(rng: random.Random, articles: Sequence[BenchArticle], size: int) -> str:
    """A run of ideographs out of some paragraph."""
    while True:
        paragraphs = rng.choice(articles).paragraphs
        text = rng.choice(paragraphs) if paragraphs else ""
        if len(text) >= size:
            start = rng.randrange(len(text) - size + 1)
            piece = text[start : start + size]
            if all("\u4e00" <= character <= "\u9fff" for character in piece):
                return piece


def years(rng: random.Random, articles: Sequence[BenchArticle]) -> tuple[int, int]:
    """Two neighbouring years that have articles."""
    known = sorted({int(article.date[:4]) for article in articles if article.date})
    return rng.choice(list(pairwise(known))) if len(known) > 1 else (known[0], known[0])
