"""A process that dies at a named point: `python -m tests.killing POINT NTH COMMAND…`.

POINT is `module:attribute before` or `module:attribute after`: the process is killed (SIGKILL, as by a power cut or
the system for want of memory) right before or after the NTH call of that function. COMMAND is one of manage.py, or
`save` with an article's permanent id and a title. The project itself knows nothing of it.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from functools import reduce
from typing import Any

POINTS = {
    "before the commit": ("django.db.backends.base.base:BaseDatabaseWrapper._commit", "before"),
    "after the commit": ("django.db.backends.base.base:BaseDatabaseWrapper._commit", "after"),
    "before the mark": ("search.index.indexing:DirtyArticle.objects.bulk_create", "before"),
    "after the mark": ("search.index.indexing:DirtyArticle.objects.bulk_create", "after"),
    "before the segment's fsync": ("search.store.writer:segment_file.write_chunk", "after"),
    "after the segment's fsync": ("search.store.writer:durable.sync_to_disk", "after"),
    "before the manifest": ("search.store.writer:Manifest.write", "before"),
    "before the pointer": ("search.store.writer:Pointer.write", "before"),
    "after the pointer": ("search.store.writer:Pointer.write", "after"),
    "while sweeping": ("search.store.writer:durable.remove", "after"),
    "before a portion": ("archive.loader.records:RecordsLoad.load", "before"),
    "after a portion": ("archive.loader.records:RecordsLoad.load", "after"),
    "amid a portion": ("archive.loader.rows:write_parts", "before"),
    "before the last portion is settled": ("archive.loader.records:RecordsLoad.finish", "before"),
    "after the last portion is settled": ("archive.loader.records:RecordsLoad.finish", "after"),
    "amid an export": ("archive.takeaway.streams:json_line", "after"),
    "after a file is loaded": ("archive.services.reading_ahead:record", "after"),
    "after drafts are published by themselves": ("archive.services.importing:publish_as_set", "after"),
    "amid publishing what was asked": ("archive.services.wishes:done_to", "after"),
    "amid taking back what was asked": ("archive.services.undoing:rows.discard_drafts", "after"),
    "amid rewriting texts with a number": ("archive.services.personal_numbers:announce_changed", "after"),
    "between texts with a number": ("archive.services.personal_numbers:rewritten", "before"),
    "before hiding is said to be done": ("archive.services.number_works:_finish", "before"),
    "after all files are read": ("archive.services.import_queue:uploads.sweep_uploads", "before"),
    "amid keeping the bytes": ("archive.loader.kept:shutil.copyfileobj", "after"),
}


def owner_of(place: str) -> tuple[Any, str]:
    """What has the function at `place`, and what it is called there."""
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    return reduce(getattr, owners, importlib.import_module(module)), name


def arm(point: str, nth: int) -> None:
    """Make the NTH call of the point's function the last thing that this process does."""
    (place, when), calls = POINTS[point], 0
    owner, name = owner_of(place)
    function: Callable = getattr(owner, name)

    def deadly(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        given = function(*args, **options)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return given

    setattr(owner, name, deadly)


def main(point: str, nth: str, command: str, *args: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    if command != "save":
        from django.core.management import execute_from_command_line

        arm(point, int(nth))
        execute_from_command_line(["manage.py", command, *args])
        return
    from archive.models import Article
    from tests.factories import edit, make_user

    make_user()  # a commit of its own, where there is none yet
    article = Article.objects.get(permanent_id=args[0])
    arm(point, int(nth))
    edit(article, title=args[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
