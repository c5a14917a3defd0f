"""How the articles found lie in time, as bars of an inline SVG that are links: years, or the months of one year."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.query import SearchRequest
from search.query.results import SearchPage

# The drawing's own units; it is scaled to the width of its place.
WIDTH, HEIGHT, BASE = 360, 84, 66
LEAST = 2  # height of the smallest bar: one article among thousands can still be seen
LABELS = 6  # as many labels as can be read side by side


@dataclass(frozen=True)
class Bar:
    """`x`, `width` of its slot; the bar stands on BASE, `height` high. `params` finds its articles."""

    name: str
    label: str
    count: int
    x: float
    width: float
    height: float
    params: str

    @property
    def top(self) -> float:
        return BASE - self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def histogram(page: SearchPage) -> list[Bar]:
    """One bar a year from the first to the last, or a month where one year is asked; none for a single year."""
    request: SearchRequest = page.request
    if request.month or request.day:
        return []
    if request.year.isdigit():
        counts = {month: page.months.get(f"{request.year}-{month:02}", 0) for month in range(1, 13)}
        if not any(counts.values()):
            return []
        months = {month: (f"{request.year}年{month}月", f"{month}月") for month in counts}
        return _bars(
            counts, months, {month: request.params(year="", month=f"{request.year}-{month:02}") for month in counts}
        )
    known = {int(count.value): count.count for count in page.facets["year"] if count.value.isdigit()}
    if len(known) < 2:
        return []
    counts = {year: known.get(year, 0) for year in range(min(known), max(known) + 1)}
    return _bars(
        counts,
        {year: (f"{year}年", str(year)) for year in counts},
        {year: request.params(year=str(year)) for year in counts},
    )


def _bars(counts: Mapping[int, int], names: Mapping[int, tuple[str, str]], params: Mapping[int, str]) -> list[Bar]:
    width = WIDTH / len(counts)
    every = -(-len(counts) // LABELS)
    most = max(counts.values())
    return [
        Bar(
            name=names[value][0],
            label=names[value][1] if n % every == 0 else "",
            count=count,
            x=round(n * width, 2),
            width=round(width, 2),
            height=round(max(LEAST, BASE * count / most), 1) if count else 0,
            params=params[value],
        )
        for n, (value, count) in enumerate(counts.items())
    ]
