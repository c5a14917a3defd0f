"""Groups of rows to articles: where one ends and the next begins, and what belongs to it.

A group begins an article where its headings are the decks of a headline, where the format says so by its
levels, after a page mark, and at the start of the file. Any other group is a section of the article.
"""

import itertools
import re

from archive.ingest.draft import Draft, Row, RowKind, Story, StoryPart
from archive.ingest.labelling.states import LineState
from archive.ingest.setting.oddity import NUMBERED, SENTENCE_END
from archive.ingest.steps import metadata
from archive.ingest.steps.clean import without_bullet
from archive.ingest.steps.groups import FRONT, HeadingGroup, groups_of, rank
from archive.ingest.steps.heads import is_section
from archive.ingest.words import bylines, headlines, signs
from archive.ingest.words.leads import lead_in

_DAY_BEHIND = re.compile(r"\s*[\[（(【]\s*(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|-\d{1,2}-\d{1,2})\s*[\]）)】]$")
ECHO = 40.0  # a wider row of text is no title said again


def divide_articles(draft: Draft) -> None:
    """Make the articles of a draft from its rows."""
    draft.rows = _without_echoes(draft)
    groups = groups_of(draft)
    _mark_openings(draft, groups)
    groups = _with_whole_headlines(groups)
    for group in groups:
        if _names_staff(group):
            for row in group.body:
                draft.discard(row, "版面编辑")
        elif group.opens or not draft.stories:
            draft.stories.append(_opened(draft, group))
        else:
            _add_part(draft, draft.stories[-1], group)
    _without_numbers(draft)
    _without_staff(draft)
    for story in draft.stories:
        _set_levels(story)
    draft.rows = []


def _names_staff(group: HeadingGroup) -> bool:
    """Whether a group is nothing but who made the page: 本版编辑：… below its number, before the first headline."""
    return not (group.headings or group.column or group.front) and all(row.kind is RowKind.CREDIT for row in group.body)


def _without_staff(draft: Draft) -> None:
    """Put aside who made the page, where that is the last line of a page of several articles: not the last one's."""
    if len(draft.stories) < 2 or draft.issue is None or any(story.credits for story in draft.stories[:-1]):
        return
    last = draft.stories[-1]
    text = max((row.start for row in last.rows if row not in last.credits), default=0)
    foot = [row for row in last.credits if row.start > text and bylines.kind_of(row.text) is RowKind.CREDIT]
    for row in foot:
        last.credits.remove(row)
        draft.discard(row, "版面编辑")


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _mark_openings(draft: Draft, groups: list[HeadingGroup]) -> None:
    """Set HeadingGroup.opens."""
    single = not groups or draft.source.single
    draft.divided_by_format = single or (not metadata.value(draft, "title") and _mark_by_level(draft, groups))
    if single:
        first = next((group for group in groups if not group.bare), None)  # below a byline beside the masthead
        for number, group in enumerate(groups):
            group.opens = group is (first or groups[0]) or number == 0
    if draft.divided_by_format:
        return
    for number, group in enumerate(groups):
        below_roll = number > 0 and groups[number - 1].is_roll
        headlined = (group.headlined and not below_roll) or group.reported
        group.opens = number == 0 or (not group.bare and (group.opens or headlined))
    last = groups[-1]
    if last.headlined and not last.body and not any(group.headings for group in groups[:1]):
        last.opens = False  # a title that stands at the end of its text


def _with_whole_headlines(groups: list[HeadingGroup]) -> list[HeadingGroup]:
    """The groups, where a headline without a text is part of the headline below: a date stands between, or links."""
    kept: list[HeadingGroup] = []
    for group in groups:
        above = kept[-1] if kept else None
        if above is not None and above.bare and group.opens and not _names_staff(above):
            pictures = [row for row in above.body if row.kind is RowKind.CAPTION]
            group.front = above.front + [row for row in above.body if row not in pictures] + group.front
            group.body = pictures + group.body
            kept[-1] = group
            continue
        if above is not None and _is_column_of(group, above):
            above.column, above.body = above.column + group.headings, above.body + group.front + group.body
            continue
        if above is not None and _is_deck_of(group, above):
            above.headings += [row.now(state=LineState.SUBTITLE) for row in group.headings]
            above.front, above.body = above.front + group.front, group.body
            continue
        if above is None or not (above.opens and group.headlined) or above.body or not above.headings or above.level:
            kept.append(group)
            continue
        group.headings = above.headings + group.headings
        group.column, group.front = above.column + group.column, above.front + group.front
        group.opens = True
        kept[-1] = group
    return kept


