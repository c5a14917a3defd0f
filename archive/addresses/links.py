"""Addresses: the main newspaper's stand at the root, any other's under /papers/<slug>/.

The pages that list the articles of a newspaper, section, column or contributor are another app's. Which route serves
them is settings.LIST_PAGES, so that no module of the archive names a route that is not its own.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def address(route: str, newspaper: Any, **kwargs: object) -> str:
    """The address of the page called `route` (a name in the URL patterns) of that newspaper."""
    if not newspaper.is_main:
        kwargs["paper"] = newspaper.slug
    return _reversed(route, **kwargs)


# A page has from forty to four hundred addresses, most of which other pages have, too; to make one takes 20 µs, and to
# ask what they begin with (get_script_prefix) 1 µs each: a site has one FORCE_SCRIPT_NAME, or none, and one list of
# routes.
@lru_cache(maxsize=20_000)
def _reversed(route: str, **kwargs: object) -> str:
    return reverse(route, kwargs=kwargs)


def list_address(row: Any, newspaper: Any) -> str:
    """The address of the list of the articles that show `row`, a newspaper, section, column or contributor.

    `newspaper` is that among whose articles a reader is; a contributor may have signed in several.
    """
    kind = row._meta.model_name
    which = {} if kind == "newspaper" else {"slug": row.slug}
    return address(settings.LIST_PAGES[kind], newspaper, **which)


def site_url(request: HttpRequest | None = None) -> str:
    """What absolute addresses begin with (https://news.example.cn, without a final slash).

    settings.SITE_URL where a deployment sets it, else what `request` came to; "" where neither is known.
    """
    if settings.SITE_URL or request is None:
        return str(settings.SITE_URL)
    return f"{request.scheme}://{request.get_host()}"


def absolute(path: str, request: HttpRequest) -> str:
    """`path` (from `address` or `get_absolute_url`) with scheme and host before it."""
    return site_url(request) + path
