"""The articles of a batch that an editor has yet to publish, and those of them that nothing is to be doubted of."""

from django.db.models import Exists, OuterRef

from archive.models import NEVER_PUBLISHED, Article, BulkAct, ImportBatch, ImportEvent, Problem
from archive.models.article import ArticleQuerySet
from archive.services import statuses

CAME = (ImportEvent.Outcome.NEW, ImportEvent.Outcome.UPDATED)


def articles_brought_by(batch: ImportBatch) -> ArticleQuerySet:
    """The articles of all files that the batch brought in, or changed."""
    return Article.objects.filter(source__in=batch.events.filter(outcome__in=CAME).values("source"))


def drafts_of(batch: ImportBatch) -> ArticleQuerySet:
    """Those of the articles of a batch that were never published."""
    return articles_brought_by(batch).filter(status__in=NEVER_PUBLISHED)


def worst_first(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those that the parser was least sure of first."""
    return articles.order_by("confidence", "pk")


def undoubted(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of which neither they themselves nor their file as a whole have an open doubt."""
    open_ones = Problem.objects.filter(state=Problem.State.OPEN).order_by()
    whole = open_ones.filter(article=None).values("source")
    return articles.exclude(source__in=whole).exclude(Exists(open_ones.filter(article=OuterRef("pk"))))


def publish_as_set(batch: ImportBatch) -> BulkAct | None:
    """Publish the undoubted drafts of a batch whose newspapers have it so, as one act; None where there are none."""
    ready = undoubted(drafts_of(batch)).filter(newspaper__publishes_undoubted=True)
    if not ready.exists():
        return None
    return statuses.apply_to_all(
        statuses.VERBS["publish"], ready, batch.by, f"第{batch.pk}批读完，按报纸的设定无疑即发布"
    )
