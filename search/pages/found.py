"""All that a search finds, to take away: as a table, for literature managers, as citations to copy."""

from collections.abc import Callable, Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.encoding import uri_to_iri
from django.utils.http import content_disposition_header

from archive.addresses.links import address, site_url
from archive.holdings.within import held_within
from archive.models import Article, Newspaper
from archive.models.shown_articles import shown_articles
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.takeaway.citations import CITATION_FORMATS, gbt7714_2015, gbt7714_2025, reference
from archive.takeaway.kept_pdfs import said_if_not_made
from archive.takeaway.streams import begun
from archive.takeaway.tables import MOST_ROWS, TABLES, TableRow, row_of
from search.index.fields import searchable_fields
from search.pages.unavailable import needs_index
from search.query import PAGE_SIZES, SearchRequest, answer, highlight, needles, outcome, reading
from search.query.answer import all_found
from search.query.held import span_of
from search.query.results import SearchPage

AT_ONCE = 50  # articles held in memory, and marked with one page's time
LISTS = {form.ending: form for form in (CITATION_FORMATS["ris"], CITATION_FORMATS["bibtex"])}
FILES = {ending: form.label for ending, form in TABLES.items()} | {form.ending: form.label for form in LISTS.values()}
IN_TEXT = {"body", "heading", "editor_note", "caption"}


@read_only
@said_if_not_made
@needs_index
@of_newspaper
def found_file(request: HttpRequest, newspaper: Newspaper, ending: str) -> HttpResponseBase:
    """What the search of the address finds, as many articles as such a file holds; a table says what was searched, and
    what the articles lack of it."""
    if ending not in FILES:
        raise Http404(f"检索结果没有“{ending}”这种文件，可用的是：{'、'.join(FILES)}。")
    asked, site = SearchRequest.from_params(request.GET, newspaper), site_url(request)
    keys, told = all_found(asked, min(MOST_ROWS, TABLES[ending].most) if ending in TABLES else MOST_ROWS)
    articles = _articles(keys, asked.newspaper)
    if ending in TABLES:
        there = uri_to_iri(f"{site}{address('search', newspaper)}?{request.GET.urlencode()}").rstrip("?")
        said = [*outcome.said_plainly(told), f"{held_within(request, span_of(asked))}。", f"地址：{there}"]
        chunks = TABLES[ending].write(_rows(articles, asked, site), said)
        media_type = TABLES[ending].media_type
    else:
        form = LISTS[ending]
        chunks = (f"{form.write(reference(article, site))}\n".encode() for batch in articles for article in batch)
        media_type = f"{form.media_type}; charset=utf-8"
    response = StreamingHttpResponse(iter(()) if request.method == "HEAD" else begun(chunks), media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{_name(told)}.{ending}") or ""
    response["X-Robots-Tag"] = "noindex"
    return response


def _name(told: SearchPage) -> str:
    """What the file is called: what was searched, and in brackets what its articles lack. RIS and BibTeX have no other
    place for that."""
    cut = f"前{told.page_size}篇" if told.total > told.page_size else ""
    lacking = "，".join(filter(None, (outcome.shortfall(told), cut)))
    return (" ".join(told.request.q.split())[:40] or "检索结果") + (f"（{lacking}）" if lacking else "")


def _articles(keys: list[int], newspaper: Newspaper | None) -> Iterator[list[Article]]:
    """Those that still are there, in this order, a few at a time."""
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        known = shown_articles(some, newspaper)
        yield [known[key] for key in some if key in known]


def _rows(batches: Iterable[list[Article]], asked: SearchRequest, site: str) -> Iterator[TableRow]:
    sought = needles(asked.tree)
    for batch in batches:
        marker = highlight.Marker(sought)
        yield from (_row(article, marker, site) for article in batch)


def _row(article: Article, marker: highlight.Marker, site: str) -> TableRow:
    units = [unit for unit in searchable_fields(article) if unit[0] in IN_TEXT]
    marked = [(text, found) for (_, text), found in zip(units, marker.matches_in(units), strict=True)]
    return row_of(article, highlight.sentence_marked(marked), site)


@read_only
@kept_by_version
@needs_index
@of_newspaper
def citations_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """The articles of one page of a search or list as citations, to be copied together."""
    asked = SearchRequest.from_params(request.GET, newspaper)
    found = answer(asked, marking=False)
    old = request.GET.get("form") == "gbt7714-2015"
    cite: Callable[..., str] = gbt7714_2015 if old else gbt7714_2025
    references = [reference(hit.article, site_url(request)) for hit in found.hits]
    context = {
        "asked": asked,
        "answer": found,
        "sentence": outcome.sentence(found),
        "notes": reading.notes(asked, found),
        "rung_told": outcome.rung_told(found),
        "cited": [cite(each) for each in references],
        "old": old,
        "files": [(ending, form.label) for ending, form in LISTS.items()],
        "page_sizes": PAGE_SIZES,
        "span": span_of(asked),
    }
    response = render(request, "search/citations.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
