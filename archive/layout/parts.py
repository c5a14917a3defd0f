"""A long list in parts, each with a number in its address (`?page=2`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class ListPart(Generic[Item]):
    """Its number among how many is what links to the others need: as a page of search results has it."""

    items: Sequence[Item]
    page: int
    num_pages: int


def part_of(items: Sequence[Item], page: int, size: int) -> ListPart[Item]:
    """The part with that number, from 1; an empty one past the last."""
    return ListPart(items[(page - 1) * size : page * size], page, max(1, -(-len(items) // size)))
