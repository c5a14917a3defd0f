"""The vocabulary of questions that views, admin and commands ask of the archive."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from archive.models import Article, Contributor, Issue, Newspaper  # noqa: F401  (a name in quotes below)


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(status="published")

    def of(self, newspaper: "Newspaper") -> Self:
        return self.filter(newspaper=newspaper)

    def in_year(self, year: int) -> Self:
        """Dated or guessed to be of that year."""
        return self.filter(date__year=year)

    def on_day(self, day: datetime.date) -> Self:
        return self.filter(date=day, date_precision="day")

    def by_contributor(self, contributor: "Contributor") -> Self:
        return self.filter(contributors=contributor).distinct()

    def for_reading(self) -> Self:
        """With all that an article's page or a search hit shows, in a fixed number of queries."""
        from archive.models import Contribution  # models import this module

        people = models.Prefetch("contributions", Contribution.objects.select_related("contributor"))
        shown = "issue__newspaper", "page__section__newspaper", "page__issue__newspaper", "column__newspaper"
        # Claims are as long as the article again, and only its source page shows them.
        return self.select_related("newspaper", *shown).prefetch_related("sections", "figures", people).defer("claims")


class IssueQuerySet(models.QuerySet["Issue"]):
    def of(self, newspaper: "Newspaper") -> Self:
        return self.filter(newspaper=newspaper)

    def in_year(self, year: int) -> Self:
        return self.filter(date__year=year)

    def in_month(self, year: int, month: int) -> Self:
        return self.filter(date__year=year, date__month=month)

    def before(self, issue: "Issue") -> Self:
        return self.filter(newspaper=issue.newspaper_id, date__lt=issue.date).order_by("-date")

    def after(self, issue: "Issue") -> Self:
        return self.filter(newspaper=issue.newspaper_id, date__gt=issue.date).order_by("date")
