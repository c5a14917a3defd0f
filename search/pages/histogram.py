"""How articles lie in time, as bars of an inline SVG that are links: a bar for every year or month, none left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.language.dates import in_chinese
from search.query.results import SearchPage

# The drawing's own units; it is scaled to the width of its place.
WIDTH, BASE = 360, 66
LEAST = 2  # height of the smallest bar: one article among thousands can still be seen
LABELS = 6  # as many labels as can be read side by side
LABEL_ROOM = 36  # of one label, that the next does not touch it
MONTHS = range(1, 13)
FEW_YEARS = 5  # drawn, they and their months would be blocks: they are told in numbers


@dataclass(frozen=True)
class Bar:
    """`x` and `width` of its slot; the bar stands on BASE, `height` high. `name` is what it stands for (2021年11月),
    `label` what is written under it, often nothing; `address` finds its articles."""

    name: str
    label: str
    count: int
    x: float
    width: float
    height: float
    address: str

    @property
    def top(self) -> float:
        return BASE - self.height

    @property
    def drawn(self) -> float:
        """The width that is filled: a gap is left between bars, and however many there are, most of each shows."""
        return round(self.width - min(1.0, 0.15 * self.width), 3)

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def histogram(counts: Mapping[str, int], address_of: Callable[[str], str]) -> list[Bar]:
    """A bar for each year (2021) or month (2021-11) from the first to the last of `counts`, all of one kind.

    `address_of` gives the address of the articles of one of them. An empty list where there is nothing to count.
    """
    most = max(counts.values(), default=0)
    if not most:
        return []
    times = list(_every(min(counts), max(counts)))
    width = WIDTH / len(times)
    labels = _labels(times)
    return [
        Bar(
            name=in_chinese(time),
            label=labels.get(time, ""),
            count=(count := counts.get(time, 0)),
            x=round(n * width, 2),
            width=round(width, 2),
            height=round(max(LEAST, BASE * count / most), 1) if count else 0,
            address=address_of(time),
        )
        for n, time in enumerate(times)
    ]


def is_short(times: Iterable[str]) -> bool:
    """Whether years (2021) or months (2021-11) span FEW_YEARS or less."""
    years = [int(time[:4]) for time in times]
    return not years or max(years) - min(years) < FEW_YEARS


def years_without_month(years: Mapping[str, int], months: Mapping[str, int]) -> dict[str, int]:
    """Of `years` those that have articles of which no month is known, mostly because the year is estimated, and how
    many."""
    of_months = Counter[str]()
    for month, count in months.items():
        of_months[month[:4]] += count
    return {year: count - of_months[year] for year, count in sorted(years.items()) if count > of_months[year]}


def search_histogram(page: SearchPage) -> list[Bar]:
    """The years of a search, or the months of the one year that is asked; none where that would be a single bar."""
    request = page.request
    if request.month or request.day:
        return []
    if request.year.isdigit():
        months = {month: page.months.get(month, 0) for month in (f"{request.year}-{n:02}" for n in MONTHS)}
        return histogram(months, lambda month: f"?{request.params(year='', month=month)}")
    years = {count.value: count.count for count in page.facets["year"] if count.value.isdigit()}
    if len(years) < 2:
        return []
    return histogram(years, lambda year: f"?{request.params(year=year)}")


def _every(first: str, last: str) -> Iterator[str]:
    """The years or months from `first` to `last`."""
    if "-" not in first:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    year, month = map(int, first.split("-"))
    while (time := f"{year:04}-{month:02}") <= last:
        yield time
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _labels(times: list[str]) -> dict[str, str]:
    """What stands under the bars: years, where months run over several; else the bars themselves."""
    if "-" in times[0] and times[0][:4] == times[-1][:4]:
        written = {time: f"{int(time[5:])}月" for time in times}
    else:
        written = {time: time[:4] for time in times if time[4:] in ("", "-01") or time == times[0]}
    every = -(-len(written) // LABELS)
    shown, taken = {}, 0.0
    for time in list(written)[::every]:
        n = times.index(time)
        begins = (n + 0.5) * WIDTH / len(times) - LABEL_ROOM / 2 if n else 0  # the first is set from the edge on
        if begins >= taken:
            shown[time], taken = written[time], begins + LABEL_ROOM
    return shown
