"""The decks of a headline: column, kicker, title and subtitle.

Lines that are set apart are decks of their own. On one line a deck is divided only where form says so:
at a space before ——, and at one after a clause that ends in 强调, 指出, 要求 and the like.
"""

import re

from archive.ingest.draft import Row, Story
from archive.ingest.labelling.states import LineState
from archive.ingest.words.pages import SECTION_NAMES
from archive.ingest.words.reflow import open_pairs
from archive.ingest.words.signs import BULLETS

_NUMBER = re.compile(r"^\W*\d{1,2}\s*[.．、)）]\s*")
_SUBTITLE = re.compile(r"\s*(?:——|—|──|--|－－|–)")
_INNER_SUBTITLE = re.compile(r"(?<=.)\s+(?=(?:——|──|－－)\s*[^—─－\s])")
_KICKER_CLAUSE = re.compile(r"^(\S{6,40}(?:强调|指出|要求|提出|表示))[\s:：]+(?=\S)")
_DASH = "(?:—{1,2}|─{1,2}|－{1,2}|-{2})"
# A rubric between dashes: ——高质量发展看高新——
FRAMED = re.compile(rf"{_DASH}\s*[^—─－，。\s-][^—─－，。]{{1,16}}?\s*{_DASH}")
# A rubric that its frame alone tells: 【聚焦两会】, ——高质量发展看高新——
FRAMED_COLUMN = re.compile(rf"{FRAMED.pattern}|[【\[［][^】\]］]{{2,20}}[】\]］]")
_COLUMN = re.compile(
    rf"{FRAMED.pattern}|{SECTION_NAMES}|[【\[［][^】\]］]{{2,20}}[】\]］]|[{BULLETS}]\s*[\u4e00-\u9fff·“”]{{2,14}}"
    r"|(?:长篇|小说|文学|纪实)?连载|影像|视觉|光影|图片(?:新闻|报道)|简[讯訊]|简明新闻|短[讯訊]|短波|快讯|时讯|一句话新闻|各地动态|要闻速览|信息窗|[\u4e00-\u9fff]{2}(?:要闻|港闻|新闻|快讯|简讯|短讯|动态)"
    r"|[^，。？！]{2,30}(?:专栏|专题|专访|访谈|专题访谈|系列报道|特别报道|特刊)"
    r"(?:[①-⑳]|[（(][一二三四五六七八九十\d]+[)）])?"
)


def divide_headline(story: Story, rows: list[Row], before_note: list[Row]) -> None:
    """Give the rows of a headline group to the decks of an article.

    `before_note` are the rows that stand before an editor's note: what a note introduces is a column.
    """
    story.column += before_note
    decks = _merged(rows)
    while len(decks) > 1 and not story.column and is_column(decks[0][0]):
        story.column += decks.pop(0)
    if not decks:
        if not story.title and not any(row.state is LineState.COLUMN for row in story.column):
            story.title, story.column = story.column, []
        return
    while len(decks) > 1 and _SUBTITLE.match(decks[-1][0].text):
        story.subtitle = decks.pop() + story.subtitle
    if len(decks) == 1:
        _divide_line(story, decks[0])
        return
    above, title, below = _by_state(decks)
    story.kicker += above
    story.title += title
    story.subtitle = below + story.subtitle


def _by_state(decks: list[list[Row]]) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows above the title, of the title and below it: as the labeller took them, or else the second line."""
    titles = [place for place, deck in enumerate(decks) if deck[0].state is LineState.TITLE]
    marked = len(titles) == len(decks) and all(
        deck[0].markup for deck in decks
    )  # the format tells no deck from another
    first, last = (titles[0], titles[-1] + 1) if titles and not marked else (1, 2)
    parts = decks[:first], decks[first:last], decks[last:]
    above, title, below = ([row for deck in part for row in deck] for part in parts)
    return above, title, below


def is_column(row: Row) -> bool:
    """Whether a deck above a headline names a column."""
    return row.state is LineState.COLUMN or bool(_COLUMN.fullmatch(row.text))


def _merged(rows: list[Row]) -> list[list[Row]]:
    """Lines of the headline: rows that were broken within brackets or quotation marks are one."""
    lines: list[list[Row]] = []
    for row in rows:
        if lines and open_pairs(lines[-1][-1].text):
            lines[-1].append(row)
        else:
            lines.append([row])
    return lines


def _divide_line(story: Story, line: list[Row]) -> None:
    row = line[0]
    clause = _KICKER_CLAUSE.match(row.text)
    if clause:
        kicker, row = row.cut(clause.end())
        story.kicker.append(kicker)
    dash = _INNER_SUBTITLE.search(row.text)
    if dash and not story.subtitle and len(line) == 1:
        row, subtitle = row.cut(dash.end())
        story.subtitle.append(subtitle)
    story.title += [row, *line[1:]]


def words_of_title(text: str) -> str:
    """The words of a title without its number."""
    return re.sub(r"\W", "", _NUMBER.sub("", text))
