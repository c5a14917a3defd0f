"""Whole pages of this archive out of one gunicorn worker: the second table."""

import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from archive.models import Article, Column, Issue
from search.index.opened import default_index

MB = 1_000_000


def addresses(each: int, seed: int) -> dict[str, list[str]]:
    """Row -> addresses: typed searches out of the articles' own words, suggestions a keystroke, lists."""
    rng = random.Random(seed)  # noqa: S311
    keys = list(Article.objects.published().values_list("pk", flat=True))
    articles = Article.objects.filter(pk__in=rng.sample(keys, min(each, len(keys)))).select_related("newspaper")
    titles = [article.title for article in articles]
    every_issue = list(Issue.objects.select_related("newspaper").order_by("pk"))
    issues = rng.sample(every_issue, min(each, len(every_issue)))
    index = default_index().reader()
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
        "front page": ["/"] * each,
        "article": [article.get_absolute_url() for article in articles],
        "issue": [issue.get_absolute_url() for issue in issues],
        "list of a year": [f"/issues/{rng.choice(years)}/" for _ in range(each if years else 0)],
        "list of a column": [rng.choice(columns).get_absolute_url() for _ in range(each if columns else 0)],
    }


def measure_pages(each: int, seed: int) -> Iterator[str]:
    """Yields the lines of the table. Each address is asked twice; the first time warms."""
    asked = addresses(each, seed)
    yield f"| p50 / p95 ms at {default_index().reader().count:,} articles | time | processor time | kB, gzip |"
    yield "|---|---|---|---|"
    with worker() as (pid, connection):
        for row, own in asked.items():
            if not own:
                continue
            elapsed: list[float] = []
            sizes = []
            for address in own:
                fetch_page(connection, address)
            began = processor_seconds(pid)
            for address in own:
                started = time.perf_counter()
                body = fetch_page(connection, address)
                elapsed.append(time.perf_counter() - started)
                sizes.append(len(body) / 1000)
            worked = 1000 * (processor_seconds(pid) - began) / len(own)  # what a busy machine does not lengthen
            yield f"| {row} | {percentiles(elapsed)} | {worked:.0f} | {statistics.median(sizes):.0f} |"
        private, mapped = worker_memory(pid)
        yield f"| memory of the worker private / mapped, MB | {private / MB:.0f} / {mapped / MB:.0f} | | |"


@contextmanager
def worker() -> Iterator[tuple[int, HTTPConnection]]:
    """One worker of gunicorn, as `make serve` starts it: its process, and a connection to it that is kept open."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--log-level", "error", "config.wsgi"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL) as master:  # noqa: S603
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            wait_for(connection)
            fetch_page(connection, "/healthz")
            children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
            yield int(children[0]), connection
        finally:
            master.terminate()


def wait_for(connection: HTTPConnection) -> None:
    """Until it listens; raises ConnectionRefusedError after a minute."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return connection.connect()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def fetch_page(connection: HTTPConnection, address: str) -> bytes:
    """What is sent, still packed. Raises HTTPException where it is no page."""
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise HTTPException(f"{address} answered {answer.status}")
    return body


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def worker_memory(pid: int) -> tuple[int, int]:
    """(private, mapped) bytes: what only this process has written, and everything else that it has in memory."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}
    return sizes["Private_Dirty"], sizes["Rss"] - sizes["Private_Dirty"]


def percentiles(seconds: list[float]) -> str:
    """p50 / p95 in milliseconds."""
    milliseconds = sorted(1000 * each for each in seconds)
    return f"{statistics.median(milliseconds):.0f} / {milliseconds[int(0.95 * (len(milliseconds) - 1))]:.0f}"
