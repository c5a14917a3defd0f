"""User's words -> SearchRequest -> SearchPage: the only entry point for views, feeds and the API."""

from search.query.answer import answer, around, count_found, ranked
from search.query.compile import needles
from search.query.request import PAGE_SIZES, SCOPES, SORTS, SearchRequest

__all__ = ["PAGE_SIZES", "SCOPES", "SORTS", "SearchRequest", "answer", "around", "count_found", "needles", "ranked"]
