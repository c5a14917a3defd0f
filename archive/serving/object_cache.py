"""A cache of the process that keeps what it is given, not a copy: pages are asked for on every request, and to pickle
them takes longer than to find them. What is kept is never changed by those who get it."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class ObjectCache(LocMemCache):
    """Keys are the program's own, so that they are not looked at; nothing in it ends but by MAX_ENTRIES and `clear`."""

    _cache: OrderedDict[str, Any]
    _lock: Lock

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with self._lock:
            if key not in self._cache:
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with self._lock:
            self._set(key, value)  # type: ignore[attr-defined]
