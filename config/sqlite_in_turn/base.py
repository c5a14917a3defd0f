"""Django's SQLite, whose writers get in one after the other.

SQLite knows no queue: whoever finds the database locked looks again every tenth of a second (sqlite3_busy_timeout),
and a long import that begins its next transaction some milliseconds after the last one is always there first. Here
whoever begins to write holds a lock of the data folder until it has the database's: the import waits behind who came
before it.
"""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db.backends.sqlite3 import base

LOOKS_AGAIN: Final = 0.005  # seconds
WRITES: Final = re.compile(r"\s*(?:BEGIN|INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


@contextmanager
def turn(folder: Path, wait: float) -> Iterator[None]:
    """Be the one who begins to write; after `wait` seconds, where another still is, as one among several, which SQLite
    itself turns away. A folder, since there is nothing to make or to write where the disk is full or read-only."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        deadline = time.monotonic() + wait
        while not _taken(held) and time.monotonic() < deadline:
            time.sleep(LOOKS_AGAIN)
        yield
    finally:
        os.close(held)


def _taken(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class InTurn(base.SQLiteCursorWrapper):
    """A cursor that waits for its turn with what begins a transaction, or is one."""

    folder: Path
    wait: float

    def execute(self, query: str, params: Any = None) -> Any:
        if self.connection.in_transaction or not WRITES.match(query):
            return super().execute(query, params)
        with turn(self.folder, self.wait):
            return super().execute(query, params)


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Any:
        if self.is_in_memory_db() or str(self.settings_dict["NAME"]).startswith("file:"):
            return super().create_cursor(name)
        cursor = self.connection.cursor(factory=InTurn)
        cursor.folder = Path(self.settings_dict["NAME"]).resolve().parent
        cursor.wait = self.settings_dict["OPTIONS"].get("timeout", 5)
        return cursor
