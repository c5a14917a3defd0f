"""Rows with their labels: 标题：…, "title": "…", a label above its value, 【标题】… several on one line, and records.

A record is what a database or a crawler writes out, every line `name: value` with names of its own making
(paper_name, h1, updatetime). Names that are known say what their values are; of other values the form does: the name
of a newspaper, a page's number, a dateline, and a text where none is labelled so.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.ingest.draft import Draft, Row
from archive.ingest.words import imprint, labels, leads, pages

FEWEST_LABELS = 3  # fewer labelled lines are a byline or an info line
LONGEST_UNKNOWN = 40  # characters of a row whose label no list has
FEWEST_NAMES = 5  # lines of a record that begin with a name, at least
FEWEST_KNOWN = 2  # of these with a name that is known
LABEL_BARS = "|｜;；"  # between labels on one line
LEAST_BODY = 40  # Chinese characters of a value that is the text where no name says so
LONGEST_BEFORE = 20  # characters of a number or the like before the first label on a line
DATELINE = "dateline"  # the key of a value that is one
UNTOLD = frozenset({labels.ATTRIBUTE, "other"})  # keys that say nothing of the article
_HAN = re.compile(r"[\u3400-\u9fff]")
_MAY_BE_TITLE = re.compile(r"(?=(?:[^\u3400-\u9fff]*[\u3400-\u9fff]){7})[^。/\\]{7,60}")
_INTRODUCTION = re.compile(rf"[^:：]{{1,{LONGEST_BEFORE}}}[:：]")
_END_OF_PARAGRAPH = re.compile(r"</p\b|<br\b", re.IGNORECASE)


@dataclass(frozen=True)
class LabelledRow:
    """A label with its value, which `whole` is the row or the two rows of: `marks` are the label and what closes it.

    `value` is None where none stands behind the label. Of a row without a label the key is empty.
    """

    key: str
    whole: tuple[Row, ...]
    marks: tuple[Row, ...] = ()
    value: Row | None = None
    tagged: bool = False
    named: bool = False  # the file is a record
    role: str = ""  # of the people that the value names

    @property
    def text(self) -> str:
        """The value, empty where there is none."""
        return self.value.text if self.value else ""


def labelled_rows(draft: Draft) -> list[LabelledRow]:
    """The rows of a draft with their labels, which stand before their values or, where that is the way, above them."""
    rows = [part for row in draft.rows for part in _cut_at_labels(draft, row)]
    if any(label.key == "title" for label in (labels.field_label(row.text) for row in rows) if label):
        rows = [part for row in rows for part in _cut_inside(draft, row)]
    if _is_introduced(rows):
        draft.discard(rows.pop(0), "标记")
    draft.rows = rows
    named = [labels.named_value(row.text) for row in rows]
    if _is_record(len(rows), [label for label in named if label]):
        lines = [_labelled(row, label) for row, label in zip(rows, labels.of_record(named), strict=True)]
        return _by_form([replace(line, named=bool(line.key)) for line in lines])
    return _above_or_before(rows)


def _above_or_before(rows: list[Row]) -> list[LabelledRow]:
    """The rows with their labels, which stand above their values where most of a file's do, else before them."""
    alone = [labels.label_alone(row.text) for row in rows]
    above = [bool(key) and not after for key, after in itertools.pairwise([*alone, "-"])]
    plain = _with_unknown_ones(rows, [labels.field_label(row.text) or labels.people_label(row.text) for row in rows])
    stacked = sum(above) >= FEWEST_LABELS and sum(above) * 2 > sum(label is not None for label in plain)
    lines: list[LabelledRow] = []
    place = 0
    while place < len(rows):
        if stacked and above[place]:
            label, value = rows[place], rows[place + 1]
            role = labels.role_named(label.text.strip("【】[]:： "))
            lines.append(LabelledRow(alone[place], (label, value), (label,), value, role=role))
            place += 2
        else:
            lines.append(_labelled(rows[place], plain[place]))
            place += 1
    return lines


def _with_unknown_ones(rows: list[Row], found: list[labels.FieldLabel | None]) -> list[labels.FieldLabel | None]:
    """The labels of the rows, with those that no list has amid a head of several that one has: 【语种】, 分类号："""
    body = next((place for place, label in enumerate(found) if label and label.key == "body"), len(rows))
    known = [place for place, label in enumerate(found[: body + 1]) if label and label.key != labels.CREDIT]
    if sum(place < body for place in known) < FEWEST_LABELS:
        return found
    amid = {at for at in range(known[0], known[-1]) if len(rows[at].text) <= LONGEST_UNKNOWN}
    return [label or (labels.unknown_label(rows[at].text) if at in amid else None) for at, label in enumerate(found)]


