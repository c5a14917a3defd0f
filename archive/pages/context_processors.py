"""What every page shows: the newspaper whose pages these are, and how the reader wants them set."""

import re

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from archive.models import Newspaper
from archive.models.newspaper import newspaper_shown
from archive.serving import display

_OF_PAPER = re.compile(r"/papers/([^/]+)/")


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
    """That of the address, also where it is a page that is not there; the main one where it names none of ours."""
    found = getattr(request, "newspaper", None)
    if found is None and (named := _OF_PAPER.match(request.path_info)):
        found = newspaper_shown(named[1])
    return found or Newspaper.main()
