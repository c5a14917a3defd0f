"""The small file that shows how a page was read: what someone sends who saw it read wrongly.

It holds the lines concerned with their numbers and what was made of them by today's rules, so that whoever mends
the rules needs neither the archive nor the whole page.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from archive.ingest import pipeline, report, version
from archive.ingest.readers import bundle, formats, jsonl
from archive.ingest.types import Claim, Line, ParsedSource, UnreadableSource
from archive.language.personal_numbers import without_parts
from archive.layout.aligning import Lines
from archive.layout.source_lines import source_text
from archive.models import Article
from archive.models.printed import hidden_in, public, with_texts
from archive.services.files import RECORDS, read_regular_file

MAX_ENTRIES: Final = 300  # of each list of the report
MAX_CHARACTERS: Final = 1000  # of each text in it
MAX_REPORT_BYTES: Final = 200_000  # of the report as UTF-8
AROUND: Final = 3  # lines shown before and after an article
HEAD_BYTES: Final = 64  # shown of a file that cannot be read

ABOUT: Final = (
    "报库的误读报告：text 是原文各行，claims 说每一处归到了哪里，made 是归到那里以后的文字，articles 是有关的文章。"
)


class CannotReport(Exception):
    """There is nothing to report on; the message, in Chinese, says why and what to do."""


@dataclass(frozen=True)
class ReportedSource:
    """What a report is about: a file's name and bytes, the lines to show (1-based, both ends; None for the first
    MAX_ENTRIES), and what the archive holds of it."""

    name: str
    data: bytes
    lines: Lines | None = None
    held: dict[str, Any] | None = None


def find_source(target: str) -> ReportedSource:
    """What `target` names: the path of a file, or the permanent number or the address of an article.

    Raises CannotReport.
    """
    path = Path(target)
    if path.exists():
        if path.is_dir() or bundle.is_bundle(path):
            raise CannotReport(f"{target} 是文件夹或压缩包。请写明其中的一个文件（压缩包请先解开）。")
        try:
            return ReportedSource(path.name, read_regular_file(path))
        except (OSError, UnreadableSource) as error:
            raise CannotReport(f"{target} 打不开：{error}") from error
    number = target.rstrip("/").rsplit("/", 1)[-1]
    article = Article.objects.select_related("source").filter(permanent_id=number).first()
    if article is None:
        raise CannotReport(
            f"没有 {target} 这个文件，也没有编号为 {number} 的文章。请检查路径，或从文章网址里抄下编号。"
        )
    return _source_of(article)


def _source_of(article: Article) -> ReportedSource:
    source = article.source
    if source is None:
        raise CannotReport("这篇文章由编辑直接录入，没有原始文件，也就谈不上误读。请直接改稿。")
    held = {
        "article": article.permanent_id,
        "line_in_file": None,
        "parser_version": source.parser_version,
        "headline": article.headline,
        "byline": article.byline,
        "date": article.date_text,
        "edited_fields": article.edited_fields,
    }
    if RECORDS.search(source.name):
        text, first = source_text(article)
        return ReportedSource("record.jsonl", text.encode(), held={**held, "line_in_file": first})
    try:
        data = source.read_bytes()
    except FileNotFoundError as error:
        raise CannotReport(f"保存的原始文件 {source.path} 不在了，请从备份恢复 DATA_DIR/sources。") from error
    claimed = [(first, last) for _, first, last, *_ in article.claims]
    lines = (max(1, min(claimed)[0] - AROUND), max(last for _, last in claimed) + AROUND) if claimed else None
    return ReportedSource(source.name, data, lines, held)


def report_on_reading(source: ReportedSource, lines: Lines | None = None, note: str = "") -> dict[str, Any]:
    """The report on `lines` of a source (1-based, both ends; else those that `source` names), of plain values.

    As JSON it takes at most MAX_REPORT_BYTES: what does not fit is left out, which `left_out` counts. A file that
    cannot be read gives the reason and its first HEAD_BYTES bytes. Raises CannotReport where no such line exists.
    """
    said: dict[str, Any] = {
        "about": ABOUT,
        "expected": note,
        "version": settings.VERSION,
        "parser_version": version.rules_version(),
        "source": source.name,
        "sha256": hashlib.sha256(source.data).hexdigest(),
        "bytes": len(source.data),
        "in_archive": source.held,
    }
    try:
        read, parsed = _read(source)
    except UnreadableSource as error:
        return {**said, "error": str(error), "head": source.data[:HEAD_BYTES].hex(" ")}
    first, last = lines or source.lines or (1, len(read))
    if first > len(read):
        raise CannotReport(f"{source.name} 只有 {len(read)} 行，没有第 {first} 行。请改 --lines。")
    entries = MAX_ENTRIES
    while True:
        found = {**said, **_excerpt(read, parsed, (first, last), entries)}
        if entries == 1 or len(as_json(found).encode()) <= MAX_REPORT_BYTES:
            return found
        entries //= 2


def as_json(found: dict[str, Any]) -> str:
    """The report as the text of its file."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _read(source: ReportedSource) -> tuple[Sequence[Line], ParsedSource]:
    if RECORDS.search(source.name):
        parsed = public(jsonl.parse_record_file(source.data, source.name))
        return [Line(number, text) for number, text in enumerate(parsed.text.split("\n"), start=1)], parsed
    read = formats.read(source.name, source.data)
    numbers = hidden_in("\n".join(line.text for line in read.lines))
    parsed = with_texts(public(pipeline.parse(read)), partial(without_parts, numbers=numbers))
    return _public_lines(read.lines), parsed


