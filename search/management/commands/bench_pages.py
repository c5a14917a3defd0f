"""What pages cost in this archive: the second table of docs/performance.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.models import Newspaper
from search.evaluation.benchmark import pages


class Command(BaseCommand):
    help = (
        "Measure whole pages of a newspaper, processor time and SQL, beside an empty page of Django of the same run, "
        "as gunicorn serves them over the archive in DATA_DIR. Nothing that readers see is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--newspaper", metavar="SLUG", help="of which newspaper (that with most articles)")
        parser.add_argument("--each", type=int, default=40, help="addresses a row (40)")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **options: Any) -> None:
        if slug := options["newspaper"]:
            newspaper = Newspaper.objects.for_readers().filter(slug=slug).first()
        else:
            newspaper = pages.largest_newspaper()
        if newspaper is None:
            there = "、".join(Newspaper.objects.for_readers().values_list("slug", flat=True))
            raise CommandError(f"There is no such newspaper with articles. This archive has: {there or 'none yet'}.")
        for line in pages.measure_pages(newspaper, options["each"], options["seed"]):
            self.stdout.write(line)
