"""JSON Lines of ready-made articles: one object a line, plain, .gz or .xz, read as a stream.

An object has `title` and, as far as known, `id subtitle body date author source page column category`.
Paragraphs of `body` are divided by line feeds; `source` is the newspaper. What stands in a field is taken as
it is: these articles were divided by whoever made the file, and no rule of the pipeline guesses at them again.
An object with `sections` is an article as the archive's own exports write it, and comes back whole.
"""

import dataclasses
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from archive.ingest import limits
from archive.ingest.readers import exported
from archive.ingest.readers.decode import CONTROLS
from archive.ingest.readers.rawlines import RawLine, raw_lines
from archive.ingest.types import (
    Claim,
    Doubt,
    ParsedArticle,
    ParsedContributor,
    ParsedIssue,
    ParsedSection,
    ParsedSource,
    ReadyArticle,
    UnreadableSource,
)
from archive.ingest.words import bylines, labels, pages
from archive.language.dates import first_day, precision_of

RECORD_FIELDS: Final = ("id", "title", "subtitle", "body", "date", "author", "source", "page", "column", "category")

# The fields that other programs call otherwise. Not the body: of content, text and summary it would be a guess.
SYNONYMS: Final = {
    name: "source" if key == "newspaper" else key
    for name, key in labels.RECORD_NAMES.items()
    if key in ("title", "subtitle", "author", "date", "newspaper", "page", "column") and name not in RECORD_FIELDS
}
FIELDS_OF_A_LINE: Final = frozenset(RECORD_FIELDS).difference(("body",))

_NO_CONTROLS: Final = str.maketrans("", "", "".join(CONTROLS))
_DATE: Final = re.compile(r"(\d{4})[-/.年]?(?:(\d{1,2})[-/.月]?(?:(\d{1,2})日?)?)?(?:[T\s].*)?", re.DOTALL)
# A name and its value, as JSON writes them (RFC 8259): text, list of texts, or number and the like.
_STRING: Final = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_WRITTEN: Final = re.compile(_STRING)
_MEMBER: Final = re.compile(rf'({_STRING})\s*:\s*({_STRING}|\[(?:[^"\]]|{_STRING})*\]|[^,}}\s]+)')
_WRITTEN_LINE: Final = re.compile(r"\\n|(?:\\[^n]|[^\\])[^\\]*(?:\\[^n][^\\]*)*")
_TARGETS: Final = {"title": "title", "subtitle": "subtitle", "column": "column", "author": "byline", "page": "page"}


def records(source: Path | BinaryIO, first_line: int = 1) -> Iterator[tuple[int, ReadyArticle | UnreadableSource]]:
    """Each line's number and its article, or why it has none; blank lines are passed over.

    Memory is bounded by MAX_RECORD_BYTES whatever the size of the file. Lines before `first_line` are counted
    and not parsed: that is how an interrupted import goes on. `source` is a path or a seekable binary stream.
    Raises UnreadableSource where the file as a whole cannot be read, or can no longer (a damaged archive).
    """
    for line in raw_lines(source):
        if line.number >= first_line and line.data.strip():
            yield line.number, _record(line)


def parse_record_file(data: bytes, name: str) -> ParsedSource:
    """A small file as a whole, for a dry run; lines that hold no article are problems.

    Raises UnreadableSource as records() does, and for more than MAX_TEXT_BYTES.
    """
    limits.check_size(len(data), limits.MAX_TEXT_BYTES)
    found: list[ReadyArticle] = []
    texts: list[str] = []
    problems: list[Doubt] = []
    claims: list[Claim] = []
    encoding, size = "", 0
    for line in raw_lines(io.BytesIO(data)):
        encoding, size = line.encoding, size + line.length
        limits.check_size(size, limits.MAX_TEXT_BYTES)
        text = line.data.decode(encoding, "backslashreplace").strip()
        texts.append(text)
        record = _record(line) if text else None
        if isinstance(record, ReadyArticle):
            problems += (dataclasses.replace(problem, article=len(found)) for problem in record.problems)
            article = f"articles/{len(found)}"
            whole = [Claim(line.number, line.number, text, f"{article}/record")]
            claims += whole if record.whole else _claims(text, line.number, article)
            found.append(record)
        elif record:
            problems.append(Doubt("record_unreadable", str(record), line.number, line.number))
            claims.append(Claim(line.number, line.number, text, "discarded", "读不出文章的一行"))
    newspapers = {record.newspaper for record in found}
    issue = ParsedIssue(newspaper=newspapers.pop()) if len(newspapers) == 1 and "" not in newspapers else None
    articles = tuple(record.article for record in found)
    return ParsedSource(name, "\n".join(texts), encoding, "jsonl", issue, articles, tuple(problems), tuple(claims))


