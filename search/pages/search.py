"""The search page: one address for every state, no script needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from haystack import connections

from archive.addresses.links import address
from archive.holdings.counts import holdings_of
from archive.layout.typesetting import headline_pieces
from archive.models import Article, Newspaper
from archive.serving.kept import kept_by_version, not_to_keep
from archive.serving.leafing import leafing_of
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.takeaway.tables import MOST_ROWS, MOST_SET
from search.index.columns import NONE
from search.pages.figures import count_search
from search.pages.forms import plain_address
from search.pages.found import FILES
from search.pages.histogram import search_histogram
from search.pages.unavailable import needs_index
from search.query import PAGE_SIZES, SCOPES, SORTS, SearchRequest, outcome, reading
from search.query.answer import counted_by_paper
from search.query.examples import examples_of
from search.query.facets import tells
from search.query.filters import FACETS
from search.query.held import span_of
from search.query.papers import paper_counts, papers_label
from search.query.recovery import dropped, found_elsewhere, looser, synonyms
from search.query.spelling import answer_as_meant
from search.query.suggest import suggest

# The list without which there is nothing to look for in a scope.
LISTS_OF_SCOPES = {"author": "contributors", "column": "columns"}


@read_only
@kept_by_version
@needs_index
@of_newspaper
def search_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    if (said := plain_address(request.GET)) is not None:
        return redirect(address("search", newspaper) + (f"?{said.urlencode()}" if said else ""))
    typed = SearchRequest.from_params(request.GET, newspaper)
    answered = answer_as_meant(typed)
    asked, found, offered, _ = answered
    counted = counted_by_paper(asked) if asked.papers else []
    count_search(found)
    elsewhere = found_elsewhere(answered)
    context = {
        "typed": typed,
        "as_typed": typed.changed(reading="typed"),
        "asked": asked,
        "answer": found,
        "sentence": outcome.sentence(found),
        "chips": reading.telling_chips(asked),
        "rung_told": outcome.rung_told(found),
        "other_readings": reading.other_readings(asked),
        "notes": reading.notes(asked, found),
        "other_mode": reading.in_other_mode(asked),
        "bars": search_histogram(found),
        "facets": [(name, label, found.facets[name]) for name, label in FACETS.items() if tells(found.facets[name])],
        "papers": paper_counts(asked, counted),
        "elsewhere": elsewhere,
        "held_elsewhere": outcome.held_instead(elsewhere.found) if elsewhere and elsewhere.found else "",
        "several": asked.only_paper is None,
        "scopes": scopes_of(request, newspaper, asked),
        "chosen_options": "、".join(reading.chosen_options(asked)),
        "kept_filters": [pair for pair in asked.filters.items() if pair[0] not in ("since", "until")],
        "sorts": SORTS if asked.has_words else {name: SORTS[name] for name in SORTS if name != "relevance"},
        "page_sizes": {size: f"{size}篇" for size in PAGE_SIZES},
        "files": FILES.items(),
        "most": MOST_ROWS,
        "shortfall": outcome.shortfall(found),
        "common_names": [
            count.label for name in ("column", "contributor") for count in found.facets[name] if count.value != NONE
        ],
        "synonyms": synonyms(asked),
        "respellings": offered,
        "dropped": dropped(asked) if found.is_missed else [],
        "looser": looser(asked, found),
        "span": span_of(asked),
        **({} if found.total else what_is_held(request, asked)),
    }
    response = render(request, "search/search.html", context)
    if found.partly_marked:
        not_to_keep(request)
    response["X-Robots-Tag"] = "noindex"
    return response


def what_is_held(request: HttpRequest, asked: SearchRequest) -> dict[str, Any]:
    """Of the newspapers that were asked, for a page without a hit: of one all figures, of several how many articles."""
    if asked.only_paper:
        return {"holdings": holdings_of(request, asked.only_paper)}
    articles = Article.objects.published()
    if asked.asked_papers is not None:
        articles = articles.filter(newspaper__in=asked.asked_papers)
    return {"articles_of_several": articles.count(), "searched": papers_label(asked)}


def scopes_of(request: HttpRequest, newspaper: Newspaper, asked: SearchRequest | None = None) -> dict[str, str]:
    """Where words may be looked for in a newspaper: not among authors or columns where it has none, unless that is
    asked, or other newspapers are."""
    held = {route for route, _ in leafing_of(request, newspaper).lists}
    everything = asked is not None and bool(asked.papers)
    chosen = asked.scope if asked else ""
    return {
        name: label
        for name, label in SCOPES.items()
        if everything or name == chosen or LISTS_OF_SCOPES.get(name) in {None, *held}
    }


@read_only
@kept_by_version
@needs_index
@of_newspaper
def suggestions(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """What may be meant by what is typed so far, for the script that shows it under the box."""
    found = suggest(SearchRequest.from_params(request.GET, newspaper))
    shown = [{**vars(suggested), "pieces": headline_pieces(suggested.text)} for suggested in found]
    response = JsonResponse({"suggestions": shown})
    response["X-Robots-Tag"] = "noindex"
    return response


@read_only
@kept_by_version
@of_newspaper
def help_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    weights = connections["default"].get_backend().weights
    context = {
        "weights": weights,
        "most_found": MOST_ROWS,
        "most_set": MOST_SET,
        "examples": examples_of(newspaper),
        "scopes": scopes_of(request, newspaper),
    }
    return render(request, "search/help.html", context)
