"""Batches that were uploaded, read one after the other; one that was killed is gone on with."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress

from archive.isolation.process import ReadingProcess
from archive.models import ImportBatch, Upload
from archive.models.printed import public
from archive.services import number_works, uploads, wishes, worker
from archive.services.files import FoundFile
from archive.services.importing import bring_in, only_run, recorded, synced_at_the_end
from archive.services.reading_ahead import FileResult, Watched
from archive.signals import run_ended

COUNTS_SHOWN = 100  # times that a batch says how many of its files were looked at
Heard = Callable[[ImportBatch, FileResult], object]


class NotNow(KeyboardInterrupt):
    """What is left of the batch is not read now: it is to be taken back, or something else comes first."""


def next_batch() -> ImportBatch | None:
    """The batch that waits longest, or was being read by a process that is no more; None where nothing is to do, or
    something else is to be done with it first."""
    unfinished = ImportBatch.objects.filter(state__in=(ImportBatch.State.WAITING, ImportBatch.State.RUNNING), wish="")
    return unfinished.filter(uploads__state=Upload.State.WAITING).order_by("pk").first()


def call_where_work_waits() -> None:
    """Have a run_worker live where there is something to do."""
    if something_waits():
        worker.call()


def something_waits() -> bool:
    """Whether there is a batch to read, or something else is asked of one, or of personal numbers."""
    return next_batch() is not None or wishes.next_wished() is not None or number_works.waiting_works().exists()


def read_next(check: Callable[[], object], heard: Heard = lambda batch, result: None) -> bool:
    """Read the next batch; False where none waits. `heard` is told what became of each file.

    `check` is called between files and portions, and may raise KeyboardInterrupt: the batch then waits again, and is
    gone on with (NotNow: by the next call). Raises ImportRunning where another import is at work, OperationalError or
    CannotKeep where the archive cannot be written.
    """
    if next_batch() is None:
        return False
    with only_run():
        batch = next_batch()
        if batch is None:
            return False
        with suppress(NotNow), recorded(batch), synced_at_the_end():
            read(batch, check, heard)
        uploads.sweep_uploads()
    run_ended.send_robust(sender=ImportBatch)
    return True


def read(batch: ImportBatch, check: Callable[[], object], heard: Heard) -> None:
    """Read the files of a batch, save those that an earlier run of it has read."""
    done = set(batch.events.values_list("origin", flat=True))

    def go_on() -> None:
        check()
        if wishes.is_wished_undone(batch):
            raise NotNow

    def checked() -> Iterator[FoundFile]:
        for file in uploads.found_uploads(batch):
            go_on()
            yield file

    def watch(progress: Watched) -> None:
        go_on()

    files = sum(1 for _ in uploads.found_uploads(batch))
    row = ImportBatch.objects.filter(pk=batch.pk)
    row.update(files=files, looked_at=0)

    def looked_at() -> Iterator[FoundFile]:
        for number, file in enumerate(checked()):
            if number % (files // COUNTS_SHOWN + 1) == 0:  # a commit for each of many would take longer than a look
                row.update(looked_at=number)
            yield file

    newspaper = batch.newspaper.name if batch.newspaper else ""
    left = (file for file in checked() if public(file.origin) not in done)
    with ReadingProcess() as process, closing(bring_in(looked_at(), left, batch, process, newspaper, watch)) as results:
        for result in results:
            heard(batch, result)
