"""Make the small file to send when a page was read wrongly."""

import argparse
import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.layout.aligning import Lines
from archive.takeaway.reading_reports import CannotReport, as_json, find_source, report_on_reading


class Command(BaseCommand):
    help = (
        "把读错的地方做成一个小文件，发给维护者：原文的几行，和程序把它们读成了什么。"
        "写入的只有那几行和它们所在的段落，不超过 200 KB；不改动任何东西，也不上网。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", metavar="文件或编号", help="一个文件，或文章的永久编号（或它的网址）")
        parser.add_argument("--lines", type=line_range, metavar="10-40", help="原文第几行到第几行；不写就是整篇")
        parser.add_argument("--expected", default="", metavar="说明", help="应当读成什么，一句话即可")
        parser.add_argument("--output", type=Path, metavar="FILE", help="写到哪个文件；不写就放在当前文件夹")
        parser.add_argument("--dry-run", action="store_true", help="只说会写些什么，不写文件")

    def handle(self, *args: Any, target: str, lines: Lines | None, **options: Any) -> None:
        try:
            source = find_source(target)
            found = report_on_reading(source, lines, options["expected"])
        except CannotReport as error:
            raise CommandError(str(error)) from error
        text = as_json(found)
        output = options["output"] or Path(f"误读-{Path(source.name).stem[:60]}.json")
        said = f"{output}（{len(text.encode()):,} 字节）：{summary(found)}"
        if options["dry_run"]:
            self.stdout.write(f"会写入 {said}")
            return
        try:
            with output.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError as error:
            raise CommandError(f"已经有 {output} 了，没有覆盖。请用 --output 另取一个名字。") from error
        except OSError as error:
            raise CommandError(f"{output} 写不进去：{error}。请用 --output 换一个地方。") from error
        self.stdout.write(f"已写入 {said}")
        written = "" if options["expected"] else "请打开它，在 expected 一栏写下应当读成什么；"
        self.stdout.write(f"下一步：{written}看过里面没有不便外传的内容，就把它发给维护者。")


def line_range(text: str) -> Lines:
    """10-40 or 12 as first and last line."""
    match = re.fullmatch(r"(\d{1,7})(?:[-–—~](\d{1,7}))?", text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise argparse.ArgumentTypeError(f"“{text}”不是行号。请写成 10-40 或 12，从 1 数起。")
    return first, last


def summary(found: dict[str, Any]) -> str:
    """第10–40行，3 篇文章，2 处存疑"""
    if "error" in found:
        return f"这个文件读不了（{found['error']}）"
    lines = found["lines"]
    counts = f"{len(found['articles'])} 篇文章，{len(found['problems'])} 处存疑"
    left_out = sum(found["left_out"].values())
    return f"第{lines['first']}–{lines['last']}行，{counts}" + (
        f"；太长，略去 {left_out} 项，可用 --lines 缩小范围" if left_out else ""
    )
