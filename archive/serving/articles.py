"""What stands at the address of an article that cannot be shown there."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from archive.addresses.links import address
from archive.models import Newspaper, Status
from archive.models.shown_articles import article_given_out
from archive.serving.newspapers import of_newspaper
from archive.serving.views import View


def readable(view: Callable[..., HttpResponseBase]) -> View:
    """Call `view(request, article, …)`: a replaced article redirects to the same of the one that replaced it, one
    that an editor gave to another newspaper to its address there; a withdrawn one is 410 and says why.
    """

    def inner(request: HttpRequest, newspaper: Newspaper, permanent_id: str, **kwargs: str) -> HttpResponseBase:
        article = article_given_out(permanent_id, newspaper)
        if article is None:
            raise Http404(f"{newspaper}没有编号为 {permanent_id} 的文章。")
        there = article.went_into or article
        if there != article or there.newspaper != newspaper:
            same = str(request.resolver_match.url_name)  # type: ignore[union-attr]
            there_now = address(same, there.newspaper, permanent_id=there.permanent_id, **kwargs)
            # Not for good: an editor may give an article back to the paper it was taken from, or take a merge back,
            # and a browser never asks again where a redirect was permanent.
            return redirect(there_now)
        if article.status == Status.WITHDRAWN:
            return render(request, "archive/withdrawn.html", {"article": article}, status=410)
        return view(request, article, **kwargs)

    return of_newspaper(inner)
