"""User's words -> SearchRequest -> SearchPage: the only entry point for views, feeds and the API."""

from .answer import answer, around, count, ranked
from .compile import needles
from .request import PAGE_SIZES, SCOPES, SORTS, SearchRequest

__all__ = ["PAGE_SIZES", "SCOPES", "SORTS", "SearchRequest", "answer", "around", "count", "needles", "ranked"]
