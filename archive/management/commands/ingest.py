"""Bring newspaper files into the archive."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.ingest import pipeline, report
from archive.ingest.types import ParsedSource, UnreadableSource
from archive.services import importing
from archive.services.files import Found, find
from archive.services.importing import FileResult, Outcome


class Command(BaseCommand):
    help = (
        "Bring files, and folders of files, into the archive: one transaction a file. A file that is in already is "
        "left alone; one that changed at its place is a new edition of the same source. About 20 files a second. "
        "Ctrl-C stops at the file at hand; the same command again goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument(
            "--newspaper", default="", metavar="NAME", help="the paper of files that do not name theirs"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would come in; touches no database")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: with --dry-run")
        parser.add_argument("--verbose", action="store_true", help="with --format json: every claim on the source too")

    def handle(self, *args: Any, paths: list[str], **options: Any) -> None:
        if options["format"] == "json" and not options["dry_run"]:
            raise CommandError("--format json goes with --dry-run.")
        count = sum(1 for _ in find(paths))
        if not count:
            raise CommandError(f"No files in {', '.join(paths)}.")
        files = progress(find(paths), count)
        if not options["dry_run"]:
            ok = self.ingest(files, options["newspaper"])
        elif options["format"] == "json":
            ok = self.print_json(files, options["verbose"])
        else:
            ok = self.print_parsed(files)
        if not ok:
            sys.exit(1)

    def ingest(self, files: Iterable[Found], newspaper: str) -> bool:
        outcomes: Counter[str] = Counter()
        articles = problems = 0
        try:
            with importing.import_batch(" ".join(sys.argv[1:])) as batch:
                for result in importing.ingest(files, batch, newspaper):
                    self.say(line_of(result))
                    outcomes[result.outcome] += 1
                    articles += result.articles
                    problems += result.problems
        except importing.ImportRunning as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted; what was reported is in. The same command again goes on.") from None
        counts = ", ".join(f"{outcomes[outcome]} {outcome.value}" for outcome in Outcome)
        self.stdout.write(
            f"{outcomes.total()} files: {counts}; {articles} articles, {problems} problems. Batch {batch.pk}."
        )
        self.stdout.write(what_next(outcomes, problems))
        return not outcomes[Outcome.FAILED]

    def print_json(self, files: Iterable[Found], verbose: bool) -> bool:
        """One JSON list on standard output, whole whatever happens to a file; True where none failed."""
        ok = True
        with json_list(sys.stdout) as add:
            for file, parsed in parse_all(files):
                if isinstance(parsed, ParsedSource):
                    add(report.to_dict(parsed, verbose=verbose))
                else:
                    ok = False
                    add(report.error_dict(file.name, importing.reason(parsed)))
                    self.stderr.write(f"{file.origin}: {importing.reason(parsed)}")
        return ok

    def print_parsed(self, files: Iterable[Found]) -> bool:
        ok = True
        for file, parsed in parse_all(files):
            if isinstance(parsed, ParsedSource):
                counts = f"{len(parsed.articles)} articles, {len(parsed.problems)} problems"
                self.say(f"{'readable':9} {file.origin}: {counts}")
            else:
                ok = False
                self.say(line_of(FileResult(file.origin, Outcome.FAILED, message=importing.reason(parsed))))
        return ok

    def say(self, line: str) -> None:
        """A line on standard output, above the progress bar where there is one."""
        with tqdm.external_write_mode(file=sys.stdout):
            self.stdout.write(line)


def progress(files: Iterable[Found], total: int) -> Iterable[Found]:
    """The files, counted by a bar on standard error where that is a terminal."""
    return tqdm(files, total=total, unit="file", disable=None, file=sys.stderr)


def parse_all(files: Iterable[Found]) -> Iterator[tuple[Found, ParsedSource | Exception]]:
    """Each file with what the pipeline makes of it, or why nothing can be had of it."""
    for file in files:
        try:
            yield file, pipeline.parse_bytes(file.name, file.read())
        except (UnreadableSource, OSError) as error:
            yield file, error


def line_of(result: FileResult) -> str:
    """unchanged /papers/a.txt: 3 articles, 1 problems"""
    said = result.message or f"{result.articles} articles, {result.problems} problems"
    return f"{result.outcome.value:9} {result.origin}: {said}"


def what_next(outcomes: Counter[str], problems: int) -> str:
    if outcomes[Outcome.FAILED]:
        return (
            "Mend the failed files (reasons above) and run the same command again: those that are in stay as they are."
        )
    if problems:
        return "Next: see what the parser doubts under /admin/archive/problem/."
    return "Next: read them on the site (make serve)."


@contextmanager
def json_list(out: TextIO) -> Iterator[Callable[[Any], None]]:
    """Writes a JSON list item by item, and ends it whatever happens between."""
    lead = "[\n"

    def add(item: Any) -> None:
        nonlocal lead
        out.write(lead + json.dumps(item, ensure_ascii=False, indent=1))
        lead = ",\n"

    try:
        yield add
    finally:
        out.write("[]\n" if lead == "[\n" else "\n]\n")
        out.flush()
