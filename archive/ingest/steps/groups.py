"""Groups: heading rows that stand together, with what follows them up to the next ones.

An article is one or several groups; split.py says which of them begin one.
"""

import re
from dataclasses import dataclass, field

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.setting.oddity import NUMBERED
from archive.ingest.words import headlines, imprint
from archive.ingest.words.bylines import is_bare
from archive.ingest.words.leads import lead_in

_DATE_ONLY = re.compile(
    r"[\d〇零一二三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_NEWS = re.compile(r"[（(【\[]\s*(?:本[报報]|又)[讯訊]\s*[）)】\]]|(?:本报|又)讯\s")  # 电影院加价 above （又讯）…
_MOMENT = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_SIGNER = re.compile(r"(?:局|委|会|府|院|公司|中心|办公室|队|处|部|社|校|学|厂|站|馆|厅|组)$")
APART = 3  # lines between headings of one level that belong to different articles
LABEL = 8  # characters before a value in which its label ends
FRONT = (RowKind.BYLINE, RowKind.INFO, RowKind.SIGNATURE)


@dataclass
class HeadingGroup:
    """Rows of one group. `page` and `section` are those of the last page mark before it."""

    headings: list[Row] = field(default_factory=list)
    column: list[Row] = field(default_factory=list)  # headings before an editor's note that more headings follow
    front: list[Row] = field(default_factory=list)  # notes, bylines and info lines before the body
    body: list[Row] = field(default_factory=list)
    page: str = ""
    section: str = ""
    opens: bool = False  # begins an article

    @property
    def bare(self) -> bool:
        """Whether it has neither headline nor text, only names, a date or captions."""
        return not (self.headings or self.column) and all(
            row.kind in (RowKind.CREDIT, RowKind.CAPTION, *FRONT) for row in self.front + self.body
        )

    @property
    def is_roll(self) -> bool:
        """Whether a list of names is all its text."""
        return bool(self.body) and all(row.state is LineState.LIST and row.markup != "li" for row in self.body)

    @property
    def headlined(self) -> bool:
        """Whether its headings are the decks of a headline and not the heading of a section."""
        return any(row.state in DECK_STATES for row in self.headings + self.column)

    @property
    def reported(self) -> bool:
        """Whether the text below its headings begins with dateline and reporters, as one of a section does not."""
        lead = lead_in(self.lead) if self.headings and not self.front else None
        named = lead is not None and bool(lead.dateline) and lead.byline is not None
        return named or bool(self.headings and not self.front and _NEWS.match(self.lead))

    @property
    def lead(self) -> str:
        """The first line of the body."""
        return next((row.text for row in self.body if row.kind is RowKind.BODY), "")

    @property
    def gap(self) -> int:
        """The blank lines before the group."""
        rows = self.column or self.headings or self.front or self.body
        return rows[0].gap

    @property
    def empty(self) -> bool:
        return not (self.headings or self.column or self.front or self.body)

    @property
    def level(self) -> str:
        """The highest level of its headings, h1 … h6, or empty."""
        return min((row.level for row in self.headings if row.level), default="")


def groups_of(draft: Draft) -> list[HeadingGroup]:
    """The rows of a draft in groups; the first may have no heading."""
    page = section = ""
    if draft.issue is not None and any(row.kind is RowKind.PAGE for row in draft.rows):
        page, section = draft.issue.page, draft.issue.section
    groups = [HeadingGroup(page=page, section=section)]
    for place, row in enumerate(draft.rows):
        group = groups[-1]
        if row.kind is RowKind.PAGE:
            page, section = imprint.told_page(row.text, imprint.known_by(draft.profile))
            draft.claim(row, "issue/page")
            if _stands_below_headline(draft.rows, place, group):
                group.page, group.section, group.opens = page, section, True
            else:
                groups.append(HeadingGroup(page=page, section=section, opens=True))
        elif row.kind is RowKind.COLUMN:
            _add_column(draft, place, groups)
        elif _opens_brief(row, group):
            groups.append(HeadingGroup(page=page, section=section, opens=True, body=[row]))
        elif row.kind is RowKind.HEADING:
            if _follows_note(group, row):
                group.column, group.headings = group.headings, []
            elif _starts_group(group, row):
                groups.append(HeadingGroup(page=page, section=section))
            groups[-1].headings.append(row)
        elif row.kind in (RowKind.NOTE, *FRONT) and all(above.kind is RowKind.CAPTION for above in group.body):
            group.front.append(row)
        else:
            group.body.append(row)
    return _with_inscriptions([group for group in groups if not group.empty])


def _add_column(draft: Draft, place: int, groups: list[HeadingGroup]) -> None:
    """Add the row at a place, a column, to the group above or to one that opens an article."""
    row, group = draft.rows[place], groups[-1]
    if _is_rubric_below(draft.rows, place, group):
        group.column.append(row)
    elif _is_column_of_above(draft, place, groups):
        (group.body if group.body or not group.headlined else group.column).append(row)
    elif group.empty:
        group.column.append(row)
    else:
        groups.append(HeadingGroup(column=[row], page=group.page, section=group.section, opens=True))


def _is_rubric_below(rows: list[Row], place: int, group: HeadingGroup) -> bool:
    """Whether a rubric in its frame (【清河人家】) stands between a headline, with its pictures, and its text."""
    framed = headlines.FRAMED_COLUMN.fullmatch(rows[place].text) and group.headlined and not group.column
    begun = any(row.kind is RowKind.BODY for row in group.body)
    return bool(framed) and not begun and any(row.kind is RowKind.BODY for row in rows[place + 1 : place + 2])


def _is_column_of_above(draft: Draft, place: int, groups: list[HeadingGroup]) -> bool:
    """Whether a column behind its label (专栏：…) is that of the story above it: below a headline or its text.

    Not where that story has one, nor where a headline follows that is no farther from it than the text above.
    """
    row, group = draft.rows[place], groups[-1]
    if not (group.headings or group.body) or not draft.shadow[max(0, row.start - LABEL) : row.start].rstrip().endswith(
        (":", "：")
    ):
        return False
    opened = next((at for at in reversed(range(len(groups))) if groups[at].opens or groups[at].headlined), 0)
    if any(of.column or any(below.kind is RowKind.COLUMN for below in of.body) for of in groups[opened:]):
        return False
    below = draft.rows[place + 1 : place + 2]
    headed = [of for of in below if of.kind is RowKind.HEADING and (of.state in DECK_STATES or of.level)]
    return not group.body or not headed or headed[0].gap >= row.line - draft.rows[place - 1].line


def _opens_brief(row: Row, group: HeadingGroup) -> bool:
    """Whether text begins an article without a headline: the labeller says so, or one dateline comes after another."""
    texts = [body for body in group.body if body.kind is RowKind.BODY]
    if row.kind is not RowKind.BODY or not texts:
        return False
    if row.state is LineState.OPENING or _parts_stories(group.body[-1]):
        return True
    headless = row.starts and not (group.headings or group.column or group.front)
    return headless and all(lead is not None and lead.dateline for lead in (lead_in(texts[0].text), lead_in(row.text)))


def _parts_stories(row: Row) -> bool:
    """Whether a row below text is day and time of a story, as a list of stories without headlines has below each."""
    return row.kind is RowKind.INFO and bool(_MOMENT.fullmatch(row.text))


def _stands_below_headline(rows: list[Row], place: int, group: HeadingGroup) -> bool:
    """Whether a page mark stands between a headline and its text, as in exports of databases, and opens nothing."""
    below = rows[place + 1].kind if place + 1 < len(rows) else None
    return bool(group.headings) and not group.body and below in (RowKind.BODY, RowKind.BYLINE)


def _with_inscriptions(groups: list[HeadingGroup]) -> list[HeadingGroup]:
    """The groups, where a name and a date below a letter or notice (落款) stand at the end of its body."""
    kept: list[HeadingGroup] = []
    for group in groups:
        if kept and kept[-1].body and _is_inscription(group):
            kept[-1].body += [row.now(kind=RowKind.BODY, starts=True) for row in group.headings] + group.front
            kept[-1].body += group.body
        else:
            kept.append(group)
    return kept


def _is_inscription(group: HeadingGroup) -> bool:
    """Whether a group has nothing but a signer and a date before its body, which then goes on with other matter."""
    dated = bool(group.front) and all(_DATE_ONLY.fullmatch(row.text) for row in group.front)
    if not dated or group.level or len(group.headings) > 2:
        return False
    return not group.body or all(_SIGNER.search(row.text) or is_bare(row.text.split()[-1]) for row in group.headings)


def _follows_note(group: HeadingGroup, row: Row) -> bool:
    """Whether the headings before an editor's note turn out to be a column, since the headline comes after it.

    Headings of one level in the markup are headlines of different articles, the first of which is a mere note.
    """
    noted = group.front and all(front.kind is RowKind.NOTE for front in group.front)
    return bool(
        noted
        and group.headings
        and not group.column
        and not group.body
        and not (group.level and group.level == row.markup)
    )


def _starts_group(group: HeadingGroup, row: Row) -> bool:
    """Whether a heading row is the first of a new group rather than a further line of the last one."""
    if row.markup.endswith("+") and group.headings and not group.body:
        return False
    above = FRONT if group.column else (RowKind.INFO,)
    if not (group.headings or group.body) and all(front.kind in above for front in group.front):
        return False  # the day and source of a story may stand above its headline, below a column its author too
    only_notes = all(front.kind is RowKind.NOTE for front in group.front)
    if group.body or not only_notes or (group.front and group.headings and not group.column):
        return True
    if not group.headings:
        return False
    last = group.headings[-1]
    if (row.state in DECK_STATES) != (last.state in DECK_STATES):
        return True
    if row.state in DECK_STATES:
        if row.state is LineState.SUBTITLE or (row.level and last.state in (LineState.KICKER, LineState.COLUMN)):
            return False  # levels.py found it by its level
        levels = bool(group.level) and bool(row.level)
        return levels and (group.level != row.markup or row.line - last.line > APART)
    numbered = bool(NUMBERED.match(row.text)) or bool(NUMBERED.match(last.text) and row.markup)
    return numbered or last.markup.rstrip("+") != row.markup


def rank(row: Row) -> int:
    """The rank of a heading within its article, by markup or by the sign before it; lower is higher up."""
    if row.level:
        return int(row.level[1])
    match = NUMBERED.match(row.text)
    return {"high": 10, None: 11, "low": 12, "digit": 13}[match.lastgroup if match else None]
