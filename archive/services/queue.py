"""What waits for an editor, worst first: what readers see wrongly, what did not come in, what is to be published."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from archive.models import Article, Correction, ImportBatch, ImportEvent, Problem, SourceFile, Status, Upload
from archive.services.drafts import doubted

OPEN = Problem.State.OPEN


@dataclass(frozen=True)
class QueueKind:
    """A kind of what waits. `order` is the column by which its rows are reckoned, the least first; `permission` (of the
    app archive) is what it takes to say something to one. `newspaper` and `batch` are how rows are narrowed."""

    name: str
    label: str
    permission: str
    order: str
    newspaper: str
    batch: str
    waiting: Callable[[], QuerySet[Any]]

    def rows(self, narrowed: "Narrowing") -> QuerySet[Any]:
        """Those that wait, the most urgent first."""
        by = {self.newspaper: narrowed.newspaper, self.batch: narrowed.batch}
        rows = self.waiting().filter(**{name: value for name, value in by.items() if value})
        return rows.order_by(self.order, "pk")

    def after(self, row: Any, narrowed: "Narrowing") -> QuerySet[Any]:
        """Those that come after one that waits or waited."""
        return self.rows(narrowed).filter(self._beyond(row, "gt"))

    def before(self, row: Any, narrowed: "Narrowing") -> QuerySet[Any]:
        """Those that come before one that waits or waited, the nearest first."""
        return self.rows(narrowed).filter(self._beyond(row, "lt")).reverse()

    def _beyond(self, row: Any, side: str) -> Q:
        key = getattr(row, self.order)
        return Q(**{f"{self.order}__{side}": key}) | Q(**{self.order: key, f"pk__{side}": row.pk})


@dataclass(frozen=True)
class Narrowing:
    """Which part of the queue is asked for: a kind by its name, a newspaper and a batch by their keys; 0 or "" for
    all."""

    kind: str = ""
    newspaper: int = 0
    batch: int = 0


@dataclass(frozen=True)
class QueueCount:
    """How many of a kind wait, and the address of the page that lists them."""

    kind: QueueKind
    count: int
    address: str


def failed_files() -> QuerySet[ImportEvent]:
    """Files that could not be read and came in by no later run, of batches that were not taken back."""
    later = ImportEvent.objects.filter(origin=OuterRef("origin"), pk__gt=OuterRef("pk"))
    failed = ImportEvent.objects.filter(outcome=ImportEvent.Outcome.FAILED, act=None)
    return failed.exclude(batch__state=ImportBatch.State.UNDONE).filter(~Exists(later)).defer("source_before")


def refused_files() -> QuerySet[Upload]:
    refused = Upload.objects.filter(state=Upload.State.REFUSED, act=None)
    return refused.exclude(batch__state=ImportBatch.State.UNDONE)


def doubted_files() -> QuerySet[SourceFile]:
    """Files in use that are in doubt as a whole."""
    whole = Problem.objects.filter(state=OPEN, article=None).values("source")
    return SourceFile.objects.filter(live=True, pk__in=whole).defer("text", "claims")


def doubted_published() -> QuerySet[Article]:
    """What readers see and is in doubt."""
    open_ones = Problem.objects.filter(state=OPEN, source__live=True).exclude(article=None)
    return Article.objects.published().filter(pk__in=open_ones.values("article")).defer("claims")


def unpublished(status: Status) -> QuerySet[Article]:
    return Article.objects.filter(status=status, replaced_by=None).defer("claims")


# In the order of urgency: what a reader says is wrong before what the parser doubts, what readers see before what
# they do not, a file before an article of one; among articles those that the parser was least sure of come first.
QUEUE_KINDS = {
    kind.name: kind
    for kind in (
        QueueKind(
            *("correction", "读者纠错", "change_correction", "sent_at", "article__newspaper", "article__batch"),
            lambda: Correction.objects.filter(state=Correction.State.WAITING),
        ),
        QueueKind("failure", "没读成的文件", "add_article", "id", "batch__newspaper", "batch", failed_files),
        QueueKind("refused", "没收下的文件", "add_article", "id", "batch__newspaper", "batch", refused_files),
        QueueKind("file", "整个文件存疑", "settle_problem", "id", "newspaper", "batch", doubted_files),
        QueueKind(
            "published", "已发布，有存疑", "settle_problem", "confidence", "newspaper", "batch", doubted_published
        ),
        QueueKind(
            *("review", "送审的稿件", "publish_article", "modified_at", "newspaper", "batch"),
            lambda: unpublished(Status.REVIEW),
        ),
        QueueKind(
            *("doubted", "草稿，有存疑", "publish_article", "confidence", "newspaper", "batch"),
            lambda: unpublished(Status.DRAFT).filter(doubted()),
        ),
        QueueKind(
            *("undoubted", "草稿，无存疑", "publish_article", "confidence", "newspaper", "batch"),
            lambda: unpublished(Status.DRAFT).exclude(doubted()),
        ),
    )
}
EVERYTHING = Narrowing()


# Of these kinds a batch of what was imported is made: what it takes to be through with one.
ARTICLE_KINDS = ("published", "review", "doubted", "undoubted")


def kinds_for(by: User, narrowed: Narrowing = EVERYTHING) -> list[QueueKind]:
    """The kinds that `by` can say something to, the most urgent first."""
    asked = [kind for kind in QUEUE_KINDS.values() if narrowed.kind in ("", kind.name)]
    return [kind for kind in asked if by.has_perm(f"archive.{kind.permission}")]


def queue_counts(by: User, narrowed: Narrowing = EVERYTHING) -> list[QueueCount]:
    """How much waits for `by`, kind by kind, a statement each; those of which nothing waits are there with 0."""
    address = reverse("queue")
    return [
        QueueCount(kind, kind.rows(narrowed).order_by().count(), f"{address}?kind={kind.name}")
        for kind in kinds_for(by, narrowed)
    ]


def stretch_of(
    counts: Sequence[QueueCount], narrowed: Narrowing, start: int, stop: int
) -> Iterator[tuple[QueueKind, Any]]:
    """Items `start` to `stop` (exclusive) of the whole queue, each a kind and a row of it. `counts` are of that queue:
    kinds that the stretch does not touch are not asked."""
    passed = 0
    for each in counts:
        first, last = max(start - passed, 0), min(stop - passed, each.count)
        passed += each.count
        if first < last:
            yield from ((each.kind, row) for row in each.kind.rows(narrowed)[first:last])


def next_in_queue(kind: QueueKind, row: Any, by: User, narrowed: Narrowing) -> tuple[QueueKind, Any] | None:
    """What comes after an item, which may wait no longer; None at the end of the queue."""
    kinds = kinds_for(by, narrowed)
    if kind in kinds and (following := kind.after(row, narrowed).first()):
        return kind, following
    names = list(QUEUE_KINDS)
    for other in kinds:
        if names.index(other.name) > names.index(kind.name) and (first := other.rows(narrowed).first()):
            return other, first
    return None


def previous_in_queue(kind: QueueKind, row: Any, by: User, narrowed: Narrowing) -> tuple[QueueKind, Any] | None:
    """What comes before an item, which may wait no longer; None at the beginning of the queue."""
    kinds = kinds_for(by, narrowed)
    if kind in kinds and (preceding := kind.before(row, narrowed).first()):
        return kind, preceding
    names = list(QUEUE_KINDS)
    for other in reversed(kinds):
        if names.index(other.name) < names.index(kind.name) and (last := other.rows(narrowed).reverse().first()):
            return other, last
    return None


@dataclass(frozen=True)
class BatchProgress:
    """How many of the articles of a batch nothing is left to say to."""

    batch: ImportBatch
    seen: int
    total: int


def progress_of(batch: ImportBatch) -> BatchProgress:
    """How far a batch is looked through, over all its articles that are not joined to another."""
    narrowed = Narrowing(batch=batch.pk)
    total = Article.objects.filter(batch=batch).exclude(status=Status.DRAFT, replaced_by__isnull=False).count()
    waiting = sum(QUEUE_KINDS[name].rows(narrowed).order_by().count() for name in ARTICLE_KINDS)
    return BatchProgress(batch, total - waiting, total)
