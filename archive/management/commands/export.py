"""导出文章：JSON Lines，或附校验和的 zip（BagIt）。"""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.addresses.links import site_url
from archive.models import Newspaper
from archive.services.whole_outputs import written_whole
from archive.takeaway.selection import Selection
from archive.takeaway.streams import STREAMS


class Command(BaseCommand):
    help = (
        "Export published articles as JSON Lines or as a zip with checksums (a BagIt bag), whole or of a span of "
        "days. 100,000 articles take some minutes. --dry-run counts and writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=STREAMS, help="by default what the ending of --output says, else jsonl")
        parser.add_argument("--output", type=Path, metavar="FILE", help="by default <newspaper>.<format>; - for stdout")
        parser.add_argument("--newspaper", metavar="SLUG", default=settings.MAIN_NEWSPAPER["slug"])
        parser.add_argument("--issue", type=day, metavar="DATE", help="one issue, e.g. 2021-11-05")
        parser.add_argument("--since", type=day, metavar="DATE")
        parser.add_argument("--until", type=day, metavar="DATE")
        parser.add_argument("--site-url", default=site_url(), help="what addresses begin with (default: SITE_URL)")
        parser.add_argument("--force", action="store_true", help="write over an existing file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        selection = self.selection(options)
        ending = options["format"] or (options["output"].suffix.removeprefix(".") if options["output"] else "jsonl")
        if ending not in STREAMS:
            raise CommandError(f"Unknown format {ending!r}: name one with --format ({', '.join(STREAMS)}).")
        output = options["output"] or Path(f"{selection.name}.{ending}")
        articles, issues = selection.articles.count(), selection.issues.count()
        counts = f"{articles} articles of {issues} issues of {selection.newspaper}"
        if options["dry_run"]:
            self.stdout.write(f"Would write {counts} to {output} ({ending}). Nothing was written.")
            return
        chunks = STREAMS[ending].write(selection, options["site_url"].rstrip("/"))
        if str(output) == "-":
            for chunk in chunks:
                self.stdout.buffer.write(chunk)  # type: ignore[attr-defined]
            self.stderr.write(f"Wrote {counts}.")
            return
        self.write(output, chunks, options["force"])
        self.stdout.write(f"Wrote {counts} to {output} ({output.stat().st_size:,} bytes).")

    def selection(self, options: dict[str, Any]) -> Selection:
        try:
            newspaper = Newspaper.objects.get(slug=options["newspaper"])
        except Newspaper.DoesNotExist:
            known = ", ".join(Newspaper.objects.values_list("slug", flat=True)) or "none yet: ingest files first"
            raise CommandError(f"No newspaper {options['newspaper']!r}; there are: {known}.") from None
        since, until = options["since"], options["until"]
        if options["issue"]:
            if since or until:
                raise CommandError("--issue goes without --since and --until.")
            since = until = options["issue"]
        if since and until and until < since:
            raise CommandError(f"--since {since} is later than --until {until}.")
        return Selection(newspaper, since, until)

    def write(self, output: Path, chunks: Any, force: bool) -> None:
        """Write beside the place and move into it, so that a file of this name is always whole."""
        if output.exists() and not force:
            raise CommandError(f"{output} exists; name another with --output, or say --force.")
        try:
            with written_whole(output) as draft, draft.open("wb") as file:
                file.writelines(chunks)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error}") from error


def day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2021-11-05") from None
