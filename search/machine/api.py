"""/api/v1/search/ and …/suggest/: what the search page answers, as JSON; openapi.yaml is their contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from archive.addresses.links import site_url
from archive.machine.api.endpoints import Call, Payload, endpoint, listed
from archive.machine.api.problems import ApiProblem
from archive.services.running import in_public
from archive.serving.kept import not_to_keep
from archive.takeaway.records import JsonRecord, article_summary
from search.index.healing import healer
from search.pages.figures import count_search
from search.query import SearchRequest, outcome, reading
from search.query.results import Hit
from search.query.spelling import answer_as_meant
from search.query.suggest import suggest
from search.store.bounds import bounded
from search.store.damage import IndexUnavailable


@contextmanager
def problem_without_index(call: Call) -> Iterator[None]:
    """A problem (503) instead of IndexUnavailable; all searches within spend of the same bounds, and an answer for
    which they did not suffice is asked for anew."""
    try:
        with bounded() as spending:
            yield
            if spending.fell_short:
                not_to_keep(call.request)
    except IndexUnavailable as reason:
        healer.told_of(reason)
        raise ApiProblem(503, "index_unavailable", in_public(str(reason))) from reason


@endpoint("/search/")
def search_endpoint(call: Call) -> Payload:
    typed = SearchRequest.from_params(call.request.GET, call.newspaper)
    typed = replace(typed, page=call.query["page"], page_size=call.query["page_size"])
    with problem_without_index(call):
        asked, found, offered, _ = answer_as_meant(typed)
    count_search(found)
    if found.partly_marked:
        not_to_keep(call.request)
    site = site_url(call.request)
    return {
        **listed(call, found.total, (hit_record(hit, site) for hit in found.hits)),
        "query": typed.q,
        "searched": asked.q,
        "meant": [{"text": each.text, "total": each.articles} for each in offered],
        "times": [time_record(each) for each in reading.other_readings(asked)],
        "rung": found.rung,
        "notes": outcome.told(asked, found),
        "close": list(found.close),
        "left_out": list(found.left_out),
        "facets": {name: [asdict(count) for count in counts] for name, counts in found.facets.items()},
        "cut": dict(found.cut),
        "months": dict(found.months),
    }


def hit_record(hit: Hit, site: str) -> JsonRecord:
    return {
        "article": article_summary(hit.article, site),
        "highlights": {name: str(getattr(hit, name)) for name in ("kicker", "title", "subtitle", "byline")},
        "snippets": [str(snippet) for snippet in hit.snippets],
        "matches": hit.matches,
    }


def time_record(read: reading.OtherReading) -> JsonRecord:
    return {
        "text": read.text,
        "means": read.means,
        "either": read.either,
        "as_time": read.as_time.q,
        "as_words": read.as_words.q,
    }


@endpoint("/suggest/")
def suggest_endpoint(call: Call) -> Payload:
    typed = SearchRequest.from_params(call.request.GET, call.newspaper)
    with problem_without_index(call):
        found = suggest(typed)
    site = site_url(call.request)
    items = [{"text": each.text, "kind": each.kind, "url": each.address and site + each.address} for each in found]
    return {"query": typed.q, "items": items}
