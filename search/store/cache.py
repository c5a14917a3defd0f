"""A cache of arrays that forgets what was used longest ago once it holds too many bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from operator import attrgetter
from threading import Lock
from typing import Any, TypeVar

import numpy as np

Kept = TypeVar("Kept", bound=np.ndarray | tuple[np.ndarray, ...])
NBYTES = attrgetter("nbytes")
ENTRY_OVERHEAD = 300  # bytes that an entry costs besides its arrays, about


class ArrayCache:
    """`limit` in bytes; 0 keeps nothing. Values are arrays or tuples of arrays."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self.entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.lock = Lock()

    def kept(self, key: Hashable) -> Any:
        """The value kept under `key`; None where there is none."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        try:
            self.entries.move_to_end(key)  # one step of the interpreter: no lock, which would cost as much as the rest
        except KeyError:
            return entry[0]  # another thread has let it go since
        return entry[0]

    def keep(self, key: Hashable, value: Kept) -> Kept:
        """Keep the value as long as there is room for it, and return it."""
        size = ENTRY_OVERHEAD + (sum(map(NBYTES, value)) if isinstance(value, tuple) else value.nbytes)
        with self.lock:
            if key not in self.entries and size <= self.limit:
                self.entries[key] = (value, size)
                self.used += size
                while self.used > self.limit:
                    self.used -= self.entries.popitem(last=False)[1][1]
        return value

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()
            self.used = 0
