"""How well searches rank: questions whose right articles are known, asked as a reader would type them."""

import datetime
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from archive.models import Article, ArticleSection, Basis, Newspaper, Precision
from search.query import SearchRequest, ranked

DEPTH = 10
BATCH = 1000


@dataclass(frozen=True)
class Scores:
    """Means over the queries: MRR@10 of the first right article, Recall@10, share of queries that found nothing."""

    mrr: float
    recall: float
    zero_hit: float
    queries: int

    def __str__(self) -> str:
        return (
            f"MRR@{DEPTH} {self.mrr:.3f} Recall@{DEPTH} {self.recall:.3f} "
            f"zero-hit {self.zero_hit:.3f} queries {self.queries}"
        )


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, packed by xz or plain. ValueError names the line that is none."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}, line {number}: no JSON object ({error}).") from error


def store(records: Iterable[Mapping[str, Any]], newspaper: Newspaper) -> dict[str, int]:
    """Articles made of records with id, title, text or body, and date where known; their primary keys by id."""
    keys: dict[str, int] = {}
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        articles = [_article(record, newspaper) for record in batch]
        rows = Article.objects.bulk_create(articles)
        ArticleSection.objects.bulk_create(
            ArticleSection(article=row, body=record.get("text") or record.get("body") or "")
            for row, record in zip(rows, batch, strict=True)
        )
        keys |= {str(record["id"]): row.pk for row, record in zip(rows, batch, strict=True)}
    return keys


def _article(record: Mapping[str, Any], newspaper: Newspaper) -> Article:
    article = Article(newspaper=newspaper, permanent_id=uuid4().hex, title=(record.get("title") or "")[:500])
    if date := record.get("date"):
        article.date = datetime.date.fromisoformat(date)
        article.date_precision, article.date_basis = Precision.DAY, Basis.TEXT
    return article


def evaluate(queries: Iterable[Mapping[str, Any]], keys: Mapping[str, int], newspaper: Newspaper) -> Scores:
    """Ask each `query` and compare the first ten articles with the ids in `relevant`."""
    reciprocal = recall = zero = asked = 0.0
    for query in queries:
        right = {keys[str(name)] for name in query["relevant"]}
        found = ranked(SearchRequest.from_params({"q": query["query"]}, newspaper), DEPTH)
        places = [place for place, key in enumerate(found, start=1) if key in right]
        asked += 1
        reciprocal += 1 / places[0] if places else 0
        recall += len(places) / len(right)
        zero += not found
    if not asked:
        raise ValueError("No queries: give a file with one JSON object (qid, query, relevant) a line.")
    return Scores(reciprocal / asked, recall / asked, zero / asked, int(asked))
