"""Each request has an id, is counted and timed, and is one line of the log; slow ones are warnings."""

import logging
import random
import re
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path
from prometheus_client import Counter, Histogram

log = logging.getLogger(__name__)

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
COUNTED_METHODS = ("GET", "HEAD", "POST")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Counter("baoku_requests", "Requests that were answered", ["route", "method", "status"])
TIMES = Histogram(
    "baoku_request_seconds", "From a request to its answer, without streaming", ["route"], buckets=SECONDS
)

_request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIds(logging.Filter):
    """Gives each record of the log the id of the request that it is about, "" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


def observe_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware. The id is the proxy's where that is well-formed (and the proxy trusted, serving.clients), else a new
    one; the answer says it. The log has paths, but no queries (what readers look for) and no network addresses.
    """

    def inner(request: HttpRequest) -> HttpResponseBase:
        begun, worked = time.perf_counter(), time.thread_time()
        said = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = said if WELL_FORMED.fullmatch(said) else _new_id()
        token = _request_id.set(request_id)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request_id
            took = time.perf_counter() - begun
            note_request(request, response, took, time.thread_time() - worked)
            return response
        finally:
            _request_id.reset(token)

    return inner


def _new_id() -> str:
    """32 hexadecimal digits. No secret: the kernel's random bytes would take five times as long."""
    return f"{random.getrandbits(128):032x}"


def note_request(request: HttpRequest, response: HttpResponseBase, seconds: float, worked: float) -> None:
    """Count a request and write its line; `seconds` on the clock, `worked` of the processor."""
    route = route_of(request)
    method = request.method if request.method in COUNTED_METHODS else "other"
    REQUESTS.labels(route, method, response.status_code).inc()
    TIMES.labels(route).observe(seconds)
    slow = seconds > settings.SLOW_REQUEST_SECONDS
    level = logging.WARNING if slow or response.status_code >= 500 else logging.INFO
    if not log.isEnabledFor(level):
        return
    path = request.path if request.path.isprintable() else escape_uri_path(request.path)
    told = {
        "method": method,
        "path": path,
        "route": route,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "processor_milliseconds": round(worked * 1000, 1),
        "slow": slow,
    }
    words = (
        "%s %s %s in %d ms, slow" if slow else "%s %s %s in %d ms",
        method,
        path,
        response.status_code,
        seconds * 1000,
    )
    log.log(level, *words, extra=told)


def route_of(request: HttpRequest) -> str:
    """The name of the route, of which there are few: never what somebody typed."""
    if request.resolver_match:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
