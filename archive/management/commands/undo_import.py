"""Take an import batch back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.models import ImportBatch
from archive.services import importing, undoing


class Command(BaseCommand):
    help = (
        "Take an import batch back: articles that it added are withdrawn (their addresses say so), those that it "
        "changed are again what they were, save what an editor changed. The files stay kept; `ingest` brings them "
        "in again, with the same addresses. About 1,000 articles a second."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "batch", type=int, help="its number, as ingest printed it and /admin/archive/importbatch/ lists"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done; change nothing")

    def handle(self, *args: Any, batch: int, dry_run: bool, **options: Any) -> None:
        row = ImportBatch.objects.filter(pk=batch).first()
        if row is None:
            raise CommandError(f"There is no batch {batch}. See /admin/archive/importbatch/ for those there are.")
        try:
            done = undoing.undo(row, dry_run)
        except (undoing.CannotUndo, importing.ImportRunning) as error:
            raise CommandError(str(error)) from error
        counts = f"{done.withdrawn} articles withdrawn, {done.restored} restored, {done.sources} sources set back"
        if done.discarded or done.left:
            counts += f", {done.discarded} drafts deleted, {done.left} left as an editor changed them"
        self.stdout.write(
            f"Batch {batch} would be undone: {counts}." if dry_run else f"Batch {batch} undone: {counts}."
        )
        if not dry_run:
            self.stdout.write("Next: ingest the files again, mended or not; the same text gets its address back.")
