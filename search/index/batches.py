"""Work on many rows, a bounded number at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in order, in lists of `size`, the last of what is left."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
