"""The page of a list of clippings, and the compilation as a file. Nothing is kept here: a list comes with each request,
from its address, a form, or a cookie, which is how a browser without scripts keeps it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.encoding import uri_to_iri
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from archive.addresses.links import address, site_url
from archive.clippings.compilation import Compilation
from archive.clippings.compiled_csv import compiled_csv
from archive.clippings.compiled_html import compiled_html
from archive.clippings.compiled_pdf import compiled_pdf
from archive.clippings.compiled_word import compiled_word
from archive.clippings.gathering import Clipping, gathered
from archive.clippings.lists import LONGEST_NOTE, LONGEST_TITLE, MOST_ARTICLES, ClippingList, read_list
from archive.models import Newspaper
from archive.serving.conditional import revalidated
from archive.serving.display import COOKIE_SECONDS
from archive.serving.methods import FORM_METHODS, says_methods
from archive.serving.newspapers import of_newspaper
from archive.serving.unsaved import form_of
from archive.takeaway.kept_pdfs import said_if_not_made
from archive.takeaway.pdf import MOST_IN_PDF
from archive.takeaway.reference_lists import CITATION_STYLES
from archive.takeaway.streams import begun
from archive.takeaway.tables import TABLES

COOKIE, BETWEEN = "clippings", "."
MOST_IN_DOCUMENT = 3_000_000  # characters
LATE = "9999"  # behind every day
NOT_FOR_OTHERS = "private, no-cache"


@dataclass(frozen=True)
class CompiledForm:
    label: str
    media_type: str
    write: Callable[[Compilation], Iterator[bytes]]
    most: int


# By file ending, in the order in which people want them.
COMPILED_FORMS = {
    "docx": CompiledForm("Word", TABLES["docx"].media_type, compiled_word, MOST_IN_DOCUMENT),
    "pdf": CompiledForm("PDF", TABLES["pdf"].media_type, compiled_pdf, MOST_IN_PDF),
    "html": CompiledForm("HTML", "text/html; charset=utf-8", compiled_html, MOST_IN_DOCUMENT),
    "csv": CompiledForm("表格（CSV）", TABLES["csv"].media_type, compiled_csv, MOST_IN_DOCUMENT),
}


@says_methods
@require_http_methods(FORM_METHODS)
@of_newspaper
def clippings(request: HttpRequest, newspaper: Newspaper) -> HttpResponseBase:
    """The list of the address; without one that of the cookie; `?add=` puts further articles behind that."""
    own = _own(request)
    if request.method == "POST":
        return _acted(request, newspaper, own)
    listed = read_list(request.GET)
    if "add" in request.GET:
        is_own = listed.numbers in ((), own.numbers)
        return _answered(request, newspaper, (own if is_own else listed).with_more(request.GET["add"]), is_own)
    if "a" not in request.GET and own.numbers:
        return _led_to(request, newspaper, own)
    return revalidated(_page)(request, newspaper, listed, listed.numbers == own.numbers, len(own.numbers))


def _acted(request: HttpRequest, newspaper: Newspaper, own: ClippingList) -> HttpResponseBase:
    """The list as a button of its form changes it."""
    form, _ = form_of(request)
    listed = read_list(form)
    act, _, number = form.get("do", "").partition(" ")
    changed = _changed(listed, act, number)
    if more := form.get("add"):
        changed = changed.with_more(more)
    return _answered(request, newspaper, changed, act == "save" or own.numbers == listed.numbers, number)


def _answered(
    request: HttpRequest, newspaper: Newspaper, listed: ClippingList, keeps: bool, number: str = ""
) -> HttpResponseBase:
    """A list that was changed, at its address; at once where the address has no room for the notes, or something is to
    be told of it. Where it `keeps` the list, it is the browser's own."""
    if listed.notes_fit and not listed.told:
        return _led_to(request, newspaper, listed, keeps, number)
    return _kept(_page(request, newspaper, listed, keeps, len(listed.numbers)), listed, keeps)


