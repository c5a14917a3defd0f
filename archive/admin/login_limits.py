"""Failed log-ins are slowed down, nobody is locked out: docs/decisions/013-log-in.md says why.

django-axes keeps the failures in the database, where every worker sees them. A browser in which an account has logged
in before is known by a signed cookie (OWASP: device cookies) and has a count of its own, which no stranger can raise;
elsewhere an account has a count for each network address, and an address one for all accounts. Past the free ones, the
next try is looked at only after a wait since the last failure, which doubles up to LONGEST. An account that is guessed
at from many addresses leaves each of them but one free failure: nobody waits for another address's failures.
"""

import datetime
import math
from collections.abc import Callable, Iterator
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.db.models import Max, QuerySet, Sum
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.services.login_links import new_browser

COOKIE = "known_browser"
SALT = "archive.admin.login_limits"
DAYS = 90
# A browser that several editors share remembers so many of them, the last ones.
ACCOUNTS_OF_A_BROWSER = 8
# Stands between an account and a browser in what axes counts by; no account's name has one.
KNOWN = " @ "
LONGEST_NAME = 150  # characters of an account's name; what is typed beyond is not kept
# Failures of an account from all addresses, after which an address has but one that is free.
FREE_OF_ACCOUNT = 30
# Failures at an address, of all accounts in the last AXES_COOLOFF_TIME, that are free: it may be a whole office's.
FREE_OF_ADDRESS = 30
SHORTEST, LONGEST = datetime.timedelta(seconds=2), datetime.timedelta(seconds=30)


def known_accounts(request: HttpRequest) -> dict[str, str]:
    """Account -> what this browser is called, for each account that logged in from it; none where nothing is signed."""
    try:
        held: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=datetime.timedelta(days=DAYS)
        )
    except signing.BadSignature:
        return {}
    return held


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What axes counts failures by: the account, or the account in this browser where it is known for it."""
    typed = str((credentials or {}).get("username", request.POST.get("username", "")))
    name = typed[:LONGEST_NAME].replace(" ", "")  # or anybody could be counted as a browser that is known
    browser = known_accounts(request).get(name)
    return f"{name}{KNOWN}{browser}" if browser else name


def wait_after(failures: int, free: int) -> datetime.timedelta:
    """How long after the last of so many failures the next try is looked at."""
    if failures < free:
        return datetime.timedelta(0)
    return min(SHORTEST * int(2 ** min(failures - free, 10)), LONGEST)


class SlowedLogins(AxesDatabaseHandler):
    """Counts as axes does, and makes the next try wait instead of locking."""

    def counters(self, request: Any, credentials: dict[str, Any] | None) -> Iterator[tuple[QuerySet[Any], int]]:
        """What is counted for this try, with how many failures are free. None holds failures that this browser or its
        address did not make."""
        recent = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - get_cool_off(request))
        name, address = get_client_username(request, credentials), request.axes_ip_address
        of_account = recent.filter(username=name)
        if KNOWN in name:
            yield of_account, settings.AXES_FAILURE_LIMIT
            return
        failures = of_account.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
        yield of_account.filter(ip_address=address), settings.AXES_FAILURE_LIMIT if failures < FREE_OF_ACCOUNT else 1
        yield recent.exclude(username__contains=KNOWN).filter(ip_address=address), FREE_OF_ADDRESS

    def seconds_to_wait(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Until a try of these credentials is looked at."""
        left = 0.0
        for attempts, free in self.counters(request, credentials):
            counted = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
            if counted["failures"]:
                until = counted["last"] + wait_after(counted["failures"], free)
                left = max(left, (until - timezone.now()).total_seconds())
        return math.ceil(left)

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        request.login_waits = self.seconds_to_wait(request, credentials)
        return bool(request.login_waits)

    def reset_user_attempts(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """After a success: the failures of the account in this browser, or at this address, are forgotten; those of
        others are not."""
        name = get_client_username(request, credentials)
        own = AccessAttempt.objects.filter(username=name)
        return int((own if KNOWN in name else own.filter(ip_address=request.axes_ip_address)).delete()[0])


@receiver(user_logged_in, dispatch_uid="archive.admin.login_limits")
def note_login(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    if request is not None:
        request.logged_in_now = user.get_username()  # type: ignore[attr-defined]


def remember_browser(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: gives a browser its cookie once an account has logged in from it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if name := getattr(request, "logged_in_now", ""):
            remember(request, response, name, known_accounts(request).get(name) or new_browser())
        return response

    return middleware


def remember(request: HttpRequest, response: HttpResponse, name: str, browser: str) -> None:
    """Make the browser that asks known for an account, beside those it is known for."""
    others = {other: called for other, called in known_accounts(request).items() if other != name}
    latest = [*others.items(), (name, browser)][-ACCOUNTS_OF_A_BROWSER:]
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(latest), salt=SALT),
        max_age=datetime.timedelta(days=DAYS),
        path="/admin/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def too_soon(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What is said instead, the same for names that exist and for those that do not."""
    seconds = getattr(request, "login_waits", 0) or int(LONGEST.total_seconds())
    answer = render(request, "admin/too_soon.html", {**site.each_context(request), "seconds": seconds}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
