"""The articles of a batch that an editor has yet to publish, and those of them that nothing is to be doubted of."""

from django.db.models import Exists, OuterRef, Q

from archive.models import NEVER_PUBLISHED, Article, BulkAct, ImportBatch, ImportEvent, Problem
from archive.models.article import ArticleQuerySet
from archive.services import statuses

REPUBLISH = statuses.VERBS["republish"]
CAME = (ImportEvent.Outcome.NEW, ImportEvent.Outcome.UPDATED)


def articles_brought_by(batch: ImportBatch) -> ArticleQuerySet:
    """The articles of all files that the batch brought in, or changed."""
    return Article.objects.filter(source__in=batch.events.filter(outcome__in=CAME).values("source"))


def drafts_of(batch: ImportBatch) -> ArticleQuerySet:
    """Those of the articles of a batch that were never published."""
    return articles_brought_by(batch).filter(status__in=NEVER_PUBLISHED)


def taken_back_before(batch: ImportBatch) -> ArticleQuerySet:
    """Those that readers knew before, until they were taken back with many others (their batch was undone, say), and
    that came again with this batch: their addresses say that they are withdrawn until they are published again."""
    if batch.state == ImportBatch.State.UNDONE:
        return Article.objects.none()
    again = articles_brought_by(batch).filter(replaced_by=None)
    return Article.objects.filter(pk__in=statuses.fit_for(REPUBLISH, again).values("pk"))


def waiting_of(batch: ImportBatch) -> ArticleQuerySet:
    """The articles of a batch that an editor has yet to publish, for the first time or again."""
    return Article.objects.filter(
        Q(pk__in=drafts_of(batch).values("pk")) | Q(pk__in=taken_back_before(batch).values("pk"))
    )


def doubted() -> Q:
    """In a query of articles: that one itself, or its file as a whole, has an open doubt."""
    open_ones = Problem.objects.filter(state=Problem.State.OPEN).order_by()
    whole = open_ones.filter(article=None).values("source")
    return Q(Exists(open_ones.filter(article=OuterRef("pk")))) | Q(source__in=whole)


def undoubted(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of which neither they themselves nor their file as a whole have an open doubt."""
    return articles.exclude(doubted())


def worst_first(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those with a doubt first, then those without; of both, those that the parser was least sure of first."""
    return articles.annotate(has_doubt=doubted()).order_by("-has_doubt", "confidence", "pk")


def after(articles: ArticleQuerySet, article: Article) -> ArticleQuerySet:
    """Those that come after one, the worst first."""
    surer = Q(confidence__gt=article.confidence) | Q(confidence=article.confidence, pk__gt=article.pk)
    if Article.objects.filter(doubted(), pk=article.pk).exists():
        return worst_first(articles.filter((doubted() & surer) | ~doubted()))
    return worst_first(undoubted(articles).filter(surer))


def publish_as_set(batch: ImportBatch) -> BulkAct | None:
    """Publish the undoubted drafts of a batch whose newspapers have it so, as one act; None where there are none."""
    ready = undoubted(drafts_of(batch)).filter(newspaper__publishes_undoubted=True)
    if not ready.exists():
        return None
    return statuses.apply_to_all(
        statuses.VERBS["publish"], ready, batch.by, f"第{batch.pk}批读完，按报纸的设定无疑即发布"
    )