def _changed(listed: ClippingList, act: str, number: str) -> ClippingList:
    if act in ("up", "down"):
        return listed.moved(number, -1 if act == "up" else 1)
    if act == "out":
        return listed.without(number)
    if act == "clear":
        return ClippingList(title=listed.title)
    if act == "date":
        return listed.in_order(each.number for each in sorted(gathered(listed), key=_day_of))
    return listed


def _day_of(clipping: Clipping) -> str:
    """By which a list is ordered; what has no day comes last, as what has no article does."""
    return clipping.article.iso_date or LATE if clipping.article else LATE


def _led_to(
    request: HttpRequest, newspaper: Newspaper, listed: ClippingList, keeps: bool = False, number: str = ""
) -> HttpResponseBase:
    """To the list's own address, at the article of this number."""
    there = f"{address('clippings', newspaper)}?{listed.query(listed.notes_fit)}"
    if cite := _style_named(request):
        there += f"&cite={cite}"
    response = HttpResponseRedirect(f"{there}#c-{number}" if number in listed.numbers else there)
    response.status_code = 303
    response["Cache-Control"] = NOT_FOR_OTHERS
    return _kept(response, listed, keeps)


def _kept(response: HttpResponse, listed: ClippingList, keeps: bool) -> HttpResponse:
    """The same, which has the browser keep the list where that is wished."""
    if keeps and listed.numbers:
        value = BETWEEN.join(listed.numbers)
        response.set_cookie(
            COOKIE, value, max_age=COOKIE_SECONDS, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", httponly=True
        )
    elif keeps:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _own(request: HttpRequest) -> ClippingList:
    return ClippingList().with_more(request.COOKIES.get(COOKIE, "").replace(BETWEEN, ","))


def _style_named(request: HttpRequest) -> str:
    form = form_of(request)[0] if request.method == "POST" else request.GET
    named = str(form.get("cite", ""))
    return named if named in CITATION_STYLES else ""


def _page(request: HttpRequest, newspaper: Newspaper, listed: ClippingList, is_own: bool, own: int) -> HttpResponse:
    """`is_own` where the list is that which this browser keeps without scripts, of `own` articles."""
    here = site_url(request) + address("clippings", newspaper)
    found = gathered(listed)
    context = {
        "listed": listed,
        "clippings": [(each, _day_of(each)) for each in found],
        "shown": sum(each.article is not None for each in found),
        "is_own": is_own,
        "own": own,
        "numbers": ",".join(listed.numbers),
        "shared": f"{here}?{listed.query(with_notes=False)}",
        "shared_with_notes": f"{here}?{listed.query()}" if listed.notes and listed.notes_fit else "",
        "styles": [(name, style.label) for name, style in CITATION_STYLES.items()],
        "style": _style_named(request),
        "forms": [(ending, form.label) for ending, form in COMPILED_FORMS.items()],
        "most": MOST_ARTICLES,
        "longest_note": LONGEST_NOTE,
        "longest_title": LONGEST_TITLE,
        "most_set": MOST_IN_PDF // 10_000,
        "most_in_document": MOST_IN_DOCUMENT // 10_000,
    }
    response = render(request, "archive/clippings.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = NOT_FOR_OTHERS
    return response


@says_methods
@require_http_methods(FORM_METHODS)
@said_if_not_made
@of_newspaper
def clippings_file(request: HttpRequest, newspaper: Newspaper, ending: str) -> HttpResponseBase:
    """The compilation of the list of the address, or, with notes of any length, of the form."""
    form, site = COMPILED_FORMS[ending], site_url(request)
    listed = read_list(form_of(request)[0] if request.method == "POST" else request.GET)
    if not listed.numbers:
        raise Http404("这份剪报里还没有文章：网址里应有 a=编号,编号。")
    style = CITATION_STYLES[_style_named(request) or next(iter(CITATION_STYLES))]
    there = f"{site}{address('clippings', newspaper)}?{listed.query(with_notes=False)}"
    compiled = Compilation(listed, style, site, uri_to_iri(there), form.most)
    # A HEAD is answered without reading the archive.
    chunks = iter(()) if request.method == "HEAD" else begun(form.write(compiled))
    response = StreamingHttpResponse(chunks, form.media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{compiled.title}.{ending}") or ""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = NOT_FOR_OTHERS
    return response
