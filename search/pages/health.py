"""/healthz: whether database and index answer, for whoever watches the service."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from archive.services.running import in_public
from archive.serving.methods import read_only
from archive.serving.unsaved import RETRY_AFTER_SECONDS
from search.pages.figures import ask_index
from search.store.damage import IndexUnavailable


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM archive_newspaper LIMIT 1")


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "index": ask_index}


@read_only
@never_cache
def healthz(request: HttpRequest, paper: str = "") -> JsonResponse:
    """200 with {"version": …, "database": "ok", "index": "ok"}; 503 where one does not answer, with what it said."""
    said = {}
    for name, check in CHECKS.items():
        try:
            check()
            said[name] = "ok"
        except (DatabaseError, IndexUnavailable) as reason:
            said[name] = in_public(str(reason)) or type(reason).__name__
    is_well = set(said.values()) == {"ok"}
    return JsonResponse(
        {"version": settings.VERSION, **said},
        status=200 if is_well else 503,
        headers={} if is_well else {"Retry-After": str(RETRY_AFTER_SECONDS)},
        json_dumps_params={"ensure_ascii": False},
    )
