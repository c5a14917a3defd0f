"""The columns of ArticleIndex: what a search names, and the integers that the store keeps.

The store holds integers alone. A month is asked and answered as "2021-11", and "none" asks for what is
not known or not there, kept as 0.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from haystack.fields import IntegerField, MultiValueField

from search.index.article_index import ArticleIndex
from search.store.collector import Order
from search.store.schema import KEY

NONE = "none"
MONTH = "month"
NEWEST_FIRST: Order = (("date_newest", True),)


class UnknownColumn(KeyError):
    """A search named what the index does not have."""


@cache
def column_kinds() -> dict[str, bool]:
    """Names of the integer columns -> whether each is a list, as ArticleIndex declares them."""
    kinds = {name: type(declared) for name, declared in ArticleIndex().fields.items()}
    return {name: kind is MultiValueField for name, kind in kinds.items() if kind in (IntegerField, MultiValueField)}


def is_list(column: str) -> bool:
    """Whether an article may have several values in the column. Raises UnknownColumn."""
    if column == KEY:
        return False
    if column not in column_kinds():
        raise UnknownColumn(f"No column {column!r} in the index; it has {', '.join(column_kinds())} and {KEY}.")
    return column_kinds()[column]


def encode_value(column: str, value: Any) -> int:
    """The integer that stands in `column` for `value` as a search gives it (2021, "2021-11", "none").

    Raises UnknownColumn, and ValueError where the value is none of that column.
    """
    is_list(column)
    if value in (NONE, "", None):
        return 0
    if column == MONTH and "-" in str(value):
        year, month = str(value).split("-")
        return int(year) * 100 + int(month)
    return int(value)


def decoded(column: str, counts: Iterable[tuple[int | None, int]]) -> list[tuple[int | str, int]]:
    """A facet's (value, count) pairs as a search gives them out."""
    return [(decode_value(column, value), count) for value, count in counts]


def decode_value(column: str, value: int | None) -> int | str:
    """The inverse of `encode_value`; "none" for 0 and for an empty list."""
    if not value:
        return NONE
    return f"{value // 100}-{value % 100:02}" if column == MONTH else value
