"""The masthead (报头): newspaper, date, numbers, page; and page marks further down (第2版：综合).

A line is read in parts (words/imprint.py). What it is follows from which parts it has and from how much of it
was understood; what was not is put aside with a doubt and costs none of the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.steps.heads import (
    MastheadRole,
    is_name_before_page,
    is_section,
    is_weather,
    masthead_roles,
)
from archive.ingest.steps.numbered import counted_headings, with_plain_marks
from archive.ingest.steps.paper_names import is_title_of_paper, may_be_name, spelt_names
from archive.ingest.types import ParsedIssue
from archive.ingest.words import bylines, dates, imprint, pages
from archive.ingest.words.imprint import OF_A_PORTAL, OF_ISSUE, Field, Imprint, Known
from archive.ingest.words.signs import SEPARATORS

_REASONS = {
    "credits": "版面编辑",
    "author": "版面编辑",
    "contact": "联系方式",
    "registration": "刊号",
    "pages": "版数",
    "price": "报头",
    "spelling": "报头",
    "time": "时间",
    "url": "链接",
    "button": "导航",
    "counter": "导航",
    "label": "标记",
    "source": "标记",
    "other": "报头",
    "founded": "报头",
    "day": "日期",
    "repeated": "报头",
    "": "报头",
}


@dataclass
class Said:
    """What the rows of the masthead say: (row, field) in the order of the source."""

    values: list[tuple[int, Field]] = field(default_factory=list)
    _first: dict[tuple[str, int | None], str] = field(default_factory=dict)

    def add(self, row: int, found: Field) -> None:
        """Keep a field of a row."""
        self.values.append((row, found))
        self._first.setdefault((found.name, row), found.text)
        self._first.setdefault((found.name, None), found.text)

    def first_value(self, name: str, row: int | None = None) -> str:
        """The first value of a field, of one row if asked."""
        return self._first.get((name, row), "")

    def rows_with(self, name: str) -> list[int]:
        return list(dict.fromkeys(at for at, f in self.values if f.name == name))

    @property
    def day(self) -> str:
        """The day that the masthead names first, as ISO; empty where it names none."""
        return dates.find_date(self.first_value("date"))

    @property
    def names(self) -> frozenset[str]:
        """Words that other rows may repeat."""
        words = {f.text for _, f in self.values if f.name in ("newspaper", "section")}
        words |= {pages.page_number(f.text) for _, f in self.values if f.name == "page"}
        return frozenset(word for word in words if len(word) > 1)


def read_masthead(draft: Draft) -> None:
    """Take the rows of the masthead out of the draft and make the issue of them; give page marks their kind."""
    known = imprint.known_by(draft.profile)
    told = [
        bool(row.people or row.state) for row in draft.rows
    ]  # people beside a head, and what labels tell of a record
    lines = [
        Imprint() if of else imprint.read_imprint(row.text, known) for row, of in zip(draft.rows, told, strict=True)
    ]
    lines = with_plain_marks(draft.rows, lines)
    counted = counted_headings(draft.rows, lines)
    roles = {place: role for place, role in masthead_roles(draft.rows, lines).items() if place not in counted}
    spelt = spelt_names(draft.rows, lines)
    said, rows = Said(), []
    for place, (row, line) in enumerate(zip(draft.rows, lines, strict=True)):
        role = roles.get(place)
        if role is MastheadRole.HEAD:
            if (not place and is_title_of_paper(draft.rows, lines)) or place + 1 in spelt:
                line = _as_name(row)
            elif place in spelt:
                line = Imprint((Field("spelling", 0, len(row.text), row.text),), end=len(row.text))
            named = _named_before_page if is_name_before_page(draft.rows, lines, place) else _named
            rows += _take(draft, row, place, named(row, line, said), said)
        elif role in (MastheadRole.LISTED, MastheadRole.BUTTONS):
            draft.discard(row, "目录" if role is MastheadRole.LISTED else "导航")
        elif role is MastheadRole.MARK:
            rows.append(row.now(kind=RowKind.PAGE))
        elif place in counted:
            rows.append(row.now(kind=RowKind.HEADING, state=LineState.HEADING))
        else:
            rows.append(row.now(kind=RowKind.INFO) if role is MastheadRole.INFO else row)
    draft.rows = _without_repetitions(draft, rows, said)
    _learn_from_stories(draft, said)
    if said.values:
        draft.issue = _issue(said, draft.issue)
    settle_page(draft)


def _named(row: Row, line: Imprint, said: Said) -> Imprint:
    """The line with the newspaper, where a row of the masthead holds nothing but its name and none named it before.

    What the weather is tells nothing of the issue.
    """
    if is_weather(row.text) and not line.kinds & OF_ISSUE:
        return Imprint()
    if line.fields or said.first_value("newspaper") or not may_be_name(row.text):
        return line
    return _as_name(row)


def _as_name(row: Row) -> Imprint:
    """The line as a newspaper's name and nothing else."""
    name = row.text.replace(" ", "").strip("《》")
    return Imprint((Field("newspaper", 0, len(row.text), name),), end=len(row.text))


