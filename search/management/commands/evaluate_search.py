"""Measures ranking on questions with known answers, in a database and an index of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.models import Newspaper
from search.evaluation.ranking import evaluate, read_jsonl, store
from search.evaluation.traditional import in_traditional
from search.index import indexing

INSIDE = "EVALUATE_SEARCH_INSIDE"


class Command(BaseCommand):
    help = (
        "用已知答案的问题衡量检索排序。在临时目录里另建数据库和索引，不触动任何现有数据。"
        "两千个问题、一千篇约一分钟；加两万篇干扰文章约三分钟。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--passages", type=Path, required=True, help="JSONL：id, title, text")
        parser.add_argument("--queries", type=Path, required=True, help="JSONL：qid, query, relevant")
        parser.add_argument("--distractors", type=Path, help="JSONL 或 JSONL.xz：id, title, body, date")
        parser.add_argument(
            "--traditional", action="store_true", help="问题先转成繁体，并给人名地名加「」（须有 OpenCC）"
        )
        parser.add_argument("--limit", type=int, help="最多取多少篇干扰文章")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("passages", "queries", "distractors"):
            if options[name] and not options[name].is_file():
                raise CommandError(f"--{name} {options[name]}：没有这个文件。")
        inside = os.environ.get(INSIDE, "")
        if not inside:
            self.measure_apart()
        elif inside == str(settings.DATA_DIR):
            self.measure(options)
        else:
            raise CommandError(f"DATA_DIR is {settings.DATA_DIR}, not {inside}: the settings overrule the environment.")

    def measure_apart(self) -> None:
        """Run this command again with a DATA_DIR of its own: what it touches, it made."""
        with tempfile.TemporaryDirectory(prefix="evaluate-search-") as folder:
            inside = {
                **os.environ,
                "DATA_DIR": folder,
                "BAOKU_TEST_DATA_DIR": folder,
                INSIDE: str(Path(folder).resolve()),
            }
            done = subprocess.run([sys.executable, *sys.argv], env=inside, check=False)  # noqa: S603 our own command
        if done.returncode:
            raise CommandError(f"evaluate_search ended with status {done.returncode}; its message stands above.")

    def measure(self, options: dict[str, Any]) -> None:
        call_command("migrate", verbosity=0)
        newspaper = Newspaper.main()
        keys = store(read_jsonl(options["passages"]), newspaper)
        if options["distractors"]:
            others = islice(read_jsonl(options["distractors"]), options["limit"])
            store(({**other, "id": f"distractor {other['id']}"} for other in others), newspaper)
        indexing.rebuild()
        queries: Iterable[Mapping[str, Any]] = read_jsonl(options["queries"])
        if options["traditional"]:
            queries = in_traditional(queries)
        try:
            self.stdout.write(str(evaluate(queries, keys, newspaper)))
        except ModuleNotFoundError as error:
            raise CommandError("没有 OpenCC。请先 pip install -r requirements-dev.txt。") from error
