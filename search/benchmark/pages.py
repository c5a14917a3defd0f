"""Whole pages of this archive, asked through Django as a gunicorn worker asks: the second table."""

import gc
import random
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from django.test import Client

from archive.models import Article, Column
from search.engine.backend import reader

from .contender import memory

MB = 1_000_000


def addresses(each: int, seed: int) -> dict[str, list[str]]:
    """Row -> addresses: typed searches out of the articles' own words, suggestions a keystroke, lists."""
    rng = random.Random(seed)  # noqa: S311
    keys = list(Article.objects.published().values_list("pk", flat=True))
    titles = list(Article.objects.filter(pk__in=rng.sample(keys, min(each, len(keys)))).values_list("title", flat=True))
    index = reader()
    common = [word for word, held in index.terms("words") if len(word) == 2 and held > 0.02 * index.count]
    years = sorted({date.year for date in Article.objects.filter(date__isnull=False).dates("date", "year")})
    columns = list(Column.objects.all())

    def search(**params: object) -> str:
        return "/search/?" + urlencode(params)

    return {
        "common word": [search(q=rng.choice(common)) for _ in range(each)],
        "two words": [search(q=" ".join(rng.sample(common, 2))) for _ in range(each)],
        "title as typed": [search(q=title) for title in titles],
        "quoted run": [search(q=f'"{title[:6]}"') for title in titles],
        "word, newest first, page 5": [search(q=rng.choice(common), sort="newest", page=5) for _ in range(each)],
        "no words": [search(page=rng.randint(1, 20)) for _ in range(each)],
        "suggestion, a keystroke": [
            "/search/suggest/?" + urlencode({"q": title[:n]}) for title in titles for n in (1, 2, 3)
        ],
        "list of a year": [f"/issues/{rng.choice(years)}/" for _ in range(each if years else 0)],
        "list of a column": [rng.choice(columns).get_absolute_url() for _ in range(each if columns else 0)],
    }


def run(each: int, seed: int) -> Iterator[str]:
    """Yields the lines of the table. Each address is asked twice; the first time warms."""
    client = Client(HTTP_ACCEPT_ENCODING="gzip")
    yield f"| p50 / p95 ms at {reader().count:,} articles | time | processor time | kB, gzip |"
    yield "|---|---|---|---|"
    for row, asked in addresses(each, seed).items():
        if not asked:
            continue
        elapsed: list[float] = []
        worked: list[float] = []
        sizes = []
        for address in asked:
            client.get(address)
        gc.collect()
        for address in asked:
            started, began = time.perf_counter(), time.process_time()
            answer = client.get(address)
            elapsed.append(time.perf_counter() - started)
            worked.append(time.process_time() - began)  # what a busy machine does not lengthen
            sizes.append(len(answer.content) / 1000)
            if answer.status_code != 200:
                yield f"{address} answered {answer.status_code}"
        yield f"| {row} | {percentiles(elapsed)} | {percentiles(worked)} | {statistics.median(sizes):.0f} |"
    private, shared = memory()
    yield f"| memory private / shared, MB | {private / MB:.0f} / {shared / MB:.0f} | | |"


def percentiles(seconds: list[float]) -> str:
    """p50 / p95 in milliseconds."""
    milliseconds = sorted(1000 * each for each in seconds)
    return f"{statistics.median(milliseconds):.0f} / {milliseconds[int(0.95 * (len(milliseconds) - 1))]:.0f}"
