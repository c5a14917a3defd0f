"""Several processes at one piece of work: forked, so that dictionaries and the mapped index are there already."""

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

from django.db import connections, transaction

Asked = TypeVar("Asked")
Made = TypeVar("Made")
AHEAD = 8  # results a process may be ahead of what is taken


def usable_processes() -> int:
    """As many as there are processors; one where threads or an open transaction would not outlive a fork."""
    alone = threading.active_count() == 1 and not transaction.get_connection().in_atomic_block
    return (os.cpu_count() or 1) if alone else 1


def mapped(work: Callable[[Asked], Made], asked: Iterable[Asked], processes: int) -> Iterator[Made]:
    """`work` of each, in order. `work` and what it gives are pickled."""
    connections.close_all()  # a connection does not outlive a fork; each process opens its own
    gc.freeze()  # what is shared with the processes stays so: a collection would write to all of it
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), initializer=_end_with_parent) as pool:
            waiting: deque[Future[Made]] = deque()
            for each in asked:
                waiting.append(pool.submit(work, each))
                if len(waiting) > AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        gc.unfreeze()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever, and hold the parent's locks."""
    parent = parent_process()

    def wait() -> None:
        connection.wait([parent.sentinel] if parent else [])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
