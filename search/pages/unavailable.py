"""What every page that asks the index keeps to: bounds on what it costs; 503 where no index answers, never a silent
fallback to the database.
"""

import logging
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from archive.serving.newspapers import View
from search.index.opened import IndexUnavailable
from search.store.bounds import bounded

log = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 30


def needs_index(view: View) -> View:
    """Answer with the page 503.html where the view meets IndexUnavailable; its searches spend of the same bounds."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with bounded():
                return view(request, *args, **kwargs)
        except IndexUnavailable as reason:
            log.exception("%s: no index answers", request.path)
            response = render(request, "503.html", {"reason": reason}, status=503)
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response

    return inner
