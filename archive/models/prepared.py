"""Queries that Django puts together once for the process, and that are then only asked, each time with other values.

To make SQL of a query takes Django 0.3 to 2 ms, SQLite 0.03 ms to answer it: of what a page costs, the most. So what
every page asks is written as any other query, as a function that gives it, and decorated:

    @prepared
    def column_named(newspaper: Any, slug: Any) -> QuerySet[Column]:
        return Column.objects.for_readers().filter(newspaper=newspaper, slug=slug)

    rows = column_named(newspaper=1, slug="要闻")  # a list

The function is called once, with a placeholder for each value; nothing in it may depend on one. Values are what the
database holds: primary keys, texts, numbers, days as texts (2021-11-05). What `select_related`, `only` and
`values_list` say is kept to, `prefetch_related` is not.
"""

import inspect
import json
from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.db.models.query import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Placeholder(str):
    """Stands among the parameters of a statement for the value of that name."""


def any_of(keys: Any) -> RawSQL:
    """`pk__in=any_of(keys)`, where `keys` is asked as `as_one_value(…)`: of a prepared query, or by itself."""
    return RawSQL("SELECT value FROM json_each(%s)", [keys.value if isinstance(keys, Value) else keys])


def as_one_value(keys: Iterable[int | str]) -> str:
    """Numbers or texts as one value, for `any_of`."""
    return json.dumps(list(keys))


class Prepared(Generic[Row]):
    """A query with places for values; called with them, it gives the rows."""

    def __init__(self, ask: Callable[..., "QuerySet[Any, Row]"]) -> None:
        self.ask = ask
        self.__doc__ = ask.__doc__

    @cached_property
    def made(self) -> tuple["QuerySet[Any, Row]", "StoredCompiler"]:
        names = inspect.signature(self.ask).parameters
        queryset = self.ask(**{name: Value(Placeholder(name)) for name in names})
        return queryset, StoredCompiler(queryset.query, connections[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)

    def __call__(self, **values: object) -> list[Row]:
        queryset, compiler = self.made
        compiler = copy(compiler)
        compiler.connection, compiler.values = connections[DEFAULT_DB_ALIAS], values  # of this thread
        iterable: Any = queryset._iterable_class
        return list(iterable(Asked(queryset, compiler)))


prepared = Prepared


class Asked:
    """What a QuerySet's iterable needs of the QuerySet."""

    db = DEFAULT_DB_ALIAS

    def __init__(self, queryset: Any, compiler: "StoredCompiler") -> None:
        self.model, self._known_related_objects = queryset.model, queryset._known_related_objects
        self.query, self.compiler = self, compiler

    def get_compiler(self, using: str) -> "StoredCompiler":
        return self.compiler


class StoredCompiler(SQLCompiler):
    """Keeps what it made of its query."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.values: dict[str, object] = {}
        self.stored = super().as_sql()
        self.converters = super().get_converters([each[0] for each in self.select])

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self.stored
        return sql, tuple(self.values[each] if isinstance(each, Placeholder) else each for each in parameters)

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        """All rows at once, as one chunk; Django would fetch them by the hundred."""
        with self.connection.cursor() as cursor:
            cursor.execute(*self.as_sql())
            rows = cursor.fetchall()
        return [[row[: self.col_count] for row in rows] if self.has_extra_select else rows]

    def get_converters(self, expressions: Any) -> Any:
        return self.converters
