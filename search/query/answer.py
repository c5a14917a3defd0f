"""SearchRequest -> SearchPage through Haystack: the only way to ask the index."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from haystack.models import SearchResult
from haystack.query import SearchQuerySet

from archive.layout.summaries import first_news_of
from archive.models import Article, Newspaper, former_wordings
from archive.models.shown_articles import article_links, shown_articles
from search.index.columns import NEWEST_FIRST, NONE, encode_value
from search.index.fields import FORMER, searchable_fields
from search.index.opened import default_index
from search.query import highlight
from search.query.compile import date_range, expression_for, loosened, needles, phrases_alone, typed_run
from search.query.dated import as_times
from search.query.facets import cut_facets, facets, months_counted, most_shown
from search.query.filters import FACETS
from search.query.request import ALL_PAPERS, SearchRequest
from search.query.results import Hit, SearchPage
from search.query.syntax import AllOf
from search.store.bounds import bounded, current_spending
from search.store.closeness import CloseRuns, closest_runs
from search.store.collector import Collector
from search.store.expressions import All, Either, Expression, Has, In

ORDERS = {"newest": ("-date_newest",), "oldest": ("date_oldest",), "pages": ("-date_newest", "print_place")}
ALL_COUNTED = (*FACETS, "month")
AS_PRINTED = 5  # articles of which one is to print a run
MARKED_FIELDS = ("kicker", "title", "subtitle", "byline")


def answer(request: SearchRequest, *, marking: bool = True, counting: Sequence[str] = ALL_COUNTED) -> SearchPage:
    """The page of articles asked for, the total over all pages, facets and months of all articles found.

    Without `marking` nothing is marked, and of facets and months only those of `counting` are counted. A page after the
    last is the last.
    Raises search.store.damage.IndexUnavailable where no index answers.
    """
    with bounded() as spending:
        start = (request.page - 1) * request.page_size
        close = close_runs(request)
        rung, found, results = first_answered(request, start, start + request.page_size, counting, close.sure)
        total, left_out = len(found), tuple(spending.left_out)
    if total and not results:
        return answer(replace(request, page=-(-total // request.page_size)), marking=marking, counting=counting)
    counted = found.facet_counts().get("fields", {})
    sought = [*map(highlight.Needle.from_text, close.sure), *needles(request.tree)] if marking else []
    marker = highlight.Marker(sought)
    marked_hits = hits([int(result.pk) for result in results], marker, request.newspaper)
    most = most_shown(request.params())
    # The names that facets show cost a query each: looked up by the pages that show them.
    shown: Any = SimpleLazyObject(lambda: facets(counted, request.filters, request.named, request.all_of, most))
    return SearchPage(
        request=request,
        total=total,
        page=request.page if total else 1,
        page_size=request.page_size,
        hits=marked_hits,
        facets=shown,
        cut=cut_facets(counted, request.all_of, most),
        months=months_counted(counted.get("month", ())),
        left_out=left_out,
        rung=rung,
        close=runs_as_printed(close.sure),
        alike=runs_as_printed(close.doubtful),
        partly_marked=marker.is_partial,
    )


def counted_by_paper(request: SearchRequest) -> list[tuple[int | str, int]]:
    """(primary key, articles found) of each newspaper, whichever are chosen."""
    _, found, _ = first_answered(request.changed(papers=ALL_PAPERS), 0, 0, ["newspaper"])
    counts: list[tuple[int | str, int]] = found.facet_counts().get("fields", {}).get("newspaper", [])
    return counts


def ranked(request: SearchRequest, limit: int | None = None) -> list[int]:
    """Primary keys of the articles found, in order, at most `limit`: an answer without its page."""
    with bounded():
        return [int(result.pk) for result in first_answered(request, 0, limit, close=close_runs(request).sure)[2]]


def newest_with_title(request: SearchRequest, folded: str, most: int) -> list[int]:
    """Primary keys of the newest articles with these characters in a deck, in order; at each keystroke, so that no more
    are looked through than that takes."""
    index = default_index()
    reader = index.reader()
    with bounded(), reader.read_safely():
        among = All(tuple(filtered_by(request)))
        return Collector(reader, index.layout, {}).first_holding("title", folded, among, NEWEST_FIRST, most)


def all_found(request: SearchRequest, most: int) -> tuple[list[int], SearchPage]:
    """Primary keys of the first `most` articles found, in order, and what an answer tells of them, without hits."""
    with bounded() as spending:
        close = close_runs(request)
        rung, found, results = first_answered(request, 0, most, close=close.sure)
        told = SearchPage(
            request=request,
            total=len(found),
            page=1,
            page_size=most,
            hits=(),
            left_out=tuple(spending.left_out),
            rung=rung,
            close=runs_as_printed(close.sure),
        )
    return [int(result.pk) for result in results], told


def count_found(request: SearchRequest) -> int:
    """How many articles have all that is asked; the ORed rung is not tried.

    0 where the page's request has spent what it may: what is offered beside an answer is not counted by halves.
    """
    return _count(request, expression_for)


def count_any(request: SearchRequest) -> int:
    """How many articles have any of the words; 0 as `count_found` has it."""
    return _count(request, lambda tree: loosened(tree) or Either(()))


def _count(request: SearchRequest, compiled: Callable[[AllOf], Expression | None]) -> int:
    with bounded() as spending:
        if spending.is_over:
            return 0
        found = selected_articles(request, compiled(request.tree))
        found[:1]  # else len() makes a result of every article
        return 0 if spending.left_out else len(found)


def around(request: SearchRequest, place: int) -> tuple[Article | None, Article | None]:
    """The articles found just before and just after the one at `place` (from 1) of the whole answer."""
    start = max(0, place - 2)
    with bounded():
        _, _, results = first_answered(request, start, place + 1, close=close_runs(request).sure)
    articles = article_links((int(result.pk) for result in results), request.newspaper)
    by_place = {start + n + 1: articles.get(int(result.pk)) for n, result in enumerate(results)}
    return by_place.get(place - 1), by_place.get(place + 1)


def close_runs(request: SearchRequest) -> CloseRuns:
    """What stands almost as it was typed, folded, in the articles that the filters allow, where nothing stands exactly
    so in them: what is sure comes before texts that only hold the words. Nothing where the reader asked for what was
    typed, or sorts otherwise than by relevance.
    """
    run = typed_run(request.q, request.tree)
    wanted = not (request.exact or request.typed or request.reading or request.order != "relevance")
    if not wanted or not run:
        return CloseRuns()
    index = default_index()
    reader = index.reader()
    with reader.read_safely():
        collector, filters = Collector(reader, index.layout, {}), tuple(filtered_by(request))
        if collector.is_held(All((*filters, Has("content", run, whole_numbers=True)))):
            return CloseRuns()
        allowed = collector.found(current_spending(), All(filters))
        return closest_runs(reader, run, reader.everything if allowed is None else allowed)


def runs_as_printed(runs: Sequence[str]) -> tuple[str, ...]:
    """Folded runs as articles print them; without those that none has now: the index follows a little later, and what
    was looked for may cost more than the request can afford."""
    return tuple(printed for run in runs if (printed := _as_printed(run)))


def _as_printed(run: str) -> str:
    found = selected_articles(SearchRequest(), Has("content", run))[:AS_PRINTED]
    articles = shown_articles(int(result.pk) for result in found)
    needle = highlight.Needle.from_text(run)
    for article in articles.values():
        for name, text in searchable_fields(article):
            for match in highlight.find_matches(text, name, [needle] if name != FORMER else []):
                return " ".join(text[match.start : match.end].split())
    return ""


def first_answered(
    request: SearchRequest,
    start: int,
    stop: int | None,
    counting: Sequence[str] = (),
    close: Sequence[str] = (),
) -> tuple[str, SearchQuerySet, list[SearchResult]]:
    """The first rung that finds anything (the last where none does), all it found, and its items `start` to `stop`.

    Articles that hold one of the runs in `close` are found too, and stand first.
    """
    answered = None
    nearby = tuple(Has("content", run, first=True) for run in close)
    for rung, asked in rungs(request):
        if nearby and asked is not None:
            asked = Either((*nearby, asked))
        found = selected_articles(request, asked)
        for name in counting:
            found.query.add_field_facet(name)  # SearchQuerySet.facet does it to a copy, which costs as much as a query
        answered = rung, found, found[start:stop]
        if len(found):
            break
    assert answered is not None  # noqa: S101 there is always a first rung
    return answered


def rungs(request: SearchRequest) -> Iterator[tuple[str, Expression | None]]:
    """What to ask, in turn, until something is found."""
    asked = expression_for(request.tree)
    if asked is None and request.tree.parts:
        asked = Either(())  # what was typed asks nothing: all articles are no answer to it
    if request.reading != "loose" or loosened(request.tree) is None:
        yield ("all" if request.has_words else "browse"), asked
    if not request.exact and not request.typed:
        meant = as_times(request.tree)
        if meant is not None:
            yield "time", expression_for(meant)
        for rung, looser in (("any", loosened), ("phrase", phrases_alone)):
            if (some := looser(request.tree)) is not None:
                yield rung, some


def selected_articles(request: SearchRequest, asked: Expression | None) -> SearchQuerySet:
    """All articles that `asked` and the request's filters select, in the request's order."""
    parts = [*filtered_by(request)]
    if asked is not None:
        parts.append(asked)
    found = SearchQuerySet()
    if parts:
        found = found.filter(content=All(tuple(parts)))
    if request.order in ORDERS:
        found = found.order_by(*ORDERS[request.order])
    return found


def filtered_by(request: SearchRequest) -> Iterator[Expression]:
    """What the request's filters and newspapers ask of an article, whatever its words do."""
    yield from (filter_by(name, value, request) for name, value in request.filters.items())
    if (newspapers := request.asked_papers) is not None:
        yield In("newspaper", tuple(newspaper.pk for newspaper in newspapers))


