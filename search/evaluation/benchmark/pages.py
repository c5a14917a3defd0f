"""What whole pages of this archive cost beside an empty page of Django, out of gunicorn: the second table."""

import os
import random
import statistics
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.db.models import Count

from archive.addresses.converters import Month
from archive.addresses.links import address, list_address
from archive.models import Article, Column, Contributor, Issue, Newspaper, ShownState
from search.evaluation.benchmark.workers import EMPTY, SITE, FetchedPage, Served, fetch_page, served
from search.index.opened import default_index
from search.store.manifest import POINTER

MB = 1_000_000
EMPTY_PAGES = 200  # asked for before each row, so that both are measured at the same load
# What readers ask for, in parts of a hundred; those who browse ask for the rows of BROWSED.
MIX = {"article": 70, "search, common word": 10, "search, a title as typed": 10}
BROWSED = ("front page", "issue", "list of a year", "list of a column")
MIXED = 1000  # requests
HEAD = ("row", "first: ms", "×", "SQL", "again: ms", "×", "SQL", "304: ×", "SQL", "p50 / p95 first, ms", "kB")


def largest_newspaper() -> Newspaper | None:
    """That with most published articles; None where none has any."""
    counted = Newspaper.objects.for_readers().filter(articles__status="published")
    return counted.annotate(held=Count("articles")).order_by("-held").first()


def page_addresses(newspaper: Newspaper, each: int, seed: int) -> dict[str, list[str]]:
    """Row -> addresses in that newspaper: searches out of its articles' own words, suggestions a keystroke, lists.

    A row is empty where the newspaper has nothing of the kind.
    """
    rng = random.Random(seed)  # noqa: S311

    def some(rows: Sequence[object]) -> list[str]:
        return [row.get_absolute_url() for row in rng.sample(rows, min(each, len(rows)))]  # type: ignore[attr-defined]

    published = Article.objects.published().in_newspaper(newspaper)
    keys = list(published.values_list("pk", flat=True))
    articles = list(published.filter(pk__in=rng.sample(keys, min(each, len(keys)))).select_related("newspaper"))
    titles = [article.title for article in articles]
    issues = list(Issue.objects.for_readers().in_newspaper(newspaper).select_related("newspaper").order_by("pk"))
    years = sorted({date.year for date in published.filter(date__isnull=False).dates("date", "year")})
    months = [Month(*month) for month in sorted({(issue.date.year, issue.date.month) for issue in issues})]
    columns = list(Column.objects.for_readers().filter(newspaper=newspaper, see=None).select_related("newspaper"))
    signed = Contributor.objects.for_readers().filter(articles__in=published, see=None)
    people = list(signed.distinct().order_by("pk"))
    index = default_index().reader()
    common = [word for word, held in index.terms("words") if len(word) == 2 and held > 0.02 * index.count]

    def search(**params: object) -> str:
        return f"{address('search', newspaper)}?{urlencode(params)}"

    def words(count: int) -> list[str]:
        return [" ".join(rng.sample(common, count)) for _ in range(each)] if len(common) >= count else []

    keystrokes = [title[:n] for title in titles for n in (1, 2, 3)]
    found = {
        "search, common word": [search(q=word) for word in words(1)],
        "search, two words": [search(q=two) for two in words(2)],
        "search, a title as typed": [search(q=title) for title in titles],
        "search, a quoted run": [search(q=f'"{title[:6]}"') for title in titles],
        "search, newest first": [search(q=word, sort="newest") for word in words(1)],
        "search without words": [search(size=size) for size in (20, 50)],
        "search, all newspapers": [search(q=word, papers="all") for word in words(1)],
        "suggestion, a keystroke": [f"{address('suggest', newspaper)}?{urlencode({'q': key})}" for key in keystrokes],
        "article": some(articles),
        "issue": some(issues),
        "list of a year": [address("issues_year", newspaper, year=year) for year in years],
        "list of a month": [
            address("issues_month", newspaper, month=month) for month in rng.sample(months, min(each, len(months)))
        ],
        "list of a column": some(columns),
        "list of a contributor": [
            list_address(person, newspaper) for person in rng.sample(people, min(each, len(people)))
        ],
        "all columns": [address("columns", newspaper)] if columns else [],
        "all contributors": [address("contributors", newspaper)] if people else [],
        "about": [address("about", newspaper)],
        "front page": [address("home", newspaper)],
        "healthz": ["/healthz"] * 5,
    }
    return {row: list(dict.fromkeys(own)) if row != "healthz" else own for row, own in found.items()}


