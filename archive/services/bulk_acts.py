"""Takes back what was done to many articles, doubts or names at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from archive.loader.changes import Change, name_of
from archive.loader.content import Content, content_of_rows
from archive.loader.editions import value_of, with_value
from archive.loader.rows import write_contents
from archive.models import Article, BulkAct, Revision
from archive.models.article import DIVIDING_VERBS
from archive.services.acts import BuiltOn, NotPossible, why_not_undone
from archive.services.articles import announce_changed, rows_of
from archive.services.authority_rows import NamesBefore
from archive.services.corrections import take_back_decisions
from archive.services.dividing import split_off_by, take_back_split
from archive.services.pointers import Pointers
from archive.services.problems import unsettle
from archive.services.queue_acts import take_up_again
from archive.services.shared_text import public_twice
from archive.services.statuses import published_by


@dataclass(frozen=True)
class TakenBack:
    """How many articles, doubts, items (corrections, files put aside) and names are as they were before, and how many
    articles and doubts were changed since and left alone; `twice` are pairs of published articles of which the first
    is as it was before, and that have the same text."""

    articles: int
    problems: int
    items: int
    names: int
    left: int
    twice: Sequence[tuple[Article, Article]] = ()


def undo_act(act: BulkAct, by: User, reason: str = "") -> TakenBack:
    """Put back what a bulk act changed, in every article that nobody changed there since, in every doubt, and in every
    name.

    What the act published is withdrawn, for `reason`: readers have its address. Raises NotPossible where that was done
    already, where readers are owed a reason, where a name was changed since, or where a split, join or correction
    was changed or, as BuiltOn says, built on since: that is taken back whole.
    """
    if published_by(act) and not reason.strip():
        raise NotPossible("读者会看到这些文章已撤回，请写明原因，例如：误发布，已撤回。")
    with transaction.atomic():
        act = BulkAct.objects.select_for_update().get(pk=act.pk)
        if act.undone_at:
            raise NotPossible("这次批量操作已经取消过了。")
        if later := built_on(act):
            raise BuiltOn(later)
        names = NamesBefore(act, by)
        names.put_back()
        change = Change(Revision.Kind.UNDO, by, reason.strip() or f"取消：{act}", act=act)
        own = act.revisions.exclude(article=split_off_by(act))
        keys = list(own.order_by("article_id").values_list("article_id", flat=True).distinct())
        split_off = take_back_split(act, change)
        restored = [key for rows in rows_of(keys) for key in put_articles_back(rows, act, change)]
        announce_changed({*split_off, *restored, *names.shown})
        twice = public_twice(restored)
        names.drop_made()
        problems = unsettle(act, by)
        items = take_back_decisions(act) + take_up_again(act)
        act.undone_at, act.undone_by_name = timezone.now(), name_of(by)
        act.save(update_fields=["undone_at", "undone_by_name"])
    left = len(keys) - len(restored) + act.problems - problems
    return TakenBack(len(restored), problems, items, len(act.names), left, twice)


def built_on(act: BulkAct) -> BulkAct | None:
    """The last split or join that stands, of an article that this act split or joined before; or the last join of one
    to another, in which this one corrected something: it moved on what this one brought there."""
    later = BulkAct.objects.filter(pk__gt=act.pk, undone_at=None, verb__in=DIVIDING_VERBS)
    of_same = Q(revisions__article__in=act.revisions.values("article"))
    if act.verb not in DIVIDING_VERBS:
        if not act.items:
            return None
        of_same &= Q(revisions__kind=Revision.Kind.MERGE)
    return later.filter(of_same).order_by("-pk").first()


def put_articles_back(rows: Sequence[Article], act: BulkAct, change: Change) -> list[int]:
    """Those of `rows` that nobody changed since where `act` did, as they were before it; returns their keys."""
    former = {revision.article_id: revision for revision in act.revisions.filter(article__in=rows)}
    number = Subquery(act.revisions.filter(article=OuterRef("article")).values("number")[:1])
    after = {each.article_id: each for each in Revision.objects.filter(article__in=rows, number=number + 1)}
    pointers = Pointers(Content.from_json(revision.content) for revision in former.values())
    pairs, marks = [], {}
    for row in rows:
        revision, now = former[row.pk], content_of_rows(row)
        fields = fields_to_restore(now, revision, after.get(row.pk))
        if fields is None and (act.verb in DIVIDING_VERBS or act.items):
            raise why_not_undone(revision, "文章之后又改过，不能整体取消；各篇的历史里有以前的版本，可以分别恢复。")
        if fields is None:
            continue
        then, _ = pointers.pointing(Content.from_json(revision.content), now)
        content = now
        for name in fields:
            content = with_value(content, name, value_of(then, name))
        pairs.append((row, content))
        marks[row.pk] = former_marks(row, revision, fields)
        if published_by(act) and "status" in fields:  # no load publishes again what an editor took back
            marks[row.pk] = sorted({*marks[row.pk], "status"})
    return write_contents(pairs, change, marks)


def fields_to_restore(now: Content, revision: Revision, after: Revision | None) -> set[str] | None:
    """What the change after `revision` changed, as Content.differing names it; None where another change has touched
    any of that since. `after` is the next revision, which kept what that change made; None where the rows hold it."""
    made = Content.from_json(after.content) if after else now
    fields = set(Content.from_json(revision.content).differing(made))
    return fields if fields.isdisjoint(made.differing(now)) else None


def former_marks(article: Article, revision: Revision, fields: Collection[str]) -> list[str]:
    """The fields that count as edited, with these as they were."""
    return sorted(set(article.edited_fields).difference(fields) | set(revision.edited_fields).intersection(fields))
