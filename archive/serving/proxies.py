"""What browsers and proxies may keep: nothing of the desk; all else is asked about each time."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from archive.serving.display import DISPLAY_CHOICES

SHARED = {choice.name for choice in DISPLAY_CHOICES}  # cookies that many readers have alike


def said_to_caches(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: every answer has a Cache-Control, also one that no view makes (a refusal, a redirect); and nginx is
    told which pages it may keep, as such that have expired already.

    nginx takes `Cache-Control: no-cache` for "do not keep" and knows no "keep and ask"; with a time that is past
    (X-Accel-Expires, which it sends to nobody) and `proxy_cache_revalidate` it asks with the ETag before each use.
    """

    def inner(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "Cache-Control" not in response.headers:
            of_desk = request.path.startswith(reverse("admin:index"))
            response.headers["Cache-Control"] = "private, no-store" if of_desk else "no-cache"
        elif (
            response.has_header("ETag")
            and response.headers["Cache-Control"] == "no-cache"
            and set(request.COOKIES) <= SHARED
        ):
            response.headers["X-Accel-Expires"] = "@1"
        return response

    return inner
