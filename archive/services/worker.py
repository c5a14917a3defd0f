"""Calls run_worker, which reads what was uploaded: outside of the request, one batch at a time.

Whoever uploads, and whoever looks at a batch that waits, starts one where none lives; so does the web server as it
starts. It ends by itself once nothing waits. A run_worker that the administrator keeps running is used instead.
"""

import os
import subprocess
import threading

from django.conf import settings
from django.db import transaction

from archive.disk.locks import is_held

WORKER = "worker"  # the lock of the run_worker that lives


def lives() -> bool:
    """Whether a run_worker is at work in any process."""
    return is_held(settings.DATA_DIR, WORKER)


def call() -> None:
    """Have a run_worker live once the transaction at hand has committed: settings.IMPORT_WORKER is started, a command,
    unless one lives. Where that is empty the administrator keeps one running."""
    transaction.on_commit(_start)


class _Started:
    """The worker that this process started last, which takes a second until it holds the lock."""

    lock = threading.Lock()
    process: subprocess.Popen[bytes] | None = None


def _start() -> None:
    if not settings.IMPORT_WORKER or lives():
        return
    with _Started.lock:
        if _Started.process is not None and _Started.process.poll() is None:
            return
        environment = os.environ | {"DATA_DIR": str(settings.DATA_DIR)}
        nothing = subprocess.DEVNULL
        # In a session of its own: it goes on where the web server that started it ends.
        _Started.process = subprocess.Popen(  # noqa: S603
            settings.IMPORT_WORKER, stdin=nothing, stdout=nothing, env=environment, start_new_session=True
        )
