"""What is asked of a batch and takes time, or has to wait for its turn: noted with the batch, done by run_worker."""

from django.contrib.auth.models import User

from archive.models import ImportBatch
from archive.services import undoing, worker
from archive.services.drafts import concerned, done_to, fingerprint_to_publish, verbs_of

# More articles than these are published, sent for review or taken back by run_worker, some thousand a second: nobody
# waits for a page.
DONE_AT_ONCE = 1000
CHANGED = "在您按下“{}”之后，这一批的文章又有改动，什么都没有做。请再看一次。"
NOT_ALLOWED = "其中有已经发布的文章，撤回要有“撤回文章”的权限：请主编来撤销，或请发布的人先到批量操作里取消发布。"
Wish = ImportBatch.Wish


def ask(batch: ImportBatch, wish: Wish, by: User, seen: str = "") -> None:
    """Have it done by run_worker; `seen` is the fingerprint of the articles that it is to be done to."""
    ImportBatch.objects.filter(pk=batch.pk).update(wish=wish, wished_by=by, wish_seen=seen, wish_said="")
    worker.call()


def is_wished_undone(batch: ImportBatch) -> bool:
    """Whether somebody asked by now that the batch be taken back, so that nothing more of it need be read."""
    return ImportBatch.objects.filter(pk=batch.pk, wish=Wish.UNDO).exists()


def next_wished() -> ImportBatch | None:
    """The first batch of which something is asked."""
    return ImportBatch.objects.exclude(wish="").select_related("wished_by").order_by("pk").first()


def fulfil_next() -> bool:
    """Do what is asked of a batch, or note why it cannot be done; False where nothing is asked.

    Raises ImportRunning where one is to be taken back while an import is at work.
    """
    batch = next_wished()
    if batch is None:
        return False
    said = fulfil(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(wish="", wish_seen="", wish_said=said)
    return True


def fulfil(batch: ImportBatch) -> str:
    """Why what is asked was not done; empty where it was."""
    wish, by = Wish(batch.wish), batch.wished_by
    if by is None:
        return f"要“{wish.label}”的账号已经没有了，没有做。"
    if wish == Wish.UNDO:
        return taken_back(batch, by)
    articles = concerned(batch, wish, by)
    if fingerprint_to_publish(articles) != batch.wish_seen:
        return CHANGED.format(wish.label)
    done_to(batch, articles, verbs_of(wish), by)
    return ""


def taken_back(batch: ImportBatch, by: User) -> str:
    """Take the batch back; why not, where that cannot be."""
    try:
        if undoing.plan_of(batch).concerns_readers and not by.has_perm("archive.withdraw_article"):
            return NOT_ALLOWED
        undoing.undo(batch)
    except undoing.CannotUndo as reason:
        return str(reason)
    return ""
