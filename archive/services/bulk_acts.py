"""Takes back what was done to many articles or doubts at once."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.loader.changes import Change, name_of
from archive.loader.content import Content, content_of_rows
from archive.loader.editions import value_of, with_value
from archive.loader.rows import write_contents
from archive.models import Article, BulkAct, Revision
from archive.services.articles import announce_changed, rows_of
from archive.services.dividing import DIVIDING_VERBS, split_off_by, take_back_split
from archive.services.problems import unsettle
from archive.services.statuses import NotPossible, published_by


@dataclass(frozen=True)
class TakenBack:
    """How many articles and doubts are as they were before, and how many of both were changed since and left alone."""

    articles: int
    problems: int
    left: int


def undo_act(act: BulkAct, by: User, reason: str = "") -> TakenBack:
    """Put back what a bulk act changed, in every article that nobody changed there since, and in every doubt.

    What the act published is withdrawn, for `reason`: readers have its address. Raises NotPossible where that was done
    already, where readers are owed a reason, or where a split or join was built on since: that is taken back whole.
    """
    if published_by(act) and not reason.strip():
        raise NotPossible("读者会看到这些文章已撤回，请写明原因，例如：误发布，已撤回。")
    with transaction.atomic():
        act = BulkAct.objects.select_for_update().get(pk=act.pk)
        if act.undone_at:
            raise NotPossible("这次批量操作已经取消过了。")
        change = Change(Revision.Kind.UNDO, by, reason.strip() or f"取消：{act}", act=act)
        former = {revision.article_id: revision for revision in act.revisions.exclude(article=split_off_by(act))}
        restored = take_back_split(act, change)
        for rows in rows_of(former):
            fields = {row.pk: fields_to_restore(row, former[row.pk]) for row in rows}
            as_left = [row for row in rows if fields[row.pk] is not None]
            if act.verb in DIVIDING_VERBS and len(as_left) < len(rows):
                raise NotPossible("文章之后又改过，不能整体取消；各篇的历史里有以前的版本，可以分别恢复。")
            pairs = [(row, with_former(row, former[row.pk], fields[row.pk] or ())) for row in as_left]
            marks = {row.pk: former_marks(row, former[row.pk], fields[row.pk] or ()) for row in as_left}
            if published_by(act):  # no load publishes again what an editor took back
                marks = {key: sorted({*names, "status"}) for key, names in marks.items()}
            restored += write_contents(pairs, change, marks)
        announce_changed(restored)
        problems = unsettle(act, by)
        act.undone_at, act.undone_by_name = timezone.now(), name_of(by)
        act.save(update_fields=["undone_at", "undone_by_name"])
    return TakenBack(len(restored), problems, len(former) - len(restored) + act.problems - problems)


def fields_to_restore(article: Article, revision: Revision) -> set[str] | None:
    """What the change after `revision` changed, as Content.differing names it; None where another change has touched
    any of that since."""
    then, now = Content.from_json(revision.content), content_of_rows(article)
    next_one = article.revisions.filter(number=revision.number + 1).first()
    after = Content.from_json(next_one.content) if next_one else now
    fields = set(then.differing(after))
    return fields if fields.isdisjoint(after.differing(now)) else None


def with_former(article: Article, revision: Revision, fields: Collection[str]) -> Content:
    content, then = content_of_rows(article), Content.from_json(revision.content)
    for name in fields:
        content = with_value(content, name, value_of(then, name))
    return content


def former_marks(article: Article, revision: Revision, fields: Collection[str]) -> list[str]:
    """The fields that count as edited, with these as they were."""
    return sorted(set(article.edited_fields).difference(fields) | set(revision.edited_fields).intersection(fields))
