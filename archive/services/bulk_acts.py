"""Takes back what was done to many articles, doubts or names at once."""

from collections import Counter
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from archive.loader.changes import Change, name_of
from archive.loader.content import Content, content_of_rows
from archive.loader.editions import value_of, with_value
from archive.loader.rows import write_contents
from archive.models import NEVER_PUBLISHED, Article, BulkAct, Revision, Status
from archive.models.article import DIVIDING_VERBS
from archive.services.acts import BuiltOn, ChangedSince, NotPossible, last_change
from archive.services.articles import announce_changed, rows_of
from archive.services.authority_rows import NamesBefore, names_changed
from archive.services.corrections import take_back_decisions
from archive.services.dividing import joined_to, split_off_by, take_back_split, take_split_off_along
from archive.services.pointers import Pointers
from archive.services.problems import unsettle
from archive.services.queue_acts import take_up_again
from archive.services.shared_text import public_twice
from archive.services.statuses import published_by

# What tells together where an article stands, as an issue and its pages are of one day.
PLACE = {"newspaper", "issue", "page", "date"}


@dataclass
class ArticlesBack:
    """What became of the articles of an act that is taken back, by their keys: which were put back, and of which some
    fields (Content.differing) were left alone, as they were changed since; one may be of both.

    `edited` of those put back were changed elsewhere since, and keep that; `fields` counts them by which of their
    fields were put back; `turned` has the former and the new status of those of which that is another, `relinked` are
    those of the same status that are joined to another one, or to none any more. `gone` are those left alone that the
    act published and that were withdrawn since, with both.
    """

    restored: list[int] = field(default_factory=list)
    left: dict[int, tuple[str, ...]] = field(default_factory=dict)
    edited: int = 0
    fields: Counter[tuple[str, ...]] = field(default_factory=Counter)
    turned: dict[int, tuple[str, str]] = field(default_factory=dict)
    relinked: list[int] = field(default_factory=list)
    gone: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def hidden(self) -> list[int]:
        """Those that readers see no longer."""
        return [key for key, (former, _) in self.turned.items() if former == Status.PUBLISHED]

    def note(self, row: Article, before: Content) -> None:
        """Count an article that was put back, and held `before`."""
        self.restored.append(row.pk)
        self.fields[tuple(before.differing(content_of_rows(row)))] += 1
        former = before.columns["status"]
        if former != row.status:
            self.turned[row.pk] = former, row.status
        elif before.columns["replaced_by_id"] != row.replaced_by_id:
            self.relinked.append(row.pk)


@dataclass(frozen=True)
class TakenBack:
    """What taking an act back did, or would do: to its articles; how many doubts, readers' corrections, files put aside
    and names are as they were before, and how many doubts and files are not.

    `split_off` are articles that were split off these since, and went the same way; `joined` those that were joined to
    one that readers see no longer; `deleted` and `led_on` what a split made: what a draft was called that is no more,
    or what leads from now on to the article that it came from. `names_kept` are names that the act made and that
    articles show by now; `twice` pairs of published articles with the same text, the first as it was before.
    """

    of: ArticlesBack
    problems: int
    problems_left: int
    corrections: int
    files: int
    files_left: int
    names: int
    names_kept: Sequence[str] = ()
    split_off: Sequence[int] = ()
    joined: Sequence[int] = ()
    deleted: str = ""
    led_on: Sequence[int] = ()
    twice: Sequence[tuple[Article, Article]] = ()

    @property
    def articles(self) -> int:
        """How many articles are as they were before."""
        return len(self.of.restored)


def undo_act(act: BulkAct, by: User, reason: str = "") -> TakenBack:
    """Put back what a bulk act changed, in every field of its articles that nobody changed since, in every doubt, and
    in every name.

    What the act published is withdrawn, for `reason`: readers have its address. Raises NotPossible where that was done
    already, where readers are owed a reason, where a name was changed since by hand, or where a name, split, join or
    correction was changed or, as BuiltOn says, built on since: that is taken back whole.
    """
    if published_by(act) and not reason.strip():
        raise NotPossible("读者会看到这些文章已撤回，请写明原因，例如：误发布，已撤回。")
    try:
        return take_back(act, by, reason)
    except (BuiltOn, ChangedSince):
        raise why_not_undone(act, by) from None


