"""Measures how well articles of this archive are found by what a reader remembers of them."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.evaluation.known_items import evaluate_known_items
from search.index.opened import IndexUnavailable


class Command(BaseCommand):
    help = (
        "从库中抽取文章，用标题里的两三个词、错一个字的标题、作者加一个词去检索，看原文排在第几。"
        "只读，不改动任何数据；三百篇约半分钟。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=300, help="抽多少篇（默认 300）")
        parser.add_argument("--seed", type=int, help="随机种子；不给则每次不同，并打印出来")

    def handle(self, *args: Any, **options: Any) -> None:
        seed = options["seed"] if options["seed"] is not None else time.time_ns() % 1_000_000
        try:
            scores = evaluate_known_items(options["items"], seed)
        except IndexUnavailable as reason:
            raise CommandError(str(reason)) from reason
        if not scores["all"].queries:
            raise CommandError(
                "库中没有可用来衡量的文章：须有标题各不相同的已发布文章。请先 python manage.py ingest 路径。"
            )
        for kind, of_kind in scores.items():
            self.stdout.write(f"{kind}: {of_kind}")
        self.stdout.write(f"--seed {seed}")
