"""Failed log-ins are limited: django-axes counts them, in the database, for an account at an address. An editor who has
logged in from a browser before is never locked out of it, whatever strangers try under the same name and address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

COOKIE = "known_browser"
SALT = "archive.admin.login_limits"
DAYS = 90


def client_address(request: HttpRequest) -> str:
    """The network address that a log-in comes from; behind a proxy, where settings.CLIENT_ADDRESS says it stands."""
    return str(request.META.get(settings.CLIENT_ADDRESS, "")) or "0.0.0.0"  # noqa: S104  (no address to listen at)


def is_known_browser(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """Whether this account has logged in from this browser before: its cookie is signed and names the account."""
    try:
        name = request.get_signed_cookie(COOKIE, salt=SALT, max_age=DAYS * 86400)
    except (KeyError, BadSignature):
        return False
    return name == (credentials or {}).get("username", request.POST.get("username"))


@receiver(user_logged_in, dispatch_uid="archive.admin.login_limits")
def note_login(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    if request is not None:
        request.logged_in_now = user.get_username()  # type: ignore[attr-defined]


def remember_browser(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: gives a browser its cookie once an account has logged in from it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if name := getattr(request, "logged_in_now", ""):
            options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
            response.set_signed_cookie(COOKIE, name, salt=SALT, max_age=DAYS * 86400, path="/admin/", **options)
        return response

    return middleware


def too_many(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What is said instead, the same for names that exist and for those that do not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "admin/too_many.html", {"minutes": minutes}, status=429)
