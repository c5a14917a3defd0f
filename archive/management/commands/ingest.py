"""Bring newspaper files into the archive."""

import json
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from tqdm import tqdm

from archive.ingest import report
from archive.ingest.learning import Profiles
from archive.ingest.profile import profile_of
from archive.ingest.readers.names import printable
from archive.ingest.types import ParsedSource
from archive.isolation.process import ReadingProcess
from archive.loader import kept
from archive.models import ImportBatch, ImportEvent, SourceFile
from archive.services import importing, profiles, reparsing
from archive.services.drafts import waiting_of
from archive.services.files import FoundFile, find_files
from archive.services.import_reports import report_on
from archive.services.reading_ahead import FileResult, Watch, Watched, reason

ParsedFile = tuple[FoundFile, ParsedSource | str]


class Stop:
    """Ctrl-C asks for a stop at the next safe point, between files or portions; pressed again, it stops at once."""

    asked = False

    def __enter__(self) -> None:
        self.asked = False
        self.before = signal.signal(signal.SIGINT, self.ask)

    def __exit__(self, *error: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def ask(self, *_: object) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def check(self) -> None:
        if self.asked:
            raise KeyboardInterrupt


class Command(BaseCommand):
    stop = Stop()
    requires_system_checks = []  # they import every page; `manage.py check` and whatever serves pages make them
    help = (
        "Bring files, folders and zips of files into the archive: one transaction a file. A file that is in already "
        "is left alone; one that changed at its place is a new edition of the same source. About 20 files a second, "
        "or 500 ready-made articles (.jsonl). Ctrl-C stops at the file at hand; the same command again goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a folder or a zip")
        parser.add_argument(
            "--newspaper", default="", metavar="NAME", help="the paper of files that do not name theirs"
        )
        parser.add_argument(
            "--profile",
            type=Path,
            metavar="FILE",
            help="a newspaper's profile as JSON, by which files of that newspaper and files that name none are read; "
            "else what the files of a newspaper share is learnt from them, three at least",
        )
        parser.add_argument(
            "--draft",
            action="store_true",
            help="bring new articles in as drafts, which an editor publishes; what is in already is changed as ever",
        )
        parser.add_argument("--reparse", action="store_true", help="apply today's rules to all sources that are in")
        parser.add_argument("--retry", action="store_true", help="try files again that stopped their reading before")
        parser.add_argument("--no-index", action="store_true", help="leave indexing to run_indexer or rebuild_index")
        parser.add_argument("--dry-run", action="store_true", help="say what would come in; touches no database")
        parser.add_argument(
            "--format",
            choices=["text", "json"],
            default="text",
            help="json on standard output: what files give with --dry-run, else the import report",
        )
        parser.add_argument(
            "--verbose", action="store_true", help="with --dry-run --format json: every claim on the source too"
        )

    def handle(self, *args: Any, paths: list[str], **options: Any) -> None:
        if options["reparse"] and options["draft"]:
            raise CommandError("--draft is for files that come in; --reparse leaves drafts drafts by itself.")
        if bool(paths) == options["reparse"]:
            raise CommandError("Name files to ingest, or --reparse alone to apply today's rules to those that are in.")
        if options["reparse"]:
            ok = self.reparse(options)
        else:
            with ReadingProcess() as process:
                process.start()  # while the files are counted
                count = sum(1 for _ in find_files(paths))
                if not count:
                    raise CommandError(f"No files in {', '.join(paths)}.")
                ok = self.read(paths, count, process, options)
        if not ok:
            sys.exit(1)

    def read(self, paths: list[str], count: int, process: ReadingProcess, options: dict[str, Any]) -> bool:
        files, newspaper = progress(find_files(paths), count), options["newspaper"]
        first_pass = self.stoppable(progress(find_files(paths), min(count, profiles.FILES_LOOKED_AT), "looked at"))
        given = profile_in(options["profile"]) if options["profile"] else None
        if options["dry_run"]:
            known = given or profiles.learnt_from(first_pass, process, newspaper)
            if options["format"] == "json":
                return self.print_json(parse_all(files, known, process), options["verbose"])
            return self.print_parsed(parse_all(files, known, process))
        with self.batch(not options["no_index"], options["draft"]) as batch, watching(self.stop) as watch:
            run = importing.bring_in(
                first_pass, files, batch, process, newspaper, watch, retry=options["retry"], given=given
            )
            with closing(run) as results:
                return self.report_results(results, batch, options["format"])

    def stoppable(self, files: Iterable[FoundFile]) -> Iterator[FoundFile]:
        """The files, up to the one at which Ctrl-C was pressed."""
        for file in files:
            self.stop.check()
            yield file

    def reparse(self, options: dict[str, Any]) -> bool:
        sources = SourceFile.objects.filter(live=True).order_by("pk")
        count = sources.count()
        with self.batch(not options["no_index"]) as batch, watching(self.stop) as watch:
            # iterator(): the texts of all sources are more than memory should hold.
            files = progress(sources.iterator(chunk_size=10), count)
            return self.report_results(reparsing.reparse(files, batch, watch), batch, options["format"])

    @contextmanager
    def batch(self, index: bool, as_drafts: bool = False) -> Iterator[ImportBatch]:
        command = printable(" ".join(sys.argv[1:]))
        try:
            with self.stop, importing.import_batch(command, index, as_drafts) as batch:
                yield batch
        except importing.ImportRunning as error:
            raise CommandError(str(error)) from error
        except kept.CannotKeep as error:
            raise CommandError(
                f"Stopped: sources cannot be kept in {error}. Make room, or make it writable; then "
                "run the same command again, which goes on."
            ) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted; what was reported is in. The same command again goes on.") from None

    def report_results(self, results: Iterable[FileResult], batch: ImportBatch, form: str) -> bool:
        """A line a file, sums and what to do next (or the import report as JSON); True where no file failed."""
        outcomes: Counter[str] = Counter()
        articles = problems = drafts = 0
        for result in results:
            self.say(result_line(result), quiet=form == "json")
            self.stop.check()
            outcomes[result.outcome] += 1
            articles += result.articles
            problems += result.problems
            drafts += result.drafts
        if form == "json":
            self.stdout.write(json.dumps(report_on(batch).as_dict(), ensure_ascii=False, indent=1))
        else:
            counts = ", ".join(f"{outcomes[outcome]} {outcome.value}" for outcome in ImportEvent.Outcome)
            self.say(f"{outcomes.total()} files: {counts}; {articles} articles, {problems} problems. Batch {batch.pk}.")
            self.say(what_next(outcomes, problems, drafts, batch))
        return not outcomes[ImportEvent.Outcome.FAILED]

    def print_json(self, files: Iterable[ParsedFile], verbose: bool) -> bool:
        """One JSON list on standard output, whole whatever happens to a file; True where none failed."""
        ok = True
        with json_list(sys.stdout) as add:
            for file, parsed in files:
                if isinstance(parsed, ParsedSource):
                    add(report.to_dict(parsed, verbose=verbose))
                else:
                    ok = False
                    add(report.error_dict(file.name, parsed))
                    self.stderr.write(f"{file.origin}: {parsed}")
        return ok

    def print_parsed(self, files: Iterable[ParsedFile]) -> bool:
        ok = True
        for file, parsed in files:
            if isinstance(parsed, ParsedSource):
                counts = f"{len(parsed.articles)} articles, {len(parsed.problems)} problems"
                self.say(f"{'readable':9} {file.origin}: {counts}")
            else:
                ok = False
                self.say(result_line(FileResult(file.origin, ImportEvent.Outcome.FAILED, message=parsed)))
        return ok

    def say(self, line: str, quiet: bool = False) -> None:
        """A line above the progress bar where there is one; on standard error where `quiet`."""
        with tqdm.external_write_mode(file=sys.stdout):
            (self.stderr if quiet else self.stdout).write(line)


def profile_in(path: Path) -> Profiles:
    """The profile in a file, for all files of its newspaper and those that name none."""
    try:
        profile = profile_of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CommandError(f"--profile {path}: {error}") from error
    return Profiles({profile.newspaper: profile}, profile.newspaper)


def progress(files: Iterable[Any], total: int, doing: str | None = None) -> Iterable[Any]:
    """The files, counted by a bar on standard error where that is a terminal."""
    return tqdm(files, total=total, desc=doing, unit="file", disable=None, file=sys.stderr)


@contextmanager
def watching(stop: Stop) -> Iterator[Watch]:
    """Stops between portions where asked to; shows a bar for a file loaded in portions, with rate and time left."""
    with tqdm(unit="B", unit_scale=True, leave=False, position=1, disable=None, file=sys.stderr) as bar:
        shown = ""

        def watch(now: Watched) -> None:
            nonlocal shown
            stop.check()
            if bar.disable:
                return
            if now.name != shown:
                bar.reset(total=now.size)
                bar.set_description(now.name)
                shown = now.name
            seconds = bar.format_dict["elapsed"] or 1
            bar.set_postfix_str(f"{now.articles} articles, {now.articles / seconds:.0f}/s", refresh=False)
            bar.update(now.read - bar.n)

        yield watch


def parse_all(files: Iterable[FoundFile], known: Profiles, process: ReadingProcess) -> Iterator[ParsedFile]:
    """Each file with what the pipeline makes of it, or why nothing can be had of it."""
    for file in files:
        try:
            if file.has_records:
                yield file, process.ask("parse_all_records", file.name, file.read())
            else:
                yield file, process.ask("parse_document", file.name, file.read(), known)
        except Exception as error:  # noqa: BLE001  a fault of ours on one file must not keep the others out
            yield file, reason(error)


def result_line(result: FileResult) -> str:
    """unchanged /papers/a.txt: 3 articles, 1 problems; 2 articles are drafts still"""
    said = result.message or f"{result.articles} articles, {result.problems} problems"
    waiting = f"; {result.drafts} articles are drafts still" if result.drafts else ""
    return f"{result.outcome.value:9} {result.origin}: {said}{waiting}"


def what_next(outcomes: Counter[str], problems: int, drafts: int, batch: ImportBatch) -> str:
    """`drafts` are those of files that were in already."""
    if outcomes[ImportEvent.Outcome.FAILED]:
        return (
            "Mend the failed files (reasons above) and run the same command again: those that are in stay as they are."
        )
    page = f"/admin/archive/importbatch/{batch.pk}/change/"
    if waiting_of(batch).exists():
        return f"Next: publish the drafts under {page}."
    if drafts:
        return f"Next: publish the {drafts} drafts of files that were in already, under {reverse('queue')}."
    if problems:
        return f"Next: see what the parser doubts under {page}."
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
