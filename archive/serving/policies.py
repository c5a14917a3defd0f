"""What a browser may do with an answer: Content-Security-Policy, as django-csp writes it."""

from functools import cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django_permissions_policy import PermissionsPolicyMiddleware


class OnePolicy(CSPMiddleware):
    """Middleware: django-csp's, with one policy for all answers, put together once (it takes 24 µs an answer else).

    There are no nonces: a page with one would be another each time that it is asked for, and no cache could keep it.
    Django's own pages of errors, which only a developer sees, keep their inline styles.
    """

    def process_request(self, request: HttpRequest) -> None:
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> Any:
    return build_policy()


@cache
def headers_of_every_answer() -> tuple[tuple[str, str], ...]:
    """What middleware adds to each of Django's answers alike, for those that Django does not make."""
    answer = HttpResponse()
    del answer.headers["Content-Type"]
    request = HttpRequest()
    request.is_secure = lambda: True  # type: ignore[method-assign]
    OnePolicy(lambda _: answer).process_response(request, answer)
    PermissionsPolicyMiddleware(lambda _: answer)(request)
    SecurityMiddleware(lambda _: answer).process_response(request, answer)
    XFrameOptionsMiddleware(lambda _: answer).process_response(request, answer)
    return tuple(answer.headers.items())
