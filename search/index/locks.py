"""Who may write to the index, and who is at work on it: locks that the system frees when a process dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

# One holder each: of commits to the index in use; of a rebuild beside it; of draining the queue.
WRITER = "writer"
REBUILD = "rebuild"
INDEXER = "indexer"


class IndexLocked(Exception):
    """Another process is writing to the index and did not finish in time. What was marked stays marked."""


@contextmanager
def locked(folder: Path, name: str, wait: float) -> Iterator[None]:
    """Hold the lock; wait at most `wait` seconds for it. Raises IndexLocked."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f"{name}.lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexLocked(f"{lock.lock_file} is still held by another process after {wait} s.") from error
    try:
        yield
    finally:
        lock.release()


def is_held(folder: Path, name: str) -> bool:
    try:
        with locked(folder, name, wait=0):
            return False
    except IndexLocked:
        return True
