"""What all workers of the web server count together, for /metrics (prometheus_client's multi-process mode).

Each worker counts in files of its own in memory (/dev/shm), which whichever of them is asked adds up. They are named by
the worker's place, not by its process: a worker that takes the place of one that ended counts on in its files, so that
they do not become more and more.
"""

import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path


class _Place:
    """The name of this process's files."""

    name = "master"


def begin() -> None:
    """In the server's first process, before anything that counts is imported; the files go when it ends."""
    memory = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
    # In memory where there is such: a file that grows where the disk is full would end its process.
    folder = tempfile.mkdtemp(prefix="baoku-counts-", dir=memory if os.access(memory, os.W_OK) else None)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    first = os.getpid()

    def remove() -> None:
        if os.getpid() == first:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)

    from prometheus_client import values  # reads the environment as it is imported

    values.ValueClass = values.MultiProcessValue(lambda: _Place.name)  # type: ignore[no-untyped-call]


def free_place(taken: Collection[int]) -> int:
    """The lowest place that no living worker has."""
    return next(number for number in itertools.count() if number not in taken)


def take_place(number: int) -> None:
    """In a worker, after the fork."""
    _Place.name = f"worker-{number}"
