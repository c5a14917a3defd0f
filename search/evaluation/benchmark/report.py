"""Cuts the articles once, lets each contender build and answer in a process of its own, and makes the table."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from archive.language.bulk_segmentation import bulk_words
from archive.language.folding import fold, strip_space
from search.evaluation.benchmark import corpus, rows

HERE = Path(__file__).parent
# Xapian's binding comes with the system's Python, not from a package index.
SYSTEM_PYTHON = "/usr/bin/python3"
ENGINES = {"baoku": sys.executable, "fts5": sys.executable, "xapian": SYSTEM_PYTHON, "tantivy": sys.executable}
# Seconds a query: only where it is asked for, with few queries.
SLOW_ENGINES = {"stock": sys.executable}
MB = 1_000_000


def compare_engines(
    path: Path, count: int, engines: Sequence[str], each: int, seed: int, keep: Path | None
) -> Iterator[str]:
    """Yields the lines of the report."""
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-search-")))
        folder.mkdir(parents=True, exist_ok=True)
        tokens, asked = folder / f"tokens-{count}.jsonl", folder / f"queries-{count}-{each}-{seed}.json"
        if not tokens.exists() or not asked.exists():
            yield from prepare(path, count, each, seed, tokens, asked)
        results = []
        for name in engines:
            try:
                results.append(contend(name, tokens, asked, folder / f"{name}-{count}"))
            except subprocess.CalledProcessError as error:
                yield f"{name} failed: {error.stderr.strip().splitlines()[-1]}"
        yield from table(results, count)


def contend(name: str, tokens: Path, asked: Path, folder: Path) -> dict[str, Any]:
    """Build where nothing is kept, then ask, in processes of their own, so that memory is that of asking."""

    def call(verb: str, data: Path) -> dict[str, Any]:
        command = [(ENGINES | SLOW_ENGINES)[name], str(HERE / "contender.py"), verb, name, str(data), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    built = {} if folder.exists() else call("build", tokens)
    return {"engine": name, **built, **call("ask", asked)}


def prepare(path: Path, count: int, each: int, seed: int, tokens: Path, asked: Path) -> Iterator[str]:
    articles, real = corpus.corpus_articles(path, count, seed)
    yield f"{count} articles: {real} of {path.name}" + (
        f", {count - real} recombined from their paragraphs (seed {seed})." if count > real else "."
    )
    bulk_words("预热")  # the dictionary is loaded before the clock starts and the processes fork
    started = time.perf_counter()
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        lines = list(pool.map(token_row, articles, chunksize=500))
    took = time.perf_counter() - started
    yield f"Segmentation by all processes: {count / took:,.0f} articles a second."
    tokens.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    cut = [(row["title"] + " " + row["body"]).split() for row in map(json.loads, lines)]
    asked.write_text(json.dumps(rows.queries(articles, cut, each, seed)), encoding="utf-8")


def token_row(article: corpus.BenchArticle) -> str:
    folded = [fold(text) for text in (article.title, *article.paragraphs)]
    cut = [" ".join(bulk_words(text)) for text in folded]
    date = article.date.replace("-", "")
    return json.dumps(
        {
            "id": article.number,
            "title": cut[0],
            "body": "\n".join(cut[1:]),
            "characters": " ".join(strip_space("".join(cut))),
            "year": int(date[:4] or 0),
            "month": int(date[:6] or 0),
            "category": article.category or "none",
            "source": article.source or "none",
        },
        ensure_ascii=False,
    )


def table(results: Sequence[dict[str, Any]], count: int) -> Iterator[str]:
    columns = [(result, mode) for result in results for mode in ("off", "on") if mode in result]
    names = [result["engine"] + (", cache on" if mode == "on" else "") for result, mode in columns]
    yield ""
    yield f"| p50 / p95 ms at {count:,} | " + " | ".join(names) + " |"
    yield "|---|" + "---|" * len(names)
    for row in rows.ROWS:
        yield f"| {row} | " + " | ".join(times(result[mode][row]) for result, mode in columns) + " |"
    yield "| build, articles a second | " + " | ".join(rate(result) for result, _ in columns) + " |"
    yield "| index, MB | " + " | ".join(f"{result['bytes'] / MB:,.0f}" for result, _ in columns) + " |"
    memory = (f"{result['private'] / MB:,.0f} / {result['shared'] / MB:,.0f}" for result, _ in columns)
    yield "| memory private / shared, MB | " + " | ".join(memory) + " |"


def times(seconds: Sequence[float]) -> str:
    milliseconds = sorted(1000 * each for each in seconds)
    quantiles = statistics.median(milliseconds), milliseconds[int(0.95 * (len(milliseconds) - 1))]
    return " / ".join(f"{value:.3f}" if value < 0.1 else f"{value:.2f}" for value in quantiles)


def rate(result: dict[str, Any]) -> str:
    return f"{result['articles'] / result['build_seconds']:,.0f}" if "build_seconds" in result else "kept"
