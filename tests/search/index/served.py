"""An index that has served, and what is asked of it as it is damaged, kept and built anew."""

from haystack import connections
from haystack.query import SearchQuerySet

from search.index.opened import default_index, open_index


def generations():
    return {path.name for path in default_index().folder.glob("generation-*")}


def in_use():
    return default_index().pointer().generation


def found():
    return sorted(result.pk for result in SearchQuerySet())


def begin_process():
    """As one that has just been started: nothing is open."""
    open_index.cache_clear()
    connections["default"].reset_sessions()
