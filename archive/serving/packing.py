"""Who is sent what is packed."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding takes it: `gzip;q=0` does not (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        weights[coding.strip()] = re.sub(r"[ \t]", "", weight).removeprefix("q=")
    weight = weights.get("gzip", weights.get("*", "0"))
    return not re.fullmatch(r"0(\.0*)?", weight)


def weigh_codings(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: leaves `gzip` of Accept-Encoding, or nothing. What packs pages (Django) and static files (WhiteNoise)
    looks for the word, whatever its weight."""

    def inner(request: HttpRequest) -> HttpResponseBase:
        taken = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        request.META["HTTP_ACCEPT_ENCODING"] = "gzip" if taken else ""
        return get_response(request)

    return inner
