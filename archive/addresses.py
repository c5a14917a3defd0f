"""Addresses: the main newspaper's stand at the root, any other's under /papers/<slug>/."""

from typing import Any

from django.urls import reverse


def address(name: str, newspaper: Any, **kwargs: object) -> str:
    """The address of the page called `name` (a name in the URL patterns) of that newspaper."""
    if not newspaper.is_main:
        kwargs["paper"] = newspaper.slug
    return reverse(name, kwargs=kwargs)
