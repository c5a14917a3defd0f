"""Which methods an address takes: any other is 405 with Allow (RFC 9110, 15.5.6), before a token is asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from archive.serving.views import View

FORM_METHODS = ("GET", "HEAD", "POST")


def says_methods(view: View) -> View:
    """A view that refuses methods itself. No token is asked of a POST, which would be refused for the wrong reason."""
    view = csrf_exempt(view)
    view.says_methods = True  # type: ignore[attr-defined]
    return view


def read_only(view: View) -> View:
    """GET and HEAD alone."""
    return says_methods(require_safe(view))


class FormMethods:
    """Middleware: a view that does not say itself what it takes has forms.

    Django's own views of the desk answer a TRACE as they do a GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.method in FORM_METHODS or hasattr(view, "says_methods"):
            return None
        return HttpResponseNotAllowed(FORM_METHODS)
