"""Takes an import batch back: every source and article it touched is again what it was before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from archive.loader import rows
from archive.loader.changes import Change
from archive.loader.content import Content, withdrawn
from archive.models import NEVER_PUBLISHED, Article, ImportBatch, ImportEvent, Problem, Revision, SourceFile, Upload
from archive.models.article import ArticleQuerySet
from archive.services.importing import only_run
from archive.signals import articles_changed, run_ended

PORTION = 500


class CannotUndo(Exception):
    """The batch cannot be taken back; the message says why and what to do."""


@dataclass(frozen=True)
class Undoing:
    """What taking a batch back does (or would do), in numbers of rows."""

    withdrawn: int
    restored: int
    sources: int
    discarded: int = 0  # drafts
    left: int = 0  # drafts that an editor changed, or joined to others

    @property
    def articles(self) -> int:
        """How many are changed or deleted, which tells how long it takes."""
        return self.withdrawn + self.restored + self.discarded

    @property
    def concerns_readers(self) -> bool:
        """Whether anything changes that readers see."""
        return bool(self.withdrawn or self.restored)


def undo(batch: ImportBatch, dry_run: bool = False) -> Undoing:
    """Withdraw the articles that the batch added, put back those that it changed, all or nothing.

    Nothing that readers saw is deleted: an address that was given out says that its article was withdrawn, and serves
    it again where the file is ingested again. Drafts are deleted. What an editor changed stays as edited, a draft as a
    draft; of files that wait nothing is read any more. CannotUndo where a later batch built on this one, or it is
    undone; ImportRunning where an import is at work.
    """
    if dry_run:
        return plan_of(batch)
    with only_run(), transaction.atomic():
        batch.refresh_from_db()
        plan = plan_of(batch)
        added, changed = added_by(batch), before_batch(batch)
        untouched = discarded_of(added)
        sources = SourceFile.objects.filter(batch=batch)
        undone = Change(Revision.Kind.UNDO, reason=f"第{batch.pk}批导入已撤销")
        withdraw_all(added.given_out(), undone)
        for portion in in_portions(untouched):
            rows.discard_drafts(portion)
        restore_all(changed, undone)
        sources.update(live=False, resume_at=None)
        for event in acts_of(batch).order_by("-pk"):
            restore_source(event)
        unread = batch.uploads.filter(state=Upload.State.WAITING)
        unread.update(state=Upload.State.REFUSED, reason="还没有读，本批已撤销。")
        undone_now = {"state": ImportBatch.State.UNDONE, "finished_at": timezone.now(), "wish": "", "wish_said": ""}
        ImportBatch.objects.filter(pk=batch.pk).update(**undone_now)
    run_ended.send_robust(sender=ImportBatch)
    return plan


def plan_of(batch: ImportBatch) -> Undoing:
    """What undo() would do as things stand; an import that is at work may add to it. Raises CannotUndo."""
    check_undoable(batch)
    added, drafts = added_by(batch), added_by(batch).filter(status__in=NEVER_PUBLISHED)
    sources = SourceFile.objects.filter(Q(batch=batch) | Q(importevent__in=acts_of(batch))).distinct()
    discarded = discarded_of(added).count()
    return Undoing(
        added.published().count(),
        before_batch(batch).count(),
        sources.count(),
        discarded,
        drafts.count() - discarded,
    )


def added_by(batch: ImportBatch) -> ArticleQuerySet:
    """The articles that the batch brought in first, with what was split off them."""
    return Article.objects.filter(Q(batch=batch) | Q(split_from__batch=batch))


def discarded_of(added: ArticleQuerySet) -> ArticleQuerySet:
    """The drafts among them that go: no editor changed them. One that was split or joined stays, or its file would
    bring in once more what others hold, and nothing would tell."""
    drafts = added.filter(status__in=NEVER_PUBLISHED, edited_fields=[], replaced_by=None)
    return drafts.exclude(pk__in=drafts.divided().values("pk"))


def acts_of(batch: ImportBatch) -> models.QuerySet[ImportEvent]:
    """The events of the batch that changed something."""
    return batch.events.exclude(source_before=None)


def check_undoable(batch: ImportBatch) -> None:
    """CannotUndo where the batch is undone, or what it touched was touched by a later one."""
    if batch.state == ImportBatch.State.UNDONE:
        raise CannotUndo(f"第{batch.pk}批已经撤销过了。")
    later = Q(batch__pk__gt=batch.pk) & ~Q(batch__state=ImportBatch.State.UNDONE)
    touched = Q(article__batch=batch) | Q(article__revisions__batch=batch)
    numbers = set(Revision.objects.filter(later & touched).values_list("batch", flat=True))
    events = ImportEvent.objects.filter(later, source__in=acts_of(batch).values("source")).exclude(source_before=None)
    numbers |= set(events.values_list("batch", flat=True))
    if numbers:
        named = "、".join(f"第{number}批" for number in sorted(numbers, reverse=True))
        raise CannotUndo(f"后来的{named}改动过同样的文件。请先撤销{named}，再撤销第{batch.pk}批。")


def before_batch(batch: ImportBatch) -> models.QuerySet[Revision]:
    """Of each article that the batch changed and did not bring in, what it was before the first of those changes."""
    earlier = batch.revisions.filter(article=models.OuterRef("article"), number__lt=models.OuterRef("number"))
    return batch.revisions.filter(~models.Exists(earlier)).exclude(article__batch=batch)


def withdraw_all(articles: ArticleQuerySet, undone: Change) -> None:
    """Withdraw articles that keep their claims: the same text ingested again gets its address back."""
    for portion in in_portions(articles.with_parts()):
        pairs = [(article, withdrawn(article, undone.reason)) for article in portion]
        announce_with_more(rows.change_articles(pairs, None, undone))


def restore_all(revisions: models.QuerySet[Revision], undone: Change) -> None:
    """Put articles back to what they were, save what an editor changed."""
    rows_of = "article__sections", "article__figures", "article__contributions"
    for portion in in_portions(revisions.select_related("article").prefetch_related(*rows_of)):
        pairs = [(each.article, Content.from_json(each.content)) for each in portion]
        announce_with_more(rows.change_articles(pairs, None, undone))


def in_portions(queryset: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows in the order of their keys, a bounded number at a time."""
    last = 0
    while portion := list(queryset.filter(pk__gt=last).order_by("pk")[:PORTION]):
        yield portion
        last = portion[-1].pk


def announce_with_more(article_ids: list[int]) -> None:
    if article_ids:
        articles_changed.send(sender=Article, article_ids=article_ids, more=True)


def restore_source(event: ImportEvent) -> None:
    """The row and problems of a source as they were before the event, and the edition that it replaced in use."""
    before: Any = event.source_before
    if before["replaced"]:
        SourceFile.objects.filter(pk=before["replaced"]).update(live=True, replaced_by=None)
    if before["row"] and event.source:
        columns = {"pages": []} | before["row"]["columns"]  # an event of an earlier release says nothing of pages
        SourceFile.objects.filter(pk=event.source.pk).update(**columns)
        event.source.problems.all().delete()
        Problem.objects.bulk_create(Problem(source=event.source, **problem) for problem in before["row"]["problems"])
