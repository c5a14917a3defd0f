"""What a search answers: the shape that views, feeds and the API share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from archive.models import Article
from search.query.facets import FacetCount
from search.query.request import SearchRequest


@dataclass(frozen=True)
class Hit:
    """One article found, loaded `for_searching`. Decks and snippets are escaped HTML with <mark> round what matched.

    `nth` is its place among the page's items of the index, from 0: one that was withdrawn just now has a place there,
    and is no hit.
    """

    article: Article
    nth: int
    kicker: SafeString
    title: SafeString
    subtitle: SafeString
    byline: SafeString
    snippets: Sequence[SafeString] = ()
    matches: int = 0


@dataclass(frozen=True)
class SearchPage:
    """One page of an answer. `total` counts the items over all pages; pages count from 1.

    `facets` has the keys year, section, column, contributor; those named in `cut` have more values than are
    given: so many. `months` maps "2021-11" to a count.
    """

    request: SearchRequest
    total: int
    page: int
    page_size: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    cut: Mapping[str, int] = field(default_factory=dict)
    left_out: Sequence[str] = ()  # what the request could not afford (search.store.bounds): as if not asked
    # Which rung answered: all (every word), time (what was typed as the days it means), any (some word, by
    # relevance), phrase (what stands in quotes), browse.
    rung: str = "all"
    close: Sequence[str] = ()  # what stands almost as it was typed, and first among the articles found
    alike: Sequence[str] = ()  # what stands almost so, but for a word that was typed: offered, not put first
    is_scattered: bool = False  # no article prints what was typed as it was typed, though each has all of its parts
    partly_marked: bool = False  # more was asked than could be marked (search.query.highlight)

    @property
    def is_missed(self) -> bool:
        """Whether no article has all that is asked."""
        return self.rung == "any" or not self.total

    @property
    def num_pages(self) -> int:
        return max(1, -(-self.total // self.page_size))

    @property
    def first_place(self) -> int:
        """The place of the page's first hit among all, from 1."""
        return (self.page - 1) * self.page_size + 1

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.num_pages
