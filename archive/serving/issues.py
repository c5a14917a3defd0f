"""Which issue stands at the address of a day."""

import datetime
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from archive.addresses.links import address
from archive.language.dates import in_chinese
from archive.layout.issues import issue_on
from archive.models import Issue, Newspaper
from archive.serving.newspapers import of_newspaper
from archive.serving.views import View


def of_issue(view: Callable[..., HttpResponseBase]) -> View:
    """Call `view(request, issue, …)`; the day of an issue that was moved since leads to its day now."""

    def inner(request: HttpRequest, newspaper: Newspaper, day: datetime.date, **kwargs: str) -> HttpResponseBase:
        if found := issue_on(newspaper, day):
            return view(request, found, **kwargs)
        if moved := Issue.objects.for_readers().once_of(newspaper, day):
            same = str(request.resolver_match.url_name)  # type: ignore[union-attr]
            # Not for good: an editor may move it back, and a browser never asks again where a redirect was permanent.
            return redirect(address(same, newspaper, day=moved.date, **kwargs))
        raise Http404(f"本库没有{newspaper}{in_chinese(day)}这一期。")

    return of_newspaper(inner)
