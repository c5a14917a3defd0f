"""The lead (头条) of an issue: what the front of it begins with, and what it is known by on a card or in a row.

The rule is of place and length, as a page is read: of the first page, the first article in print order whose headline
has at least LEAST_HEADLINE characters; a shorter one is mostly a label (图片新闻, 导读, 国内快讯). Where all are short,
the first.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length

from archive.addresses.links import address
from archive.models import Article, Issue, Newspaper
from archive.models.issue import ListedIssue
from archive.models.prepared import any_of, as_one_value, prepared
from archive.models.shown_articles import HeadlineLink

LEAST_HEADLINE = 7


def place_of_lead(articles: Sequence[Article]) -> int:
    """Which of a page's articles, in print order, is the lead."""
    return next((n for n, article in enumerate(articles) if len(article.title) >= LEAST_HEADLINE), 0)


def leads_of(issues: Iterable[ListedIssue], newspaper: Newspaper) -> dict[int, HeadlineLink]:
    """The leads as links to them need it, each under the primary key of its issue; one query."""
    rows = _leads(issues=as_one_value(issue.pk for issue in issues))
    return {
        issue: HeadlineLink(title, address("article", newspaper, permanent_id=known)) for issue, known, title in rows
    }


@prepared
def _leads(issues: Any) -> "QuerySet[Article, tuple[int, str, str]]":
    """In the order of archive.layout.issues.print_order, as far as it tells the first page from the others. The
    index has an issue's articles by page and position: of rows those alone are read that stand before the lead."""
    of_issue = Article.objects.published().filter(issue=OuterRef("pk"))
    pages = of_issue.exclude(page=None).order_by(Length("page__number"), "page__number").values("page")
    in_order = of_issue.order_by("position", "id").values("pk")
    long_enough = in_order.alias(characters=Length("title")).filter(characters__gte=LEAST_HEADLINE)
    on_first, unplaced = {"page": OuterRef("first_page")}, {"page": None}
    tried = [rows.filter(**where)[:1] for where in (on_first, unplaced) for rows in (long_enough, in_order)]
    chosen = Issue.objects.filter(pk__in=any_of(issues)).order_by().alias(first_page=Subquery(pages[:1]))
    leads = chosen.values(lead=Coalesce(*map(Subquery, tried)))
    return Article.objects.filter(pk__in=leads).order_by().values_list("issue_id", "permanent_id", "title")
