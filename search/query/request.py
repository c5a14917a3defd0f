"""SearchRequest: everything that decides an answer, as one frozen value with an address of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self

from django.http import QueryDict

from archive.models import Contributor, Newspaper
from search.index.columns import NONE
from search.query import syntax
from search.query.dated import with_times
from search.query.filters import FACETS, MODELS

SCOPES = {"content": "全文", "title": "标题", "author": "作者", "column": "栏目"}
SORTS = {"relevance": "相关度", "newest": "最新", "oldest": "最早", "pages": "按期按版"}
PAGE_SIZES = (20, 50, 100)
# Longer input is cut: a pasted paragraph still finds, a pasted book costs nothing.
MAX_LENGTH = 300
MAX_PAGE = 100_000
ALL_PAPERS = "all"

_year = re.compile(r"[1-9]\d{3}")
_month = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])")
_day = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class SearchRequest:
    """What is asked of one newspaper, or of all where `newspaper` is None.

    Filters hold what an address holds: `year` "2021", `month` "2021-11", `day` "2021-11-05", slugs for
    `section`, `column` and `contributor`, "none" for articles without one, "" for no filter. `since`
    and `until` are years, months or days, both included. Pages count from 1.
    """

    newspaper: Newspaper | None = None
    # Of other newspapers than that of the address: "all", or slugs with commas between; "" for that one alone.
    papers: str = ""
    q: str = ""
    scope: str = "content"
    exact: bool = False
    # Nothing else is answered in the place of what was typed, however surely it was meant.
    as_typed: bool = False
    year: str = ""
    month: str = ""
    day: str = ""
    since: str = ""
    until: str = ""
    section: str = ""
    column: str = ""
    contributor: str = ""
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZES[0]
    # The facet whose values are all listed, "" for none.
    all_of: str = ""
    # A tree instead of words, for programs: no quoting, no parsing.
    typed: syntax.AllOf | None = None

    @classmethod
    def from_params(cls, params: QueryDict | Mapping[str, str], newspaper: Newspaper | None) -> Self:
        """What an address asks. What cannot be read is left out: nothing in an address is ever an error."""

        def one_of(name: str, allowed: Any, default: Any) -> Any:
            return value if (value := params.get(name, "")) in allowed else default

        def like(name: str, *patterns: re.Pattern[str]) -> str:
            value = params.get(name, "")
            return value if any(pattern.fullmatch(value) for pattern in patterns) else ""

        def number(name: str) -> int:
            value = params.get(name, "")
            return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0

        size = number("size")
        return cls(
            newspaper=newspaper,
            papers=params.get("papers", "")[:MAX_LENGTH],
            q=" ".join(params.get("q", "").replace("\0", " ").split())[:MAX_LENGTH],
            scope=one_of("scope", SCOPES, "content"),
            exact=params.get("exact", "") == "1",
            as_typed=params.get("as_typed", "") == "1",
            year=NONE if params.get("year") == NONE else like("year", _year),
            month=like("month", _month),
            day=like("day", _day),
            since=like("since", _year, _month, _day),
            until=like("until", _year, _month, _day),
            sort=one_of("sort", SORTS, ""),
            page=min(max(1, number("page")), MAX_PAGE),
            page_size=size if size in PAGE_SIZES else PAGE_SIZES[0],
            all_of=one_of("all_of", FACETS, ""),
            section=params.get("section", "")[:MAX_LENGTH],
            column=params.get("column", "")[:MAX_LENGTH],
            contributor=params.get("contributor", "")[:MAX_LENGTH],
        )

    def changed(self, **changes: Any) -> Self:
        """This request with `changes`, back on page 1 where they name no other."""
        return replace(self, **{"page": 1, **changes})

    def params(self, **changes: Any) -> str:
        """The query string of this request, with `changes` where there are any."""
        changed = self.changed(**changes) if changes else self
        params = QueryDict(mutable=True)
        for name, default in ADDRESS_DEFAULTS.items():
            value = getattr(changed, name)
            if value != default:
                params["size" if name == "page_size" else name] = "1" if value is True else str(value)
        return params.urlencode()

    @cached_property
    def tree(self) -> syntax.AllOf:
        """The words read as syntax."""
        return self.typed or with_times(
            syntax.parse_query(self.q, field=syntax.QUERY_FIELDS.get(self.scope, "content"), exact=self.exact)
        )

    @property
    def chosen_slugs(self) -> list[str]:
        """The slugs of the newspapers chosen; none where this one or all are asked."""
        return [] if self.papers == ALL_PAPERS else list(dict.fromkeys(filter(None, self.papers.split(","))))

    @cached_property
    def chosen_papers(self) -> list[Newspaper]:
        return list(Newspaper.objects.filter(slug__in=self.chosen_slugs)) if self.chosen_slugs else []

    @property
    def asked_papers(self) -> list[Newspaper] | None:
        """The newspapers whose articles are asked for; None for all."""
        if self.papers == ALL_PAPERS or (self.newspaper is None and not self.chosen_slugs):
            return None
        if self.chosen_slugs:
            return self.chosen_papers
        return [self.newspaper] if self.newspaper else None

    @property
    def only_paper(self) -> Newspaper | None:
        """The one newspaper that is asked; None for several."""
        asked = self.asked_papers
        return asked[0] if asked is not None and len(asked) == 1 else None

    @cached_property
    def named(self) -> dict[str, dict[int, tuple[str, str]]]:
        """Of the section, column and contributor filtered by: primary key -> (slug, name); {} for a slug nobody has."""
        named = {}
        for name, model in MODELS.items():
            if (slug := getattr(self, name)) not in ("", NONE):
                rows = model._default_manager.filter(slug=slug)
                if self.asked_papers is not None and model is not Contributor:
                    rows = rows.filter(newspaper__in=self.asked_papers)
                named[name] = {pk: (slug, label) for pk, label in rows.values_list("pk", "name")}
        return named

    @property
    def has_words(self) -> bool:
        return any(True for _ in syntax.terms(self.tree))

    @property
    def order(self) -> str:
        """The sort in force: relevance means nothing where there are no words."""
        if not self.has_words:
            return self.sort if self.sort in ("newest", "oldest", "pages") else "newest"
        return self.sort or "relevance"

    @property
    def filters(self) -> dict[str, str]:
        """The filters set beside the words."""
        names = ("year", "month", "day", "since", "until", "section", "column", "contributor")
        return {name: value for name in names if (value := getattr(self, name))}


ADDRESS_DEFAULTS = {
    field.name: field.default for field in fields(SearchRequest) if field.name not in ("newspaper", "typed")
}
