"""What a proxy in front may keep: a page that must be asked about each time (`no-cache`, with an ETag)."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive.serving.display import DISPLAY_CHOICES

SHARED = {choice.name for choice in DISPLAY_CHOICES}  # cookies that many readers have alike


def kept_as_expired(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: tells nginx that it may keep such an answer, as one that has expired already.

    nginx takes `Cache-Control: no-cache` for "do not keep" and knows no "keep and ask"; with a time that is past
    (X-Accel-Expires, which it sends to nobody) and `proxy_cache_revalidate` it asks with the ETag before each use.
    """

    def inner(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if (
            response.has_header("ETag")
            and response.headers.get("Cache-Control") == "no-cache"
            and set(request.COOKIES) <= SHARED
        ):
            response.headers["X-Accel-Expires"] = "@1"
        return response

    return inner