def _public_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines without the numbers that are hidden, those that go on in the next line too."""
    texts = public("\n".join(line.text for line in lines)).split("\n")
    return [replace(public(line), text=text) for line, text in zip(lines, texts, strict=True)]


def _excerpt(read: Sequence[Line], parsed: ParsedSource, lines: Lines, entries: int) -> dict[str, Any]:
    """What a source gave, as far as `lines` are concerned; at most so many entries of each kind."""
    shown = [line for line in read if lines[0] <= line.number <= lines[1]]
    claims = [claim for claim in parsed.claims if _meets(lines, claim.first_line, claim.last_line)]
    whole = report.to_dict(parsed)
    numbers = sorted({int(m[1]) for claim in claims if (m := re.match(r"articles/(\d+)/", claim.target))})
    problems = [
        asdict(problem)
        for problem in parsed.problems
        if problem.article in numbers
        or _meets(lines, problem.first_line or 1, problem.last_line or problem.first_line or len(read))
    ]
    return {
        "reader": parsed.reader,
        "encoding": parsed.encoding,
        "lines": {"first": lines[0], "last": min(lines[1], len(read)), "of": len(read)},
        "text": [_line(line) for line in shown[:entries]],
        "claims": [_cut(asdict(claim)) for claim in claims[:entries]],
        "made": _made(whole, claims[:entries]),
        "issue": _cut(whole["issue"]),
        "articles": [_article(whole, number) for number in numbers[:entries]],
        "problems": [_cut(problem) for problem in problems[:entries]],
        "left_out": {
            name: max(0, len(all_) - entries)
            for name, all_ in (("text", shown), ("claims", claims), ("articles", numbers), ("problems", problems))
        },
    }


def _meets(lines: Lines, first: int, last: int) -> bool:
    return first <= lines[1] and lines[0] <= last


def _line(line: Line) -> dict[str, Any]:
    return {"line": line.number, "text": _cut(line.text), **({"markup": line.markup} if line.markup else {})}


def _made(whole: dict[str, Any], claims: Sequence[Claim]) -> dict[str, Any]:
    """By target, what stands there in the output: the joined paragraph, the cleaned title …"""
    made = {}
    for target in dict.fromkeys(claim.target for claim in claims):
        value: Any = whole
        for step in target.split("/"):
            known = step.isdecimal() and int(step) < len(value) if isinstance(value, list) else step in (value or ())
            value = value[int(step) if isinstance(value, list) else step] if known else None
        if value is not None and target != "discarded":
            made[target] = _cut(value)
    return made


def _article(whole: dict[str, Any], number: int) -> dict[str, Any]:
    """The fields of an article without its text, of which only the amount is told."""
    article = dict(whole["articles"][number])
    sections, captions = article.pop("sections"), article.pop("captions")
    counts = {"sections": len(sections), "paragraphs": sum(len(s["paragraphs"]) for s in sections)}
    return {"index": number, **_cut(article), **counts, "captions": len(captions)}


def _cut(value: Any) -> Any:
    """The same value, its texts cut to MAX_CHARACTERS and its lists to MAX_ENTRIES."""
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        return f"{value[:MAX_CHARACTERS]}……（略去 {len(value) - MAX_CHARACTERS} 字）"
    if isinstance(value, list | tuple):
        return [_cut(each) for each in value[:MAX_ENTRIES]]
    if isinstance(value, dict):
        return {key: _cut(each) for key, each in value.items()}
    return value
