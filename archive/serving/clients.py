"""Who asks: the network address, which a proxy tells, and only a proxy that is known (settings.TRUSTED_PROXIES)."""

import ipaddress
import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger(__name__)

FROM_NOWHERE = "0.0.0.0"  # noqa: S104  (no address to listen at: of whoever comes by a socket, and no proxy says from where)
# What a proxy says of who asks, of how, and of which request it is; from anybody else it is dropped.
SAID_BY_PROXIES = (
    *("HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"),
    *("HTTP_FORWARDED", "HTTP_VIA"),
)


def believe_proxies(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: drops the headers that only a proxy may set where the request came from none that is trusted.

    `request.was_forwarded` says whether there were any.
    """

    def inner(request: HttpRequest) -> HttpResponseBase:
        request.was_forwarded = any(header in request.META for header in SAID_BY_PROXIES)  # type: ignore[attr-defined]
        if not is_proxy(request.META.get("REMOTE_ADDR", "")):
            for header in {*SAID_BY_PROXIES, settings.CLIENT_ADDRESS} - {"REMOTE_ADDR"}:
                request.META.pop(header, None)
        return get_response(request)

    return inner


def is_proxy(peer: str) -> bool:
    """Whether the other end of a connection is a proxy of ours; "" is one that came by a Unix socket of ours."""
    address = _parsed(peer)
    return not peer or (address is not None and any(address in network for network in settings.TRUSTED_PROXIES))


def _parsed(said: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@cache
def warn_once(header: str) -> None:
    """In each process: it is the proxy's mistake, not the request's."""
    log.warning("CLIENT_ADDRESS is %s, and the proxy does not say it: all are one.", header)


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks, from where settings.CLIENT_ADDRESS says that it stands.

    Of IPv6 the first 64 bits, as one machine has all addresses of these. Where the proxy says none, that of the proxy.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    said = str(request.META.get(settings.CLIENT_ADDRESS, ""))
    address = _parsed(said)
    if address is None and settings.CLIENT_ADDRESS != "REMOTE_ADDR":
        warn_once(settings.CLIENT_ADDRESS)
        address = _parsed(peer)
    if address is None:
        return peer or FROM_NOWHERE
    return str(ipaddress.ip_network((address, 32 if address.version == 4 else 64), strict=False).network_address)
