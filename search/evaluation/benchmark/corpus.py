"""Articles for a benchmark: from a JSON Lines file, and where that is shorter than asked, made of its paragraphs."""

import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path


@dataclass(frozen=True)
class BenchArticle:
    number: int
    title: str
    paragraphs: tuple[str, ...]
    date: str  # ISO, or ""
    category: str
    source: str


def read_corpus(path: Path) -> Iterator[BenchArticle]:
    """`path` holds objects with title, body (a paragraph a line), date, category, source; .xz is unpacked."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            row = json.loads(line)
            paragraphs = tuple(text for text in row["body"].split("\n") if text.strip())
            yield BenchArticle(
                number, row["title"], paragraphs, row.get("date") or "", row.get("category", ""), row.get("source", "")
            )


def corpus_articles(path: Path, count: int, seed: int = 1) -> tuple[list[BenchArticle], int]:
    """`count` articles, and how many of them the file holds; the rest are recombined from those."""
    found = list(islice(read_corpus(path), count))
    real = len(found)
    rng = random.Random(seed)  # noqa: S311 (no secret)
    for number in range(real + 1, count + 1):
        model = found[rng.randrange(real)]
        paragraphs = tuple(
            rng.choice(other.paragraphs)
            for other in (found[rng.randrange(real)] for _ in model.paragraphs)
            if other.paragraphs
        )
        title = found[rng.randrange(real)].title
        found.append(BenchArticle(number, title, paragraphs, model.date, model.category, model.source))
    return found, real
