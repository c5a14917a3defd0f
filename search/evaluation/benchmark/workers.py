"""gunicorn as it serves the archive: its workers, what they are asked, and what that costs them."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings

HERE = "search.evaluation.benchmark"
SITE, EMPTY = f"{HERE}.counted", f"{HERE}.empty_page"
CLIENTS = 4  # that ask at once, where throughput is measured


@dataclass(frozen=True)
class FetchedPage:
    """Size of what was sent, packed, in bytes; wall time in seconds; SQL statements, 0 where they are not counted."""

    status: int
    etag: str
    size: int
    seconds: float
    statements: int


@dataclass
class Served:
    """gunicorn's master and the port that its workers answer at."""

    master: int
    port: int
    connection: HTTPConnection

    def workers(self) -> list[int]:
        """Process ids."""
        return [int(pid) for pid in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()]

    def processor_seconds(self) -> float:
        """Of all threads of all workers so far."""
        stats = (path for pid in self.workers() for path in Path(f"/proc/{pid}/task").glob("*/schedstat"))
        return sum(int(path.read_text().split()[0]) for path in stats) / 1e9

    def private_bytes(self) -> int:
        """What the first worker alone has written in memory."""
        lines = Path(f"/proc/{self.workers()[0]}/smaps_rollup").read_text().splitlines()[1:]
        return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}["Private_Dirty"]

    def cost(self, addresses: Sequence[str]) -> tuple[float, list[FetchedPage]]:
        """Processor milliseconds a page, and the pages."""
        self.connection.close()  # it may have been idle for long
        began = self.processor_seconds()
        pages = [fetch_page(self.connection, address) for address in addresses]
        return 1000 * (self.processor_seconds() - began) / len(addresses), pages

    def throughput(self, addresses: Sequence[str]) -> float:
        """Requests a second where CLIENTS connections ask for these in turn."""

        def ask(own: Sequence[str]) -> None:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
            for address in own:
                fetch_page(connection, address)

        clients = [threading.Thread(target=ask, args=[addresses[n::CLIENTS]]) for n in range(CLIENTS)]
        started = time.perf_counter()
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        return len(addresses) / (time.perf_counter() - started)


@contextmanager
def served(application: str, workers: int = 1) -> Iterator[Served]:
    """That many workers of gunicorn, as `make serve` starts them; their log, a line a request, is kept by nobody."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    if application == EMPTY:
        environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--log-level", "error", application]
    own: dict[str, Any] = {"cwd": settings.BASE_DIR, "env": environment, "stdout": subprocess.DEVNULL}
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, stderr=log, **own) as master:  # noqa: S603
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=600)
            wait_for(connection)
            connection.close()  # opened again when something is asked; gunicorn closes what is idle for two seconds
            yield Served(master.pid, port, connection)
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


def fetch_page(connection: HTTPConnection, address: str, etag: str = "") -> FetchedPage:
    """What is answered there, 304 where it still is that of the `etag`. Raises HTTPException where it is no page."""
    started = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in (200, 304):
        raise HTTPException(f"{address} answered {answer.status}")
    statements = int(answer.headers.get("X-SQL-Statements", 0))
    took = time.perf_counter() - started
    return FetchedPage(answer.status, answer.headers.get("ETag", ""), len(body), took, statements)
