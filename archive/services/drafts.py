"""The articles of a batch that an editor has yet to publish, and those of them that nothing is to be doubted of."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from archive.models import NEVER_PUBLISHED, Article, BulkAct, ImportBatch, ImportEvent, Problem, Revision
from archive.models.article import ArticleQuerySet, NewspaperBasis
from archive.services import statuses
from archive.services.shared_text import standing_twice_among

SUBMIT, PUBLISH, REPUBLISH = (statuses.VERBS[name] for name in ("submit", "publish", "republish"))
PUBLISHING = (PUBLISH, REPUBLISH)
DOUBTS_TOLD = 20
CAME = (ImportEvent.Outcome.NEW, ImportEvent.Outcome.UPDATED)


def articles_brought_by(batch: ImportBatch) -> ArticleQuerySet:
    """The articles of all files that the batch brought in, or changed."""
    return Article.objects.filter(source__in=batch.events.filter(outcome__in=CAME).values("source"))


def drafts_of(batch: ImportBatch) -> ArticleQuerySet:
    """Those of the articles of a batch that were never published, nor joined to another."""
    return articles_brought_by(batch).filter(status__in=NEVER_PUBLISHED, replaced_by=None)


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


def returned(drafts: ArticleQuerySet) -> ArticleQuerySet:
    """Those that were sent for review before, and that an editor gave back with a reason."""
    acts = BulkAct.objects.filter(verb=statuses.VERBS["return"].label, undone_at=None)
    return drafts.filter(pk__in=Revision.objects.filter(act__in=acts).values("article"))


def verbs_of(wish: ImportBatch.Wish) -> tuple[statuses.Verb, ...]:
    """What is done to the articles of a batch; whoever may do the first may ask for it."""
    return (SUBMIT,) if wish == ImportBatch.Wish.SUBMIT else PUBLISHING


def concerned(batch: ImportBatch, wish: ImportBatch.Wish, by: User) -> ArticleQuerySet:
    """What of a batch `by` may send for review or publish at once: what was taken back before is published again by a
    chief only."""
    if wish == ImportBatch.Wish.SUBMIT:
        return drafts_of(batch).filter(status__in=SUBMIT.sources)
    waiting = waiting_of(batch) if by.has_perm(f"archive.{REPUBLISH.permission}") else drafts_of(batch)
    return undoubted(waiting) if wish == ImportBatch.Wish.UNDOUBTED else waiting


def fingerprint_of(articles: QuerySet[Article]) -> str:
    """Of which articles, in which versions: 64 hexadecimal digits. Other articles, or one that was changed, have
    another."""
    rows = articles.order_by("pk").values_list("pk", "version")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def fingerprint_to_publish(articles: QuerySet[Article]) -> str:
    """Of which articles, in which versions, with which open doubts: whoever publishes them has seen these."""
    doubts = statuses.open_doubts(articles.order_by().values("pk")).order_by("pk").values_list("pk", flat=True)
    return hashlib.sha256(f"{fingerprint_of(articles)} {list(doubts)}".encode()).hexdigest()


@dataclass(frozen=True)
class DoubtCounts:
    """Of so many articles with open doubts of their own: (what is doubted, how often), the most frequent first; `more`
    are not among these."""

    articles: int
    doubts: int
    rows: Sequence[tuple[str, int]]
    more: int


def doubts_among(articles: QuerySet[Article]) -> DoubtCounts:
    """What is doubted of many articles, and is confirmed where they are published."""
    doubts = statuses.open_doubts(articles.order_by().values("pk")).order_by()
    counts = doubts.aggregate(articles=Count("article", distinct=True), doubts=Count("pk"))
    said = doubts.values_list("message").annotate(times=Count("pk")).order_by("-times", "message")
    rows = [(str(message), int(times)) for message, times in said[:DOUBTS_TOLD]]
    return DoubtCounts(**counts, rows=rows, more=counts["doubts"] - sum(times for _, times in rows))


def unnamed_among(articles: QuerySet[Article]) -> list[tuple[str, int]]:
    """Newspapers under which articles are filed whose files name none, while nobody said which, and how many."""
    unnamed = articles.order_by().filter(newspaper_basis=NewspaperBasis.COLLECTION)
    return list(unnamed.values_list("newspaper__name").annotate(times=Count("pk")).order_by("-times"))


def done_to(
    batch: ImportBatch, articles: ArticleQuerySet, verbs: Sequence[statuses.Verb], by: User | None, reason: str = ""
) -> list[BulkAct]:
    """Do each of the verbs, as one act, to those articles of a batch that it is for: drafts are published in one, and
    in another what is published again."""
    acts = []
    with transaction.atomic():
        for verb in verbs:
            if statuses.fit_for(verb, articles).exists():
                acts.append(statuses.apply_to_all(verb, articles, by, reason, batch))
    return acts


def publish_as_set(batch: ImportBatch) -> None:
    """Publish the undoubted drafts of a batch whose newspapers have it so, as one act; not those of which text stands
    in another article: whoever publishes these is to be told."""
    ready = undoubted(drafts_of(batch)).filter(newspaper__publishes_undoubted=True)
    ready = ready.exclude(pk__in=[article.pk for article in held_as_twice(ready)])
    done_to(batch, ready, PUBLISHING, batch.by, f"第{batch.pk}批读完，按报纸的设定无疑即发布")


def held_as_twice(articles: ArticleQuerySet) -> list[Article]:
    """Those that are not published by themselves, as their text stands in another as well."""
    return standing_twice_among(articles.order_by().values_list("pk", flat=True))
