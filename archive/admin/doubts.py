"""What the desk shows of the parser's doubts of an article."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from archive.models import Article, Problem


def doubts_of_row() -> QuerySet[Problem]:
    """In a query of articles: the problems of each, in files that are in use."""
    return Problem.objects.filter(article=OuterRef("pk"), source__live=True).order_by()


def open_of_row() -> QuerySet[Problem]:
    return doubts_of_row().filter(state=Problem.State.OPEN)


def with_doubts(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with how many of their doubts are open (`open_doubts`, null for none), and whether any were settled.

    Subqueries are asked only for the rows of a page; a join would count for all.
    """
    count = open_of_row().values("article").annotate(count=Count("pk")).values("count")
    settled = doubts_of_row().exclude(state=Problem.State.OPEN)
    return articles.annotate(open_doubts=Subquery(count), settled_doubts=Exists(settled))


def confidence_shown(article: Any) -> str:
    """How sure the parser was of an article from with_doubts(); 已核 once an editor has seen to what it doubted, or has
    mended the article where it had nothing to ask: then the parser's figure says nothing any more."""
    if article.confidence < 1 and not article.open_doubts and (article.settled_doubts or article.edited_fields):
        return "已核"
    return f"{article.confidence:.0%}"
