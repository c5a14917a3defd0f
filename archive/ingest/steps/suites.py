"""Poems of one author under one headline: 诗二首, 清河的秋（外二首). Each has a title, that of the first may be it.

And poems of several authors, each signed beneath its title.
"""

import re

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.seeing import features
from archive.ingest.words import bylines, dates

LONGEST_TITLE = 8.0  # width of the title of a poem among others
FEWEST_LINES = 4  # of verse
_SUITE = re.compile(r"(?P<count>[二两三四五六七八九])首")
_WITH_OTHERS = re.compile(r"[^（(，。]{1,14}[（(]外[一二两三四五六七八九]首[)）]")
_AUTHOR = re.compile(r"[\u3400-\u9fff]{2,4}")


def settle_suites(rows: list[Row]) -> list[Row]:
    """The rows, where the lines of a suite of poems are verse, and so many of them titles as the headline counts."""
    return _by_poets(_titled(_headed(rows)))


def _by_poets(rows: list[Row]) -> list[Row]:
    """The rows, where below the verse of one poet, whose name stands beneath the headline, those of another stand:
    title, name and verse, an article of its own."""
    signed = [at for at in range(1, len(rows) - 1) if _is_signed(*rows[at - 1 : at + 2])]
    if len(signed) < 2 or rows[signed[0] - 1].state not in DECK_STATES:
        return rows
    taken = list(rows)
    for at in signed[1:]:
        taken[at - 1] = rows[at - 1].now(state=LineState.TITLE, kind=RowKind.HEADING)
        taken[at] = rows[at].now(state=LineState.BYLINE, kind=RowKind.BYLINE)
    return taken


def _is_signed(title: Row, name: Row, verse: Row) -> bool:
    """Whether a name stands between a title and verse: behind the sign of an author, or all set apart."""
    apart = bool(title.gap or title.state in DECK_STATES) and bool(name.gap and verse.gap)
    named = name.kind is RowKind.BYLINE or (apart and bylines.is_bare(name.text))
    short = title.kind in (RowKind.HEADING, RowKind.BODY) and title.width <= LONGEST_TITLE * 2
    return named and short and verse.state is LineState.VERSE


def _headed(rows: list[Row]) -> list[Row]:
    """The rows, where at the top the first poem's title with the count of the others (清河的秋（外二首）) is the
    headline, a name above it its author, and all below is verse if no line is as long as one of prose."""
    at = next((place for place, row in enumerate(rows[:2]) if _WITH_OTHERS.fullmatch(row.text)), None)
    if at is None or (at and not _AUTHOR.fullmatch(rows[0].text)):
        return rows
    author = [row.now(state=LineState.BYLINE, kind=RowKind.BYLINE) for row in rows[:at]]
    lines = [row for row in rows[at + 1 :] if row.kind is RowKind.BODY]
    if len(lines) >= FEWEST_LINES and all(row.width <= features.LONG for row in lines):
        verse = {"state": LineState.VERSE, "starts": True}
        rows = [row.now(**verse) if row.kind is RowKind.BODY else row for row in rows]
    return [rows[at].now(state=LineState.TITLE, kind=RowKind.HEADING), *author, *rows[at + 1 :]]


def _titled(rows: list[Row]) -> list[Row]:
    """The rows, where the first lines of so many stanzas are the titles of the poems of a suite as lack one; where
    lines stand alone between blank ones, these."""
    named = next((match for row in rows if row.state in DECK_STATES and (match := _SUITE.search(row.text))), None)
    headings = [at for at, row in enumerate(rows) if row.state is LineState.HEADING]
    if named is None or not headings:
        return rows
    verse = [at for at in range(headings[0], len(rows)) if rows[at].state is LineState.VERSE and rows[at].gap]
    verse = [at for at in verse[:-1] if rows[at + 1].gap] or verse
    titles = [at for at in verse if rows[at].width <= LONGEST_TITLE]
    if len(headings) + len(titles) != dates.number(named["count"]) or len(titles) < len(verse):
        return rows
    heading = {"state": LineState.HEADING, "kind": RowKind.HEADING}
    return [row.now(**heading) if at in titles else row for at, row in enumerate(rows)]
