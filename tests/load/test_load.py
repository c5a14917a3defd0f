"""What `make load` measures is what happened: an open loop that counts every request once."""

import asyncio
import socket

import pytest

from tests.config.running_gunicorn import ask, gunicorn
from tests.load.__main__ import half_requests, is_saturated, row
from tests.load.client import Outcomes, Stream, offer
from tests.load.sites import EMPTY, Site, served


@pytest.fixture(scope="module")
def site():
    with gunicorn() as (port, process):
        yield Site(f"http://127.0.0.1:{port}", process.pid)


def test_what_is_offered_does_not_wait_for_what_is_answered(site):
    """Two threads of a lane answer 20 such searches a second; 60 are offered."""
    crowd = Stream([("search", "/search/?seconds=0.1")], 60)
    with half_requests(site, 20):
        outcomes = asyncio.run(offer(site, 3, crowd, Stream([("/livez", "/livez")], 10)))
    search, alive = outcomes["search"], outcomes["/livez"]
    assert 120 < search.offered < 240
    assert search.refused > 60
    assert is_saturated(search)
    assert not search.errors
    assert len(alive.seconds) == alive.offered > 10
    assert not is_saturated(alive)


def test_the_worker_of_the_empty_page_lives_on_where_it_refuses():
    with served(EMPTY, workers=1) as empty:
        port = int(empty.address.rpartition(":")[2])
        assert ask(port, "/")[0] == 200
        before = empty.workers()
        refused = [ask(port, "/livez"), ask(port, "/?" + "x" * 40_000), ask(port, "/api/" + "x" * 40_000)]
        assert [status for status, _, _ in refused] == [200, 431, 431]
        assert ask(port, "/")[::2] == (200, b"")
        assert empty.workers() == before


def test_an_end_that_nobody_was_told_of_is_an_error(site):
    outcomes = asyncio.run(offer(site, 0.5, Stream([("nowhere", "/%zz\x7f")], 10)))["nowhere"]
    assert outcomes.offered
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
    gone = asyncio.run(offer(Site(f"http://127.0.0.1:{port}", 0), 0.5, Stream([("gone", "/")], 10)))["gone"]
    assert gone.errors.total() == gone.offered > 0


def test_memory_of_workers_is_seen(site):
    assert 1 < site.private_megabytes() < 1000


def test_what_servers_log_stays_out_of_the_table(capfd, tmp_path):
    """The processes write to stderr, whoever reads it."""
    with (tmp_path / "load.log").open("w") as log, gunicorn("--log-level", "info", log=log) as (port, process):
        offered = asyncio.run(offer(Site(f"http://127.0.0.1:{port}", process.pid), 0.5, Stream([("page", "/")], 10)))
    assert offered["page"].offered
    assert str(process.pid) in (tmp_path / "load.log").read_text()
    assert capfd.readouterr().err == ""


def test_a_row_says_what_came():
    outcomes = Outcomes([0.1, 0.2, 0.3, 0.4], refused=6)
    assert row("x", outcomes, 2) == "| x | 5.0 | 2.0 | 200 / 300 / 300 | 6 | 0 |  |"