def _named_before_page(row: Row, line: Imprint, said: Said) -> Imprint:
    """The line with what stands before the page's number: a section, or the newspaper, where none named it before."""
    start, end = line.rest[0]
    name = "section" if is_section(row.text[start:end].strip()) else "newspaper"
    if name == "newspaper" and said.first_value(name):
        return line
    return replace(line, fields=(Field(name, start, end, row.text[start:end]), *line.fields), rest=())


def _take(draft: Draft, row: Row, place: int, line: Imprint, said: Said) -> list[Row]:
    """Take the masthead out of a row. What is left: the mark of a further page, and text that follows on the row."""
    left = [] if line.whole else [row.part(line.end)]
    head = row if line.whole else row.part(0, line.end)
    page = next(iter(line.values("page")), "")
    if not line.whole:
        paper = imprint.paper_of_lead(row.text[line.end :])
        if paper and not line.values("newspaper"):
            said.add(place, Field("newspaper", 0, 0, paper))
    if page and _is_further(page, said):
        return _running_head(draft, head, place, line, said) + left
    _claim(draft, head, place, line, said)
    return left


def _is_further(page: str, said: Said) -> bool:
    """Whether a page is another than the one that the masthead said, or comes when newspaper and day were said."""
    known = said.first_value("page")
    if known:
        return pages.canonical_page(page) != pages.canonical_page(known)
    return bool(said.first_value("newspaper") and said.first_value("date"))


def _running_head(draft: Draft, row: Row, place: int, line: Imprint, said: Said) -> list[Row]:
    """The page mark in the head of a further page, a row of its own; the rest of the head goes to the issue."""
    places = [field for field in line.fields if field.name in ("page", "section")]
    others = [field for field in line.fields if field.name not in ("page", "section")]
    if any(places[0].start < field.start < places[-1].start for field in others):
        _claim(draft, row, place, line, said)
        return []
    start, end = places[0].start, places[-1].end
    for part, kept in ((row.text[:start], (0, start)), (row.text[end:], (end, None))):
        if part.strip():
            piece = row.part(*kept)
            _claim(draft, piece, place, imprint.read_imprint(piece.text), said)
    return [row.part(start, end).now(kind=RowKind.PAGE)]


def _claim(draft: Draft, row: Row, place: int, line: Imprint, said: Said) -> None:
    """Claim every field of a masthead row, and keep its values; a doubt tells what was not understood."""
    draft.issue_rows.append(row)
    position = 0
    for found in _counted(line.fields):
        if row.text[position : found.start].strip():
            draft.discard(row.part(position, found.start), "报头")
        piece = row.part(found.start, found.end)
        if found.name in _REASONS:
            draft.discard(piece, _REASONS[found.name])
        else:
            draft.claim(piece, f"issue/{found.name}")
        if found.name == "author" and "source" in line.kinds:
            _doubt_author(draft, piece)
        said.add(place, found)
        position = found.end
    if row.text[position:].strip():
        draft.discard(row.part(position), "报头")
    if line.rest and not is_weather(row.text):
        words = "、".join(row.text[start:end] for start, end in line.rest)
        draft.doubt("masthead_rest", f"报头里这些字没有看懂，未采用：{words}", [row])


def _doubt_author(draft: Draft, piece: Row) -> None:
    """Doubt what a label of people has behind it beside the source of a story and is neither names nor an office."""
    label, _, words = piece.text.replace(":", "：").partition("：")
    read = bylines.people_behind(bylines.role_of(label), words)
    if read is None or read.contributors:
        draft.doubt("unread_byline", f"“{words.strip()[:20]}”应是人名（{label}），却没有读出来，请补上。", [piece])


def _counted(fields: Sequence[Field]) -> list[Field]:
    """The fields, where a bare 第31期 beside 总第628期 counts the issues of the year, and alone all issues."""
    counts = "year_number" if any(field.name == "total_number" for field in fields) else "total_number"
    return [replace(field, name=counts) if field.name == "number" else field for field in fields]


