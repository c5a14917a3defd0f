"""Several workers count together, and go on counting where one takes the place of another."""

import os
import re
import signal
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
SECONDS = 60


def asked_for_robots(address: str) -> float:
    with urllib.request.urlopen(f"{address}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    named = 'baoku_requests_total{method="GET",route="robots",status="200"}'
    return next((float(line.split()[-1]) for line in lines if line.startswith(named)), 0.0)


def workers_of(server: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def counts_of(worker: int) -> Path:
    """The folder of the files in which a worker counts."""
    found = re.search(r"/\S+/baoku-counts-[^/]+", Path(f"/proc/{worker}/maps").read_text())
    assert found
    return Path(found[0])


def ask(address: str, times: int) -> None:
    for _ in range(times):
        urllib.request.urlopen(f"{address}/robots.txt").close()


def test_counts_outlive_workers_and_do_not_become_more_files(site):
    begun = asked_for_robots(site.address)
    ask(site.address, 5)
    assert asked_for_robots(site.address) == begun + 5
    (old,) = workers_of(site.server)
    folder = counts_of(old)
    files = {file.name for file in folder.iterdir()}
    os.kill(old, signal.SIGTERM)
    until = time.monotonic() + SECONDS
    while workers_of(site.server) in ([], [old]):
        assert time.monotonic() < until, "no worker took its place"
        time.sleep(0.1)
    ask(site.address, 5)
    assert asked_for_robots(site.address) == begun + 10
    assert {file.name for file in folder.iterdir()} == files
