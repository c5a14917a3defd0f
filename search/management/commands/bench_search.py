"""Engines side by side on the same articles and tokens: the first table of docs/performance.md."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.evaluation.benchmark import report


def existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"{path} is no file; give articles as JSON Lines, .xz or plain.")
    return path


class Command(BaseCommand):
    help = "Measure this engine beside SQLite FTS5, Xapian and tantivy. Prints a Markdown table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("corpus", type=existing, help="JSON Lines of articles: title, body, date, category, source")
        parser.add_argument(
            "--articles",
            type=int,
            default=10_000,
            help="how many (10000); beyond the file’s, paragraphs are recombined",
        )
        parser.add_argument("--engines", default=",".join(report.ENGINES), help="divided by commas")
        parser.add_argument("--each", type=int, default=40, help="queries a row (40)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--keep", type=Path, help="keep tokens and indexes here, and use them again")

    def handle(self, **options: Any) -> None:
        engines = options["engines"].split(",")
        known = report.ENGINES | report.SLOW_ENGINES
        if unknown := set(engines) - set(known):
            raise CommandError(f"No engine {', '.join(unknown)}; there are {', '.join(known)}.")
        for line in report.compare_engines(
            options["corpus"], options["articles"], engines, options["each"], options["seed"], options["keep"]
        ):
            self.stdout.write(line)
