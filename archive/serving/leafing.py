"""By what the newspaper of a page can be leafed through, asked once for a state of the archive."""

from django.http import HttpRequest

from archive.layout.leafing import Leafing, leafing_through
from archive.models import Newspaper
from archive.serving.kept import kept_of_state


def leafing_of(request: HttpRequest | None, newspaper: Newspaper) -> Leafing:
    """The ways through a newspaper, as the pages of this request show them."""
    known: Leafing = kept_of_state(request, f"leafing-{newspaper.pk}", lambda: leafing_through(newspaper.pk))
    return known
