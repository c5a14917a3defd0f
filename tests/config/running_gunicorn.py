"""A real gunicorn with the project's settings, for the tests of what stands in front of pages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import IO

from tests.browser.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def gunicorn(
    *options: str,
    app: str = "tests.config.small_app",
    without_settings: bool = False,
    log: IO[str] | None = None,
    **environment: str,
) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """(its port, its process): one worker, once it serves; what it logs goes to `log`, or to our own stderr."""
    told = {**os.environ, "PORT": str(free_port()), "WEB_CONCURRENCY": "1", **environment}
    if without_settings:  # of an application that makes its own
        told.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", *options, app]
    with subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        try:
            assert any(" is at " in line for line in process.stdout), "gunicorn did not come up"
            yield int(told["PORT"]), process
        finally:
            process.terminate()


def answer_of(
    connection: HTTPConnection, path: str, method: str = "GET", body: object = None, **headers: str
) -> tuple[int, HTTPMessage, bytes]:
    """(status, headers, body); the connection is closed after it."""
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def ask(port: int, path: str, method: str = "GET", body=None) -> tuple[int, HTTPMessage, bytes]:
    """The same over a connection of its own."""
    return answer_of(HTTPConnection("127.0.0.1", port, timeout=30), path, method, body)
