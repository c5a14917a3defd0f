"""What the archive holds of a newspaper, by what it can be leafed through, and what it lacks: numbers missing between
those of its issues."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Count, Exists, Max, Min, QuerySet, Value, When

from archive.models import (
    Article,
    Column,
    Contribution,
    Issue,
    Newspaper,
    PaperSection,
    SignedNewspaper,
    Status,
)
from archive.models.prepared import prepared

# Route and name of each list of a newspaper, in the order in which its menu has them.
LISTS = (("sections", "版块"), ("columns", "栏目"), ("contributors", "作者"))


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
    without_issue: int  # articles of which nobody knows in which issue they stood
    first: datetime.date | None
    last: datetime.date | None
    numbered: int
    missing: Sequence[Gap]

    @property
    def missing_count(self) -> int:
        return sum(gap.count for gap in self.missing)

    @property
    def in_issues(self) -> int:
        """Articles of the issues."""
        return self.articles - self.without_issue

    @property
    def unnumbered(self) -> int:
        """Issues without a total number, of which nobody can tell whether one lacks between them."""
        return self.issues - self.numbered

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
    """Counts of issues and published articles, first and last day, and the numbers missing between: four queries.

    Each is answered by an index; to ask of every article whether it has an issue would read them all.
    """
    published = Article.objects.published()
    articles = published.in_newspaper(newspaper).count()
    in_issues = published.filter(issue__in=Issue.objects.in_newspaper(newspaper)).count()
    issues = Issue.objects.for_readers().in_newspaper(newspaper)
    numbers = issues.filter(total_number__isnull=False).order_by("total_number").values_list("total_number", "date")
    return Holdings(
        newspaper=newspaper.name,
        articles=articles,
        without_issue=articles - in_issues,
        missing=gaps([(number, day) for number, day in numbers if number is not None]),
        **issues.aggregate(issues=Count("pk"), first=Min("date"), last=Max("date"), numbered=Count("total_number")),
    )


class Leafing(NamedTuple):
    """By what readers can leaf through a newspaper: by days, if it has issues, and by those of `LISTS` in which it has
    something."""

    by_days: bool
    lists: list[tuple[str, str]]

    @property
    def ways(self) -> str:
        """日期、栏目和作者; "" where it has texts alone."""
        *names, last = [*(["日期"] if self.by_days else []), *(name for _, name in self.lists)] or [""]
        return f"{'、'.join(names)}和{last}" if names else last


def leafing_through(own: int) -> Leafing:
    """The newspaper of this key: one query."""
    ((by_days, *held),) = _has_lists(own=own)
    return Leafing(by_days, [each for each, has in zip(LISTS, held, strict=True) if has])


@prepared
def _has_lists(own: Any) -> "QuerySet[Newspaper, tuple[bool, bool, bool, bool]]":
    held = (
        Issue.objects.for_readers().filter(newspaper=own),
        PaperSection.objects.for_readers().filter(newspaper=own),
        Column.objects.for_readers().filter(newspaper=own),
    )
    signatures = Contribution.objects.filter(article__newspaper=own, article__status=Status.PUBLISHED).order_by()
    # A CASE, and no AND, of which SQLite looks at both sides.
    signed = Case(
        When(Exists(SignedNewspaper.objects.filter(pk=own)), then=Exists(signatures)),
        default=Value(False),
        output_field=BooleanField(),
    )
    lists = (Exists(rows.order_by()) for rows in held)
    return Newspaper.objects.filter(pk=own).order_by().values_list(*lists, signed)