def measure_pages(newspaper: Newspaper, each: int, seed: int) -> Iterator[str]:
    """Yields the lines of the report.

    The process is warm: each page was asked for before. Then the pages of a row are made out of date, as a change of an
    article would: the stamp of what readers see is drawn anew and the index opened anew. Nothing that readers see is
    changed.
    """
    asked = page_addresses(newspaper, each, seed)
    articles = default_index().reader().count
    yield f"{newspaper}, of an archive of {articles:,} articles; load {os.getloadavg()[0]:.1f}."
    yield "ms: mean processor time of a page; ×: its multiple of the empty page's just before; SQL: most statements."
    yield ""
    yield f"| {' | '.join(HEAD)} |"
    yield "|---" * len(HEAD) + "|"
    with served(SITE) as site, served(EMPTY) as empty:
        fetch_page(site.connection, "/healthz")
        for row, own in asked.items():
            if own:
                yield measured_row(row, own, site, empty)
        yield ""
        yield f"Memory of the worker that is its own: {site.private_bytes() / MB:.0f} MB."
    yield from measure_mix(asked, seed)


def measured_row(row: str, own: Sequence[str], site: Served, empty: Served) -> str:
    """One line of the table; the front page is made out of date before each asking, and asked more than once."""
    beside, _ = empty.cost(["/"] * EMPTY_PAGES)
    site.cost(own)  # templates are there, queries put together, years reckoned
    if len(own) == 1:
        costs, first = [], []
        for _ in range(10):
            outdate_pages()
            cost, pages = site.cost(own)
            costs.append(cost)
            first += pages
        made = statistics.mean(costs)
        own = [*own] * 20
    else:
        outdate_pages()
        made, first = site.cost(own)
    again, pages = site.cost(own)
    began = site.processor_seconds()
    unchanged = [fetch_page(site.connection, at, page.etag) for at, page in zip(own, pages, strict=True) if page.etag]
    known = 1000 * (site.processor_seconds() - began) / max(1, len(unchanged))
    is_known = unchanged and all(page.status == 304 for page in unchanged)
    told = f"{known / beside:.1f} | {most_statements(unchanged)}" if is_known else "– | –"
    return (
        f"| {row} | {made:.2f} | {made / beside:.1f} | {most_statements(first)} | {again:.2f} | {again / beside:.1f} | "
        f"{most_statements(pages)} | {told} | {percentiles([page.seconds for page in first])} | "
        f"{statistics.median(page.size for page in pages) / 1000:.0f} |"
    )


def most_statements(pages: Sequence[FetchedPage]) -> int:
    return max((page.statements for page in pages), default=0)


def measure_mix(asked: dict[str, list[str]], seed: int) -> Iterator[str]:
    """Requests a second of a mix of what readers ask for, through two workers, beside as many empty pages.

    Each address comes again, as it does on a site: the mix is drawn from the addresses of the rows. The workers are
    warm, as in the table; the first requests are those after a change, which makes every page out of date.
    """
    rng = random.Random(seed)  # noqa: S311
    kinds: dict[str, float] = {row: weight for row, weight in MIX.items() if asked[row]}
    browsed = [row for row in BROWSED if asked[row]]
    kinds |= {row: 10 / len(browsed) for row in browsed}
    drawn = [rng.choice(asked[row]) for row in rng.choices(list(kinds), list(kinds.values()), k=MIXED)]
    with served(SITE, 2) as site, served(EMPTY, 2) as empty:
        site.throughput(drawn)
        outdate_pages()
        empty.throughput(["/"] * MIXED)  # all threads are there
        pairs = [(site.throughput(drawn), empty.throughput(["/"] * MIXED)) for _ in range(3)]
    yield ""
    yield "Requests a second through two workers, 70 % article, 20 % search, 10 % browse, beside empty pages:"
    for name, (mixed, empty_pages) in zip(("first", "second", "third"), pairs, strict=True):
        yield f"- {name} {MIXED} requests: {mixed:.0f} / {empty_pages:.0f} = 1/{empty_pages / mixed:.1f}"


def outdate_pages() -> None:
    """Make whatever is kept out of date, as a change would, without one."""
    ShownState.objects.update(stamp=random.getrandbits(62))
    os.utime(default_index().folder / POINTER)


def percentiles(seconds: list[float]) -> str:
    """p50 / p95 in milliseconds."""
    milliseconds = sorted(1000 * each for each in seconds)
    return f"{statistics.median(milliseconds):.1f} / {milliseconds[int(0.95 * (len(milliseconds) - 1))]:.1f}"
