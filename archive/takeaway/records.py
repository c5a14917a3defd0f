"""Newspaper, issue and article as plain values for JSON: one shape for the API, the exports and the files.

Names are those of `ingest --dry-run --format json`, with addresses added. `site` is put before every
address (archive.addresses.links.site_url). Rows must be loaded `for_reading` (articles) or `counted` (issues):
nothing here asks the database.
"""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from archive.addresses.links import address, list_address
from archive.models import Article, Column, Contributor, Issue, Newspaper, Page, PaperSection

JsonRecord = dict[str, Any]


def counted(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """With the number of published articles and the pages, in two queries."""
    published = Count("articles", filter=Q(articles__status="published"))
    pages = Page.objects.for_readers().select_related("section", "issue__newspaper")
    return (
        issues.annotate(article_count=published).select_related("newspaper").prefetch_related(Prefetch("pages", pages))
    )


def newspaper_record(newspaper: Newspaper, site: str) -> JsonRecord:
    """Its names and addresses."""
    return {
        "name": newspaper.name,
        "names": newspaper.names,
        "slug": newspaper.slug,
        "main": newspaper.is_main,
        "url": site + list_address(newspaper, newspaper),
        "api_url": site + address("api_root", newspaper),
    }


def issue_record(issue: Issue, site: str) -> JsonRecord:
    """An issue as `counted` loads it."""
    return {
        **issue_link(issue, site),
        "newspaper": issue.newspaper.name,
        "weekday": issue.weekday,
        "weekday_printed": issue.weekday_printed,
        "lunar_printed": issue.lunar_printed,
        "publisher": issue.publisher,
        "publisher_label": issue.publisher_label,
        "pages": [page_link(page, site) for page in issue.pages.all()],
        "article_count": issue.article_count,  # type: ignore[attr-defined]
        "api_url": site + address("api_issue", issue.newspaper, day=issue.date),
    }


def issue_link(issue: Issue, site: str) -> JsonRecord:
    return {
        "date": issue.date.isoformat(),
        "total_number": issue.total_number,
        "year_number": issue.year_number,
        "url": site + issue.get_absolute_url(),
    }


def named_record(row: Column | PaperSection | Contributor, newspaper: Newspaper, site: str) -> JsonRecord:
    """What bears a name of its own; its `slug` is what filters take."""
    return {
        "name": row.name,
        "slug": row.slug,
        "url": site + list_address(row, newspaper),
    }


def page_link(page: Page, site: str) -> JsonRecord:
    newspaper = page.issue.newspaper
    return {
        "number": page.number,
        "label": page.label,
        "section": named_record(page.section, newspaper, site) if page.section else None,
        "url": site + page.get_absolute_url(),
    }


def article_summary(article: Article, site: str) -> JsonRecord:
    """What lists show of an article: all but its text."""
    newspaper = article.newspaper
    guess = {"value": article.iso_date, "reason": article.date_reason} if article.date_is_guessed else None
    return {
        "id": article.permanent_id,
        "url": site + article.get_absolute_url(),
        "api_url": site + address("api_article", newspaper, permanent_id=article.permanent_id),
        "newspaper": newspaper.name,
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "byline": article.byline,
        "contributors": [
            {**named_record(part.contributor, newspaper, site), "role": part.role}
            for part in article.contributions.all()
        ],
        "column": named_record(article.column, newspaper, site) if article.column else None,
        # Only what text, masthead or file name says; a year inferred from the story stands in date_guess alone.
        "date": "" if guess else article.iso_date,
        "date_precision": article.date_precision,
        "date_basis": article.date_basis,
        "date_guess": guess,
        "issue": issue_link(article.issue, site) if article.issue else None,
        "page": page_link(article.page, site) if article.page else None,
        "modified_at": article.modified_at.isoformat(timespec="seconds"),
    }


def article_record(article: Article, site: str) -> JsonRecord:
    """The whole article."""
    return {
        **article_summary(article, site),
        "dateline": article.dateline,
        "editor_note": article.editor_note,
        "sections": [
            {"level": section.level, "heading": section.heading, "paragraphs": section.paragraphs}
            for section in article.sections.all()
        ],
        "figures": [
            {"caption": figure.caption, "after_paragraph": figure.after_paragraph} for figure in article.figures.all()
        ],
    }
