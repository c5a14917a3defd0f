"""What is said to an item of the queue: each is an act that can be taken back, and none is done to what has changed
since it was seen."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from archive.models import NEVER_PUBLISHED, Article, BulkAct, Correction, Problem, SourceFile
from archive.services import corrections, statuses
from archive.services.acts import NotPossible, bulk_act
from archive.services.articles import opened_at
from archive.services.problems import settle_problems
from archive.services.queue import QUEUE_KINDS, QueueKind, failed_files, refused_files

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


def alike(doubts: Sequence[Problem]) -> QuerySet[Problem]:
    """Open doubts of the files of one batch that say what one of `doubts`, all of one file, says (a wrong weekday on
    each page of an issue), these among them."""
    batch = SourceFile.objects.filter(pk__in={doubt.source_id for doubt in doubts}).values("batch")
    of_batch = Problem.objects.filter(state=Problem.State.OPEN, source__live=True, source__batch__in=batch)
    said = {"code__in": [each.code for each in doubts], "message__in": [each.message for each in doubts]}
    return of_batch.filter(**said, proposed__isnull=True, number=None)


def likeness_of(doubt: Problem) -> tuple[str, str, bool]:
    """What doubts that say the same have in common: kind, words, and whether they are of a file as a whole."""
    return doubt.code, doubt.message, doubt.article_id is None


def doubts_alike(row: Any, doubts: Sequence[Problem]) -> list[tuple[Problem, int]]:
    """Those of the open doubts that are shown with an item and are its own that others of its batch are like, each with
    how many say the same."""
    own = [each for each in doubts if each.article_id == (row.pk if isinstance(row, Article) else None)]
    counts = Counter(map(likeness_of, alike(own).only("code", "message", "article"))) if own else Counter()
    return [(each, counts[likeness_of(each)]) for each in own if counts[likeness_of(each)] > 1]


def confirm_alike(kind: QueueKind, key: int, doubt: int, count: int, by: User, seen: str) -> BulkAct:
    """Confirm a doubt of an item and all that say the same in its batch, as one act. Raises NotPossible where the item,
    or how many they are, is not as it was seen."""
    with transaction.atomic():
        said = doubts_of(waiting_row(kind, key, seen)).filter(pk=doubt).first()
        doubts = [each for each in alike([said]) if likeness_of(each) == likeness_of(said)] if said else []
        if len(doubts) != count:
            raise NotPossible(CHANGED)
        with bulk_act(CONFIRM.label, by, "同一批里同样的存疑") as act:
            act.problems = settle_problems(doubts, CONFIRM.state, by, CONFIRM.label, act)
    return act


def put_aside(row: Any, by: User) -> BulkAct:
    """A file that failed or was refused waits no longer; nothing else is done to it."""
    with bulk_act(PUT_ASIDE, by) as act:
        act.items = type(row)._default_manager.filter(pk=row.pk, act=None).update(act=act)
    return act


def take_up_again(act: BulkAct) -> int:
    """Have the files that an act put aside wait again; returns how many do: what was read since does not."""
    failed, refused = (list(of.values_list("pk", flat=True)) for of in (act.failed_files, act.refused_files))
    act.failed_files.update(act=None)
    act.refused_files.update(act=None)
    return failed_files().filter(pk__in=failed).count() + refused_files().filter(pk__in=refused).count()


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
