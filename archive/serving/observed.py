"""Each request has an id, is counted and timed, and is one line of the log; slow ones are warnings."""

import logging
import random
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from traceback import TracebackException

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path
from prometheus_client import Counter, Histogram

log = logging.getLogger(__name__)

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
COUNTED_METHODS = ("GET", "HEAD", "POST")
LONGEST_PATH = 1000  # characters of it that are written down
LONGEST_REFUSAL = 200  # characters of why
QUERY = re.compile(r"[?#].*", re.DOTALL)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("baoku_requests", "Requests that were answered", ["route", "method", "status"])
TIMES = Histogram(
    "baoku_request_seconds", "From a request to its answer, without streaming", ["route"], buckets=SECONDS
)

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_has_query: ContextVar[bool] = ContextVar("has_query", default=False)


class RequestIds(logging.Filter):
    """Gives each record of the log the id of the request that its thread began last, "" where there was none.

    It is not taken away with the answer: Django, and the server, tell of a fault after the last middleware.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class Refused(logging.Filter):
    """What Django refuses (a foreign host, too many fields) is one line of the log: anybody can send much of it. An
    address that it tells of, the page before a form, ends where its query would begin."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            said = QUERY.sub("…", record.getMessage()[:LONGEST_REFUSAL])
            record.msg, record.args = said if said.isprintable() else escape_uri_path(said), ()
            record.exc_info = record.exc_text = None
        return True


class WithoutQueries(logging.Filter):
    """Takes out of a record what readers look for: Django's request, which names its whole address, and what exceptions
    say that are raised while one with a query is answered, as they may quote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if record.exc_info and record.exc_info[1] and _has_query.get():
            record.exc_text = traceback_without_messages(record.exc_info[1])
            record.exc_info = None
        return True


def traceback_without_messages(error: BaseException) -> str:
    """Where it was raised, and of what kind it is; before it those that it was raised from."""
    told: TracebackException | None = TracebackException.from_exception(error)
    parts: list[str] = []
    while told:
        where = "".join(told.stack.format())
        parts.insert(0, f"Traceback (most recent call last):\n{where}{told.exc_type.__qualname__}: (left out: a query)")
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return "\n\nThen:\n\n".join(parts)


class Untold(logging.Filter):
    """Of Django's records of answers those with a traceback: that an answer was a 503, say, has its line already."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)


def begin_request(said: str, *, has_query: bool = False) -> str:
    """The id of a request that begins in this thread: what a proxy `said` where that is well-formed, else a new one.

    `has_query`: it names what a reader looks for, which no line of the log is to quote.
    """
    request_id = said if WELL_FORMED.fullmatch(said) else _new_id()
    _request_id.set(request_id)
    _has_query.set(has_query)
    return request_id


def end_request() -> None:
    """What this thread tells of from now on is of no request."""
    _request_id.set("")
    _has_query.set(False)


def begun_request() -> str:
    """The id of the request that this thread began last."""
    return _request_id.get()


def observe_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware. The id is the proxy's where that is well-formed (and the proxy trusted, serving.clients), else a new
    one; the answer says it. The log has paths, but no queries (what readers look for) and no network addresses.
    """

    def inner(request: HttpRequest) -> HttpResponseBase:
        begun, worked = time.perf_counter(), time.thread_time()
        asked = request.META
        has_query = bool(asked.get("QUERY_STRING")) or "?" in asked.get("HTTP_REFERER", "")
        request_id = begin_request(asked.get("HTTP_X_REQUEST_ID", ""), has_query=has_query)
        response = get_response(request)
        response.headers["X-Request-ID"] = request_id
        route, status = route_of(request), response.status_code
        took, worked = time.perf_counter() - begun, time.thread_time() - worked
        note_request(request.method or "", request.path, route, status, took, worked)
        return response

    return inner


def _new_id() -> str:
    """32 hexadecimal digits. No secret: the kernel's random bytes would take five times as long."""
    return f"{random.getrandbits(128):032x}"


def note_request(method: str, path: str, route: str, status: int, seconds: float, worked: float) -> None:
    """Count a request and write its line; `seconds` on the clock, `worked` of the processor."""
    method = method if method in COUNTED_METHODS else "other"
    REQUESTS.labels(route, method, status).inc()
    TIMES.labels(route).observe(seconds)
    slow = seconds > settings.SLOW_REQUEST_SECONDS
    level = logging.WARNING if slow or status >= 500 else logging.INFO
    if not log.isEnabledFor(level):
        return
    path = path[:LONGEST_PATH]
    path = path if path.isprintable() else escape_uri_path(path)
    told = {
        "method": method,
        "path": path,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "processor_milliseconds": round(worked * 1000, 1),
        "slow": slow,
    }
    words = (
        "%s %s %s in %d ms, slow" if slow else "%s %s %s in %d ms",
        method,
        path,
        status,
        seconds * 1000,
    )
    log.log(level, *words, extra=told)


def route_of(request: HttpRequest) -> str:
    """The name of the route, of which there are few: never what somebody typed."""
    if request.resolver_match:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
