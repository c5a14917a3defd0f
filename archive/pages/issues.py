"""An issue: its front, its pages as they are set, and the whole of it to be read on."""

from collections.abc import Sequence
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from archive.layout.fronts import front_of
from archive.layout.issues import Sheet, issues_beside, shares_by_column, sheets_of
from archive.layout.leads import place_of_lead
from archive.layout.set_pages import set_page
from archive.layout.summaries import headlines_of
from archive.models import Issue, Page
from archive.models.shown_articles import shown_articles
from archive.serving.issues import of_issue
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only
from archive.serving.parts import part_asked

READ_AT_ONCE = 50  # articles: an issue of a newspaper is whole, one of a news agency's day comes in parts


@read_only
@kept_by_version
@of_issue
def issue(request: HttpRequest, found: Issue) -> HttpResponse:
    sheets = sheets_of(found)
    before, after = issues_beside(found)
    front = front_of(sheets)
    if front.lead and front.first:
        front.lead.issue, front.lead.page = found, front.first.page
    context = {
        "issue": found,
        "told": headlines_of([front.lead, *front.seconds, *front.rest]) if front.lead else "",
        "shared_of": front.lead or found,
        "sheets": sheets,
        "articles": [article for sheet in sheets for article in sheet.articles],
        "pages": sum(sheet.page is not None for sheet in sheets),
        "front": front,
        "total": sum(len(sheet.articles) for sheet in sheets),
        "shares": shares_by_column(found),
        "before": before,
        "after": after,
    }
    return render(request, "archive/issue.html", context)


@read_only
@kept_by_version
@of_issue
def page(request: HttpRequest, found: Issue, number: str) -> HttpResponse:
    sheets = sheets_of(found)
    here = next((n for n, sheet in enumerate(sheets) if sheet.page and sheet.page.number == number), None)
    if here is None:
        return redirect(_as_printed(sheets, number), permanent=True)
    pages = [sheet.page for sheet in sheets if sheet.page]
    keys = [article.pk for article in sheets[here].articles]
    known = shown_articles(keys, found.newspaper)
    articles = [known[key] for key in keys]
    before, after = issues_beside(found)
    context = {
        "issue": found,
        "page": pages[here],
        "sheets": sheets,
        "articles": articles,
        "told": headlines_of(articles),
        "shared_of": articles[place_of_lead(articles)] if articles else found,
        "set": set_page(articles),
        "previous_page": pages[here - 1] if here else None,
        "next_page": pages[here + 1] if here + 1 < len(pages) else None,
        "before": before,
        "after": after,
    }
    return render(request, "archive/page.html", context)


def _as_printed(sheets: Sequence[Sheet], number: str) -> Page:
    """The page that prints its `number` so (02, 02版), where its address has another form of it (2)."""
    label = f"{number.removesuffix('版')}版"
    found = next((sheet.page for sheet in sheets if sheet.page and sheet.page.label == label), None)
    if found is None:
        raise Http404("这一期没有这一版。")
    return found


@read_only
@kept_by_version
@of_issue
def reading(request: HttpRequest, found: Issue) -> HttpResponse:
    """全期连读: every page of the issue, set, one after the other."""
    placed = [(sheet, article.pk) for sheet in sheets_of(found) for article in sheet.articles]
    part = part_asked(request, placed, READ_AT_ONCE)
    articles = shown_articles([key for _, key in part.items], found.newspaper)
    sheets = [
        Sheet(sheet.page, [articles[key] for _, key in run])
        for sheet, run in groupby(part.items, lambda placed: placed[0])
    ]
    before, after = issues_beside(found)
    context = {
        "issue": found,
        "told": headlines_of(article for sheet in sheets for article in sheet.articles),
        "total": len(placed),
        "part": part,
        "sheets": [(sheet.page, set_page(sheet.articles, has_lead=not n)) for n, sheet in enumerate(sheets)],
        "before": before,
        "after": after,
    }
    return render(request, "archive/reading.html", context)
