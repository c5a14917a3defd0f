"""The masthead (报头): newspaper, date, numbers, page; and page marks further down (第2版：综合).

A line is read in parts (words/imprint.py). What it is follows from which parts it has and from how much of it
was understood; what was not is put aside with a doubt and costs none of the rest.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.types import ParsedIssue
from archive.ingest.words import dates, imprint, pages
from archive.ingest.words.imprint import DATED, OF_A_PORTAL, PAPER, STRONG, Field, Imprint, Known
from archive.ingest.words.signs import SEPARATORS

TOP = 30  # rows in which the block of a masthead is looked for
NEAR = 2  # rows from a page mark to the date that stands beside it
SURE = 3  # fields without which a line that goes on as text has no masthead before it
_REASONS = {
    "credits": "版面编辑",
    "author": "版面编辑",
    "contact": "联系方式",
    "registration": "刊号",
    "pages": "版数",
    "time": "时间",
    "url": "链接",
    "button": "导航",
    "counter": "导航",
    "label": "标记",
    "source": "标记",
    "other": "报头",
    "day": "日期",
    "repeated": "报头",
    "": "报头",
}
_MARK_PARTS = {"page", "section", "newspaper", "label", "button", "day"}
_SLOGAN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:\s*[·•]\s*[\u4e00-\u9fff]{1,6}){1,5}|[A-Z][A-Za-z .]{4,40}")


class MastheadRole(enum.Enum):
    """What a row is to the issue."""

    HEAD = enum.auto()  # names the issue
    INFO = enum.auto()  # tells day and source of one story, as portals print them
    MARK = enum.auto()  # 第2版：综合
    BUTTONS = enum.auto()  # what an electronic edition lets its reader press, and its counters
    LISTED = enum.auto()  # one of several page marks in a row: the list of an edition's pages


@dataclass
class Said:
    """What the rows of the masthead say: (row, field) in the order of the source."""

    values: list[tuple[int, Field]] = field(default_factory=list)

    def first_value(self, name: str, row: int | None = None) -> str:
        """The first value of a field, of one row if asked."""
        return next((f.text for at, f in self.values if f.name == name and row in (None, at)), "")

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
    lines = [imprint.read_imprint(row.text, known) for row in draft.rows]
    roles = _roles(draft.rows, lines)
    said, rows = Said(), []
    for place, (row, line) in enumerate(zip(draft.rows, lines, strict=True)):
        role = roles.get(place)
        if role is MastheadRole.HEAD:
            rows += _take(draft, row, place, _named(row, line, said), said)
        elif role in (MastheadRole.LISTED, MastheadRole.BUTTONS):
            draft.discard(row, "目录" if role is MastheadRole.LISTED else "导航")
        elif role is MastheadRole.MARK:
            rows.append(row.now(kind=RowKind.PAGE))
        else:
            rows.append(row.now(kind=RowKind.INFO) if role is MastheadRole.INFO else row)
    draft.rows = _without_repetitions(draft, rows, said)
    _learn_from_stories(draft, said)
    if said.values:
        draft.issue = _issue(said, draft.issue)
    _settle_page(draft, [imprint.read_imprint(row.text, known) for row in rows if row.kind is RowKind.PAGE])


def _roles(rows: list[Row], lines: list[Imprint]) -> dict[int, MastheadRole]:
    """The roles of the rows that have one."""
    roles: dict[int, MastheadRole] = {}
    for place, line in enumerate(lines):
        if _is_info(line):
            roles[place] = MastheadRole.INFO
        elif _is_complete(line, {"button", "counter", "url", "label"}):
            roles[place] = MastheadRole.BUTTONS
        elif _is_complete(line, _MARK_PARTS) and "page" in line.kinds:
            roles[place] = MastheadRole.MARK
        elif _is_head(line) or _is_edition(line):
            roles[place] = MastheadRole.HEAD
    for place in _of_several_stories(lines, roles):
        roles[place] = MastheadRole.INFO
    marks = {place: lines[place].values("page")[0] for place, role in roles.items() if role is MastheadRole.MARK}
    for place, number in marks.items():
        if any(near in marks and marks[near] != number for near in (place - 1, place + 1)):
            roles[place] = MastheadRole.LISTED
    for place in _block(rows, lines, roles):
        roles[place] = MastheadRole.HEAD
    if not any(role is MastheadRole.HEAD and "date" in lines[place].kinds for place, role in roles.items()):
        for place in _dates_beside(lines, roles):
            roles[place] = MastheadRole.HEAD
    return roles


def _of_several_stories(lines: list[Imprint], roles: dict[int, MastheadRole]) -> list[int]:
    """Rows of a newspaper and a day alone that differ in the day: each tells of one story of a list."""
    beside = {"newspaper", "date", "weekday"}
    rows = [at for at, role in roles.items() if role is MastheadRole.HEAD and lines[at].kinds <= beside]
    days = {dates.find_date(day) for at in rows for day in lines[at].values("date")[:1]}
    return rows if len(days) > 1 else []


def _dates_beside(lines: list[Imprint], roles: dict[int, MastheadRole]) -> list[int]:
    """Rows of nothing but a day that tell of the issue: near a page mark, or, where all agree, anywhere in its file."""
    beside = [place for place, role in roles.items() if role in (MastheadRole.MARK, MastheadRole.HEAD)]
    dated = [place for place, line in enumerate(lines) if _is_date(line)] if beside else []
    near = [place for place in dated if any(abs(place - mark) <= NEAR for mark in beside)]
    days = {dates.find_date(lines[place].values("date")[0]) for place in dated}
    near += [
        place + step
        for place in beside
        for step in (-1, 1)
        if "number" in lines[place].kinds and 0 <= place + step < len(lines) and lines[place + step].kinds == {"date"}
    ]
    return near or (dated if len(days) == 1 else [])


def _understood(line: Imprint) -> bool:
    """Whether most of a line was understood; one that goes on as text must have begun with several fields."""
    return line.known > line.unknown and (line.whole or len(line.kinds & (STRONG | {"weekday", "page"})) >= SURE)


def _is_info(line: Imprint) -> bool:
    """Whether a line tells the day and source of one story: 2019-09-26 12:11 来源：某网 作者：张三."""
    said = OF_A_PORTAL | {"source", "other"}
    if not line.whole or line.known <= line.unknown or line.kinds & ((STRONG - {"date", "contact"}) | {"page"}):
        return False
    return "date" in line.kinds and bool(line.kinds & said)


def _is_complete(line: Imprint, kinds: set[str]) -> bool:
    """Whether a line has fields of these kinds and nothing else."""
    return line.whole and not line.unknown and bool(line.kinds) and line.kinds <= kinds


def _is_head(line: Imprint) -> bool:
    """Whether a row anywhere in the file is a masthead of its own: a newspaper or page, and its date or number."""
    named = "page" in line.kinds or ("newspaper" in line.kinds and "source" not in line.kinds)
    dated = line.kinds & DATED or ("page" in line.kinds and line.kinds & {"weekday", "number"})
    counted = (
        _is_complete(line, {"number", "weekday"}) and len(line.kinds) > 1
    )  # 星期二第32期, its day a line above or below
    return counted or (_understood(line) and named and bool(dated))


def _is_edition(line: Imprint) -> bool:
    """Whether a line says nothing but whose electronic edition or site it is: 清河日报电子版, 清河日报官方网站."""
    return _is_complete(line, {"newspaper", "button"}) and len(line.kinds) == 2


def _is_date(line: Imprint) -> bool:
    """Whether a row holds the day alone, set in what an edition puts around it."""
    said = _is_complete(line, {"date", "weekday", "label", "button"}) and len(line.kinds) > 1 and "date" in line.kinds
    return said and not any("今天" in label for label in line.values("label"))


def _block(rows: list[Row], lines: list[Imprint], roles: dict[int, MastheadRole]) -> set[int]:
    """Rows of the masthead at the top: rows of fields, and short rows of name and slogan among them."""
    block: set[int] = set()
    for index in range(min(TOP, len(rows))):
        line = lines[index]
        known = _understood(line) and roles.get(index) in (None, MastheadRole.HEAD)
        if known and (line.kinds & STRONG or _names_paper(line) or (line.kinds and index - 1 in block)):
            block.add(index)
        elif (index > 0 and not block and not _may_precede(rows[index], roles.get(index))) or (
            block and index - max(block) > NEAR
        ):
            break
    said = frozenset[str]().union(*(lines[index].kinds for index in block))
    if not said & (DATED | {"newspaper"}):
        return set()
    first = min(block)
    headed = any(_may_precede(rows[at], roles.get(at)) or "page" in lines[at].kinds for at in range(first))
    if said == {"date"} and first and not headed:
        return set()  # a day alone below a line of words is that of the story which these head
    named = any("newspaper" in lines[index].kinds for index in block)
    grown = sorted(block)
    for index in grown:
        for near in (index - 1, index + 1):
            if not 0 <= near < len(rows) or near in block:
                continue
            name = not named and _may_be_name(rows[near])
            if name or _SLOGAN.fullmatch(rows[near].text):
                block.add(near)
                grown.append(near)
                named = named or name
    return block


def _names_paper(line: Imprint) -> bool:
    """Whether a row has nothing but the newspaper with its house or its buttons: 清河大学 - 《清河大学报》."""
    paper = next(iter(line.values("newspaper")), "")
    return (
        bool(paper)
        and (bool(line.rest) or "button" in line.kinds)
        and all(end - start < len(paper) for start, end in line.rest)
    )


def _may_precede(row: Row, role: MastheadRole | None) -> bool:
    """Whether a row above the date may belong to the masthead: the name, its pinyin, a slogan, a page mark."""
    return role is not None or _may_be_name(row) or bool(_SLOGAN.fullmatch(row.text))


def _may_be_name(row: Row) -> bool:
    return bool(re.fullmatch(rf"《?{PAPER}》?", row.text.replace(" ", "")))


def _named(row: Row, line: Imprint, said: Said) -> Imprint:
    """The line with the newspaper, where a row of the masthead holds nothing but its name and none named it before."""
    if line.fields or said.first_value("newspaper") or not _may_be_name(row):
        return line
    name = row.text.replace(" ", "").strip("《》")
    return replace(line, fields=(Field("newspaper", 0, len(row.text), name),), rest=())


def _take(draft: Draft, row: Row, place: int, line: Imprint, said: Said) -> list[Row]:
    """Take the masthead out of a row. What is left: the mark of a further page, and text that follows on the row."""
    left = [] if line.whole else [row.part(line.end)]
    head = row if line.whole else row.part(0, line.end)
    page = next(iter(line.values("page")), "")
    if not line.whole:
        paper = imprint.paper_of_lead(row.text[line.end :])
        said.values += [(place, Field("newspaper", 0, 0, paper))] if paper and not line.values("newspaper") else []
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
        said.values.append((place, found))
        position = found.end
    if row.text[position:].strip():
        draft.discard(row.part(position), "报头")
    if line.rest and line.fields:
        words = "、".join(row.text[start:end] for start, end in line.rest)
        draft.doubt("masthead_rest", f"报头里这些字没有看懂，未采用：{words}", [row])


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
            said.values += [(at, found) for found in line.fields if found.name in ("newspaper", "date", "weekday")]


def _settle_page(draft: Draft, marks: list[Imprint]) -> None:
    """The page of the issue where all page marks of a file are one; an issue may be known by its page alone."""
    numbers = [pages.page_number(mark.values("page")[0]) for mark in marks]
    if len({pages.canonical_page(number) for number in numbers}) != 1:
        return
    papers = [paper for mark in marks for paper in mark.values("newspaper")]
    sections = [imprint.section_of(mark) for mark in marks]
    issue = draft.issue or ParsedIssue()
    if not issue.page:
        section = issue.section or next(filter(None, sections), "")
        paper = issue.newspaper or next(iter(papers), "")
        draft.issue = replace(issue, page=numbers[0], section=section, newspaper=paper)


def _publisher(words: str) -> tuple[str, str]:
    """The publisher and its label, which stands before it (主办：某某) or behind (某某主办)."""
    label, colon, name = words.replace(":", "：").partition("：")
    behind = re.search(r"(?:主管|主办|出版|编印)+$", words)
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
