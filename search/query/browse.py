"""Every list page (year, month, day, section, column, contributor) is a search without words."""

from collections.abc import Sequence
from typing import Any

from archive.models import Column, Contributor, Newspaper, PaperSection
from search.index.columns import NONE
from search.query import SearchRequest, answer, facets
from search.query.answer import first_answered
from search.query.facets import FacetCount
from search.query.results import SearchPage


def browse(newspaper: Newspaper | None, counting: Sequence[str] = (), **filters: Any) -> SearchPage:
    """The articles of a list page, with the facets and months named in `counting`; `filters` as `list_request` takes
    them.

    Raises search.store.damage.IndexUnavailable where no index answers.
    """
    return answer(list_request(newspaper, **filters), counting=counting)


def facet_counts(newspaper: Newspaper | None, facet: str, **filters: Any) -> list[FacetCount]:
    """How many of the articles that `filters` select each year, section, column or contributor has."""
    return facets.facet(facet, _counted(facet, newspaper, filters))


def month_counts(newspaper: Newspaper | None, **filters: Any) -> dict[str, int]:
    """How many of the articles that `filters` select each month has, as {"2021-11": 12}, earliest first."""
    return facets.months_counted(_counted("month", newspaper, filters))


def _counted(column: str, newspaper: Newspaper | None, filters: dict[str, Any]) -> facets.Counts:
    """The engine's counts, without fetching an article."""
    _, found, _ = first_answered(list_request(newspaper, **filters), 0, 0, [column])
    counted: facets.Counts = found.facet_counts().get("fields", {}).get(column, ())
    return counted


def list_request(
    newspaper: Newspaper | None,
    *,
    year: int | None = None,
    month: str = "",
    day: str = "",
    section: PaperSection | None = None,
    column: Column | None = None,
    contributor: Contributor | None = None,
    undated: bool = False,
    sort: str = "newest",
    page: int = 1,
    page_size: int = 20,
) -> SearchRequest:
    """The request of a list page. `month` is 2021-11, `day` 2021-11-05; `undated` asks for those of no known year."""
    rows = {"section": section, "column": column, "contributor": contributor}
    return SearchRequest(
        newspaper=newspaper,
        year=NONE if undated else str(year or ""),
        month=month,
        day=day,
        section=section.slug if section else "",
        column=column.slug if column else "",
        contributor=contributor.slug if contributor else "",
        sort=sort,
        page=page,
        page_size=page_size,
    ).knowing({name: row for name, row in rows.items() if row})
