"""Reads what was uploaded, one batch after the other, so that nobody waits for it at the browser."""

import signal
import time
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, close_old_connections

from archive.disk.locks import LockHeld, locked
from archive.loader.kept import CannotKeep
from archive.models import ImportBatch
from archive.services import import_queue, number_works, uploads, wishes
from archive.services.importing import ImportRunning
from archive.services.reading_ahead import FileResult
from archive.services.worker import WORKER
from archive.signals import run_ended

LONGEST_PAUSE = 60.0  # seconds after what does not work again and again
PATIENCE = 3600.0  # seconds for which one that ends by itself tries


class Command(BaseCommand):
    help = (
        "Read what editors uploaded, one batch after the other, publish or take back what takes long, and hide "
        "personal numbers in all texts; what was killed is gone on with. Stop with SIGTERM: "
        "the next one reads the file at hand again. The web server starts one with --once where it is needed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=2.0, help="seconds between looks at the queue (2)")
        parser.add_argument("--once", action="store_true", help="read what waits, then stop")

    def handle(self, **options: Any) -> None:
        self.stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        try:
            self.work(options["interval"], options["once"])
            # Whoever uploaded meanwhile left it to this process, perhaps after its last look.
            while options["once"] and not self.stop.is_set() and import_queue.something_waits():
                self.work(options["interval"], once=True)
        except LockHeld as error:
            if not options["once"]:
                raise CommandError(f"Another run_worker is at work. {error}") from error
            self.stdout.write("Another run_worker is at work, and reads what waits.")
        except KeyboardInterrupt:
            self.stdout.write("Stopped; what is left is read by the next run_worker.")

    def work(self, interval: float, once: bool) -> None:
        with locked(settings.DATA_DIR, WORKER, wait=0):
            uploads.sweep_uploads()  # what one that was killed left behind
            pause, deadline = interval, time.monotonic() + PATIENCE
            while not self.stop.is_set():
                try:
                    if self.do_next():
                        pause = interval
                        continue
                    # Articles of which so many were changed at the desk that nobody there waited for the index.
                    run_ended.send_robust(sender=ImportBatch)
                    if once:
                        return
                except (ImportRunning, OperationalError, CannotKeep) as reason:
                    if once and time.monotonic() > deadline:
                        raise CommandError(str(reason)) from reason
                    # An import that takes its time or a disk that is full is no reason to be gone once it is over.
                    self.stderr.write(f"Not done, will try again: {reason}")
                    pause = min(2 * pause, LONGEST_PAUSE)
                close_old_connections()
                self.stop.wait(pause)

    def do_next(self) -> bool:
        """Do one of the things that wait; what may be somebody's secret comes first. False where nothing waits."""
        if number_works.fulfil_next_work(self.heed_stop) or wishes.fulfil_next():
            return True
        return import_queue.read_next(self.heed_numbers, self.say)

    def heed_stop(self) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt

    def heed_numbers(self) -> None:
        """What is to be hidden waits for no batch, but for the file at hand at most."""
        self.heed_stop()
        if number_works.waiting_works().exists():
            raise import_queue.NotNow

    def say(self, batch: ImportBatch, result: FileResult) -> None:
        said = result.message or f"{result.articles} articles, {result.problems} problems"
        self.stdout.write(f"batch {batch.pk}: {result.outcome.value} {result.origin}: {said}")
