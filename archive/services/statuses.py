"""The verbs that change what readers can reach: submit, return, publish, withdraw, publish again; singly or in bulk.

Whoever publishes, in whichever way, has seen what is doubted of the articles: their open doubts are confirmed with it.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from archive.loader.changes import Change
from archive.loader.content import Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import NEVER_PUBLISHED, Article, BulkAct, ImportBatch, Problem, Revision, Status
from archive.services.acts import NotPossible, bulk_act, changed_by
from archive.services.articles import opened_at, rows_of
from archive.services.problems import SETTLINGS, settle_problems
from archive.services.shared_text import joined_draft_into

# Stands between the labels of an act that did several things to its articles.
BETWEEN_LABELS = "、"
CONFIRM = SETTLINGS["confirm"]
Keys = Collection[int] | models.QuerySet[Any, Any]


@dataclass(frozen=True)
class Verb:
    """A change of status: from which, to which, and what leave (of the app archive) it needs."""

    name: str
    label: str
    sources: tuple[Status, ...]
    target: Status
    permission: str
    needs_reason: bool = False


VERBS = {
    verb.name: verb
    for verb in (
        Verb("submit", "送审", (Status.DRAFT,), Status.REVIEW, "add_article"),
        Verb("return", "退回修改", (Status.REVIEW,), Status.DRAFT, "publish_article", needs_reason=True),
        Verb("publish", "发布", NEVER_PUBLISHED, Status.PUBLISHED, "publish_article"),
        Verb("withdraw", "撤回", (Status.PUBLISHED,), Status.WITHDRAWN, "withdraw_article", needs_reason=True),
        Verb("republish", "重新发布", (Status.WITHDRAWN,), Status.PUBLISHED, "withdraw_article"),
        # A draft that was joined to another is a plain one again; that other stays as it is.
        Verb("release", "取消合并关系", NEVER_PUBLISHED, Status.DRAFT, "add_article"),
    )
}


def status_columns(status: Status, reason: str = "", replaced_by: Article | None = None) -> dict[str, Any]:
    """A status and what goes with it, as columns: when, why, and which article to read instead."""
    gone = status == Status.WITHDRAWN
    return {
        "status": status,
        "withdrawn_at": timezone.now() if gone else None,
        "withdrawn_reason": reason if gone else "",
        "replaced_by_id": replaced_by.pk if gone and replaced_by else None,
    }


def with_status(article: Article, status: Status, reason: str = "", replaced_by: Article | None = None) -> Content:
    """What an article holds, with another status."""
    content = content_of_rows(article)
    content.columns |= status_columns(status, reason, replaced_by)
    return content


def open_doubts(articles: Keys) -> models.QuerySet[Problem]:
    """The open doubts of these articles themselves, by their keys; not those of their files as a whole."""
    return Problem.objects.filter(article__in=articles, source__live=True, state=Problem.State.OPEN)


@contextmanager
def act_of(
    verb: Verb, articles: Keys, by: User | None, reason: str, batch: ImportBatch | None = None
) -> Iterator[BulkAct]:
    """A new act that names what is done to articles and, where it publishes doubted ones, to their doubts. NotPossible
    where a reason is missing."""
    if verb.needs_reason and not reason.strip():
        raise NotPossible(f"{verb.label}要写明原因。")
    confirms = verb.target == Status.PUBLISHED and open_doubts(articles).exists()
    with bulk_act(f"{CONFIRM.label}{BETWEEN_LABELS}{verb.label}" if confirms else verb.label, by, reason, batch) as act:
        yield act


def write_status(
    verb: Verb, rows: Sequence[Article], change: Change, reason: str, replaced_by: Article | None = None
) -> list[int]:
    """Give articles the status of a verb, and confirm their doubts where it publishes; returns the keys of those that
    changed."""
    act = change.act
    if verb.target == Status.PUBLISHED and act:
        doubts = open_doubts([row.pk for row in rows])
        act.problems += settle_problems(doubts, CONFIRM.state, change.by, CONFIRM.label, act)
    return write_contents([(row, with_status(row, verb.target, reason, replaced_by)) for row in rows], change)


def apply_verb(
    article_id: int,
    verb: Verb,
    by: User,
    *,
    version: int | None = None,
    reason: str = "",
    replaced_by: Article | None = None,
) -> BulkAct:
    """Change the status of one article, as an act that can be taken back. Raises NotPossible, or StaleVersion where it
    was changed since `version`."""
    if replaced_by and (replaced_by.pk == article_id or replaced_by.status != Status.PUBLISHED):
        raise NotPossible("只能并入另一篇已发布的文章。")
    with transaction.atomic():
        article = opened_at(article_id, version)
        if said := why_not(verb, article):
            raise NotPossible(f"这篇文章{said}。")
        with act_of(verb, [article_id], by, reason) as act:
            kind = Revision.Kind.MERGE if replaced_by else Revision.Kind.STATUS
            change = Change(kind, by, reason.strip(), act=act)
            changed_by(act, write_status(verb, [article], change, reason.strip(), replaced_by))
    return act


def merge(article: Article, into: Article, by: User) -> None:
    """Withdraw `article` in favour of `into`; its address leads there until it is published again.

    Raises NotPossible where `into` is itself, or not published.
    """
    apply_verb(article.pk, VERBS["withdraw"], by, reason="并入另一篇", replaced_by=into)


def why_not(verb: Verb, article: Article) -> str:
    """Why this cannot be done to an article as it is, as the end of a sentence; empty where it can."""
    if article.status not in verb.sources:
        return f"现在是“{article.get_status_display()}”，不能{verb.label}"
    into = joined_draft_into(article)
    if verb.name == "release":
        return "" if into else "没有并入别的一篇"
    if into:
        gone = "，那一篇已撤回" if into.status == Status.WITHDRAWN else ""
        return f"已并入《{into}》（编号 {into.permanent_id}{gone}），不能{verb.label}：请先撤销合并，或取消合并关系"
    return ""


def fit_for(verb: Verb, articles: models.QuerySet[Article]) -> models.QuerySet[Article]:
    """Those of `articles` that a bulk act of this verb would change.

    Publishing again concerns only what a bulk act or an undo withdrew: whoever withdrew one article had a reason,
    which is to be seen before it is published again. Of drafts that were joined to others only that can be undone.
    """
    fit = articles.filter(status__in=verb.sources)
    if verb.name == "release":
        fit = fit.exclude(replaced_by=None)
    elif set(verb.sources) <= set(NEVER_PUBLISHED):
        fit = fit.filter(replaced_by=None)
    if verb.name == "republish":
        fit = fit.filter(pk__in=Article.objects.taken_back_with_others().values("pk"))
    return fit


def apply_to_all(
    verb: Verb, articles: models.QuerySet[Article], by: User | None, reason: str = "", batch: ImportBatch | None = None
) -> BulkAct:
    """One verb for many articles, as one act that can be taken back; `by` is None for an account that is no more,
    `batch` the one whose articles they are.

    Raises NotPossible where a reason is missing.
    """
    fit = fit_for(verb, articles).order_by("pk")
    with act_of(verb, fit.order_by().values("pk"), by, reason, batch) as act:
        keys = list(fit.values_list("pk", flat=True))
        change = Change(Revision.Kind.BULK, by, reason.strip(), act=act)
        for rows in rows_of(keys):
            write_status(verb, rows, change, reason.strip())
        changed_by(act, keys)
    return act


def published_by(act: BulkAct) -> bool:
    """Whether the act let readers see articles."""
    return VERBS["publish"].label in act.verb.split(BETWEEN_LABELS)


def changed_statuses(act: BulkAct) -> bool:
    """Whether the act changed what readers can reach: it is taken back by whoever may withdraw."""
    return not {verb.label for verb in VERBS.values()}.isdisjoint(act.verb.split(BETWEEN_LABELS))