def foreseen(act: BulkAct, by: User) -> TakenBack:
    """What undo_act would do as things are: it is done, and nothing of that is kept. Takes as long, and raises the
    same."""
    with transaction.atomic():
        try:
            return undo_act(act, by, act.verb)
        finally:
            transaction.set_rollback(True)


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
    own = keys_put_back(act)
    made = split_off_by(act)
    gone = take_back_split(act, change)
    done = ArticlesBack()
    for rows in rows_of(own):
        put_articles_back(rows, act, change, done)
    split_off = take_split_off_along(act, done.turned | done.gone, change)
    announce_changed({*gone, *done.restored, *split_off, *names.shown})
    twice = public_twice(done.restored)
    kept = names.drop_made()
    problems = unsettle(act, by)
    corrections, files = take_back_decisions(act), act.failed_files.count() + act.refused_files.count()
    waiting = take_up_again(act)
    act.undone_at, act.undone_by_name = timezone.now(), name_of(by)
    act.save(update_fields=["undone_at", "undone_by_name"])
    return TakenBack(
        of=done,
        problems=problems,
        problems_left=act.problems - problems,
        corrections=corrections,
        files=waiting,
        files_left=files - waiting,
        names=names_changed(act) - len(kept),
        names_kept=kept,
        split_off=split_off,
        joined=joined_to([*done.hidden, *split_off]),
        deleted=str(made) if made and made.status in NEVER_PUBLISHED else "",
        led_on=gone,
        twice=twice,
    )


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


def put_articles_back(rows: Sequence[Article], act: BulkAct, change: Change, done: ArticlesBack) -> None:
    """Make `rows` what they were before `act`, but for the fields that somebody changed since; `done` is told."""
    former = {revision.article_id: revision for revision in act.revisions.filter(article__in=rows)}
    after = versions_after(act, [row.pk for row in rows])
    pointers = Pointers(Content.from_json(revision.content) for revision in former.values())
    pairs, marks, held = [], {}, {}
    for row in rows:
        revision, now = former[row.pk], content_of_rows(row)
        made = Content.from_json(after[row.pk].content) if row.pk in after else now
        fields, since = set(Content.from_json(revision.content).differing(made)), set(made.differing(now))
        if touched := spoken_on(fields, since):
            if act.verb in DIVIDING_VERBS or act.items:
                raise ChangedSince(act, last_change(revision, touched), "可以在它的历史里恢复以前的版本。")
            done.left[row.pk] = tuple(sorted(touched))
            if "status" in touched and (made.columns["status"], row.status) == (Status.PUBLISHED, Status.WITHDRAWN):
                done.gone[row.pk] = Status.PUBLISHED, Status.WITHDRAWN
            fields -= touched
            if not fields:
                continue
        done.edited += bool(since - touched)
        then, _ = pointers.pointing(Content.from_json(revision.content), now)
        content = now
        for name in fields:
            content = with_value(content, name, value_of(then, name))
        pairs.append((row, content))
        held[row.pk] = now
        marks[row.pk] = former_marks(row, revision, fields)
        if published_by(act) and "status" in fields:  # no load publishes again what an editor took back
            marks[row.pk] = sorted({*marks[row.pk], "status"})
    for written in rows_of(write_contents(pairs, change, marks)):
        for row in written:
            done.note(row, held[row.pk])


def spoken_on(fields: AbstractSet[str], since: AbstractSet[str]) -> set[str]:
    """Those of the fields that an act changed which are left alone where these were changed `since`: they themselves,
    and with an issue or a newspaper all that goes with it."""
    both = fields | since
    together = PLACE if both & {"newspaper", "issue"} else set()
    if "newspaper" in both:  # which a column belongs to
        together = together | {"column"}
    return {*(fields & since), *(fields & together if since & together else ())}


def versions_after(act: BulkAct, articles: Collection[int]) -> dict[int, Revision]:
    """What kept these articles as an act left them, by their keys; nothing of those that are so still."""
    number = Subquery(act.revisions.filter(article=OuterRef("article")).values("number")[:1])
    kept = Revision.objects.filter(article__in=list(articles), number=number + 1)
    return {each.article_id: each for each in kept}


def former_marks(article: Article, revision: Revision, fields: Collection[str]) -> list[str]:
    """The fields that count as edited, with these as they were."""
    return sorted(set(article.edited_fields).difference(fields) | set(revision.edited_fields).intersection(fields))
