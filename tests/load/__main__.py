"""`make load`: how many requests a second the archive in DATA_DIR answers, and what it does when more are offered.

A mix of articles, searches and lists is offered in steps, each half as much again as the one before, until a tenth is
refused or late by two seconds; the empty page of the same machine and hour likewise. Then the siege: 200 searches a
second beside 100 half-sent requests, while /livez and articles are asked for. With --nginx all of it through nginx.
"""

import argparse
import asyncio
import multiprocessing
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import reduce
from operator import add
from typing import IO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from tests.load.client import Outcomes, Stream, offer  # noqa: E402
from tests.load.sites import EMPTY, SHARES, Site, mix, served  # noqa: E402

FIRST_RATE = 4.0  # requests a second
STEP = 1.5
LATE_MILLISECONDS = 2000
HEAD = """| offered | a second | answered a second | p50 / p95 / p99 ms | refused | errors | workers' own MB |
|---|---|---|---|---|---|---|"""
HALF = b"POST /articles/a/correct/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"


def row(name: str, outcomes: Outcomes, seconds: float, memory: str = "") -> str:
    times = " / ".join(f"{outcomes.percentile(part):.0f}" for part in (0.5, 0.95, 0.99))
    errors = ", ".join(f"{count} {end}" for end, count in outcomes.errors.items()) or "0"
    answered = len(outcomes.seconds) / seconds
    offered = outcomes.offered / seconds
    return f"| {name} | {offered:.1f} | {answered:.1f} | {times} | {outcomes.refused} | {errors} | {memory} |"


def is_saturated(outcomes: Outcomes) -> bool:
    lost = outcomes.refused + outcomes.errors.total()
    return lost > 0.1 * outcomes.offered or outcomes.percentile(0.95) > LATE_MILLISECONDS


def climb(site: Site, asked: list[tuple[str, str]], first: float, seconds: float) -> Iterator[str]:
    """A row a step and kind, until it is saturated."""
    asyncio.run(offer(site, min(seconds, 5), Stream(asked, first)))  # opens index and database
    rate = first
    while True:
        outcomes = asyncio.run(offer(site, seconds, Stream(asked, rate)))
        whole = reduce(add, outcomes.values())
        yield row(f"{rate:.0f} a second", whole, seconds, f"{site.private_megabytes():.0f}")
        if len(outcomes) > 1:
            yield from (row(f"- {kind}", each, seconds) for kind, each in outcomes.items())
        if is_saturated(whole):
            return
        rate *= STEP


@contextmanager
def half_requests(site: Site, count: int) -> Iterator[None]:
    """So many clients that sent half of a request, and send no more."""
    port = int(site.address.rpartition(":")[2])
    clients = []
    for number in range(count):
        client = socket.create_connection(("127.0.0.1", port), source_address=(f"127.0.4.{number + 1}", 0))
        client = site.tls.wrap_socket(client) if site.tls else client
        client.sendall(HALF)
        clients.append(client)
    try:
        yield
    finally:
        for client in clients:
            client.close()


def siege(site: Site, asked: list[tuple[str, str]], seconds: float, searches: float, half: int) -> dict[str, Outcomes]:
    """What came of /livez (10 a second), articles (5) and searches beside `half` half-sent requests."""
    articles = [each for each in asked if each[0] == "article"]
    asyncio.run(offer(site, 5, Stream(asked, 5)))  # opens index and database
    crowd = Stream([each for each in asked if each[0] == "search"], searches)
    watchers = Stream([("/livez", "/livez")], 10), Stream(articles, 5)
    # Two processes, as what one client computes would count as the other's time.
    with half_requests(site, half), ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as clients:
        running = [clients.submit(run_offer, site, seconds, *streams) for streams in (watchers, (crowd,))]
        return running[0].result() | running[1].result()


def run_offer(site: Site, seconds: float, *streams: Stream) -> dict[str, Outcomes]:
    return asyncio.run(offer(site, seconds, *streams))


def measured(options: argparse.Namespace, asked: list[tuple[str, str]], log: IO[str]) -> Iterator[str]:
    """The rows of the table."""

    def serving(app: str) -> AbstractContextManager[Site]:
        return served(app, options.nginx, options.workers, log)

    if not options.siege_only:
        with serving(EMPTY) as site:
            yield "| the empty page | | | | | | |"
            yield from climb(site, [("empty", "/")], 100, options.seconds / 4)
        with serving("config.wsgi") as site:
            yield "| the mix | | | | | | |"
            yield from climb(site, asked, FIRST_RATE, options.seconds)
    with serving("config.wsgi") as site:
        yield "| siege: 100 half-sent requests beside | | | | | | |"
        for kind, outcomes in siege(site, asked, options.seconds, 200, 100).items():
            yield row(kind, outcomes, options.seconds)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--nginx", action="store_true", help="through nginx, as deploy/nginx.conf has it")
    parser.add_argument("--workers", type=int, default=2, help="of gunicorn (2)")
    parser.add_argument("--seconds", type=float, default=20, help="of each step (20)")
    parser.add_argument("--siege-only", action="store_true", help="no steps")
    options = parser.parse_args()
    asked = mix(20_000)
    way = "through nginx" if options.nginx else "gunicorn alone"
    mixed = ", ".join(f"{share:.0%} {kind}" for kind, share in SHARES.items())
    with tempfile.NamedTemporaryFile("w", prefix="load-", suffix=".log", delete=False) as log:
        print(f"{way}, {options.workers} workers, load of the machine before {os.getloadavg()[0]:.1f}; {mixed}")
        print(f"What the servers log, a line a request: {log.name}\n\n{HEAD}", flush=True)
        for line in measured(options, asked, log):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
