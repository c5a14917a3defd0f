"""Who is at work: locks that the system frees when a process dies.

Each lock has a second file, held for as long as the lock is. Whoever asks looks at that one, and shares it with all
others who ask: so nobody who wants the lock is ever turned away by a question.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from archive.disk import durable


class LockHeld(Exception):
    """Another process holds the lock and did not finish in time; the message names the lock's file."""


@contextmanager
def locked(folder: Path, name: str, wait: float) -> Iterator[None]:
    """Hold the lock `name` of a folder; wait at most `wait` seconds for it. Raises LockHeld."""
    durable.make_folder(folder)
    lock = FileLock(folder / f"{name}.lock")
    for path in (Path(lock.lock_file), _held_file(folder, name)):
        if path.is_dir():  # whoever put it there: no lock of ours
            durable.remove(path)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise LockHeld(f"{lock.lock_file} is still held by another process after {wait} s.") from error
    try:
        with _held_file(folder, name).open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # waits for those who just ask, each some microseconds
            yield
    finally:
        lock.release()


def is_held(folder: Path, name: str) -> bool:
    """Whether a process, this one included, holds the lock; nobody who tries to take it notices."""
    try:
        with _held_file(folder, name).open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (FileNotFoundError, IsADirectoryError):
        return False  # it was never taken
    except BlockingIOError:
        return True
    return False


def _held_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.held"
