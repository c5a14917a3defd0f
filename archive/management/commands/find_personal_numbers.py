"""Find the personal numbers of all that is held."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from archive.language.number_kinds import ID_CARD, MOBILE, OLD_ID_CARD
from archive.services import personal_numbers


class Command(BaseCommand):
    help = (
        "Find identity card and mobile phone numbers in every text that is held: articles, their earlier versions, "
        "sources, doubts, corrections. Identity cards whose check character is right are hidden at once, everywhere; "
        "other numbers are doubts of a kind of their own on the desk, settled "
        "where the number is gone. Imports and saves do the same by themselves: "
        "this is for what was held before. Run again, it goes on with what is left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would be found; change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        with tqdm(
            total=personal_numbers.rows_to_look_at(), desc="rows", disable=None, file=sys.stderr, leave=False
        ) as bar:
            if dry_run:
                found = personal_numbers.survey(bar.update)
            else:
                done, doubts, settled = personal_numbers.look_through(bar.update)
        if dry_run:
            clear = found[personal_numbers.IN_THE_CLEAR]
            self.stdout.write(
                f"Would hide {found[ID_CARD] + clear} identity card numbers, and doubt {found[MOBILE]} phone numbers "
                f"and {found[OLD_ID_CARD]} old identity card numbers; {found[personal_numbers.KNOWN_NUMBER]} are known "
                "already. Nothing was changed."
            )
            return
        self.stdout.write(
            f"Hid numbers in {done.rows} rows, which {len(done.articles)} articles show; {doubts} doubts came, "
            f"{settled} were settled, as their number stands in the article no longer."
        )
        self.stdout.write(
            "Next: run_indexer --once, unless it runs; the doubts are on the desk. What was hidden may still stand in "
            "files of the index and of the database until rebuild_index and VACUUM, and in earlier backups."
        )
