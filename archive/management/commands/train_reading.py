"""Make the weights with which pages are read."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.ingest.labelling import tagger
from archive.ingest.training import corpus, folders
from archive.ingest.training.recipe import SEED, SYNTHETIC, Recipe
from archive.ingest.training.weights import ITERATIONS, MOST_BYTES
from archive.ingest.types import UnreadableSource

MOST_STORIES = 30_000


def _advance(bar: Any, line: str) -> None:
    """One step of the bar for each iteration; the trainer tells of each on several lines."""
    bar.update(line.startswith("*****"))


class Command(BaseCommand):
    help = (
        "Train the labeller of lines on synthetic pages set from CORPUS (JSON Lines of articles) and on real pages: "
        "folders of files with expectations, or *.page.json. What these do not say of a line weights of the synthetic "
        "pages alone tell, so that no weights of before count. Writes the weights; 5,000 pages take some five minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("corpus", type=Path, help="articles as JSON Lines (.jsonl, .gz or .xz)")
        parser.add_argument("--pages", action="append", default=[], metavar="FOLDER[:EXPECTED][@SITE]")
        parser.add_argument("--synthetic", type=int, default=SYNTHETIC, metavar="N")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--iterations", type=int, default=ITERATIONS)
        parser.add_argument("--out", type=Path, default=tagger.WEIGHTS)
        parser.add_argument("--dry-run", action="store_true", help="count the pages and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stories = corpus.Corpus(corpus.read_stories(options["corpus"], MOST_STORIES))
            known = sum(len(folders.expectations(place)) for place in options["pages"])
        except (UnreadableSource, OSError, ValueError) as error:
            raise CommandError(f"{error}") from error
        recipe = Recipe(stories, options["synthetic"], options["seed"], options["iterations"])
        self.stderr.write(
            f"{len(stories)} articles; {recipe.synthetic} synthetic pages, {known} files with expectations"
        )
        if options["dry_run"]:
            self.stdout.write("Nothing written. Without --dry-run the weights are trained.")
            return
        with tqdm(total=2 * recipe.iterations, unit=" iterations", leave=False) as bar:
            synthetic = recipe.synthetic_sequences()
            first = recipe.first_reader(synthetic, lambda line: _advance(bar, line))
            real = list(folders.real_pages(options["pages"], first))
            made = recipe.weights(synthetic, real, lambda line: _advance(bar, line))
        if len(made) > MOST_BYTES:
            raise CommandError(
                f"The weights have {len(made)} bytes, more than {MOST_BYTES}: take fewer --synthetic pages"
            )
        options["out"].write_bytes(made)
        name = tagger.Tagger(made).fingerprint
        self.stdout.write(
            f"{options['out']}: {len(made) / 1e6:.2f} MB, fingerprint {name}. "
            "Now: python -m tests.score_reading FOLDER, then manage.py ingest --reparse"
        )