def paragraphs_of(draft: Draft, line: LabelledRow) -> list[Row]:
    """A text or dateline in the paragraphs that its marks of HTML divide; a value of a record is whole ones."""
    rows: list[Row] = []
    value = line.value
    if value is None:
        return rows
    for (_, end), (start, _) in itertools.pairwise(value.slices):
        if _END_OF_PARAGRAPH.search(draft.text[end:start]):
            length = sum(high - low for low, high in value.slices if high <= end)
            head, value = value.cut(length)
            rows.append(head)
    if line.named and not rows:
        return [value.as_paragraph()]
    markup = "p" if rows else ""
    return [row.now(gap=1, starts=True, markup=markup) for row in (*rows, value)]


def _cut_at_labels(draft: Draft, row: Row) -> list[Row]:
    """A row with several labels in brackets, cut before each; a number before the first is put aside."""
    starts = labels.bracketed_labels(row.text)
    if not starts or (len(starts) < FEWEST_LABELS and starts[0] == 0) or starts[0] > LONGEST_BEFORE:
        return [row]
    if starts[0]:
        draft.discard(row.part(0, starts[0]), "标记")
    ends = [*starts[1:], len(row.text)]
    return [row.part(start, end) for start, end in zip(starts, ends, strict=True)]


def _cut_inside(draft: Draft, row: Row) -> list[Row]:
    """A labelled row with further labels on it, cut before each: 来源：清河日报 | 记者：张三."""
    starts = [] if row.level else labels.inner_labels(row.text)
    parts = [row.part(start, end) for start, end in itertools.pairwise([0, *starts, len(row.text)])]
    for place, part in enumerate(parts):
        if part.text[-1] in LABEL_BARS:
            draft.discard(part.part(len(part.text) - 1), "标记")
            parts[place] = part.part(0, len(part.text) - 1)
    return parts if starts else [row]


def _is_introduced(rows: list[Row]) -> bool:
    """Whether the first row only says that labelled ones follow: 示例："""
    follow = [labels.field_label(row.text) is not None for row in rows[1 : 1 + FEWEST_LABELS]]
    return len(follow) == FEWEST_LABELS and all(follow) and bool(_INTRODUCTION.fullmatch(rows[0].text))


def _labelled(row: Row, label: labels.FieldLabel | None) -> LabelledRow:
    if label is None:
        return LabelledRow("", (row,))
    marks = [row.part(0, label.start)]
    marks += [row.part(label.end)] if row.text[label.end :].strip() else []
    value = row.part(label.start, label.end) if row.text[label.start : label.end].strip() else None
    return LabelledRow(label.key, (row,), tuple(marks), value, row.text.startswith("<"), role=label.role)


def _is_record(rows: int, found: list[labels.FieldLabel]) -> bool:
    """Whether so many of the rows begin with names that the file is a record."""
    known = sum(label.key != labels.ATTRIBUTE for label in found)
    return known >= FEWEST_KNOWN and (len(found) == rows or (len(found) >= FEWEST_NAMES and len(found) * 2 > rows))


def _by_form(lines: list[LabelledRow]) -> list[LabelledRow]:
    """The lines of a record, where a value whose name is not known, or not there, is told by its form."""
    keys = [line.key for line in lines if line.value]
    if keys.count("title") > 1:
        return lines
    if not any(line.key == "page" and pages.has_number(line.text) for line in lines):
        lines = [replace(line, key="section") if line.key == "page" else line for line in lines]
        lines = _told(lines, "page", lambda text: pages.read_page_mark(text) is not None)
    if "newspaper" not in keys:
        lines = _told(lines, "newspaper", lambda text: bool(imprint.NAME_OF_PAPER.fullmatch(text)))
    if "title" not in keys:
        lines = _told(lines, "title", lambda text: bool(_MAY_BE_TITLE.fullmatch(text)), frozenset({labels.ATTRIBUTE}))
    if "body" not in keys:
        lines = with_longest_as_body(lines)
    return _told(lines, DATELINE, leads.is_dateline)


def with_longest_as_body(lines: list[LabelledRow]) -> list[LabelledRow]:
    """The lines, where the longest value of which nothing is told is the text: of a record that has no other."""
    longest = max((line.text for line in lines if line.key in UNTOLD), key=len, default="")
    return _told(lines, "body", lambda text: text == longest and len(_HAN.findall(text)) >= LEAST_BODY)


def _told(
    lines: list[LabelledRow], key: str, has_form: Callable[[str], bool], among: frozenset[str] = UNTOLD
) -> list[LabelledRow]:
    """The lines, the first whose value has a form among those that no name tells of with this key."""
    place = next((at for at, line in enumerate(lines) if line.key in among and has_form(line.text)), None)
    return [replace(line, key=key) if at == place else line for at, line in enumerate(lines)]