def _record(line: RawLine) -> ReadyArticle | UnreadableSource:
    try:
        limits.check_size(line.length, limits.MAX_RECORD_BYTES, f"第 {line.number} 行")
        value = _object(line)
        record = (
            _exported(value, line.number)
            if exported.is_whole(value)
            else _from_fields(_fields(value, line), line.number)
        )
        return dataclasses.replace(record, line=line.data.decode(line.encoding).strip())
    except UnreadableSource as error:
        return error


def _object(line: RawLine) -> dict[str, Any]:
    """Raises UnreadableSource where the line is no JSON object."""
    where = f"第 {line.number} 行"
    try:
        value = json.loads(line.data.decode(line.encoding))
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{where}不是 {line.encoding} 编码。请统一编码后再导入。") from error
    except json.JSONDecodeError as error:
        said = f"{where}不是一个 JSON 对象（第 {error.pos + 1} 个字符起读不下去）。请检查引号、逗号与花括号。"
        raise UnreadableSource(said) from error
    except RecursionError as error:
        raise UnreadableSource(f"{where}的括号一层套一层，太深了。请减少层数。") from error
    except ValueError as error:
        raise UnreadableSource(f"{where}里有太长的数字。请给它加上引号。") from error
    if not isinstance(value, dict):
        raise UnreadableSource(f"{where}不是一个 JSON 对象。每行应是 {{…}}，含 title、body 等字段。")
    return value


def _exported(value: dict[str, Any], number: int) -> ReadyArticle:
    members = exported.Members(value, f"第 {number} 行")
    issue = members.member("issue")
    return ReadyArticle(
        exported.exported_article(members, number),
        id=members.text("id"),
        newspaper=members.text("newspaper"),
        total_number=issue.number("total_number"),
        year_number=issue.text("year_number"),
        whole=True,
    )


def _fields(value: dict[str, Any], line: RawLine) -> dict[str, str]:
    """The line's fields as text. Raises UnreadableSource where one is none."""
    where = f"第 {line.number} 行"
    fields = {key: _text(key, content, where) for key, content in value.items() if content not in (None, "")}
    named = _named(fields)
    return {named[key]: text for key, text in fields.items()}


def _named(names: Iterable[str]) -> dict[str, str]:
    """Each name of an object to its field. A synonym, in whatever case, counts where the field, or an earlier synonym
    of it, has nothing; what is none keeps its name."""
    named = {name: name for name in names}
    for name in named:
        field = SYNONYMS.get(name.lower(), name)
        if field not in named.values():
            named[name] = field
    return named


