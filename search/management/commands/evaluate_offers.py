"""Measures suggestions and corrections on what readers typed and meant, over the archive in DATA_DIR."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.models import Newspaper
from search.evaluation.offers import Offer, read_pairs, respelled_in, score_offers, suggested_in
from search.store.damage import IndexUnavailable


class Command(BaseCommand):
    help = (
        "衡量输入提示与错字建议：文件每行是键入的字、制表符、本来要找的词（空着表示有建议即可）。"
        "用 DATA_DIR 里的报库，只读。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--suggestions", type=Path, help="前六条提示里应当有的")
        parser.add_argument("--spellings", type=Path, help="“您要找的是不是”里应当有的")
        parser.add_argument("--paper", default="", help="只问一种报纸（地址名）；不给则问全部")

    def handle(self, **options: Any) -> None:
        newspaper = Newspaper.objects.filter(slug=options["paper"]).first()
        if options["paper"] and newspaper is None:
            raise CommandError(f"--paper {options['paper']}：没有地址名为此的报纸。")
        if not (options["suggestions"] or options["spellings"]):
            raise CommandError("请给出 --suggestions 或 --spellings（TSV 文件）。")
        self.score("suggestions", options["suggestions"], suggested_in(newspaper))
        self.score("spellings", options["spellings"], respelled_in(newspaper))

    def score(self, what: str, path: Path | None, offer: Offer) -> None:
        if path is None:
            return
        try:
            guesses = score_offers(read_pairs(path), offer)
        except (OSError, ValueError, IndexUnavailable) as reason:
            raise CommandError(str(reason)) from reason
        for typed, meant, offered in guesses.missed:
            self.stdout.write(f"{what}: {typed} -> {meant or '（任一）'}，给出 {'、'.join(offered) or '（无）'}")
        self.stdout.write(f"{what}: {guesses.right} of {guesses.asked}")
