"""What every public view needs: the newspaper that its address names."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from archive.models import Newspaper
from archive.models.newspaper import newspaper_shown
from archive.serving.kept import kept_of_state
from archive.serving.views import View


def newspaper_named(slug: str = "") -> Newspaper:
    """The newspaper of an address /papers/<slug>/…, the main one without. Raises Http404 where there is none."""
    if not slug:
        return Newspaper.main()
    if (newspaper := newspaper_shown(slug)) is None:
        raise Http404(f"本库没有收录地址名为“{slug}”的报纸。")
    return newspaper


def of_newspaper(view: View) -> View:
    """Call `view(request, newspaper, …)`; the `paper` of the address becomes the row, also `request.newspaper`."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, paper: str = "", **kwargs: Any) -> HttpResponseBase:
        newspaper = kept_of_state(request, f"newspaper-{paper}", lambda: newspaper_named(paper))
        request.newspaper = newspaper  # type: ignore[attr-defined]
        response = view(request, newspaper, *args, **kwargs)
        # Font step and light or dark are kept in cookies: no cache may give one reader's page to another.
        patch_vary_headers(response, ["Cookie"])
        return response

    return inner