def filter_by(name: str, value: str, request: SearchRequest) -> Expression:
    """An address's filter in terms of the index's columns; a name that nobody has selects nothing."""
    if name in ("since", "until"):
        return date_range(value, "") if name == "since" else date_range("", value)
    if value == NONE:
        return In(name, (encode_value(name, NONE),))
    if name in request.named:
        return In(name, tuple(request.named[name]))
    return In("date" if name == "day" else name, (int(value.replace("-", "")),))


def hits(pks: Sequence[int], marker: highlight.Marker, newspaper: Newspaper | None = None) -> list[Hit]:
    """The articles of these primary keys, in that order, with what matched marked."""
    articles = shown_articles(pks, newspaper)
    return [hit(articles[pk], marker, nth) for nth, pk in enumerate(pks) if pk in articles]


def hit(article: Article, marker: highlight.Marker, nth: int) -> Hit:
    if not marker.needles:
        kicker, title, subtitle, byline = (escape(getattr(article, name)) for name in MARKED_FIELDS)
        return Hit(article, nth, kicker, title, subtitle, byline, highlight.lead(first_news_of(article)))
    units = searchable_fields(article)
    found_in = marker.matches_in(units)
    every = [(name, text, matches) for (name, text), matches in zip(units, found_in, strict=True)]
    matched = [each for each in every if each[0] != FORMER]
    found = {name: matches for name, _, matches in matched if name in MARKED_FIELDS}
    rest = [(text, matches) for name, text, matches in matched if name not in MARKED_FIELDS]
    now = [match for _, _, matches in matched for match in matches]
    former = [(text, highlight.new_in(matches, now)) for name, text, matches in every if name == FORMER]
    return Hit(
        article=article,
        nth=nth,
        **{name: highlight.marked(getattr(article, name), found.get(name, ())) for name in MARKED_FIELDS},
        snippets=[*highlight.snippets(rest), *former_snippets(article, former)]
        or highlight.lead(first_news_of(article)),
        matches=len(now) + sum(len(matches) for _, matches in former),
    )


def former_snippets(article: Article, former: Sequence[tuple[str, Sequence[highlight.Match]]]) -> list[SafeString]:
    """Where only what was printed before a correction matches, said to be that."""
    labels = former_wordings(article) if former else {}
    return [
        format_html("{}：{}", labels[text], snippet)
        for text, found in former
        for snippet in highlight.snippets([(text, found)], 1)
    ]
