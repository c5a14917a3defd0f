"""What a row of a page can be. The labels of training pages are the values of these states."""

import enum


class LineState(enum.Enum):
    """The state of a row in the reading of a whole page."""

    MASTHEAD = "masthead"  # newspaper, date and numbers of the issue
    PAGE = "page"  # 第2版：综合
    INFO = "info"  # date and source of a story: 2021-11-05 来源：…
    COLUMN = "column"  # a rubric above a headline: 【聚焦两会】
    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    NOTE = "note"  # 编者按：…
    HEADING = "heading"  # of a section of an article
    OPENING = "opening"  # first line of an article that has no headline
    FIRST = "first"  # first line of a paragraph
    FURTHER = "further"  # further line of a paragraph
    CAPTION = "caption"
    LIST = "list"  # an item of a list, a line of names
    VERSE = "verse"
    CREDITS = "credits"  # 责任编辑：…
    CONTENTS = "contents"  # titles of other articles or of pages
    FURNITURE = "furniture"  # buttons, links, notices of a site


DECK_STATES = frozenset({LineState.COLUMN, LineState.KICKER, LineState.TITLE, LineState.SUBTITLE})
OPENING = DECK_STATES | {LineState.OPENING}  # of a row that begins an article
TEXT = frozenset({LineState.OPENING, LineState.FIRST, LineState.FURTHER, LineState.LIST, LineState.VERSE})
# States that make the same of an article: which deck a line is, or whether it begins a paragraph, divides nothing.
_ALIKE = (
    DECK_STATES,
    frozenset({LineState.FIRST, LineState.FURTHER, LineState.LIST, LineState.VERSE}),
    frozenset({LineState.BYLINE, LineState.CREDITS}),
    frozenset({LineState.MASTHEAD, LineState.PAGE, LineState.CONTENTS, LineState.FURNITURE}),
)
ALIKE_STATES = {state: next((alike for alike in _ALIKE if state in alike), frozenset({state})) for state in LineState}
# States that make the same of where an article begins and of its headline, of which a column above it is no part.
_BEGINNINGS = (DECK_STATES - {LineState.COLUMN}, frozenset({LineState.COLUMN}), frozenset({LineState.OPENING}))
BEGIN_ALIKE = {
    state: next((alike for alike in _BEGINNINGS if state in alike), frozenset(LineState) - OPENING)
    for state in LineState
}
