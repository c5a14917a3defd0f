"""Addresses: the main newspaper's stand at the root, any other's under /papers/<slug>/."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def address(name: str, newspaper: Any, **kwargs: object) -> str:
    """The address of the page called `name` (a name in the URL patterns) of that newspaper."""
    if not newspaper.is_main:
        kwargs["paper"] = newspaper.slug
    return reverse(name, kwargs=kwargs)


def site_url(request: HttpRequest | None = None) -> str:
    """What absolute addresses begin with (https://news.example.cn, without a final slash).

    settings.SITE_URL where a deployment sets it, else what `request` came to; "" where neither is known.
    """
    if settings.SITE_URL or request is None:
        return settings.SITE_URL
    return f"{request.scheme}://{request.get_host()}"


def absolute(path: str, request: HttpRequest) -> str:
    """`path` (from `address` or `get_absolute_url`) with scheme and host before it."""
    return site_url(request) + path
