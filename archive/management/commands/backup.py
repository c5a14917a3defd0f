"""Back up the archive while it runs."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.disk import durable
from archive.services import backups
from archive.services.bagit import BAG_INFO
from archive.services.whole_outputs import written_whole

TAR = ".tar"


class Command(BaseCommand):
    help = (
        "Back up database, sources and dictionaries, as of this moment, while the archive runs: to a new folder, to "
        "one named by the time in a folder that is there (or FOLDER/), to a FILE.tar, or with - as a tar "
        "on standard output. `restore` checks it and puts it back. About 100 MB/s."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("output", metavar="FOLDER|FILE.tar|-")
        parser.add_argument("--dry-run", action="store_true", help="say how large it would be, and write nothing")

    def handle(self, *args: Any, output: str, dry_run: bool, **options: Any) -> None:
        if not output:
            raise CommandError("No place is named (a variable that is not set?): FOLDER, FILE.tar, or - for a tar.")
        size = backups.size_of_all()
        path = Path(output)
        if output != "-":
            try:
                path = backups.place_for(output)
            except backups.PlaceTaken as error:
                raise CommandError(str(error)) from error
            output = str(path)
        if dry_run:
            self.stdout.write(f"Would write about {size:,} bytes to {output}. Nothing was written.")
            return
        try:
            # Progress on standard error: the backup itself may go to standard output.
            with tqdm(total=size, unit="B", unit_scale=True, disable=None, file=sys.stderr) as bar:
                report = self.write(output, path, bar.update)
        except OSError as error:
            raise CommandError(
                f"The backup was not written: {error.strerror or error}. Name a place with room (TMPDIR too, for the "
                "database) that may be written to."
            ) from error
        for fault in report.faults:
            self.stderr.write(fault)
        self.stderr.write(f"Backed up {report.sources} sources, {report.octets:,} bytes, to {output}.")
        if report.faults:
            self.stderr.write(
                f"It is incomplete: {len(report.faults)} files, named above and in {BAG_INFO}, are missing or damaged. "
                "Get them back from an earlier backup, then back up again. "
                + ("" if report.database else "`restore --incomplete` takes what this one has.")
            )
            sys.exit(1)
        self.stderr.write("Next: copy it to another machine; `restore --dry-run` checks every byte of it.")

    def write(self, output: str, path: Path, progress: backups.CountBytes) -> backups.BackupReport:
        if output == "-":
            return self.write_tar(sys.stdout.buffer, backups.name_now(), progress)
        with written_whole(path) as draft:
            if path.suffix != TAR:
                return backups.back_up(backups.FolderSink(draft), progress)
            with durable.new_file(draft) as file:
                return self.write_tar(file, path.stem, progress)

    def write_tar(self, stream: Any, folder: str, progress: backups.CountBytes) -> backups.BackupReport:
        sink = backups.TarSink(stream, folder)
        report = backups.back_up(sink, progress)
        sink.close()
        stream.flush()
        return report
