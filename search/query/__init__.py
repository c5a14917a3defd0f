"""User's words -> SearchRequest -> SearchPage.

request   what an address asks            syntax     words read as a tree
compile   tree -> what the store is asked answer     asked through Haystack
browse    lists: searches without words   results    what an answer is
facets    counts by year, section …       highlight  marks and snippets
reading   how a request was understood    outcome    how far what was found is that
spelling, recovery, suggest: what helps before and after

What most callers need is named here.
"""

from search.query.answer import answer, around, count_found, ranked
from search.query.compile import needles
from search.query.request import PAGE_SIZES, SCOPES, SORTS, SearchRequest

__all__ = ["PAGE_SIZES", "SCOPES", "SORTS", "SearchRequest", "answer", "around", "count_found", "needles", "ranked"]
