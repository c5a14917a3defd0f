"""Exports by link: an article as a file, an issue or the whole newspaper as a stream."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from archive.addresses.links import site_url
from archive.models import Article, Issue, Newspaper
from archive.serving.articles import readable
from archive.serving.issues import of_issue
from archive.serving.kept import kept_by_version, revalidated_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.takeaway.citations import CITATION_FORMATS, reference
from archive.takeaway.downloads import DOWNLOADS
from archive.takeaway.files import ARTICLE_FILES
from archive.takeaway.kept_pdfs import said_if_not_made
from archive.takeaway.pdf import issue_as_pdf
from archive.takeaway.selection import Selection
from archive.takeaway.streams import begun
from archive.takeaway.tables import MOST_ROWS, MOST_SET, TABLES


def _as_download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@read_only
@revalidated_by_version
@said_if_not_made
@readable
def article_file(request: HttpRequest, article: Article, ending: str) -> HttpResponseBase:
    media_type, write = ARTICLE_FILES[ending]
    response = HttpResponse(write(article, site_url(request)), media_type)
    return _as_download(response, f"{article.title[:60]}.{ending}")


@read_only
@revalidated_by_version
@readable
def citation(request: HttpRequest, article: Article, form: str) -> HttpResponseBase:
    wanted = CITATION_FORMATS.get(form)
    if wanted is None:
        raise Http404(f"没有名为 {form} 的引文格式，可用的是：{'、'.join(CITATION_FORMATS)}。")
    text = wanted.write(reference(article, site_url(request)))
    response = HttpResponse(text, f"{wanted.media_type}; charset=utf-8")
    if wanted.media_type == "text/plain":
        return response
    return _as_download(response, f"{article.permanent_id}.{wanted.ending}")


def _stream(request: HttpRequest, selection: Selection, ending: str) -> HttpResponseBase:
    stream = DOWNLOADS[ending]
    # A HEAD is answered without reading the archive.
    chunks = iter(()) if request.method == "HEAD" else begun(stream.write(selection, site_url(request)))
    return _as_download(StreamingHttpResponse(chunks, stream.media_type), f"{selection.name}.{ending}")


@read_only
@of_issue
def issue_file(request: HttpRequest, issue: Issue, ending: str) -> HttpResponseBase:
    return _stream(request, Selection(issue.newspaper, issue.date, issue.date), ending)


@read_only
@kept_by_version
@said_if_not_made
@of_issue
def issue_pdf(request: HttpRequest, issue: Issue) -> HttpResponseBase:
    response = HttpResponse(issue_as_pdf(issue, site_url(request)), "application/pdf")
    return _as_download(response, f"{Selection(issue.newspaper, issue.date, issue.date).name}.pdf")


@read_only
@said_if_not_made
@of_newspaper
def newspaper_file(request: HttpRequest, newspaper: Newspaper, ending: str) -> HttpResponseBase:
    """Everything, or what `?since=2021-01-01&until=2021-12-31` (either may be left out) spans."""
    first, last = _day(request, "since"), _day(request, "until")
    if first and last and last < first:
        raise Http404(f"起始日期 {first} 晚于终止日期 {last}。")
    return _stream(request, Selection(newspaper, first, last), ending)


def _day(request: HttpRequest, name: str) -> datetime.date | None:
    text = request.GET.get(name, "")
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404(f"{name}={text} 不是日期，应写作 2021-11-05。") from None


@read_only
@kept_by_version
@of_newspaper
def exports(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """What can be taken away, with links."""
    selection = Selection(newspaper)
    context = {
        "articles": selection.articles.count(),
        "issues": selection.issues.count(),
        "tables": [(ending, form.label) for ending, form in TABLES.items()],
        "most_found": MOST_ROWS,
        "most_set": MOST_SET,
    }
    return render(request, "archive/exports.html", context)
