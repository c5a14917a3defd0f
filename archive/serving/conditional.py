"""Answers that a client may keep and ask again about: ETag, and 304 where nothing changed."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from archive.serving.views import View


def revalidated(view: View) -> View:
    """Give a 200 its ETag (of its bytes, so always right) and answer If-None-Match, for GET and HEAD.

    Django's conditional_page does the same for GET alone; HEAD must carry the headers of GET (RFC 9110, 9.3.2).
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        set_response_etag(response)
        # May be kept, and must be asked about before it is shown: an editor's change is seen at once.
        response.headers.setdefault("Cache-Control", "no-cache")
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    return inner
