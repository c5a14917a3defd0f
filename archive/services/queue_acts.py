"""What is said to an item of the queue: each is an act that can be taken back, and none is done to what has changed
since it was seen."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from archive.models import NEVER_PUBLISHED, Article, BulkAct, Correction, Problem, SourceFile
from archive.services import corrections, statuses
from archive.services.acts import NotPossible, bulk_act
from archive.services.articles import opened_at
from archive.services.problems import settle_problems
from archive.services.queue import QUEUE_KINDS, QueueKind

CONFIRM, PUBLISH = statuses.CONFIRM, statuses.VERBS["publish"]
CORRECTIONS = QUEUE_KINDS["correction"]
PUT_ASIDE = "搁下没有收进来的文件"
GONE = "这一件已经处理过了，什么都没有做。"
CHANGED = "这一件在您打开之后有了改动，什么都没有做。下面是现在的样子，请看过再决定。"


def doubts_of(row: Any) -> QuerySet[Problem]:
    """The open doubts that are settled with an item: an article's own, or those of a file as a whole."""
    if isinstance(row, Article):
        return statuses.open_doubts([row.pk])
    of_file = Problem.objects.filter(article=None, state=Problem.State.OPEN)
    return of_file.filter(source=row.pk) if isinstance(row, SourceFile) else of_file.none()


def state_seen(row: Any) -> str:
    """All that an editor goes by when deciding an item, in short: two states that differ are two texts."""
    if isinstance(row, Correction):
        return "\n".join((row.suggested, row.credited_as, row.printed, present_text(row)))
    doubts = ",".join(str(key) for key in doubts_of(row).order_by("pk").values_list("pk", flat=True))
    return f"{row.version if isinstance(row, Article) else row.pk}:{doubts}"


def present_text(correction: Correction) -> str:
    """The paragraph as it stands now; empty where it is there no more."""
    try:
        return corrections.place_now(correction).text
    except corrections.ParagraphChanged:
        return ""


def waiting_row(kind: QueueKind, key: int, seen: str) -> Any:
    """An item for a decision, within a transaction. Raises NotPossible where it waits no longer in this kind, or is not
    as it was `seen` (state_seen)."""
    row = kind.waiting().filter(pk=key).first()
    if row is None:
        raise NotPossible(GONE)
    if state_seen(row) != seen:
        raise NotPossible(CHANGED)
    return row


def accept_item(kind: QueueKind, key: int, by: User, seen: str) -> BulkAct:
    """All is right with it: doubts are confirmed, a draft is published as well, a correction is taken, a file that did
    not come in is put aside. Raises NotPossible, and what corrections.accept raises."""
    with transaction.atomic():
        row = waiting_row(kind, key, seen)
        if isinstance(row, Correction):
            return corrections.accept(row, by)
        if isinstance(row, Article) and row.status in NEVER_PUBLISHED:
            return publish_as_seen(row.pk, PUBLISH, by, seen)
        if isinstance(row, Article | SourceFile):
            with bulk_act(CONFIRM.label, by) as act:
                act.problems = settle_problems(doubts_of(row), CONFIRM.state, by, CONFIRM.label, act)
            return act
        return put_aside(row, by)


def publish_as_seen(key: int, verb: statuses.Verb, by: User, seen: str, reason: str = "") -> BulkAct:
    """Publish an article (`verb`: for the first time or again) with its doubts confirmed. Raises NotPossible where it,
    or what is doubted of it, is not as it was `seen` (state_seen)."""
    with transaction.atomic():
        if state_seen(opened_at(key, None)) != seen:
            raise NotPossible(CHANGED)
        return statuses.apply_verb(key, verb, by, reason=reason)


def put_aside(row: Any, by: User) -> BulkAct:
    """A file that failed or was refused waits no longer; nothing else is done to it."""
    with bulk_act(PUT_ASIDE, by) as act:
        act.items = type(row)._default_manager.filter(pk=row.pk, act=None).update(act=act)
    return act


def take_up_again(act: BulkAct) -> int:
    """Have the files that an act put aside wait again; returns how many."""
    return act.failed_files.update(act=None) + act.refused_files.update(act=None)


def take_correction(key: int, by: User, seen: str, suggested: str, credited_as: str) -> BulkAct:
    """Accept a correction as an editor words it. Raises as accept_item."""
    with transaction.atomic():
        row = waiting_row(CORRECTIONS, key, seen)
        row.credited_as = credited_as.strip()[:40]
        return corrections.accept(row, by, suggested, over_changes=True)


def refuse_correction(key: int, by: User, seen: str, reason: str) -> BulkAct:
    """Decline a correction for a reason that stays on record. Raises NotPossible."""
    if not reason.strip():
        raise NotPossible("请写明为什么不采纳，以后在纠错的记录里看得到。")
    with transaction.atomic():
        return corrections.decline(waiting_row(CORRECTIONS, key, seen), by, reason)
