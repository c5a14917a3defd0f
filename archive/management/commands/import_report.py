"""What an import batch left to look at, worst first."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.models import ImportBatch
from archive.services.import_reports import Doubtful, report_on


class Command(BaseCommand):
    help = "Say what an import batch left to look at, worst first: files that failed, then what the parser doubts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, nargs="?", help="its number; the last one where none is given")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, batch: int | None, **options: Any) -> None:
        batches = ImportBatch.objects.filter(pk=batch) if batch else ImportBatch.objects.order_by("-pk")
        row = batches.first()
        if row is None:
            raise CommandError(f"There is no batch {batch}." if batch else "Nothing was imported yet.")
        report = report_on(row)
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
            return
        counts = ", ".join(f"{count} {outcome}" for outcome, count in report.outcomes.items())
        self.stdout.write(f"Batch {row.pk} ({row.state}): {counts}; {report.articles} articles.")
        for event in report.failed:
            self.stdout.write(f"failed {event.origin}: {event.message}")
        for each in report.doubtful:
            self.stdout.write(doubtful_line(each))


def doubtful_line(each: Doubtful) -> str:
    """50% /papers/a.txt 《题目》, and a line for each problem."""
    lines = [f"{each.confidence:4.0%} {each.source.origin}" + (f" 《{each.article}》" if each.article else "")]
    for problem in each.problems:
        lines.append(f"     {problem.message}" + (f" (line {problem.first_line})" if problem.first_line else ""))
    return "\n".join(lines)
