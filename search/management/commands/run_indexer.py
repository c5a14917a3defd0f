"""The one process that keeps the index up to date, so that no editor waits for it."""

import signal
import time
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, close_old_connections

from archive.disk.durable import NoFolder
from archive.disk.locks import LockHeld, locked
from search.index import indexing
from search.index.locks import INDEXER
from search.index.opened import default_index
from search.store.damage import IndexUnavailable, RebuildDue

LONGEST_PAUSE = 60.0  # seconds after what does not work again and again


class Command(BaseCommand):
    help = "Bring changed articles into the index as they are marked; rebuild it where that is due. Stop with SIGTERM."

    is_merged = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=0.3, help="seconds between looks at the queue (0.3)")
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")

    def handle(self, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            with locked(default_index().folder, INDEXER, wait=0):
                self.work(stop, options["interval"], options["once"])
            if options["once"]:
                indexing.drain_here()  # who saved meanwhile left it to this process, perhaps after its last look
        except LockHeld as error:
            raise CommandError(f"Another run_indexer is at work, or another writer does not end. {error}") from error
        except NoFolder as error:
            raise CommandError(f"There is no folder for the index. {error}") from error
        except OSError as error:
            raise CommandError(f"Not done: {error}. What is marked waits; run it again once that is mended.") from error

    def work(self, stop: Event, interval: float, once: bool) -> None:
        status = indexing.status()
        # What is damaged is left to the drain: perhaps the index before it is there still.
        step = self.rebuild if status["stale"] and not status["message"] else self.drain
        pause = interval
        while not stop.is_set():
            try:
                step()
                if once:
                    indexing.merge_segments()
                    return
                step, pause = self.drain, interval
            except RebuildDue as damage:
                self.stderr.write(f"To be built anew: {damage}")
                step, pause = self.rebuild, min(2 * pause, LONGEST_PAUSE)
            except (IndexUnavailable, LockHeld, OperationalError, OSError) as reason:
                if once:
                    raise
                # A disk that is full or a writer that takes its time is no reason to be gone once it is over.
                self.stderr.write(f"Not done, will try again: {reason}")
                pause = min(2 * pause, LONGEST_PAUSE)
            close_old_connections()
            stop.wait(pause)

    def rebuild(self) -> None:
        self.stdout.write(f"Rebuilt: {indexing.rebuild()} articles.")

    def drain(self) -> None:
        """What is marked comes first; where nothing is, segments are merged, as what is marked meanwhile waits; then
        what stands is looked through for damage, bit by bit.
        """
        started = time.monotonic()
        if drained := indexing.drain():
            self.stdout.write(f"{drained} marks drained in {time.monotonic() - started:.2f} s.")
            self.is_merged = False
        elif not self.is_merged:
            indexing.merge_segments()
            self.is_merged = True
        else:
            indexing.look_for_damage()
