"""A query string is cut, and a long form refused, before it is decoded: decoding a megabyte takes 250 MB of memory.

Nothing that asks here is a tenth as long, and a server has a limit of its own (config/gunicorn_worker.py: 32,000 bytes
for the head of a request). What is cut is still too long for whoever reads it, who says so.
Only the desk takes long forms.
"""

import re
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

LONGEST_QUERY = 20_000  # bytes, percent-encoded
LONGEST_PARAMETER = 5_000  # of a name and its value: more than 400 characters of any kind
LONGEST_FORM = 200_000  # bytes: a correction in full, percent-encoded, is a fourth of it
PARAMETER = re.compile("[^&]+")


def bound_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware. Raises SuspiciousOperation (400) where there are too many parameters to keep each, or a form that is
    none of the desk's is too long."""

    def inner(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            request.META["QUERY_STRING"] = shortened(query)
        length = request.META.get("CONTENT_LENGTH") or ""  # Django, too, takes what is no number for none
        if length.isdecimal() and int(length) > LONGEST_FORM and not request.path.startswith(reverse("admin:index")):
            raise RequestDataTooBig(f"A form of {length} bytes; {LONGEST_FORM} are taken here.")
        return get_response(request)

    return inner


def shortened(query: str) -> str:
    """The query with each parameter cut at LONGEST_PARAMETER. Raises SuspiciousOperation past LONGEST_QUERY in all."""
    kept, size = [], 0
    for parameter in PARAMETER.finditer(query):
        kept.append(parameter[0][:LONGEST_PARAMETER])
        size += len(kept[-1]) + 1
        if size > LONGEST_QUERY:
            raise SuspiciousOperation(f"A query string of {len(query)} bytes has too many parameters.")
    return "&".join(kept)
