"""What an import batch left to look at, worst first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.models import Article, ImportBatch, ImportEvent, Problem, SourceFile


@dataclass(frozen=True)
class Doubtful:
    """An article, or a file as a whole, with its open problems."""

    source: SourceFile
    article: Article | None
    problems: Sequence[Problem]

    @property
    def confidence(self) -> float:
        """Of the article, 0 to 1; 0 for a file as a whole, since it concerns all that is in it."""
        return self.article.confidence if self.article else 0.0


@dataclass(frozen=True)
class ImportReport:
    """`failed` are the files that did not come in, `doubtful` what to look at, the least sure first."""

    batch: ImportBatch
    outcomes: dict[str, int]
    articles: int
    failed: Sequence[ImportEvent]
    doubtful: Sequence[Doubtful]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "batch": self.batch.pk,
            "state": self.batch.state,
            "started_at": self.batch.started_at.isoformat(),
            "finished_at": self.batch.finished_at and self.batch.finished_at.isoformat(),
            "files": self.outcomes,
            "articles": self.articles,
            "failed": [{"source": event.origin, "error": event.message} for event in self.failed],
            "look_at": [as_dict(each) for each in self.doubtful],
        }


def as_dict(each: Doubtful) -> dict[str, Any]:
    return {
        "source": each.source.origin,
        "article": each.article.permanent_id if each.article else None,
        "headline": each.article.headline if each.article else None,
        "confidence": each.confidence,
        "problems": [
            {"code": p.code, "message": p.message, "first_line": p.first_line, "last_line": p.last_line}
            for p in each.problems
        ],
    }


def report_on(batch: ImportBatch) -> ImportReport:
    """The report as things stand: what editors have settled since is no longer in it."""
    events = list(batch.events.defer("source_before"))
    outcomes = Counter(event.outcome for event in events)
    changed = (ImportEvent.Outcome.NEW, ImportEvent.Outcome.UPDATED)
    open_ = Problem.objects.filter(
        source__importevent__in=batch.events.filter(outcome__in=changed), state=Problem.State.OPEN, source__live=True
    )
    grouped: dict[tuple[int, int | None], list[Problem]] = {}
    for problem in open_.select_related("source", "article").defer("source__text", "source__claims", "article__claims"):
        grouped.setdefault((problem.source_id, problem.article_id), []).append(problem)
    doubtful = [Doubtful(problems[0].source, problems[0].article, problems) for problems in grouped.values()]
    return ImportReport(
        batch,
        {outcome.value: outcomes[outcome] for outcome in ImportEvent.Outcome},
        sum(event.articles for event in events if event.outcome in changed),
        [event for event in events if event.outcome == ImportEvent.Outcome.FAILED],
        sorted(doubtful, key=lambda each: (each.confidence, -len(each.problems), each.source.pk)),
    )
