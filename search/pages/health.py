"""/healthz: whether database and index answer, for whoever watches the service."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from archive.models import Newspaper
from search.query import browse as browsing
from search.store.damage import IndexUnavailable


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM archive_newspaper LIMIT 1")


def _index() -> None:
    browsing.browse(Newspaper.main(), page_size=1)


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "index": _index}


@never_cache
def healthz(request: HttpRequest, paper: str = "") -> JsonResponse:
    """200 with {"version": …, "database": "ok", "index": "ok"}; 503 where one does not answer, with what it said."""
    said = {}
    for name, check in CHECKS.items():
        try:
            check()
            said[name] = "ok"
        except (DatabaseError, IndexUnavailable) as reason:
            said[name] = str(reason) or type(reason).__name__
    status = 200 if set(said.values()) == {"ok"} else 503
    return JsonResponse({"version": settings.VERSION, **said}, status=status, json_dumps_params={"ensure_ascii": False})
