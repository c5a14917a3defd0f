"""What the archive holds of a newspaper and what it lacks: numbers missing between those of its issues."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Max, Min

from archive.models import Article, Issue, Newspaper


@dataclass(frozen=True)
class Gap:
    """Total numbers `first` to `last` (both missing), between the issues of the days `after` and `before`."""

    first: int
    last: int
    after: datetime.date
    before: datetime.date

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Holdings:
    newspaper: str
    issues: int
    articles: int
    first: datetime.date | None
    last: datetime.date | None
    missing: Sequence[Gap]

    @property
    def missing_count(self) -> int:
        return sum(gap.count for gap in self.missing)

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "missing": [{**asdict(gap), "count": gap.count} for gap in self.missing],
            "missing_count": self.missing_count,
        }


def gaps(numbered: Sequence[tuple[int, datetime.date]]) -> list[Gap]:
    """The gaps in (total number, day) pairs sorted by number."""
    return [
        Gap(number + 1, following - 1, day, next_day)
        for (number, day), (following, next_day) in pairwise(numbered)
        if following > number + 1
    ]


def holdings_of(newspaper: Newspaper) -> Holdings:
    """Counts of issues and published articles, first and last day, and the numbers missing between: three queries."""
    issues = Issue.objects.for_readers().in_newspaper(newspaper)
    numbers = issues.filter(total_number__isnull=False).order_by("total_number").values_list("total_number", "date")
    return Holdings(
        newspaper=newspaper.name,
        articles=Article.objects.published().in_newspaper(newspaper).count(),
        missing=gaps([(number, day) for number, day in numbers if number is not None]),
        **issues.aggregate(issues=Count("pk"), first=Min("date"), last=Max("date")),
    )
