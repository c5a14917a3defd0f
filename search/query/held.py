"""The span of time and the newspapers that a search is about, of which its page says what is held."""

from archive.holdings.within import SpanAsked
from search.index.columns import NONE
from search.query.request import SearchRequest


def span_of(asked: SearchRequest) -> SpanAsked:
    """As far as the filters of a search say so: all that is held where they do not."""
    single = asked.day or asked.month or (asked.year if asked.year != NONE else "")
    if single:
        return SpanAsked(single, single, asked.asked_papers, chosen=True)
    return SpanAsked(asked.since, asked.until, asked.asked_papers, chosen=True)
