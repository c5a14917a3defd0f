"""Who is at work: locks that the system frees when a process dies.

Each lock has a second file, held for as long as the lock is. Whoever asks looks at that one, and shares it with all
others who ask: so nobody who wants the lock is ever turned away by a question.
"""

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from archive.disk import durable

# What it is to find no file of a lock: none, a folder in its place, no folder for it, a link to itself on the way.
NEVER_TAKEN = (errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ELOOP)

# The endings of the two.
LOCK_FILES = (".lock", ".held")


class LockHeld(Exception):
    """Another process holds the lock and did not finish in time; the message names the lock's file."""


@contextmanager
def locked(folder: Path, name: str, wait: float) -> Iterator[None]:
    """Hold the lock `name` of a folder; wait at most `wait` seconds for it. Raises LockHeld, durable.NoFolder."""
    durable.make_folder(folder)
    lock = FileLock(folder / f"{name}.lock")
    for path in (Path(lock.lock_file), _held_file(folder, name)):
        if path.is_dir() or path.is_symlink():  # whoever put it there: no lock of ours
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
    except BlockingIOError:
        return True
    except OSError as reason:
        if reason.errno not in NEVER_TAKEN:
            raise
    return False


def _held_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.held"
