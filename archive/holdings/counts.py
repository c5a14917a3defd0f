"""What the archive holds of a newspaper in figures, beside what its ledger says."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from archive.holdings.listed import ledger_as_json
from archive.holdings.reckoning.ledger import Ledger
from archive.holdings.rows import ledger_of
from archive.models import Article, Issue, Newspaper

NOT_COUNTED = {"missing": None, "missing_count": None}


@dataclass(frozen=True)
class Holdings:
    newspaper: str
    issues: int
    articles: int
    without_issue: int  # articles of which nobody knows in which issue they stood
    first: datetime.date | None
    last: datetime.date | None
    numbered: int  # issues with a number in all
    ledger: Ledger = field(repr=False)

    @property
    def in_issues(self) -> int:
        """Articles of the issues."""
        return self.articles - self.without_issue

    def as_json(self) -> dict[str, Any]:
        """The figures, what lacks in short (`missing`, which is `missing_count` together; both are null where neither
        numbers nor editors tell), and the ledger."""
        counts = {name: value for name, value in vars(self).items() if name != "ledger"}
        missing = [
            {
                "known_by": each.series.value,
                "first": each.first or None,
                "last": each.last or None,
                "count": each.count,
                "after": each.after,
                "before": each.before,
                "unnumbered": each.unnumbered,
            }
            for each in self.ledger.shortages
            if each.count
        ]
        told = {"missing": missing, "missing_count": self.ledger.lacking} if self.ledger.is_counted else NOT_COUNTED
        return {**counts, **told, **ledger_as_json(self.ledger)}


def holdings_of(request: HttpRequest | None, newspaper: Newspaper) -> Holdings:
    """Issues and published articles, first and last day, and the ledger: two queries beside that of the ledger.

    Each is answered by an index; to ask of every article whether it has an issue would read them all.
    """
    published = Article.objects.published()
    articles = published.in_newspaper(newspaper).count()
    in_issues = published.filter(issue__in=Issue.objects.in_newspaper(newspaper)).count()
    ledger = ledger_of(request, newspaper)
    return Holdings(
        newspaper=newspaper.name,
        issues=len(ledger.issues),
        articles=articles,
        without_issue=articles - in_issues,
        first=ledger.days[0] if ledger.days else None,
        last=ledger.days[-1] if ledger.days else None,
        numbered=sum(issue.total is not None for issue in ledger.issues),
        ledger=ledger,
    )
