"""Pages about the archive as a whole, and the links that set how pages look."""

from operator import attrgetter

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from archive.holdings.counts import holdings_of
from archive.holdings.within import SpanAsked
from archive.language.folding import fold
from archive.layout.initials import under_letters
from archive.layout.newspapers import all_newspapers
from archive.models import Article, Newspaper, Precision
from archive.serving import display as choices
from archive.serving.kept import kept_by_version
from archive.serving.leafing import leafing_of
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper

LARGEST = 6  # newspapers that stand before the alphabet
LONGEST_NAME = 60  # characters of what is looked for among names


@read_only
@kept_by_version
@of_newspaper
def about(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    context = {
        "articles": Article.objects.in_newspaper(newspaper)
        .published()
        .aggregate(
            guessed=Count("pk", filter=Q(date_basis="guess")),
            undated=Count("pk", filter=Q(date_precision=Precision.UNKNOWN)),
            unplaced=Count("pk", filter=Q(page=None)),
        ),
        "holdings": holdings_of(request, newspaper),
        "ways": leafing_of(request, newspaper).ways,
        "newspapers": Newspaper.objects.with_articles().count(),
        "version": settings.VERSION,
    }
    return render(request, "archive/about.html", context)


@read_only
@kept_by_version
@of_newspaper
def newspapers_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """All newspapers of the archive, or those whose name holds `?name=`."""
    held = all_newspapers()
    asked = " ".join(request.GET.get("name", "").split())[:LONGEST_NAME]
    sought = fold(asked)
    shown = [paper for paper in held if sought in fold(str(paper.newspaper))]
    groups = under_letters(shown, attrgetter("name"))
    largest = sorted(held, key=attrgetter("articles"), reverse=True)[:LARGEST]
    context = {
        "total": len(held),
        "span": SpanAsked("", "", None),
        "asked": asked,
        "shown": len(shown),
        "initials": groups,
        "largest": [] if asked or "" in groups else largest,
        "told": f"{len(held)}种报纸的数字报库：{'、'.join(paper.newspaper.name for paper in largest)}等。",
    }
    return render(request, "archive/newspapers.html", context)


@read_only
@never_cache
@of_newspaper
def display(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """Remember `?font=` or `?theme=` in a cookie and go back to `?next=`, an address of this site."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=False):
        back = "/"
    response = HttpResponseRedirect(back)  # redirect() takes a word without a stroke for the name of a route
    for choice in choices.DISPLAY_CHOICES:
        value = request.GET.get(choice.name)
        if value is None:
            continue
        if value not in choice.values:
            raise Http404(f"没有“{value}”这一{choice.label}。")
        secure, age = settings.SESSION_COOKIE_SECURE, choices.COOKIE_SECONDS
        response.set_cookie(choice.name, value, max_age=age, secure=secure, samesite="Lax", httponly=True)
    return response