def _text(key: str, value: object, where: str) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ("\n" if key == "body" else "、").join(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnreadableSource(f"{where}的 {key} 应是文字，却是 {type(value).__name__}。请改为文字。")
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableSource(f"{where}的 {key} 含有残缺的 \\u 转义（半个字符）。请重新导出这一行。") from error
    return text


def _from_fields(fields: dict[str, str], number: int) -> ReadyArticle:
    problems = []
    if any(control in text for text in fields.values() for control in CONTROLS):
        fields = {key: text.translate(_NO_CONTROLS) for key, text in fields.items()}
        problems.append(Doubt("control_characters", "字段里有控制字符，已去掉；请对照原文。", number, number))
    for key in FIELDS_OF_A_LINE.intersection(fields):
        limits.check_count(len(fields[key]), limits.MAX_FIELD_CHARACTERS, f"第 {number} 行 {key} 的字数")
    title = _line(fields.get("title", ""))
    unknown = "、".join(sorted(set(fields).difference(RECORD_FIELDS)))
    unread = f"不认识的字段有 {unknown}，其中如有标题或正文，请改名为 title、body。" if unknown else ""
    if not title:
        raise UnreadableSource(f"第 {number} 行没有标题（title）。{unread or '请补上标题再导入这一行。'}")
    paragraphs = tuple(line.strip() for line in fields.get("body", "").split("\n") if line.strip())
    limits.check_count(len(paragraphs), limits.MAX_PARAGRAPHS, f"第 {number} 行 body 的段数")
    if not paragraphs and unread:
        raise UnreadableSource(f"第 {number} 行没有正文（body）。{unread}")
    if not paragraphs:
        problems.append(Doubt("no_body", "只有标题，没有正文（body）。", number, number))
    date, precision = _date(fields.get("date", ""))
    if fields.get("date") and not date:
        problems.append(Doubt("date_unreadable", f"日期“{fields['date']}”无法识别，未采用。", number, number))
    if unknown:
        problems.append(Doubt("unknown_field", f"字段 {unknown} 没有对应项，未导入。", number, number))
    page, section = _page(_line(fields.get("page", "")))
    byline = _line(fields.get("author", ""))
    article = ParsedArticle(
        title=title,
        subtitle=_line(fields.get("subtitle", "")),
        column=_line(fields.get("column", "")),
        byline=byline,
        contributors=_contributors(byline),
        date=date,
        date_precision=precision,
        date_basis="text" if date else "",
        sections=(ParsedSection(paragraphs=paragraphs),) if paragraphs else (),
        page=page,
        section=section,
    )
    return ReadyArticle(
        article,
        id=_line(fields.get("id", "")),
        newspaper=_line(fields.get("source", "")),
        category=_line(fields.get("category", "")),
        problems=tuple(problems),
    )


def _contributors(byline: str) -> tuple[ParsedContributor, ...]:
    """By the rules for printed bylines; a field that they do not understand holds names divided by 、."""
    read = bylines.read_byline(byline, bare=True)
    if read is not None:
        return read.contributors
    return tuple(ParsedContributor(name.strip()) for name in byline.split("、") if name.strip())


def _line(text: str) -> str:
    return " ".join(text.split())


def _date(text: str) -> tuple[str, str]:
    """ISO date and precision of 2021-11-05, 2021/11/5, 20211105, 2021年11月, 2021 …; empty and unknown else."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return "", "unknown"
    iso = "-".join(part.zfill(2) for part in match.groups() if part)
    try:
        first_day(iso)
    except ValueError:
        return "", "unknown"
    return iso, precision_of(iso)


def _page(text: str) -> tuple[str, str]:
    """Page as printed without 第 and 版, and the section of the paper: 第A02版:要闻, 四版, 06."""
    mark = pages.read_page_mark(text)
    return (mark.number, mark.section) if mark else (text, "")


def _claims(text: str, number: int, article: str) -> Iterator[Claim]:
    """What became of each part of a line, verbatim and in its order: the escapes of JSON are left in."""
    end, paragraphs = 0, itertools.count()
    members = {json.loads(member[1]): member for member in _MEMBER.finditer(text)}
    named = _named(key for key, member in members.items() if member[2] not in ("null", '""'))
    for member in _MEMBER.finditer(text):
        key = named.get(name := json.loads(member[1]), name)
        for start, stop, target in _parts(member, key, article, paragraphs):
            yield from _discarded(text[end:start], number)
            reason = "" if target != "discarded" else f"{key}：文章之外的字段"
            yield Claim(number, number, text[start:stop], target, reason)
            end = stop
    yield from _discarded(text[end:], number)


def _discarded(text: str, number: int) -> Iterator[Claim]:
    if text.strip():
        yield Claim(number, number, text.strip(), "discarded", "JSON 标记")


def _parts(member: re.Match[str], key: str, article: str, paragraphs: Iterator[int]) -> Iterator[tuple[int, int, str]]:
    """Start, end and target of what a member's value says."""
    start, end = member.span(2)
    if member[2].startswith('"'):
        start, end = start + 1, end - 1
    if key == "body":
        for string in _WRITTEN.finditer(member.string, *member.span(2)):
            for match in _WRITTEN_LINE.finditer(member.string, string.start() + 1, string.end() - 1):
                if json.loads(f'"{match[0]}"').translate(_NO_CONTROLS).strip():
                    yield *match.span(), f"{article}/sections/0/paragraphs/{next(paragraphs)}"
    elif member.string[start:end].strip():
        target = "issue/newspaper" if key == "source" else _TARGETS.get(key, "")
        yield start, end, target if key == "source" else f"{article}/{target}" if target else "discarded"
