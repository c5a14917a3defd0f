"""Measure how fast a file of ready-made articles loads, and in how much memory."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.ingest.limits import MIB
from archive.ingest.readers.rawlines import raw_lines
from archive.ingest.types import UnreadableSource

MOST_MEMORY = 500  # MB of resident memory that a load of any size may take
GOAL = 500  # articles a second
PAIRS = 5


class Command(BaseCommand):
    help = (
        "Load FILE (.jsonl, also .gz or .xz) into an archive of its own in a temporary folder, without indexing, and "
        "print articles a second and the most memory taken. Exits 1 above 500 MB. 30,000 articles take under a minute."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N lines")
        parser.add_argument(
            "--against",
            type=Path,
            metavar="CHECKOUT",
            help="another revision (git worktree add): load FILE, or a folder, in turns, and print the ratio",
        )

    def handle(self, *args: Any, file: Path, limit: int | None, **options: Any) -> None:
        if options["against"]:
            self.compare(file.resolve(), options["against"].resolve())
            return
        if not file.is_file():
            raise CommandError(f"{file} is no file.")
        with tempfile.TemporaryDirectory(prefix="baoku-bench-") as folder:
            home = Path(folder)
            try:
                corpus = first_lines(file, limit, home) if limit else file.resolve()
            except UnreadableSource as error:
                raise CommandError(f"{file}: {error}") from error
            self.measure(corpus, home / "data")

    def compare(self, corpus: Path, against: Path) -> None:
        """In pairs, one right after the other: what else the machine does falls on both."""
        ratios = []
        most = Memory()
        for turn in range(1, PAIRS + 1):
            (theirs, _), (ours, memory) = (timed_load(corpus, checkout) for checkout in (against, settings.BASE_DIR))
            ratios.append(theirs / ours)
            most = most.and_at_least(memory)
            self.stdout.write(f"pair {turn}: {theirs:.1f} s there, {ours:.1f} s here: {ratios[-1]:.0%} of its speed")
        self.stdout.write(f"median: {statistics.median(ratios):.0%} of the speed of {against}; here {most}")

    def measure(self, corpus: Path, home: Path) -> None:
        manage(home, "migrate", "--verbosity", "0")
        start = time.perf_counter()
        said, memory = manage(home, "ingest", "--no-index", str(corpus))
        seconds = time.perf_counter() - start
        count = articles_of(said)
        size = sum(path.stat().st_size for path in home.glob("archive.sqlite3*")) / MIB
        self.stdout.write(
            f"{count} articles in {seconds:.1f} s: {count / seconds:.0f} articles/s (goal {GOAL}); "
            f"{memory} (the first must stay under {MOST_MEMORY}); database {size:.0f} MB"
        )
        if memory.importing >= MOST_MEMORY:
            sys.exit(1)


def first_lines(file: Path, limit: int, folder: Path) -> Path:
    """A copy of the first `limit` lines of a file, unpacked."""
    copy = folder / "corpus.jsonl"
    with copy.open("wb") as out:
        lines: Iterator[Any] = islice(raw_lines(file), limit)
        out.writelines(line.data.rstrip(b"\n") + b"\n" for line in lines)
    return copy


@dataclass(frozen=True)
class Memory:
    """The most resident memory in MB that the importing process took, and any process of its own that reads files."""

    importing: float = 0.0
    reading: float = 0.0

    def __str__(self) -> str:
        return f"at most {self.importing:.0f} MB of memory, and {self.reading:.0f} MB where files are read"

    def and_at_least(self, other: "Memory") -> "Memory":
        return Memory(max(self.importing, other.importing), max(self.reading, other.reading))


def timed_load(corpus: Path, checkout: Path) -> tuple[float, Memory]:
    """Seconds, and memory."""
    with tempfile.TemporaryDirectory(prefix="baoku-bench-") as folder:
        manage(Path(folder), "migrate", "--verbosity", "0", checkout=checkout)
        start = time.perf_counter()
        _, memory = manage(Path(folder), "ingest", "--no-index", str(corpus), checkout=checkout)
        return time.perf_counter() - start, memory


def manage(home: Path, *args: str, checkout: Path = settings.BASE_DIR) -> tuple[str, Memory]:
    """What a management command prints in an archive whose data folder is `home`, and its most memory.

    Raises CommandError where it fails.
    """
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(home)}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        run = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *args], cwd=checkout, env=env, stdout=said, stderr=said
        )
        memory = Memory()
        while run.poll() is None:
            reading = max(map(peak_memory, children_of(run.pid)), default=0.0)
            memory = memory.and_at_least(Memory(peak_memory(run.pid), reading))
            time.sleep(0.02)
        said.seek(0)
        printed = said.read()
    if run.returncode:
        raise CommandError(f"{args[0]} failed:\n{printed}")
    return printed, memory


def children_of(process: int) -> list[int]:
    """The processes that a running one has started; none once it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()))
    return []


def peak_memory(process: int) -> float:
    """The most resident memory that a running process took, in MB (VmHWM of Linux's proc(5)); 0 once it has ended.

    Asked while it runs: getrusage would count the memory of the process that forked it as its own.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    peak = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    return int(peak[1]) / 1024 if peak else 0.0


def articles_of(said: str) -> int:
    """The count in what `ingest` says of one file: new /corpus.jsonl: 30000 articles, 4 problems"""
    found = re.search(r": (\d+) articles,", said)
    if not found:
        raise CommandError(f"ingest did not say how many articles came in:\n{said}")
    return int(found[1])
