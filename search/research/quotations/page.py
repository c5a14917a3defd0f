"""引文核对: a form, and what was found of each sentence.

A text comes by POST, and nothing of it is kept; a short one may stand in an address instead.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from archive.addresses.links import site_url
from archive.holdings.within import SpanAsked
from archive.models import Article, Newspaper
from archive.serving.kept import kept_by_version
from archive.serving.methods import FORM_METHODS, says_methods
from archive.serving.newspapers import of_newspaper
from search.pages.unavailable import needs_index
from search.research.quotations.asked import LARGEST_DOCUMENT, LONGEST_IN_ADDRESS, Pasted, pasted_in
from search.research.quotations.checking import check_quotations
from search.research.quotations.finding import SHORTEST_CLOSE, SHORTEST_VERBATIM
from search.research.quotations.report import Report, State
from search.research.quotations.sentences import LONGEST_TEXT, MOST_SENTENCES
from search.research.quotations.table import report_as_csv
from search.research.quotations.withdrawn import MOST_WITHDRAWN, SHORTEST_WITHDRAWN
from search.store.bounds import Bounds, bounded, current_spending

# A text of LONGEST_TEXT in which every sentence is wrong takes a fourth of the time.
QUOTATION_BOUNDS = Bounds(text=4_000_000_000, seconds=4)
TOOL_NAME = "引文核对"


@says_methods
@require_http_methods(FORM_METHODS)
@kept_by_version
@bounded(QUOTATION_BOUNDS)
@needs_index
@of_newspaper
def quotations_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    asked = pasted_in(request)
    report = check_quotations(asked.text, current_spending(), newspaper, asked.only) if asked.text else None
    if report and not report.checked:
        report = None  # marks alone
    versions = versions_printed(report) if report else {}
    if report and "csv" in (request.POST.get("as"), request.GET.get("as")):
        response = HttpResponse(b"".join(report_as_csv(report, versions, site_url(request))), "text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{TOOL_NAME}.csv") or ""
    else:
        span = SpanAsked("", "", [newspaper] if asked.only else None)
        context = {**context_of(request, asked, report, versions), "span": span}
        response = render(request, "research/quotations.html", context)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"  # of what somebody pasted nothing is kept
    if report:
        response["X-Robots-Tag"] = "noindex"
    return response


def context_of(
    request: HttpRequest, asked: Pasted, report: Report | None, versions: dict[int, int]
) -> dict[str, object]:
    return {
        "asked": asked,
        "is_empty": report is None and request.method == "POST" and not asked.refused,
        "report": report,
        "versions": versions,
        "compares": bool(report and any(each.edits for each in report.checked)),
        "wanting": [
            (state, report.numbers(state)) for state, _ in report.counts if state not in (State.VERBATIM, State.SHORT)
        ]
        if report
        else [],
        "by_address": request.method != "POST",
        "longest": LONGEST_TEXT,
        "longest_in_address": LONGEST_IN_ADDRESS,
        "largest_kilobytes": LARGEST_DOCUMENT // 1000,
        "most_sentences": MOST_SENTENCES,
        "shortest": SHORTEST_VERBATIM,
        "shortest_close": SHORTEST_CLOSE,
        "shortest_withdrawn": SHORTEST_WITHDRAWN,
        "most_withdrawn": MOST_WITHDRAWN,
    }


def versions_printed(report: Report) -> dict[int, int]:
    """Primary key -> which version of an article is printed here."""
    keys = {each.place.article.pk for each in report.checked if each.place}
    return dict(Article.objects.filter(pk__in=keys).values_list("pk", "version"))