def _without_repetitions(draft: Draft, rows: list[Row], said: Said) -> list[Row]:
    """The rows without those that only say again whose page it is: the running heads and tails of an edition."""
    names = said.names
    kept: list[Row] = []
    for row in rows:
        line = (
            imprint.read_imprint(row.text, Known(words=names))
            if names and row.kind in (RowKind.TEXT, RowKind.INFO)
            else Imprint()
        )
        again = len(line.values("repeated")) + ("page" in line.kinds)
        again += any(dates.find_date(day) == said.day for day in line.values("date"))
        if again >= 2 and line.whole and line.known > line.unknown:
            draft.discard(row, "报头")
        else:
            kept.append(row)
    return kept


def _learn_from_stories(draft: Draft, said: Said) -> None:
    """A day beside the newspaper's name tells of the issue, unless a portal gives its own or stories differ."""
    days = {dates.find_date(row.text) for row in draft.rows if row.kind is RowKind.INFO}
    if len(days - {""}) > 1:
        return
    paper = said.first_value("newspaper")
    for place, row in enumerate(draft.rows):
        line = imprint.read_imprint(row.text) if row.kind is RowKind.INFO and row.markup != "date" else Imprint()
        own = bool(paper) and any(source.endswith((f":{paper}", f"：{paper}")) for source in line.values("source"))
        portal = OF_A_PORTAL - {"author"} if own else OF_A_PORTAL
        if (own or "newspaper" in line.kinds) and not line.kinds & portal and not said.first_value("date"):
            at = -1 - place
            for found in line.fields:
                if found.name in ("newspaper", "date", "weekday"):
                    said.add(at, found)


def settle_page(draft: Draft) -> None:
    """The page of the issue where all page marks of a file are one; an issue may be known by its page alone.

    Asked once more when every row has its state: the labeller knows marks that have no form of their own.
    """
    known = imprint.known_by(draft.profile)
    marks = [row.text for row in draft.rows if row.kind is RowKind.PAGE]
    told = [imprint.told_page(mark, known) for mark in marks]
    lines = [imprint.read_imprint(mark, known) for mark in marks]
    issue = draft.issue or ParsedIssue()
    if issue.page or len({pages.canonical_page(number) for number, _ in told}) != 1 or not told[0][0]:
        return
    if any(len(line.values("page")) > 1 or (line.fields and line.known <= line.unknown) for line in lines):
        return  # 本期导读 2版 3版, 头版的故事
    papers = [paper for line in lines for paper in line.values("newspaper")]
    section = issue.section or next((section for _, section in told if section), "")
    paper = issue.newspaper or next(iter(papers), "")
    draft.issue = replace(issue, page=told[0][0], section=section, newspaper=paper)


def _publisher(words: str) -> tuple[str, str]:
    """The publisher and its label, which stands before it (主办：某某) or behind (某某主办, 某某机关报)."""
    label, colon, name = words.replace(":", "：").partition("：")
    behind = re.search(r"(?:主管|主办|出版|编印|机关报)+$", words)
    if not colon and behind:
        label, name = behind[0], words[: behind.start()]
    return name.strip(), label.strip()


def _issue(said: Said, given: ParsedIssue | None) -> ParsedIssue:
    """The issue of the fields of a masthead; what metadata gave fills what the masthead leaves out.

    Of several days the one beside the newspaper's name or page is meant: an edition may show the reader's own.
    """
    given = given or ParsedIssue()
    dated = said.rows_with("date")
    of_a_head = ("newspaper", "page", "total_number")
    named = [row for row in dated if any(said.first_value(name, row) for name in of_a_head)]
    day_row = next(iter(named or dated), None)
    days = {row: dates.find_date(said.first_value("date", row)) for row in dated}
    date = days.get(day_row, "") if day_row is not None else ""
    beside = [row for row in said.rows_with("weekday") if days.get(row, date) == date]
    weekday = dates.WEEKDAY.search(said.first_value("weekday", beside[0])) if beside else None
    publisher, label = _publisher(said.first_value("publisher"))
    total = re.search(r"\d+|[一二三四五六七八九十百千零〇]+", said.first_value("total_number"))
    from_story = day_row is not None and day_row < 0
    return ParsedIssue(
        newspaper=said.first_value("newspaper") or given.newspaper,
        publisher=publisher,
        publisher_label=label,
        date=date or given.date,
        weekday=f"星期{weekday[1].replace('天', '日')}" if weekday else "",
        lunar_date=re.sub(r"\s+", "", said.first_value("lunar_date")),
        total_number=dates.number(total[0]) if total else None,
        year_number=re.sub(r"\s+", "", said.first_value("year_number")),
        page=pages.page_number(said.first_value("page")) or given.page,
        section=said.first_value("section").strip(SEPARATORS) or given.section,
        date_basis=("text" if from_story else "masthead") if date else given.date_basis,
    )
