"""Haystack's `rebuild_index`, with its options, done beside the index in use."""

from typing import Any

from django.core.management.base import CommandError
from haystack.management.commands.rebuild_index import Command as HaystackCommand
from tqdm import tqdm

from archive.disk.durable import NoFolder
from archive.disk.locks import LockHeld
from archive.models import Article
from search.index import indexing


class Command(HaystackCommand):
    help = "Build the search index anew beside the one in use, then swap: readers never see half an index."

    def handle(self, **options: Any) -> None:
        """There is nothing to confirm: the index in use is kept until the new one stands."""
        total = Article.objects.published().count()
        tqdm.monitor_interval = (
            0  # no thread of its own: a process with threads cannot fork helpers (search.index.pool)
        )
        with tqdm(total=total, unit="篇", disable=None, file=self.stderr) as bar:
            try:
                count = indexing.rebuild(bar.update, options["workers"] or None)
            except LockHeld as error:
                raise CommandError(f"Another rebuild is running. {error}") from error
            except NoFolder as error:
                raise CommandError(f"There is no folder for the index. {error}") from error
        self.stdout.write(f"Indexed {count} articles.")
