"""Readers all the while, through nginx, beside imports, edits, rebuilds and kills of any of them and of web workers.

A quarter of a minute in `make test`; SOAK_SECONDS=600 in `make soak`, where memory has to stay flat, too.
"""

import asyncio
import itertools
import os
import random
import signal
import ssl
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from http.client import HTTPSConnection
from operator import add
from urllib.parse import quote, urlsplit

from tests.archive.management.processes import Archive, write_records
from tests.config.running_gunicorn import answer_of
from tests.load.client import Stream, offer
from tests.load.sites import SHARES, served
from tests.warm import WarmProcess

SECONDS = int(os.environ.get("SOAK_SECONDS", "15"))
RATE = 4.0  # requests a second
RECORDS = 30  # of an import
PUBLISHED = "SELECT permanent_id, title FROM archive_article WHERE status = 'published'"
# The ratio of the last fifth to the first after warm-up. A short run is still warming.
MOST_GROWTH = 1.1 if SECONDS >= 300 else 2.0


class Unrest:
    """What goes on beside the readers, and what was acknowledged meanwhile."""

    def __init__(self, archive, site, home):
        self.archive, self.site, self.home = archive, site, home
        self.rng = random.Random(16)
        self.imported: set[str] = set()
        self.edited: dict[str, str] = {}
        self.numbers = itertools.count()
        self.kept = 0  # the last import batch that stays
        self.indexer = archive.start("run_indexer")
        self.editor = WarmProcess(["-m", "tests.soak.processes", "edit"], archive.environment)
        assert self.editor.stdout.readline() == "ready\n"

    def bring_in(self):
        """A file of records, killed amid the first time; the same command goes on."""
        number = next(self.numbers)
        titles = [f"第{number}批第{n}件事" for n in range(RECORDS)]
        file = self.home / f"{number}.jsonl"
        write_records(file, titles, authors=7)
        first = self.archive.start("ingest", file)
        time.sleep(self.rng.uniform(0.1, 2))
        first.kill()
        first.communicate()
        self.archive.run("ingest", file)
        self.imported.update(titles)

    def take_back(self):
        """Whatever came after `kept`: the archive stays as large as it was then."""
        held = self.archive.ask("SELECT id FROM archive_importbatch WHERE state != 'undone' ORDER BY id DESC")
        for batch in (batch for (batch,) in held if batch > self.kept):
            self.archive.run("undo_import", batch)

    def change(self):
        """What an editor saved is on the page with the next request."""
        permanent_id, before = self.rng.choice(self.archive.ask(PUBLISHED))
        title = f"改过的第{next(self.numbers)}题"
        self.editor.stdin.write(f"{permanent_id} {title}\n")
        self.editor.stdin.flush()
        assert self.editor.stdout.readline() == f"{title}\n"
        self.edited[permanent_id] = title
        self.imported.discard(before)
        page = self.page(f"/articles/{permanent_id}/")
        assert page is None or title in page

    def page(self, path):
        """As a reader sees it; None where the reader is told to come again."""
        trusted = ssl.create_default_context(cafile=self.site.certificate)
        trusted.check_hostname = False
        address = urlsplit(self.site.address)
        connection = HTTPSConnection(address.hostname, address.port, timeout=30, context=trusted)
        status, headers, body = answer_of(connection, path)
        assert status == 200 or (status == 503 and headers["Retry-After"]), status
        return body.decode() if status == 200 else None

    def rebuild(self):
        first = self.archive.start("rebuild_index", "--noinput")
        time.sleep(self.rng.uniform(0.1, 2))
        first.kill()
        first.communicate()
        self.archive.run("rebuild_index", "--noinput")

    def lose_indexer(self):
        self.indexer.kill()
        self.indexer.communicate()
        self.indexer = self.archive.start("run_indexer")

    def lose_web_worker(self):
        os.kill(self.rng.choice(self.site.workers()), signal.SIGKILL)

    def end(self):
        for process in (self.indexer, self.editor):
            process.kill()
            process.communicate()


def streams(archive):
    """The mix of `make load`, of the articles that are there at the start."""
    rows = archive.ask("SELECT permanent_id, title FROM archive_article")
    asked = {
        "article": [f"/articles/{number}/" for number, _ in rows],
        "search": [f"/search/?q={quote(title[:4])}" for _, title in rows],
        "browse": ["/", "/issues/", "/columns/", "/issues/2021-11-05/"],
    }
    return [Stream([(kind, address) for address in asked[kind]], RATE * share) for kind, share in SHARES.items()]


def test_readers_beside_everything_else(tmp_path):
    archive = Archive(tmp_path / "data")
    archive.run("ingest", "fixtures/seeds")
    archive.run("run_indexer", "--once")
    told = {name: archive.environment[name] for name in ("DATA_DIR", "DJANGO_SETTINGS_MODULE")}
    with served(with_nginx=True, **told) as site, ThreadPoolExecutor(1) as readers:
        unrest = Unrest(archive, site, tmp_path)
        reading = readers.submit(asyncio.run, offer(site, SECONDS, *streams(archive)))
        try:
            memory = disturb(unrest, SECONDS)
        finally:
            outcomes = reading.result()
            unrest.end()
    whole = reduce(add, outcomes.values())
    print(f"{whole.offered} requests, {whole.refused} told to come again, {whole.percentile(0.99):.0f} ms (p99)")
    print(f"{len(unrest.imported)} imported, {len(unrest.edited)} edited; {memory[0]:.0f} MB, then {memory[-1]:.0f}")
    assert not whole.errors
    assert len(whole.seconds) > 0.5 * whole.offered
    settled = memory[len(memory) // 4 :]  # the worker that was killed last has loaded its dictionaries
    fifth = max(1, len(settled) // 5)
    first, last = statistics.mean(settled[:fifth]), statistics.mean(settled[-fifth:])
    print(f"{first:.0f} MB in the first fifth after warm-up, {last:.0f} in the last")
    assert last < MOST_GROWTH * first
    assert_nothing_is_lost(archive, unrest)


def disturb(unrest, seconds):
    """All of it in turn. In the second half no web worker is killed, and what is brought in is taken back, so that the
    archive is as large at its end as at its beginning: gives the workers' own megabytes then.
    """
    started, memory = time.monotonic(), []
    everything = [unrest.change, unrest.bring_in, unrest.lose_indexer, unrest.change, unrest.rebuild]
    while time.monotonic() - started < seconds / 2:
        for act in (unrest.lose_web_worker, *everything):
            act()
    unrest.kept = unrest.archive.one("SELECT max(id) FROM archive_importbatch")
    everything.append(unrest.take_back)
    while time.monotonic() - started < seconds or not memory:
        for act in everything:
            act()
        memory.append(unrest.site.private_megabytes())
    return memory


def assert_nothing_is_lost(archive, unrest):
    archive.run("run_indexer", "--once")
    titles = dict(archive.ask("SELECT permanent_id, title FROM archive_article"))
    assert {number: titles[number] for number in unrest.edited} == unrest.edited
    assert unrest.imported <= set(titles.values())
    archive.assert_whole()
    archive.run("check_archive")
