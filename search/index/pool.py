"""Several processes at one piece of work: forked, so that dictionaries and the mapped index are there already."""

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
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


class Workers:
    """Processes that work beside this one; where there is no `executor`, it does everything itself when asked."""

    def __init__(self, processes: int, executor: ProcessPoolExecutor | None = None) -> None:
        self.processes, self.executor = processes, executor

    def begin(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Have it done; what is given back waits for what it gives. Both are pickled."""
        return self.executor.submit(work).result if self.executor else work

    def mapped(self, work: Callable[[Asked], Made], asked: Iterable[Asked]) -> Iterator[Made]:
        """`work` of each, in order, begun at once."""
        rest = iter(asked)
        begun = deque(self.begin(partial(work, each)) for each in islice(rest, AHEAD * self.processes))
        return self._taken(work, rest, begun)

    def _taken(
        self, work: Callable[[Asked], Made], rest: Iterator[Asked], begun: deque[Callable[[], Made]]
    ) -> Iterator[Made]:
        while begun:
            made = begun.popleft()()
            begun.extend(self.begin(partial(work, each)) for each in islice(rest, 1))
            yield made


@contextmanager
def forked(processes: int) -> Iterator[Workers]:
    """So many processes; for one, none beside this."""
    if processes == 1:
        yield Workers(1)
        return
    connections.close_all()  # a connection does not outlive a fork; each process opens its own
    gc.freeze()  # what is shared with the processes stays so: a collection would write to all of it
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), initializer=_end_with_parent) as executor:
            executor.submit(os.getpid)  # all are forked at the first work, before this one opens a connection again
            yield Workers(processes, executor)
    finally:
        gc.unfreeze()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever, and hold the parent's locks."""
    parent = parent_process()

    def wait() -> None:
        connection.wait([parent.sentinel] if parent else [])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
