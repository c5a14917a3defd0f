"""Which part of a long list an address asks for (`?page=2`)."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404, HttpRequest

from archive.layout.parts import ListPart, part_of

Item = TypeVar("Item")


def page_asked(request: HttpRequest) -> int:
    """The page number in the query, 1 where there is none. Raises Http404 for what is no number from 1."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise Http404("页码须是从 1 起的数字。")
    return int(text[:9])


def part_asked(request: HttpRequest, items: Sequence[Item], size: int) -> ListPart[Item]:
    """The part of `items` that the query asks for. Raises Http404 past the last."""
    part = part_of(items, page_asked(request), size)
    if part.page > part.num_pages:
        raise Http404(f"这个列表只有 {part.num_pages} 页。")
    return part
