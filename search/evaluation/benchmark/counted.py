"""The site as it is served, with the number of its SQL statements in a header of each answer."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection

HEADER = "X-SQL-Statements"
served = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI."""
    statements = 0

    def counting(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*args)

    def start(status: str, headers: list[tuple[str, str]], *args: Any) -> Any:
        return start_response(status, [*headers, (HEADER, str(statements))], *args)

    with connection.execute_wrapper(counting):
        return served(environ, start)
