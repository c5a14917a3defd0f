"""Decks of a headline that a format marks as headings of a lower level: ### kicker, # title, ### subtitle."""

import itertools
from collections import Counter

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.words import bylines, headlines

SHORTEST_DECK = 5  # characters of a line of words; a shorter one names a column or a section


def settle_levels(rows: list[Row]) -> list[Row]:
    """The rows, where a heading right above one of a higher level is its kicker or column, and one of a lower level
    right below a headline its subtitle, if no other heading of the file has that level."""
    count = Counter(row.level for row in rows if row.markup)
    if len(count) - ("" in count) < 2:
        return rows
    taken = list(rows)
    for place, (above, below) in enumerate(itertools.pairwise(rows)):
        if not (_may_be_deck(above) and _may_be_deck(below)):
            continue
        if above.level > below.level:
            deck = LineState.KICKER if _has_words(above) else LineState.COLUMN
            taken[place] = above.now(state=deck, kind=RowKind.HEADING)
            taken[place + 1] = below.now(state=LineState.TITLE, kind=RowKind.HEADING)
            continue
        others = count[below.level] - (place > 0 and rows[place - 1].level == below.level) - 1
        if above.level < below.level and below.state in DECK_STATES and _has_words(above) and not others:
            taken[place + 1] = below.now(state=LineState.SUBTITLE)
    return taken


def _may_be_deck(row: Row) -> bool:
    headed = row.state in DECK_STATES or row.state is LineState.HEADING
    return bool(row.level) and headed and bylines.kind_of(row.text) is None


def _has_words(row: Row) -> bool:
    return len(headlines.words_of_title(row.text)) >= SHORTEST_DECK and not headlines.is_column(row)
