"""Measures how altered quotations are found in this archive: the table of quotations in docs/performance.md."""

import time
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.evaluation.quotations import measure
from search.store.damage import IndexUnavailable


class Command(BaseCommand):
    help = (
        "从库中抽取十五字以上的句子，每五个字里改动、多写或少写一个，看引文核对找到的是不是原文、差别有没有放大、用多少时间。"
        "只读，不改动任何数据；全部文字要读进内存。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sentences", type=int, default=1000, help="抽多少句（默认 1000）")
        parser.add_argument("--longest", type=int, default=200, help="每句最多多少字（默认 200）")
        parser.add_argument("--brute", type=int, default=5, help="其中多少句与全部文字逐处比较（默认 5）")
        parser.add_argument("--texts", type=int, default=5, help="另核对多少份 5000 字的文字（默认 5）")
        parser.add_argument("--seed", type=int, help="随机种子；不给则每次不同，并打印出来")

    def handle(self, **options: Any) -> None:
        seed = options["seed"] if options["seed"] is not None else time.time_ns() % 1_000_000
        try:
            found = measure(options["sentences"], options["longest"], options["brute"], options["texts"], seed)
        except IndexUnavailable as reason:
            raise CommandError(str(reason)) from reason
        if not found.asked:
            raise CommandError("库中没有十五字以上的句子。请先 python manage.py ingest 路径。")
        for line in found.wrong if options["verbosity"] > 1 else ():
            self.stdout.write(line)
        each = np.array(found.seconds) * 1000
        self.stdout.write(
            f"sentences: {found.asked}, found in an article that has them: {found.right / found.asked:.1%}"
        )
        self.stdout.write(f"shown with more edits than were made: {found.larger / found.asked:.1%}")
        self.stdout.write(f"something is closer by brute force: {found.closer} of {found.compared}")
        self.stdout.write(
            f"processor time of each: {np.median(each):.1f} / {np.percentile(each, 95):.1f} ms (p50 / p95)"
        )
        for name, seconds in (("as printed", found.printed), ("altered", found.altered)):
            if seconds:
                self.stdout.write(f"whole texts {name}: {np.mean(seconds):.2f} s, at most {max(seconds):.2f}")
        self.stdout.write(f"--seed {seed}")
