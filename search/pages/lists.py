"""Every list page is a search without words: items, order and counts come from search.query.browse alone.

What the database adds are single things that no search returns: the days on which a paper was
printed, the name of a column, the roles of a contributor.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Max, Min, QuerySet, TextField
from django.db.models.functions import Cast, Length, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from archive.addresses.converters import Month
from archive.addresses.links import address, list_address
from archive.language.titles import titled
from archive.layout.charts import life_lines
from archive.layout.initials import under_letters
from archive.models import Article, Column, Contribution, Contributor, Issue, Newspaper, PaperSection, Precision
from archive.models.prepared import prepared
from archive.serving.authorities import leads_on
from archive.serving.kept import kept_by_version, kept_of_state
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.serving.parts import page_asked
from archive.serving.views import View
from search.index.columns import NONE
from search.pages.dossiers import dossier
from search.pages.histogram import years_without_month
from search.pages.unavailable import needs_index
from search.query import browse as browsing
from search.query.answer import ALL_COUNTED
from search.query.facets import FacetCount
from search.query.results import SearchPage

PAGE_SIZE = 20
Row = TypeVar("Row", Column, PaperSection, Contributor)


def list_view(view: View) -> View:
    """A page of lists: kept, of one newspaper, 503 where no index answers."""
    return read_only(kept_by_version(needs_index(of_newspaper(view))))


def listing(request: HttpRequest, newspaper: Newspaper, **filters: Any) -> SearchPage:
    """The page of articles that the query asks for. Raises Http404 past the last page."""
    number = page_asked(request)
    answer = browsing.browse(newspaper, page=number, page_size=PAGE_SIZE, **filters)
    if number != answer.page:
        raise Http404(f"这个列表只有 {answer.num_pages} 页。")
    return answer


def names(newspaper: Newspaper, facet: str) -> list[FacetCount]:
    """All that have articles, the most first; 未知, which no page stands for, is left out."""
    return [count for count in browsing.facet_counts(newspaper, facet) if count.value != NONE]


def month_page(newspaper: Newspaper) -> Callable[[Month | str], str]:
    """What gives the address of the page of a month."""
    return lambda month: address("issues_month", newspaper, month=month)


class Years(NamedTuple):
    """The list of the years of a newspaper as HTML; its articles and its issues in each ("2021"), the articles of which
    no more than the year is known; its articles in all; the day of its oldest issue, None where no issue is known."""

    html: SafeString
    counts: Mapping[str, int]
    issues: Mapping[str, int]
    without_month: Mapping[str, int]
    total: int
    first: datetime.date | None

    def beside(self, year: int) -> tuple[str, str]:
        """The years before and after with anything printed; "" where there is none."""
        known = {each for each in (*self.counts, *self.issues) if each.isdigit()}
        before, after = ({each for each in known if int(each) < year}, {each for each in known if int(each) > year})
        return max(before, default=""), min(after, default="")


@prepared
def _issues_of_years(newspaper: Any) -> "QuerySet[Issue, tuple[str, int, datetime.date]]":
    rows = Issue.objects.for_readers().filter(newspaper=newspaper).order_by()
    year = Substr(Cast("date", TextField()), 1, 4)  # date__year is a function of Python, called for each row
    return rows.values_list(year).annotate(Count("pk"), Min("date"))


def _told_of_year(issues: int, articles: int, unknown: int) -> str:
    """82期，3篇月份不详: the issues, articles where there are none, and those of which no month is known."""
    held = f"{issues}期" if issues else f"{articles - unknown}篇" if articles > unknown else ""
    return "，".join(filter(None, (held, f"{unknown}篇月份不详" if unknown else "")))


def years_told(request: HttpRequest, newspaper: Newspaper) -> Years:
    """The years of a newspaper, each with what it has."""

    def lay_out() -> Years:
        years = browsing.facet_counts(newspaper, "year")
        rows = _issues_of_years(newspaper=newspaper.pk)
        issues = {year: printed for year, printed, _ in rows}
        first = min((oldest for _, _, oldest in rows), default=None)
        counts = {year.value: year.count for year in years}
        known = {year: count for year, count in counts.items() if year != NONE}
        unknown = years_without_month(known, browsing.month_counts(newspaper))
        told = {year: _told_of_year(issues.get(year, 0), count, unknown.get(year, 0)) for year, count in known.items()}
        html = render_to_string("partials/years.html", {"years": years, "told": told, "newspaper": newspaper})
        return Years(html, counts, issues, unknown, sum(counts.values()), first)

    told: Years = kept_of_state(request, f"years-{newspaper.pk}", lay_out)
    return told


@prepared
def _lives_of_columns(newspaper: Any) -> "QuerySet[Article, tuple[str, datetime.date, datetime.date]]":
    rows = Article.objects.published().filter(newspaper=newspaper)
    dated = rows.filter(column__isnull=False, date_precision=Precision.DAY)
    return dated.values_list("column__slug").order_by().annotate(first=Min("date"), last=Max("date"))


@list_view
def columns(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    held = names(newspaper, "column")
    lives = _lives_of_columns(newspaper=newspaper.pk) if held else []
    context = {
        "kind": "栏目",
        "one": "column",
        "total": len(held),
        "initials": under_letters(held, attrgetter("label")),
        "lines": life_lines({slug: (first, last) for slug, first, last in lives}),
    }
    return render(request, "browse/names.html", context)


@list_view
def sections(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    held = names(newspaper, "section")
    groups = under_letters(held, attrgetter("label"))
    context = {"kind": "版块", "one": "section", "total": len(held), "initials": groups}
    return render(request, "browse/names.html", context)


@prepared
def _columns(newspaper: Any, slug: Any) -> "QuerySet[Column]":
    rows = Column.objects.for_readers().filter(newspaper=newspaper, slug=slug)
    return rows.select_related("newspaper", "see")


@prepared
def _sections(newspaper: Any, slug: Any) -> "QuerySet[PaperSection]":
    rows = PaperSection.objects.for_readers().filter(newspaper=newspaper, slug=slug)
    return rows.select_related("newspaper")


@prepared
def _contributors(slug: Any, joined: Any) -> "QuerySet[Contributor]":
    """王-伟, who has an address of his own or was joined to 王伟."""
    rows = Contributor.objects.for_readers().filter(slug__in=(slug, joined))
    return rows.select_related("see").order_by(Length("slug").desc())


def found_or_404(rows: Sequence[Row], slug: str) -> Row:
    """The first of them. Raises Http404."""
    if not rows:
        raise Http404(f"本库没有地址名为“{slug}”的条目。")
    return rows[0]


@list_view
def column(request: HttpRequest, newspaper: Newspaper, slug: str) -> HttpResponse:
    row = found_or_404(_columns(newspaper=newspaper.pk, slug=slug), slug)
    if row.see:
        return leads_on(request, list_address(row.see, newspaper))
    return articles_of_name(request, newspaper, "栏目", "column", row)


@list_view
def section(request: HttpRequest, newspaper: Newspaper, slug: str) -> HttpResponse:
    row = found_or_404(_sections(newspaper=newspaper.pk, slug=slug), slug)
    return articles_of_name(request, newspaper, "版块", "section", row)


def articles_of_name(
    request: HttpRequest, newspaper: Newspaper, kind: str, one: str, row: Column | PaperSection | Contributor
) -> HttpResponse:
    """The articles of a column, a section of the paper or a contributor; `one` is what routes and filters call it.

    A contributor who has none in this newspaper is led on to the one that has the newest.
    """
    own: dict[str, Any] = {one: row}
    answer = listing(request, newspaper, counting=ALL_COUNTED, **own)
    if not answer.total and (elsewhere := browsing.browse(None, page_size=1, **own).hits):
        return redirect(list_address(row, elsewhere[0].article.newspaper))
    held = dossier(newspaper, one, row, answer)
    span = "至".join(dict.fromkeys(filter(None, (held.first, held.last))))
    context = {
        "told": f"{titled(newspaper.name)}{kind}“{row}”：共{answer.total}篇{span and f'，{span}'}。",
        "kind": kind,
        "list": f"{one}s",
        "one": one,
        "feed": f"feed_{one}",
        "row": row,
        "answer": answer,
        "dossier": held,
    }
    return render(request, "browse/of_name.html", context)


def roles_of(newspaper: Newspaper, **filters: Any) -> dict[str, list[str]]:
    """The roles in which each contributor (by slug) signed in this newspaper."""
    pairs = (
        Contribution.objects.filter(article__newspaper=newspaper, article__status="published", **filters)
        .values_list("contributor__slug", "role")
        .order_by("role")
        .distinct()
    )
    roles: dict[str, list[str]] = {}
    for contributor, role in pairs:
        if role:
            roles.setdefault(contributor, []).append(role)
    return roles


@list_view
def contributors(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    signed = names(newspaper, "contributor")
    groups = under_letters(signed, attrgetter("label"))
    context = {"total": len(signed), "initials": groups, "roles": roles_of(newspaper)}
    return render(request, "browse/contributors.html", context)


@list_view
def contributor(request: HttpRequest, newspaper: Newspaper, slug: str) -> HttpResponse:
    row = found_or_404(_contributors(slug=slug, joined=slug.replace("-", "")), slug)
    if row.see:
        return leads_on(request, list_address(row.see, newspaper))
    if row.slug != slug:  # 王 伟, who had an address of his own before he was joined to 王伟
        return redirect(list_address(row, newspaper))
    return articles_of_name(request, newspaper, "作者", "contributor", row)
