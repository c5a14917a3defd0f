"""The lead (头条) of an issue: what the front of it begins with, and what it is known by on a card or in a row.

The rule is of place and length, as a page is read: of the first page, the first article in print order whose headline
has at least LEAST_HEADLINE characters; a shorter one is mostly a label (图片新闻, 导读, 国内快讯). Where all are short,
the first.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Length

from archive.models import Article, Issue, Newspaper
from archive.models.prepared import any_of, as_one_value, prepared
from archive.models.shown_articles import HeadlineLink, headline_links

LEAST_HEADLINE = 7


def place_of_lead(articles: Sequence[Article]) -> int:
    """Which of a page's articles, in print order, is the lead."""
    return next((n for n, article in enumerate(articles) if len(article.title) >= LEAST_HEADLINE), 0)


def lead_keys(issues: Iterable[Issue]) -> dict[int, int]:
    """The primary keys of the leads, each under that of its issue; one query."""
    rows = _leads(issues=as_one_value(issue.pk for issue in issues))
    return {issue: lead for issue, lead in rows if lead is not None}


def leads_of(issues: Sequence[Issue], newspaper: Newspaper) -> dict[int, HeadlineLink]:
    """The leads as links to them need it, each under the primary key of its issue; two queries."""
    keys = lead_keys(issues)
    articles = headline_links(keys.values(), newspaper)
    return {issue: articles[key] for issue, key in keys.items() if key in articles}


@prepared
def _leads(issues: Any) -> "QuerySet[Issue, tuple[int, int | None]]":
    """In the order of archive.layout.issues.print_order, as far as it tells the first page from the others."""
    short = Case(When(characters__lt=LEAST_HEADLINE, then=1), default=0, output_field=IntegerField())
    articles = Article.objects.published().filter(issue=OuterRef("pk")).annotate(characters=Length("title"))
    unplaced = Case(When(page=None, then=1), default=0, output_field=IntegerField())
    first = articles.order_by(unplaced, Length("page__number"), "page__number", short, "position", "id")
    rows = Issue.objects.filter(pk__in=any_of(issues)).order_by()
    return rows.values_list("pk", Subquery(first.values("pk")[:1]))
