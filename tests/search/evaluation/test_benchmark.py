"""The benchmark itself: what it makes of a short corpus, and that the engines it compares answer alike."""

import json
import random

import pytest

from archive.language.folding import fold
from search.evaluation.benchmark import corpus, report, rows
from tests.conftest import SEEDS

COUNT = 60


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A corpus of 40 articles out of the seeds' lines, shorter than what is asked of it."""
    lines = [line for seed in sorted(SEEDS.iterdir()) for line in seed.read_text(encoding="utf-8").splitlines() if line]
    rng = random.Random(1)
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(40):
            body = "\n".join(rng.choices(lines, k=8))
            row = {"title": rng.choice(lines), "body": body, "date": f"20{10 + n % 5}-01-02", "category": "要闻"}
            file.write(json.dumps(row) + "\n")
    return path


def test_a_short_corpus_is_recombined_from_its_paragraphs(path):
    articles, real = corpus.corpus_articles(path, COUNT, seed=7)
    assert (len(articles), real) == (COUNT, 40)
    assert [article.number for article in articles] == list(range(1, COUNT + 1))
    paragraphs = {text for article in articles[:40] for text in article.paragraphs}
    assert all(set(article.paragraphs) <= paragraphs for article in articles[40:])
    assert corpus.corpus_articles(path, COUNT, seed=7)[0] == articles
    assert corpus.corpus_articles(path, COUNT, seed=8)[0] != articles


def test_engines_find_the_same_runs_and_our_words_find_no_less(path, tmp_path):
    tokens, asked = tmp_path / "tokens.jsonl", tmp_path / "queries.json"
    list(report.prepare(path, COUNT, 4, 1, tokens, asked))
    ours, theirs = (report.contend(name, tokens, asked, tmp_path / name) for name in ("baoku", "fts5"))
    for row in ("phrase of 4-8", "one character", "all + facets"):
        assert ours["totals"][row] == theirs["totals"][row]
    for row in ("common word", "two ANDed", "word + years"):
        assert all(own >= other for own, other in zip(ours["totals"][row], theirs["totals"][row], strict=True))
    table = "\n".join(report.table([ours, theirs], COUNT))
    assert all(f"| {row} |" in table for row in rows.ROWS)


def test_runs_are_drawn_from_the_articles(path):
    articles, _ = corpus.corpus_articles(path, 40)
    texts = [text for article in articles for text in article.paragraphs]
    drawn = [rows.drawn_run(random.Random(n), articles, 5) for n in range(20)]
    assert all(any(run in text for text in texts) and fold(run) for run in drawn)
