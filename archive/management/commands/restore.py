"""Put a backup back into an empty folder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.services import backups, restoring
from archive.services.data_folder import NewerDataFolder


class Command(BaseCommand):
    help = (
        "Check every byte of a backup (a folder, a .tar, also packed, or - for a tar on standard input) and put it "
        "into an empty folder, by default DATA_DIR. --dry-run checks and writes nothing. About 100 MB/s."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", metavar="FOLDER|FILE.tar|-")
        parser.add_argument("folder", type=Path, nargs="?", default=settings.DATA_DIR, help="empty, or not there yet")
        parser.add_argument("--dry-run", action="store_true", help="only check the backup")

    def handle(self, *args: Any, backup: str, folder: Path, dry_run: bool, **options: Any) -> None:
        try:
            with self.opened(backup) as files:
                files_, octets = restoring.verify(files) if dry_run else restoring.restore(files, folder)
        except (restoring.CannotRestore, NewerDataFolder) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Nothing was restored: {error}.") from error
        if dry_run:
            self.stdout.write(f"The backup is whole: {files_} files, {octets:,} bytes. Nothing was written.")
            return
        self.stdout.write(f"Restored {files_} files, {octets:,} bytes, to {folder}.")
        self.stdout.write(
            f"Next: with DATA_DIR={folder}, run `migrate`, then `run_indexer --once` (`make serve` does both)."
        )

    @contextmanager
    def opened(self, backup: str) -> Iterator[restoring.Files]:
        if backup == "-":
            yield backups.files_of_tar(sys.stdin.buffer)
        elif Path(backup).is_dir():
            yield backups.files_of_folder(Path(backup))
        else:
            with Path(backup).open("rb") as file:
                yield backups.files_of_tar(file)
