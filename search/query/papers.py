"""Of which newspapers a search asks: this one, all, or those chosen; and how many articles of each it found."""

from dataclasses import dataclass

from archive.language.titles import titled
from archive.models import Newspaper
from search.query.facets import most_shown
from search.query.request import ALL_PAPERS, SearchRequest


@dataclass(frozen=True)
class PaperCount:
    """A newspaper: how many articles of it were found, whether it is chosen, the search with it put in or out."""

    newspaper: Newspaper
    count: int
    selected: bool
    request: SearchRequest


def paper_counts(request: SearchRequest, counted: list[tuple[int | str, int]]) -> list[PaperCount]:
    """The newspapers of articles found (`counted` as (primary key, articles) pairs): those chosen, then the others, the
    most first.
    """
    picked = {newspaper.pk for newspaper in request.chosen_papers}
    known = sorted(
        ((key, count) for key, count in counted if isinstance(key, int)),
        key=lambda pair: (pair[0] not in picked, -pair[1], pair[0]),
    )
    listed = known[: most_shown(request.params())]
    newspapers = Newspaper.objects.in_bulk([key for key, _ in listed])
    chosen = request.chosen_slugs
    found = []
    for key, count in listed:
        slug = newspapers[key].slug
        others = [other for other in chosen if other != slug]
        wanted = others if slug in chosen else [*chosen, slug]
        asked = request.changed(papers=",".join(wanted) or ALL_PAPERS)
        found.append(PaperCount(newspapers[key], count, slug in chosen, asked))
    return found


def papers_label(request: SearchRequest) -> str:
    """《济宁高新新闻》, 全部报纸, 《甲报》《乙报》 …; 全库 where no address named a newspaper."""
    if request.papers == ALL_PAPERS:
        return "全部报纸"
    if request.papers:
        names = [titled(newspaper) for newspaper in request.chosen_papers]
        return "".join(names[:3]) + (f"等{len(names)}种报纸" if len(names) > 3 else "") or "所选报纸"
    return titled(request.newspaper) if request.newspaper else "全库"
