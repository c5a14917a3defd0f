"""A bulk act: the transaction in which one thing is done to many rows, and the row that keeps it on record."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from archive.loader.changes import name_of
from archive.loader.content import Content, content_of_rows
from archive.models import Article, BulkAct, ImportBatch, Revision
from archive.services.articles import announce_changed


class NotPossible(Exception):
    """What was asked for cannot be done as things are; the message says why, and what to do instead."""


class BuiltOn(NotPossible):
    """`act` was done since to what is to be taken back, and is to be taken back before; of several the last, to begin
    with, `count` in all."""

    def __init__(self, act: BulkAct, count: int = 1) -> None:
        done = act.reason or act.verb
        several = f"等 {count} 次" if count > 1 else ""
        rest = "，其余的依次取消，最后" if count > 1 else "，再"
        super().__init__(f"之后又做过“{done}”{several}，动的是同样的内容：请先取消那一次{rest}取消这一次。")
        self.act = act


class ChangedSince(NotPossible):
    """What `act` changed in an article, and is to be taken back whole, was changed since: by `change`, the last that
    did; the history of that article is where to go on. `said`: what else can be done."""

    def __init__(self, act: BulkAct, change: Revision, said: str) -> None:
        told = [] if change.kind == Revision.Kind.UNDO else [change.get_kind_display()]
        how = "，".join([*told, *([change.by_name] if change.by_name else [])])
        what = f"《{change.article}》之后又改过{f'（{how}）' if how else ''}，动的是“{act.reason or act.verb}”改的内容"
        super().__init__(f"{what}，不能整体取消：{said}")
        self.act, self.change = act, change


def last_change(since: Revision, fields: Collection[str]) -> Revision:
    """The change of an article after `since` that made these of its fields what they are now; what was changed and put
    back in between counts for nothing."""
    now, last = content_of_rows(Article.objects.with_parts().get(pk=since.article_id)), since
    for each in Revision.objects.filter(article=since.article_id, number__gt=since.number).order_by("number"):
        if not set(fields).intersection(Content.from_json(each.content).differing(now)):
            return last
        last = each
    return last


def reason_given(reason: str) -> str:
    """The reason without blanks around it. Raises NotPossible where there is none."""
    if not reason.strip():
        raise NotPossible("请写明原因，以后在历史里看得到。")
    return reason.strip()


@contextmanager
def bulk_act(verb: str, by: User | None, reason: str = "", batch: ImportBatch | None = None) -> Iterator[BulkAct]:
    """A new act, saved as its block leaves it; nothing of it is kept where the block raises. `by` is None for an
    account that is no more, `batch` the one whose articles it is done to."""
    with transaction.atomic():
        act = BulkAct.objects.create(verb=verb, reason=reason.strip()[:500], by=by, by_name=name_of(by), batch=batch)
        yield act
        act.save(update_fields=["articles", "problems", "items", "names"])


def changed_by(act: BulkAct, keys: Sequence[int]) -> None:
    """Count the articles that an act changed, and tell who listens."""
    act.articles = len(keys)
    announce_changed(keys)