def _is_column_of(group: HeadingGroup, above: HeadingGroup) -> bool:
    """Whether the heading below a headline and its pictures is a rubric in its frame: 【清河人家】."""
    begun = any(row.kind is RowKind.BODY for row in above.body) or not above.headlined
    framed = bool(group.headings) and all(headlines.FRAMED_COLUMN.fullmatch(row.text) for row in group.headings)
    return framed and not begun and not group.opens


def _is_deck_of(group: HeadingGroup, above: HeadingGroup) -> bool:
    """Whether headings that no format marks are a further deck of the headline, which it marks, above day or source."""
    bare = not above.body and bool(above.front) and all(row.kind is RowKind.INFO for row in above.front)
    return bare and above.opens and bool(above.level) and bool(group.headings) and not (group.opens or group.level)


def _mark_by_level(draft: Draft, groups: list[HeadingGroup]) -> bool:
    """Openings by the levels of a format: the highest level that stands more than once, and from the start on.

    In a file with a masthead a heading of that level with nothing below it but headings of the next one names
    a section of the paper, and the headings of the next level are the headlines; where these count parts (一、 …),
    it is the headline of all of them.
    """
    levels = sorted({group.level for group in groups if group.level})
    first = next((group for group in groups if not group.empty), None)
    if not levels or first is None or first.level != levels[0]:
        return False
    top = [group for group in groups if group.level == levels[0]]
    names = _section_names(groups, levels) if draft.issue is not None else []
    if len(top) - len(names) < 2 and not names:
        return False
    section = ""
    for group in groups:
        if group in names:
            section = group.headings[0].text
            for row in group.headings:
                draft.claim(row, "issue/section")
        elif group.level == levels[0]:
            section = ""
        under = bool(section) and group.level == levels[min(1, len(levels) - 1)]
        group.opens = group not in names and (group.level == levels[0] or under)
        group.section = group.section or section
    groups[:] = [group for group in groups if group not in names]
    return True


def _section_names(groups: list[HeadingGroup], levels: list[str]) -> list[HeadingGroup]:
    if len(levels) < 2:
        return []
    return [
        group
        for group, after in itertools.pairwise(groups)
        if group.level == levels[0]
        and not (group.front or group.body)
        and after.level == levels[1]
        and not _counts_part(after, group)
    ]


def _counts_part(group: HeadingGroup, above: HeadingGroup) -> bool:
    """Whether a heading has the number of a part of what the one above it heads: 一、 （一） 1. …

    Below the name of a section figures count headlines.
    """
    number = NUMBERED.match(group.headings[0].text)
    if number is None or number[0][0] in signs.BULLETS:
        return False
    return number.lastgroup != "digit" or not is_section(above.headings[0].text)


def _opened(draft: Draft, group: HeadingGroup) -> Story:
    story = Story(page=group.page, section=group.section)
    given = {key: metadata.value(draft, key) for key in metadata.HEADLINE_KEYS} if not draft.stories else {}
    story.given = {key: value for key, value in given.items() if value}
    headings = [without_bullet(draft, row) for row in group.headings]
    printed = _bare("".join(row.text for row in headings))
    if story.given.get("title") and _bare(story.given["title"]) not in printed:
        group.headings = headings
        _add_front(story, group)
        if headings:
            story.parts.append(StoryPart(2, headings))
    else:
        if len(headings) > 1 and bylines.is_author(headings[-1].text):
            story.byline.append(headings.pop())
        headlines.divide_headline(story, headings, group.column)
        _add_front(story, group)
    _add_body(draft, story, _after_byline(story, _after_title_again(draft, story, group.body)))
    return story


def _without_echoes(draft: Draft) -> list[Row]:
    """The rows without those that say a headline again before its text has begun, as electronic editions do."""
    headline: set[str] = set()
    kept: list[Row] = []
    for row in itertools.chain.from_iterable(map(_with_day_apart, draft.rows)):
        words = _bare(row.text)
        begun = row.kind is RowKind.BODY and (row.width > ECHO or SENTENCE_END.search(row.text))
        if begun or row.kind is RowKind.PAGE:
            headline = set()
        if words in headline and row.kind in (RowKind.HEADING, RowKind.CAPTION, RowKind.BODY):
            draft.discard(row, "重复标题")
            continue
        if row.kind is RowKind.HEADING and words:
            headline.add(words)
        kept.append(row)
    return kept


