"""Turn corrected articles into pages for training."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.ingest.types import UnreadableSource
from archive.models import SourceFile
from archive.services.training_pages import training_page


class Command(BaseCommand):
    help = (
        "Write the lines of source files, labelled as their articles stand in the archive now, to "
        "FOLDER/NAME-ID.page.json. `manage.py train_reading CORPUS --pages FOLDER` learns from them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sources", nargs="+", type=int, metavar="ID", help="numbers of source files")
        parser.add_argument("--folder", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true", help="count the lines and write nothing")

    def handle(self, *args: Any, sources: list[int], folder: Path, dry_run: bool, **options: Any) -> None:
        found = {source.pk: source for source in SourceFile.objects.filter(pk__in=sources)}
        for number in sources:
            if number not in found:
                raise CommandError(f"No source file has the number {number}. The admin lists them under 原始文件.")
            try:
                page = training_page(found[number])
            except (UnreadableSource, OSError) as error:
                raise CommandError(f"{found[number]}: {error}") from error
            path = folder / f"{Path(found[number].name).stem}-{number}.page.json"  # names of files come again
            if not dry_run:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(page.as_json() + "\n", encoding="utf-8")
            self.stdout.write(f"{'would write' if dry_run else 'written'} {path}: {len(page.labels)} labelled lines")
        if not dry_run:
            self.stdout.write(f"Now: manage.py train_reading CORPUS --pages {folder}")
