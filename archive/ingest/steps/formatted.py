"""What the format tells of rows, whatever the labeller takes them for: items of lists, headings of its lower levels."""

import itertools
from collections.abc import Iterator, Sequence

from archive.ingest.draft import Row
from archive.ingest.labelling.states import DECK_STATES, TEXT, LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.setting.oddity import NUMBERED, SENTENCE_END
from archive.ingest.words import bylines, imprint

# What the labeller takes for text or a heading; where the format tells the headline, for an article's first line, too.
_WITHIN = TEXT - {LineState.OPENING} | {LineState.HEADING}
_ANYWHERE = TEXT | DECK_STATES | {LineState.HEADING}
# What the labeller takes short lines for that stand apart.
STANDING_APART = frozenset({LineState.INFO, LineState.BYLINE, LineState.MASTHEAD, LineState.FURNITURE})
ITEM_STATES = _ANYWHERE | STANDING_APART
FEWEST_ITEMS = 2  # in a row


def items_of_lists(rows: Sequence[Row], decisions: Sequence[Decision], headlined: bool) -> set[int]:
    """The places of items of lists: of several in a row that the format sets as such, no number before them, where the
    labeller takes one of them for text or a heading, or where text stands around them or a colon above them.
    `headlined`: the format tells the headline, so that none of them is one."""
    listable = _ANYWHERE if headlined else _WITHIN
    found: set[int] = set()
    for run in _runs(rows):
        if _is_amid_text(rows, decisions, run):
            found.update(run)
        elif any(decisions[at].state in listable for at in run):
            found.update(at for at in run if decisions[at].state in listable | STANDING_APART)
    return {at for at in found if bylines.kind_of(rows[at].text) is None}


def _runs(rows: Sequence[Row]) -> Iterator[list[int]]:
    listed = (row.markup == "li" and not NUMBERED.match(row.text) for row in rows)
    for is_listed, run in itertools.groupby(enumerate(listed), key=lambda pair: pair[1]):
        places = [at for at, _ in run]
        if is_listed and len(places) >= FEWEST_ITEMS:
            yield places


def _is_amid_text(rows: Sequence[Row], decisions: Sequence[Decision], run: Sequence[int]) -> bool:
    """Whether text stands above a list and goes on below it, or leads to it with a colon."""
    above, below = run[0] - 1, run[-1] + 1
    if above < 0 or decisions[above].state not in TEXT:
        return False
    if rows[above].text.endswith((":", "：")):
        return True
    ended = below < len(rows) and all(SENTENCE_END.search(rows[at].text) for at in (above, below))
    return ended and decisions[below].state in TEXT


def ends_list(item: Row, row: Row) -> bool:
    """Whether a row right below the item of a list is no more of it: a paragraph of its own."""
    return item.markup == "li" != row.markup and item.state is LineState.LIST and bool(row.markup or row.gap)


def headings_of_parts(rows: Sequence[Row], decisions: Sequence[Decision], top: str) -> set[int]:
    """The places of headings of parts among the rows that the format marks as such, of a lower level than `top`, and
    that the labeller takes for what stands apart: above text, with a number or on the level of a heading, and without
    anything that tells of day, source or office."""
    levels = {
        row.level
        for row, decision in zip(rows, decisions, strict=True)
        if decision.state in DECK_STATES or decision.state is LineState.HEADING
    }
    pairs = itertools.pairwise(zip(rows, decisions, strict=True))
    return {
        at
        for at, ((row, decision), (_, after)) in enumerate(pairs)
        if row.level > top != "" and decision.state in STANDING_APART and after.state in TEXT
        if (NUMBERED.match(row.text) or row.level in levels) and _tells_nothing(row.text)
    }


def _tells_nothing(text: str) -> bool:
    return not (imprint.read_imprint(text).fields or imprint.SOURCE_NAME.fullmatch(text) or bylines.kind_of(text))
