"""How long pages take in this archive: the second table of docs/performance.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.evaluation.benchmark import pages


class Command(BaseCommand):
    help = (
        "Measure searches, suggestions and lists, as whole pages of one gunicorn worker, over the archive in DATA_DIR."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--each", type=int, default=40, help="addresses a row (40)")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **options: Any) -> None:
        for line in pages.measure_pages(options["each"], options["seed"]):
            self.stdout.write(line)
