"""What every page that asks the index keeps to: bounds on what it costs; 503 where no index answers, never a silent
fallback to the database.
"""

import logging
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from archive.serving.kept import not_to_keep
from archive.serving.unsaved import RETRY_AFTER_SECONDS
from archive.serving.views import View
from search.index.healing import healer
from search.store.bounds import bounded
from search.store.damage import IndexUnavailable

log = logging.getLogger(__name__)


def needs_index(view: View) -> View:
    """Answer with the page 503.html where the view meets IndexUnavailable; its searches spend of the same bounds, and
    a page for which they did not suffice is not kept."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with bounded() as spending:
                response = view(request, *args, **kwargs)
        except IndexUnavailable as reason:
            log.exception("%s: no index answers", request.path)
            healer.told_of(reason)
            response = render(request, "503.html", status=503)
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        else:
            if spending.fell_short:
                not_to_keep(request)  # with more time there is more to show
        return response

    return inner
