"""What every page shows: the newspaper whose pages these are, and how the reader wants them set."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from archive.models import Newspaper
from archive.serving import display


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "newspaper": SimpleLazyObject(lambda: _newspaper(request)),
        "font": display.FONT.chosen_by(request),
        "theme": display.THEME.chosen_by(request),
        "font_options": display.options(request, display.FONT),
        "way_back": SimpleLazyObject(lambda: display.way_back(request)),
        "theme_options": display.options(request, display.THEME),
    }


def _newspaper(request: HttpRequest) -> Newspaper:
    """That of the address; the main one where there is none (a 404 outside every pattern, or of no paper of ours)."""
    found = getattr(request, "newspaper", None)
    if found is None:
        match = request.resolver_match
        slug = match.kwargs.get("paper", "") if match else ""
        found = Newspaper.objects.for_readers().filter(slug=slug).first() if slug else None
    return found or Newspaper.main()
