"""An index that is damaged, missing or of another release is built anew by itself.

By the run_indexer that lives, else by one that is started for it. Whoever answers a reader has no minutes for that, and
no memory: it starts a process of its own, and says 503 meanwhile.
"""

import logging
import os
import subprocess
import time
from threading import Lock

from django.conf import settings

from archive.disk.locks import is_held
from search.index.locks import INDEXER
from search.index.opened import default_index
from search.store.damage import IndexUnavailable, RebuildDue

log = logging.getLogger(__name__)

AGAIN = 60.0  # seconds after which another is started, should the first not have mended it


class Healer:
    """Starts settings.INDEX_HEALER (a command; none where it is empty), one at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.not_before = 0.0

    def told_of(self, reason: IndexUnavailable) -> None:
        """Why no index answers. What no rebuild mends (rights, too many open files) waits for a person."""
        if isinstance(reason, RebuildDue):
            self.begin("The index is built anew")

    def begin(self, why: str) -> None:
        """Start the command, unless it is at work, an indexer lives, or it was started a short while ago."""
        command = settings.INDEX_HEALER
        if not command or is_held(default_index().folder, INDEXER):
            return
        with self.lock:
            is_at_work = self.process is not None and self.process.poll() is None
            if is_at_work or time.monotonic() < self.not_before:
                return
            self.not_before = time.monotonic() + AGAIN
            log.warning("%s: %s.", why, " ".join(command))
            environment = os.environ | {"DATA_DIR": str(settings.DATA_DIR)}
            # In a session of its own: it goes on where the worker that started it ends. Nobody reads what it counts.
            nothing = subprocess.DEVNULL
            self.process = subprocess.Popen(  # noqa: S603
                command, stdin=nothing, stdout=nothing, env=environment, start_new_session=True
            )


healer = Healer()
