"""Check the archive against itself, and mend what can be mended."""

import logging
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, OperationalError
from tqdm import tqdm

from archive.disk.locks import LockHeld
from archive.models import SourceFile
from archive.services import backups, importing, reparsing
from archive.services.checking import (
    FROM_A_BACKUP,
    Check,
    Finding,
    check_claims,
    check_database,
    check_orphans,
    check_sources,
)
from archive.services.data_folder import NewerDataFolder
from archive.services.personal_numbers import check_numbers, look_through
from archive.services.rereading import check_rows
from archive.services.whole_outputs import written_whole
from search.index import indexing
from search.index.checking import check_index

logger = logging.getLogger(__name__)
Item = TypeVar("Item")
CHECKS: dict[str, Check] = {
    "database": check_database,
    "sources": check_sources,
    "orphans": check_orphans,
    "rows": check_rows,
    "claims": check_claims,
    "numbers": check_numbers,
    "index": check_index,
}
FAILING = ("disk I/O error", "is full")  # what SQLite says of a disk, not of the database on it
NOT_NOW = ("unable to open", "readonly database", "is locked")  # what SQLite says of no damage
NOT_ALL_CHECKED = 2  # exit status where nothing wrong was found, but not everything could be looked at


class Command(BaseCommand):
    help = (
        "Check the sources against their checksums, the database by SQLite's own checks, rows against sources (which "
        "are read again), claims against texts, that no personal number stands in the clear that is to be hidden, the "
        "index against rows and its files against their checksums, and look for orphans. About 100 MB of sources a "
        "second, but 20 files for rows. --repair says what it would do; with --yes it backs up first, then does it. It "
        "never deletes a source, a row or an editor's text. Exits 1 while anything is wrong, 2 where an import kept a "
        "check from being made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=CHECKS, action="append", help="this check; may be given several times")
        parser.add_argument("--repair", action="store_true", help="say what would be mended (a dry run)")
        parser.add_argument("--yes", action="store_true", help="with --repair: back up, then mend")
        parser.add_argument("--backup", metavar="FOLDER", help="as for `backup` (default: DATA_DIR/backups/)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["yes"] and not options["repair"]:
            raise CommandError("--yes goes with --repair.")
        names = options["only"] or list(CHECKS)
        findings = self.look(names)
        mendable = [finding for finding in findings if finding.mend]
        if options["repair"] and options["yes"] and mendable:
            self.back_up(options["backup"] or f"{settings.DATA_DIR / 'backups'}/")
            self.mend(mendable)
            self.stdout.write("Looking again:")
            findings = self.look(names)
            if left := sum(bool(finding.mend) for finding in findings):
                self.stdout.write(f"{left} are as before; to mend them again does not help. Please report this.")
        elif options["repair"]:
            for finding in mendable:
                self.stdout.write(f"Would mend ({finding.mend}): {finding.said}")
            advice = "; add --yes to do it." if mendable else "."
            self.stdout.write(f"{len(mendable)} of {len(findings)} can be mended. Nothing was changed{advice}")
        elif mendable:
            self.stdout.write(f"Next: --repair says what it would do about {len(mendable)} of them.")
        if findings:
            sys.exit(1)
        if self.left_out:
            sys.exit(NOT_ALL_CHECKED)

    def look(self, names: list[str]) -> list[Finding]:
        """What is wrong, said as it is found; a check that fails keeps no other from looking."""
        self.left_out = 0
        return [finding for name in names for finding in self.look_at(name)]

    def look_at(self, name: str) -> list[Finding]:
        found = []
        try:
            for finding in CHECKS[name](partial(self.counted, name)):
                self.say(f"  {finding.said}")
                if not finding.is_remark:
                    found.append(finding)
        except importing.ImportRunning as reason:
            self.left_out += 1
            self.say(f"{name:9} not checked: {reason}")
            return []
        except NewerDataFolder:  # no check of this release knows what should be there
            raise
        except Exception as error:  # noqa: BLE001  whatever is damaged, the other checks have their say
            found.append(Finding(name, what_failed(error)))
            self.say(f"  {found[-1].said}")
        self.say(f"{name:9} {f'{len(found)} found' if found else 'ok'}")
        return found

    def counted(self, name: str, items: Iterable[Item], total: int, /) -> Iterable[Item]:
        """The items, counted by a bar on standard error where that is a terminal."""
        return tqdm(items, total=total, desc=name, disable=None, file=sys.stderr, leave=False)

    def say(self, line: str) -> None:
        with tqdm.external_write_mode(file=sys.stdout):
            self.stdout.write(line)

    def back_up(self, output: str) -> None:
        try:
            folder = backups.place_for(output)
            with written_whole(folder) as draft:
                report = backups.back_up(backups.FolderSink(draft))
        except backups.PlaceTaken as error:
            raise CommandError(f"Nothing was mended: {error}") from error
        except OSError as error:
            raise CommandError(f"Nothing was mended: the backup to {output} failed ({error}).") from error
        self.stdout.write(f"Backed up {report.sources} sources, {report.octets:,} bytes, to {folder}.")
        for fault in report.faults:
            self.stdout.write(f"  {fault}")
        if report.database:
            raise CommandError(f"Nothing was mended, since the database itself is damaged. {FROM_A_BACKUP}")

    def mend(self, findings: list[Finding]) -> None:
        """Each kind by what keeps it right in everyday work."""
        sources = {finding.reread.pk for finding in findings if finding.reread}
        try:
            with importing.import_batch("check_archive --repair") as batch:  # sweeps drafts, settles batches
                for result in reparsing.reparse(SourceFile.objects.filter(pk__in=sources).order_by("pk"), batch):
                    self.stdout.write(f"{result.outcome.value:9} {result.origin} {result.message}")
            if any(finding.check == "numbers" for finding in findings):
                self.stdout.write(f"Hid numbers in {look_through()[0].rows} rows.")
            if any(finding.check == "index" for finding in findings):
                self.stdout.write(f"Indexed {indexing.rebuild()} articles.")
        except (importing.ImportRunning, LockHeld) as error:
            raise CommandError(f"{error} Run the same command again once that has ended.") from error


def what_failed(error: Exception) -> str:
    """Why a check could not be made to its end, for who runs it."""
    if isinstance(error, OperationalError) and any(said in str(error) for said in FAILING):
        return f"没能查完：{settings.DATA_DIR} 所在的磁盘已满或有故障（{error}）。请查看磁盘（df、dmesg），再运行一次。"
    if isinstance(error, OperationalError) and any(said in str(error) for said in NOT_NOW):
        return f"没能查完：数据库现在打不开、不能写或正忙（{error}）。请查看数据目录的权限、磁盘和挂载，再运行一次。"
    if isinstance(error, DatabaseError):
        return f"没能查完：数据库读不出（{error}）。{FROM_A_BACKUP}"
    if isinstance(error, OSError):
        return f"没能查完：{error.filename or ''} {error.strerror or error}。请查看磁盘和权限。"
    if isinstance(error, ValueError):  # what a damaged value in the database is no JSON, date or text
        return f"没能查完：库中有值已损坏（{error}）。{FROM_A_BACKUP}"
    logger.error("a check failed", exc_info=error)
    return f"没能查完：程序出错（{type(error).__name__}: {error}），请把日志交给维护者。"
