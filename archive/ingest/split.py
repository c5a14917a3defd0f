"""Rows of known kind to articles: where one ends and the next begins, and what belongs to it.

A group of headings begins an article where a byline, a dateline (本报讯) or an editor's note follows it, where
the format says so by its levels, after a page mark or a signature, and at the start of the file. A group
that has none of this is a heading within the article, unless it is the only one of its kind there and the
file holds several articles: headings come in twos at least.
"""

import re
from dataclasses import dataclass, field

from archive.ingest import bylines, headlines, masthead
from archive.ingest.classify import NUMBERED
from archive.ingest.clean import without_bullet
from archive.ingest.draft import Draft, Kind, Part, Row, Story
from archive.ingest.leads import lead_in


@dataclass
class Group:
    """Heading rows that stand together, and all that follows up to the next group."""

    headings: list[Row] = field(default_factory=list)
    column: list[Row] = field(default_factory=list)  # headings that stand before an editor's note
    front: list[Row] = field(default_factory=list)  # notes, bylines and info lines before the body
    body: list[Row] = field(default_factory=list)
    page: str = ""
    section: str = ""
    opens: bool = False  # begins an article for certain
    level: int = 0

    @property
    def lead(self) -> Row | None:
        return next((row for row in self.body if row.kind is Kind.BODY), None)


def divide(draft: Draft) -> None:
    """Make the articles of a draft from its rows."""
    groups = _groups(draft)
    _set_levels(groups)
    _mark_openings(groups)
    for number, group in enumerate(groups):
        if number == 0 or group.opens:
            draft.stories.append(_opened(draft, group))
        else:
            _add_part(draft, draft.stories[-1], group)
    draft.rows = []


def _groups(draft: Draft) -> list[Group]:
    groups = [Group()]
    page, section = "", ""
    for row in draft.rows:
        group = groups[-1]
        if row.kind is Kind.PAGE:
            page, section = masthead.page_of(row.text)
            draft.claim(row, "issue/page")
            groups.append(Group(page=page, section=section, opens=True))
        elif row.kind is Kind.HEADING:
            if _starts_group(group, row):
                groups.append(Group(page=page, section=section))
                group = groups[-1]
            group.headings.append(row)
        elif row.kind is Kind.NOTE and not group.body:
            group.column, group.headings = group.column + group.headings, []
            group.front.append(row)
        elif row.kind in (Kind.BYLINE, Kind.INFO, Kind.SIGNATURE) and not group.body:
            group.front.append(row)
        elif row.kind is Kind.BODY and group.front and not group.headings and not row.starts and not group.body:
            group.front.append(row.now(kind=Kind.NOTE))
        else:
            group.body.append(row)
    return [group for group in groups if group.headings or group.column or group.front or group.body]


def _starts_group(group: Group, row: Row) -> bool:
    """Whether a heading row is the first of a new group rather than a further line of the last one."""
    if group.body:
        return True
    if any(front.kind is not Kind.NOTE for front in group.front):
        return True
    if not group.headings:
        return False
    last = group.headings[-1]
    return bool(NUMBERED.match(row.text)) or last.markup != row.markup or bool(NUMBERED.match(last.text) and row.markup)


def _set_levels(groups: list[Group]) -> None:
    """Level 2 for headings, 3 for those beneath them, by markup or by the signs of numbering."""
    signs = {sign for group in groups if group.headings for sign in [_sign(group.headings[0])]}
    order = sorted(signs)
    for group in groups:
        if group.headings:
            sign = _sign(group.headings[0])
            above = [other for other in order if other[0] == sign[0] and other < sign and other[1] != "h1"]
            group.level = 3 if above else 2


def _sign(row: Row) -> tuple[str, str]:
    """By what a heading is marked: the kind of mark and its rank within the kind."""
    if re.fullmatch("h[1-6]", row.markup):
        return "markup", row.markup
    match = NUMBERED.match(row.text)
    if match:
        rank = {"high": "1", "low": "2", "digit": "3"}[match.lastgroup or "high"]
        return "number", rank
    return "plain", ""


def _mark_openings(groups: list[Group]) -> None:
    for number, group in enumerate(groups):
        if not group.headings and not group.column:
            continue
        before = groups[number - 1] if number else None
        group.opens = group.opens or number == 0 or _opens(group, before)
    if sum(group.opens for group in groups) < 2:
        return
    run: list[Group] = []
    for group in [*groups, Group(opens=True)]:
        if group.opens:
            if len(run) == 1 and run[0].headings and not NUMBERED.match(run[0].headings[0].text):
                run[0].opens = True
            run = []
        elif group.headings:
            run.append(group)


def _opens(group: Group, before: Group | None) -> bool:
    """Whether form alone says that a group begins an article."""
    if group.front:
        return True
    lead = group.lead
    if lead is not None and lead_in(lead.text):
        return True
    if before is not None and not before.headings and not before.column and before.page:
        return True
    last = before.body[-1] if before is not None and before.body else None
    return last is not None and (last.kind is Kind.SIGNATURE or bylines.signature(last.text) is not None)


def _opened(draft: Draft, group: Group) -> Story:
    story = Story(page=group.page, section=group.section)
    headlines.divide(story, group.headings, group.column)
    for row in group.front:
        if row.kind is Kind.NOTE:
            story.editor_note.append(row)
        elif row.kind is Kind.INFO:
            story.info.append(row)
        else:
            story.byline.append(row)
    _add_body(draft, story, group.body)
    return story


def _add_part(draft: Draft, story: Story, group: Group) -> None:
    headings = [without_bullet(draft, row) for row in group.column + group.headings]
    story.parts.append(Part(group.level, headings))
    _add_body(draft, story, group.front + group.body)


def _add_body(draft: Draft, story: Story, rows: list[Row]) -> None:
    part = story.parts[-1]
    for row in rows:
        if row.kind is Kind.CAPTION:
            story.captions.append(([row], len(story.paragraphs)))
        elif row.kind is Kind.INFO:
            story.info.append(row)
        elif row.kind is Kind.CREDIT:
            story.credits.append(row)
        elif row.kind in (Kind.BYLINE, Kind.SIGNATURE):
            story.byline.append(row)
        elif row.starts or not part.paragraphs:
            part.paragraphs.append([row])
        else:
            part.paragraphs[-1].append(row)
