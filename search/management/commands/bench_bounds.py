"""What the costliest address under search costs in this archive."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from search.evaluation.costliest import climb, memory_of, seconds_of

SHOWN_COSTS = 5


class Command(BaseCommand):
    help = (
        "Look for the search that costs most processor time, by changing what costs most so far; prints the worst "
        "five. Reads the archive in DATA_DIR, writes nothing. 2,000 steps at 100,000 articles take some ten minutes, "
        "with --memory half an hour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--steps", type=int, default=2000, help="requests tried (2000)")
        parser.add_argument(
            "--memory",
            action="store_true",
            help="climb by memory at its height instead (seconds are not to be used then)",
        )
        parser.add_argument("--seed", type=int, help="of the random changes; printed where not given")

    def handle(self, **options: Any) -> None:
        seed = options["seed"] if options["seed"] is not None else time.time_ns() % 1_000_000
        worth = memory_of if options["memory"] else seconds_of
        tried = list(tqdm(climb(options["steps"], seed, worth), total=options["steps"], disable=None, file=self.stderr))
        tried.sort(key=lambda pair: -worth(pair[1]))
        for candidate, cost in tried[:SHOWN_COSTS]:
            path, params = candidate.address
            most = f"{cost.memory / 1_000_000:.0f} MB" if options["memory"] else f"{cost.seconds:.2f} s"
            self.stdout.write(f"{most}  {cost.size / 1000:.0f} kB  {cost.status}  {path} {params}")
        largest = max(cost.size for _, cost in tried)
        failed = [candidate.address for candidate, cost in tried if cost.status >= 500]
        self.stdout.write(
            f"{len(tried)} requests, seed {seed}; largest answer {largest / 1000:.0f} kB; errors {len(failed)}"
        )
        for address in failed[:SHOWN_COSTS]:
            self.stdout.write(f"failed: {address}")