def _with_day_apart(row: Row) -> list[Row]:
    """A headline, and the day in brackets behind it, as sites have it in lists, a row of its own."""
    day = _DAY_BEHIND.search(row.text) if row.kind is RowKind.HEADING else None
    if day is None or not row.text[: day.start()].strip():
        return [row]
    title, behind = row.cut(day.start())
    return [title, behind.now(kind=RowKind.INFO, state=LineState.INFO)]


def _add_front(story: Story, group: HeadingGroup) -> None:
    for row in group.front:
        if row.kind is RowKind.NOTE:
            story.editor_note.append(row)
        elif row.kind is RowKind.INFO:
            story.info.append(row)
        else:
            story.byline.append(row)


def _after_title_again(draft: Draft, story: Story, body: list[Row]) -> list[Row]:
    """The body without the headline that is said again at its very beginning, on the line of its first words.

    A blank or a dateline must set it apart: a sentence may begin with the words of its headline.
    """
    words = "".join(_bare(NUMBERED.sub("", row.text, count=1)) for row in story.title)
    again = re.match(r"\W*".join(words), body[0].text) if body and len(words) > 3 else None
    behind = body[0].text[again.end() :] if again else ""
    if again is None or not behind.strip() or not (behind[0].isspace() or lead_in(behind)):
        return body
    draft.discard(body[0].part(0, again.end()), "重复标题")
    return [body[0].part(again.end()).now(starts=True), *body[1:]]


def _without_numbers(draft: Draft) -> None:
    """Take away the numbers with which a list of articles counts its headlines: 1. … 2. …"""
    firsts = [story.title[0] if story.title else None for story in draft.stories]
    numbers = [NUMBERED.match(row.text) if row else None for row in firsts]
    counted = [int(re.sub(r"\D", "", match[0])) if match and match["digit"] else 0 for match in numbers]
    first = next((place for place, number in enumerate(counted) if number), 0)
    last = next((place for place, number in enumerate(counted) if place > first and not number), len(counted))
    if (
        any(counted[last:])
        or last - first < min(2, len(counted))
        or counted[first:last] != list(range(1, last - first + 1))
    ):
        return
    for story, match in zip(draft.stories, numbers, strict=True):
        if match and match["digit"] and story.title[0].text[match.end() :].strip():
            draft.discard(story.title[0].part(0, match.end()), "标记")
            story.title[0] = story.title[0].part(match.end())


def _after_byline(story: Story, body: list[Row]) -> list[Row]:
    """The body without a first line that holds nothing but names."""
    if body and story.title and not story.byline and body[0].kind is RowKind.BODY and bylines.is_bare(body[0].text):
        story.byline.append(body[0])
        return [row.now(starts=True) if number == 0 else row for number, row in enumerate(body[1:])]
    return body


def _add_part(draft: Draft, story: Story, group: HeadingGroup) -> None:
    level = min((rank(row) for row in group.headings), default=0)
    headings = [without_bullet(draft, row) for row in group.column + group.headings]
    if headings:
        story.parts.append(StoryPart(level, headings))
    _add_body(draft, story, group.front + group.body)


def _set_levels(story: Story) -> None:
    """Level 2 for the headings of the highest rank in the article, 3 for those below."""
    ranks = [part.level for part in story.parts if part.heading]
    for part in story.parts:
        if part.heading:
            part.level = 2 if part.level == min(ranks) else 3


def _add_body(draft: Draft, story: Story, rows: list[Row]) -> None:
    part = story.parts[-1]
    for row in rows:
        if row.markup == "caption+" and story.captions:
            story.captions[-1][0].append(row)
        elif row.kind is RowKind.CAPTION:
            story.captions.append(([without_bullet(draft, row)], len(story.paragraphs)))
        elif row.kind is RowKind.COLUMN:
            story.column.append(row)
        elif row.kind is RowKind.INFO:
            story.info.append(row)
        elif row.kind is RowKind.CREDIT:
            story.credits.append(row)
        elif row.kind in FRONT:
            story.byline.append(row)
        elif row.starts or not part.paragraphs:
            part.paragraphs.append([row])
        else:
            part.paragraphs[-1].append(row)
