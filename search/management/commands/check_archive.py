"""Check the archive against itself, and mend what can be mended."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.services import backups, importing, reparsing
from archive.services.checking import ARCHIVE_CHECKS, Finding
from archive.services.drafts import drafted
from search.index import indexing
from search.index.checking import check_index

ALL_CHECKS = ARCHIVE_CHECKS | {"index": check_index}


class Command(BaseCommand):
    help = (
        "Check the sources against their checksums, the database by SQLite's own checks, rows against sources, claims "
        "against texts, the index against rows, and look for orphans. About 100 MB of sources and 100 files a second. "
        "--repair says what it would do; with --yes it backs up first, then does it. It never deletes a source, a row "
        "or an editor's text. Exits 1 while anything is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", choices=ALL_CHECKS, action="append", help="this check; may be given several times"
        )
        parser.add_argument("--repair", action="store_true", help="say what would be mended (a dry run)")
        parser.add_argument("--yes", action="store_true", help="with --repair: back up, then mend")
        parser.add_argument("--backup", type=Path, metavar="FOLDER", help="where to (default: DATA_DIR/backups/…)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["yes"] and not options["repair"]:
            raise CommandError("--yes goes with --repair.")
        findings = self.look(options["only"] or list(ALL_CHECKS))
        mendable = [finding for finding in findings if finding.mend]
        if options["repair"] and options["yes"] and mendable:
            self.back_up(options["backup"] or settings.DATA_DIR / "backups" / backups.name_now())
            self.mend(mendable)
            self.stdout.write("Looking again:")
            findings = self.look(options["only"] or list(ALL_CHECKS))
        elif options["repair"]:
            for finding in mendable:
                self.stdout.write(f"Would mend ({finding.mend}): {finding.said}")
            self.stdout.write(
                f"{len(mendable)} of {len(findings)} can be mended. Nothing was changed; add --yes to do it."
            )
        elif mendable:
            self.stdout.write(f"Next: --repair says what it would do about {len(mendable)} of them.")
        if findings:
            sys.exit(1)

    def look(self, names: list[str]) -> list[Finding]:
        findings = []
        for name in names:
            found = list(ALL_CHECKS[name]())
            self.stdout.write(f"{name:9} {'ok' if not found else f'{len(found)} found'}")
            for finding in found:
                self.stdout.write(f"  {finding.said}")
            findings += found
        return findings

    def back_up(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            with drafted(folder) as draft:
                report = backups.back_up(backups.FolderSink(draft))
        except OSError as error:
            raise CommandError(f"Nothing was mended: the backup to {folder} failed ({error}).") from error
        self.stdout.write(f"Backed up {report.sources} sources, {report.octets:,} bytes, to {folder}.")

    def mend(self, findings: list[Finding]) -> None:
        """Each kind by what keeps it right in everyday work."""
        sources = [finding.reread for finding in findings if finding.reread]
        try:
            with importing.import_batch("check_archive --repair") as batch:  # sweeps drafts, settles batches
                for result in reparsing.reparse(sources, batch):
                    self.stdout.write(f"{result.outcome.value:9} {result.origin} {result.message}")
        except importing.ImportRunning as error:
            raise CommandError(str(error)) from error
        if any(finding.check == "index" for finding in findings):
            self.stdout.write(f"Indexed {indexing.rebuild()} articles.")
