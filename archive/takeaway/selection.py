"""Which articles an export takes: a newspaper's, of one issue or of a span of days."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from archive.models import Article, Issue, Newspaper
from archive.models.article import ArticleQuerySet
from archive.takeaway.records import counted

# Rows loaded at once: bounds the memory of an export whatever the size of the archive.
CHUNK = 500


@dataclass(frozen=True)
class Selection:
    """Published articles of `newspaper`; `first` and `last` (both included) leave out what has no known date."""

    newspaper: Newspaper
    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def name(self) -> str:
        """What the export's files are called: jngxxw, jngxxw-2021-11-05, jngxxw-2021-01-01-2021-12-31."""
        days = dict.fromkeys(day.isoformat() for day in (self.first, self.last) if day)
        return "-".join([self.newspaper.slug, *days])

    @property
    def articles(self) -> ArticleQuerySet:
        """By date, then in print order; a month or a year counts as its first day."""
        found = Article.objects.published().in_newspaper(self.newspaper).filter(**self._days("date"))
        return found.order_by("date", "position", "id")

    @property
    def issues(self) -> QuerySet[Issue]:
        return Issue.objects.for_readers().in_newspaper(self.newspaper).filter(**self._days("date")).order_by("date")

    def _days(self, field: str) -> dict[str, object]:
        bounds = {f"{field}__gte": self.first, f"{field}__lte": self.last}
        return {bound: day for bound, day in bounds.items() if day}

    def read_articles(self, most: int | None = None) -> Iterator[Article]:
        """All of them, or the first `most`."""
        return self.articles.for_reading()[:most].iterator(chunk_size=CHUNK)

    def read_issues(self) -> Iterator[Issue]:
        return counted(self.issues).iterator(chunk_size=CHUNK)
