"""What is said beside the text: a YAML head, the meta elements of a page, labelled lines above a plain text."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.steps.labelled import (
    DATELINE,
    FEWEST_LABELS,
    UNTOLD,
    LabelledRow,
    labelled_rows,
    paragraphs_of,
    with_longest_as_body,
)
from archive.ingest.types import ParsedIssue
from archive.ingest.words import bylines, dates, labels, names, pages
from archive.ingest.words.imprint import NAME_OF_PAPER, told_page

# The place in the output that holds what a line of a head of metadata says.
TARGETS = {
    "title": "articles/0/title",
    "kicker": "articles/0/kicker",
    "subtitle": "articles/0/subtitle",
    "column": "articles/0/column",
    "author": "articles/0/contributors",
    "date": "articles/0/date",
    "newspaper": "issue/newspaper",
    "publisher": "issue/publisher",
    "page": "issue/page",
    "section": "issue/section",
}
HEADLINE_KEYS = ("title", "kicker", "subtitle", "column")

_COLUMN = re.compile(rf"(?P<mark>{pages.MARK.pattern}\s*)?(?P<label>(?:专\s*栏|栏\s*目)\s*[:：])")
_BRACKETS = re.compile(r"[\[\]{},\s]+")
# 来源：清河日报 2025年8月21日 3版
_PRINTED_IN = re.compile(
    rf"(?P<paper>[\u4e00-\u9fff·]{{2,14}})\s*(?P<date>{dates.DATE.pattern})[\s,，]*(?P<page>{pages.SEVERAL})?"
)
_OF_PRINT = (
    ("newspaper", "paper"),
    ("date", "date"),
    ("page", "page"),
)  # what the groups of _PRINTED_IN are in a record
_BEHIND_HEADING = re.compile(
    r"(?<=\S)\s+(?:(?:文章|稿件|信息)?(?:来源|作者|编辑)|(?:发布|发表|更新)?(?:时间|日期))\s*[:：][^。！？]{0,80}$"
)
_RECORD_STATES = {
    "title": LineState.TITLE,
    "subtitle": LineState.SUBTITLE,
    "author": LineState.BYLINE,
    "date": LineState.INFO,
    "newspaper": LineState.INFO,
    "page": LineState.PAGE,
    "column": LineState.COLUMN,
}
_RECORD_KINDS = {
    "title": RowKind.HEADING,
    "subtitle": RowKind.HEADING,
    "author": RowKind.BYLINE,
    "date": RowKind.INFO,
    "newspaper": RowKind.INFO,
    "page": RowKind.PAGE,
    "column": RowKind.COLUMN,
    "body": RowKind.TEXT,
}
_SAID = re.compile("[。！？!?，]")  # what somebody says behind 记者：
LONGEST_SAID = 40  # characters of a labelled line that is no abstract
FEWEST_TAGS = 2  # <url>…</url>: nothing else looks so


def take(draft: Draft) -> None:
    """Take a head of metadata out of the draft, and make an issue of what it says of it."""
    rows: list[Row] = []
    for row in draft.rows:
        key = row.markup.removeprefix("meta:")
        if key != row.markup and labels.role_named(key):
            _take_people(draft, row, labels.role_named(key))
        elif key != row.markup:
            _place(draft, row, key)
        else:
            rows.append(row)
    draft.rows = rows
    _take_brackets(draft)
    lines = labelled_rows(draft)
    if not _take_records(draft, lines):
        _take_labelled(draft, lines)
        _take_repeated(draft)
    draft.rows = [part for row in draft.rows for part in (_headed(row) if row.level else _columned(draft, row))]
    newspaper, page = value(draft, "newspaper"), value(draft, "page")
    if "://" in newspaper:
        newspaper = ""
    told = _PRINTED_IN.fullmatch(newspaper)
    if told:
        newspaper, page = told["paper"], page or (told["page"] or "").removesuffix("版").removeprefix("第").strip()
    if newspaper or page:
        number, section = told_page(page)
        date = dates.find_date(told["date"] if told else value(draft, "date"))
        draft.issue = ParsedIssue(
            newspaper=newspaper,
            publisher=value(draft, "publisher"),
            date=date,
            page=number or ("" if section else page),
            section=value(draft, "section") or section,
            date_basis="text" if date else "",
        )


def _place(draft: Draft, row: Row, key: str) -> None:
    if key in TARGETS:
        draft.claim(row, TARGETS[key])
    else:
        draft.discard(row, "元数据")


def _take_people(draft: Draft, value: Row, role: str) -> bool:
    """Keep whom the value of a label of the head names; whether it names anybody."""
    row = _with_people(draft, value, role, bylines.people_behind(role, value.text), 0)
    if row.people:
        draft.people_rows.append(row)
        draft.claim(row, TARGETS["author"])
    else:
        draft.discard(row, "元数据")
    return bool(row.people)


def _with_people(draft: Draft, row: Row, role: str, read: bylines.Byline | None, article: int | None = None) -> Row:
    """A row with the people read behind its label, and a doubt where they are unclear."""
    if read is None:
        draft.doubt("unread_byline", f"“{row.text[:20]}”应是人名（{role}），却没有读出来，请补上。", [row], article)
    elif any(len(names.divisions(words)) > 1 for words in read.glued):
        words = f"署名“{'、'.join(read.glued)}”没有空格，可以分成不同的人名，请核对。"
        draft.doubt("glued_names", words, [row], article)
    return row.now(people=read.contributors if read else ())


def _take_brackets(draft: Draft) -> None:
    """Put aside the brackets that stand alone on lines around quoted labels and values: {, "title": "…", }."""
    if sum(row.text.startswith('"') and labels.field_label(row.text) is not None for row in draft.rows) < FEWEST_TAGS:
        return
    rows: list[Row] = []
    for row in draft.rows:
        if _BRACKETS.fullmatch(row.text):
            draft.discard(row, "标记")
        else:
            rows.append(row)
    draft.rows = rows


def _take_labelled(draft: Draft, lines: list[LabelledRow]) -> None:
    """Read the labelled lines at the top of a plain text, and those below it, or a whole record, into the metadata."""
    head, foot = _head_and_foot(lines)
    tagged = all(line.tagged or line.named for line in head)
    keys = {line.key for line in head}
    if len(head) < (FEWEST_TAGS if tagged else FEWEST_LABELS) or not keys & {"title", "page", "newspaper", "body"}:
        return
    if len(head) == len(lines) and "body" not in keys:
        head = lines = with_longest_as_body(lines)
    labelled = {id(line) for line in (*head, *foot)}
    rest: list[Row] = []
    for line in lines:
        if id(line) not in labelled:
            rest += line.whole
            continue
        for mark in line.marks:
            draft.discard(mark, "标记")
        if line.value is None:
            continue
        if line.key in ("body", DATELINE):
            rest += paragraphs_of(draft, line)
            continue
        if line.role:
            _take_people(draft, line.value, line.role)
            continue
        author = bylines.people_behind("", line.text) if line.key == "author" else None
        if author is not None and author.contributors:
            _take_people(draft, line.value, "")
            continue
        words = line.text if line.key not in HEADLINE_KEYS else draft.printed([line.value])[0].text
        draft.meta.setdefault(line.key, words)
        _place(draft, line.value, line.key)
    draft.rows = rest


def _head_and_foot(lines: list[LabelledRow]) -> tuple[list[LabelledRow], list[LabelledRow]]:
    """The labelled lines above a text, the first of it where that is labelled too, and those below; all of a record."""
    if any(line.named for line in lines):
        return [line for line in lines if line.named], []
    first = int(bool(lines) and not lines[0].key and bool(lines[0].whole[0].level))  # below a heading of the format
    count = next((place for place, line in enumerate(lines) if place >= first and not line.key), len(lines))
    count = next((place + 1 for place, line in enumerate(lines[:count]) if line.key == "body"), count)
    foot = len(lines)
    while foot > count and lines[foot - 1].key in TARGETS:  # who edited it is credited
        foot -= 1
    return lines[first:count], lines[foot:]


def _take_records(draft: Draft, lines: list[LabelledRow]) -> bool:
    """Give the labelled lines of several records their kinds: a file of one article after the other, each labelled.

    Page and column go before the headline, where a page prints them; all else that stands before it goes behind.
    """
    keys = ["people" if line.role else line.key for line in lines]
    behind_titles = [after for key, after in itertools.pairwise([*keys, ""]) if key == "title"]
    above_titles = [above for above, key in itertools.pairwise(["", *keys]) if key == "title"]
    if len(behind_titles) < 2 or not (all(behind_titles) or all(above_titles)):
        return False
    rows: list[Row] = []
    head = below = 0  # where the labelled lines of the record at hand begin among the rows, and where its headline goes
    titled = next((key for key in keys if key not in ("", "page", "column")), "") == "title"
    beginnings = _beginnings(keys) if titled else _beginnings_by_first([(line.key, line.role) for line in lines])
    told = [_printed_in(line) for line in lines]
    for line, begins in _with_beginnings(told, beginnings):
        head, below = (len(rows), len(rows)) if begins else (head, below)
        if line.role:
            rows += line.whole if _SAID.search(line.text) else _credited(draft, line)
            continue
        if any(_said_of_article(row) for row in line.whole):
            draft.discard(line.whole[0], "元数据")
            continue
        if line.key not in _RECORD_KINDS and not line.named:
            rows += line.whole
            continue
        for mark in line.marks:
            draft.discard(mark, "标记")
        if line.value is None:
            continue
        if line.key in UNTOLD:
            draft.discard(line.value, "元数据")
            continue
        if _names_newspaper(line):
            draft.record_papers.add(line.value.start)
        kind = _RECORD_KINDS[line.key]
        markup, state = "h1" if line.key == "title" else "", _RECORD_STATES.get(line.key)
        value = line.value.now(kind=kind, state=state, gap=1, markup=markup, starts=True)
        if line.key == "author":
            value = _with_people(draft, value, "作者", bylines.people_behind("", line.text))
        above = kind in (RowKind.PAGE, RowKind.COLUMN)
        ahead = line.key == "title" and not titled
        rows.insert(head if above else below if ahead else len(rows), value)
        head += above
        below += above or ahead
    draft.rows = rows
    _keep_shared(draft, [line for of in told for line in of])
    return True


def _printed_in(line: LabelledRow) -> list[LabelledRow]:
    """A line that names newspaper, day and page of a record at once as a line for each; any other line as it is."""
    told = _PRINTED_IN.fullmatch(line.text) if line.key == "newspaper" and line.value else None
    if told is None or line.value is None:
        return [line]
    parts = [(key, line.value.part(*told.span(group))) for key, group in _OF_PRINT if told[group]]
    lines = [LabelledRow(key, (part,), (), part) for key, part in parts]
    return [replace(lines[0], whole=line.whole, marks=line.marks), *lines[1:]]


def _names_newspaper(line: LabelledRow) -> bool:
    """Whether a line of a record names a newspaper: by its label, or as a source that is called so, unlike 新华社."""
    label = line.marks[0].text if line.marks else ""
    return line.key == "newspaper" and bool(NAME_OF_PAPER.fullmatch(line.text) or re.search("报|paper", label))


def _with_beginnings(told: list[list[LabelledRow]], begin: list[bool]) -> Iterator[tuple[LabelledRow, bool]]:
    """The lines of records, and whether a record begins with each."""
    for of, begins in zip(told, begin, strict=True):
        yield from ((line, begins and not place) for place, line in enumerate(of))


def _credited(draft: Draft, line: LabelledRow) -> list[Row]:
    """The row of a record that names people by its label, which stays where it reads as a byline does."""
    if line.value is None:
        for mark in line.marks:
            draft.discard(mark, "标记")
        return []
    whole = bylines.read_byline(line.whole[0].text)
    for mark in () if whole else line.marks:
        draft.discard(mark, "标记")
    read = whole or bylines.people_behind(line.role, line.text)
    row = _with_people(draft, line.whole[0] if whole else line.value, line.role, read)
    wrote = any(person.role in bylines.AUTHOR_ROLES for person in row.people)
    kind, state = (RowKind.BYLINE, LineState.BYLINE) if wrote else (RowKind.CREDIT, LineState.CREDITS)
    return [row.now(kind=kind, state=state, gap=1, starts=True)]


def _beginnings(keys: list[str]) -> list[bool]:
    """Of each line whether a record begins with it: behind a text without a label, or where a label comes again."""
    seen: set[str] = set()
    begin: list[bool] = []
    for key, before in zip(keys, ["", *keys], strict=False):
        begin.append(not before or (key in seen and key not in ("author", "people")))
        seen = {key} if begin[-1] else seen | {key}
    return begin


def _beginnings_by_first(marks: list[tuple[str, str]]) -> list[bool]:
    """Of each line whether a record begins with it, where records begin with another label than their titles: where
    that comes again, or a title does."""
    first = next((mark for mark in marks if mark[0]), ("", ""))
    title = ("title", "")
    begin: list[bool] = []
    titled = False
    for mark, before in zip(marks, [("", ""), *marks], strict=False):
        begin.append((mark == first and before != first) or (mark == title and titled))
        titled = mark == title or (titled and not begin[-1])
    return begin


def _keep_shared(draft: Draft, lines: list[LabelledRow]) -> None:
    """Keep newspaper and day of records that all name one of each, or pages and one day: they are of one issue. Where
    days differ, or there are none, the newspaper alone is that of all."""
    said = {key: {line.text.strip() for line in lines if line.key == key} for key in ("newspaper", "date", "page")}
    if len(said["newspaper"]) == 1 and all(_names_newspaper(line) for line in lines if line.key == "newspaper"):
        draft.meta["newspaper"] = next(iter(said["newspaper"]))
    if len(said["date"]) != 1 or len(said["newspaper"]) > 1:
        return
    if said["newspaper"]:
        draft.meta |= {key: next(iter(said[key])) for key in ("newspaper", "date")}
    elif said["page"]:
        date = dates.find_date(next(iter(said["date"])))
        draft.issue = ParsedIssue(date=date, date_basis="text" if date else "")


def _take_repeated(draft: Draft) -> None:
    """Put aside what a file says of each of its articles behind a label that is none of a text: 类别：体育."""
    said = [_said_of_article(row) for row in draft.rows]
    repeated = {label for label, count in Counter(said).items() if label and count > 1}
    rows: list[Row] = []
    for row, label in zip(draft.rows, said, strict=True):
        if label in repeated:
            draft.discard(row, "元数据")
        else:
            rows.append(row)
    draft.rows = rows


def _said_of_article(row: Row) -> str:
    """The label of a row that tells of an article neither headline nor text nor people; empty for any other row."""
    label = labels.field_label(row.text) if len(row.text) <= LONGEST_SAID and not row.level else None
    if label is None or (label.key == "body" and row.text[label.start :].strip()):
        return ""
    said = row.text[: label.start]
    return said if label.key in ("other", "body") and not bylines.role_of(said.rstrip(":： ")) else ""


def _headed(row: Row) -> list[Row]:
    """A heading of the format, and the labelled source, day or author behind it a row of its own."""
    label = _BEHIND_HEADING.search(row.text)
    if label is None or not label.start():
        return [row]
    heading, behind = row.cut(label.start())
    return [heading, behind.now(markup="date")]


def _columned(draft: Draft, row: Row) -> list[Row]:
    """A row that begins with 专栏：, as records of databases do: the page mark before it, the column, further text."""
    match = _COLUMN.match(row.text)
    if match is None:
        return [row]
    label, end = match.start("label"), match.end()
    draft.discard(row.part(label, end), "标记")
    parts = [row.part(0, label)] if match["mark"] else []
    name = re.match(r"\S*", row.text[end:]) if match["mark"] else re.match(".*", row.text[end:])
    after = end + (name.end() if name else 0)
    if row.text[end:after].strip():
        parts.append(row.part(end, after).now(kind=RowKind.COLUMN, state=LineState.COLUMN))
    if row.text[after:].strip():
        parts.append(row.part(after).now(starts=True))
    return parts


def value(draft: Draft, key: str) -> str:
    """One value of the metadata as text; of a list the first, since a column or a page is one."""
    given = draft.meta.get(key)
    if isinstance(given, list | tuple):
        given = given[0] if given else ""
    return str(given or "").strip()


def authors(draft: Draft) -> tuple[str, ...]:
    """The names that the metadata give, as they are given."""
    given = draft.meta.get("author") or ()
    names = given if isinstance(given, list | tuple) else [given]
    return tuple(name for name in (str(name).strip() for name in names) if name)
