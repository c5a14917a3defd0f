"""Takes back what was done to many articles, doubts or names at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from archive.loader.changes import Change, name_of
from archive.loader.content import Content, content_of_rows
from archive.loader.editions import value_of, with_value
from archive.loader.rows import write_contents
from archive.models import Article, BulkAct, Revision
from archive.models.article import DIVIDING_VERBS
from archive.services.acts import BuiltOn, ChangedSince, NotPossible, last_change
from archive.services.articles import announce_changed, rows_of
from archive.services.authority_rows import NamesBefore, names_changed
from archive.services.corrections import take_back_decisions
from archive.services.dividing import split_off_by, take_back_split
from archive.services.pointers import Pointers
from archive.services.problems import unsettle
from archive.services.queue_acts import take_up_again
from archive.services.shared_text import public_twice
from archive.services.statuses import published_by


@dataclass(frozen=True)
class TakenBack:
    """How many articles, doubts, items (corrections, files put aside) and names are as they were before; how many
    articles were changed since, and doubts settled otherwise since, and left alone; `twice` are pairs of published
    articles of which the first is as it was before, and that have the same text."""

    articles: int
    problems: int
    items: int
    names: int
    articles_left: int
    problems_left: int
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
    try:
        return take_back(act, by, reason)
    except (BuiltOn, ChangedSince):
        raise why_not_undone(act, by) from None


@transaction.atomic
def take_back(act: BulkAct, by: User, reason: str) -> TakenBack:
    """As undo_act; a refusal tells what was met first."""
    act = BulkAct.objects.select_for_update().get(pk=act.pk)
    if act.undone_at:
        raise NotPossible("这次批量操作已经取消过了。")
    if later := built_on(act):
        raise BuiltOn(later)
    names = NamesBefore(act, by)
    names.put_back()
    change = Change(Revision.Kind.UNDO, by, reason.strip() or f"取消：{act}", act=act)
    keys = keys_put_back(act)
    split_off = take_back_split(act, change)
    restored = [key for rows in rows_of(keys) for key in put_articles_back(rows, act, change)]
    announce_changed({*split_off, *restored, *names.shown})
    twice = public_twice(restored)
    names.drop_made()
    problems = unsettle(act, by)
    items = take_back_decisions(act) + take_up_again(act)
    act.undone_at, act.undone_by_name = timezone.now(), name_of(by)
    act.save(update_fields=["undone_at", "undone_by_name"])
    left = len(keys) - len(restored), act.problems - problems
    return TakenBack(len(restored), problems, items, names_changed(act), *left, twice)


def keys_put_back(act: BulkAct) -> list[int]:
    """The articles that are as they were before once an act is taken back; what a split made is no more."""
    own = act.revisions.exclude(article=split_off_by(act))
    return list(own.order_by("article_id").values_list("article_id", flat=True).distinct())


def why_not_undone(act: BulkAct, by: User) -> NotPossible:
    """Why an act cannot be taken back: it is tried whether it can once those done since are, the last first, as far as
    they stand in its way, and nothing of the trial is kept. BuiltOn tells with which to begin; where that would not
    help either, ChangedSince tells which article an editor or a reading changed."""
    before: list[BulkAct] = []
    with transaction.atomic():
        try:
            free(act, by, before)
        except ChangedSince as error:
            return error
        except NotPossible as error:
            return NotPossible(f"之后又做过的操作动的是同样的内容，要先取消，但那里现在也不能取消：{error}")
        finally:
            transaction.set_rollback(True)
    return BuiltOn(before[0], len(before))


def free(act: BulkAct, by: User, before: list[BulkAct]) -> None:
    """Take back all that stands in the way of an act, which `before` is told in its order, until it could be taken back
    itself. Raises ChangedSince where it cannot all the same."""
    while True:
        try:
            take_back(act, by, act.verb)
        except BuiltOn as error:
            later = error.act
        except ChangedSince as error:
            if error.change.act is None or error.change.act.undone_at:
                raise
            later = error.change.act
        else:
            return
        free(later, by, before)
        before.append(later)


def changed_since(act: BulkAct) -> QuerySet[Article]:
    """The articles of an act that were changed after it, save by what was taken back itself."""
    own = act.revisions.order_by("-pk")
    later = Revision.objects.filter(article__in=own.values("article"), pk__gt=own.values("pk")[:1])
    return Article.objects.filter(pk__in=later.exclude(act__undone_at__isnull=False).values("article"))


def foreseen(act: BulkAct) -> TakenBack:
    """What undo_act would do to an act that is taken back in parts, as things are; one that is taken back whole is, or
    is refused."""
    former = act.revisions.filter(article__in=changed_since(act)).order_by("pk")
    rows = Article.objects.with_parts().in_bulk([each.article_id for each in former])
    after = versions_after(act, rows)
    left = sum(
        bool(touched_since(content_of_rows(rows[each.article_id]), each, after.get(each.article_id))[1])
        for each in former
    )
    problems, items = act.doubts.count(), act.decided.count() + act.failed_files.count() + act.refused_files.count()
    articles = len(keys_put_back(act)) - left
    return TakenBack(articles, problems, items, names_changed(act), left, act.problems - problems)


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
    after = versions_after(act, [row.pk for row in rows])
    pointers = Pointers(Content.from_json(revision.content) for revision in former.values())
    pairs, marks = [], {}
    for row in rows:
        revision, now = former[row.pk], content_of_rows(row)
        fields, touched = touched_since(now, revision, after.get(row.pk))
        if touched and (act.verb in DIVIDING_VERBS or act.items):
            raise ChangedSince(act, last_change(revision, touched), "可以在它的历史里恢复以前的版本。")
        if touched:
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


def versions_after(act: BulkAct, articles: Collection[int]) -> dict[int, Revision]:
    """What kept these articles as an act left them, by their keys; nothing of those that are so still."""
    number = Subquery(act.revisions.filter(article=OuterRef("article")).values("number")[:1])
    kept = Revision.objects.filter(article__in=list(articles), number=number + 1)
    return {each.article_id: each for each in kept}


def touched_since(now: Content, revision: Revision, after: Revision | None) -> tuple[set[str], set[str]]:
    """What the change after `revision` changed, as Content.differing names it, and what of that was changed since.
    `after` is the next revision, which kept what that change made; None where the rows hold it."""
    made = Content.from_json(after.content) if after else now
    fields = set(Content.from_json(revision.content).differing(made))
    return fields, fields.intersection(made.differing(now))


def former_marks(article: Article, revision: Revision, fields: Collection[str]) -> list[str]:
    """The fields that count as edited, with these as they were."""
    return sorted(set(article.edited_fields).difference(fields) | set(revision.edited_fields).intersection(fields))
