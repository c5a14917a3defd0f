"""Lists of items each of which has its address on the web: what a search or the index of a site's section answers.

The addresses, all at the same distance, divide the items; the first other line of one is its headline, the last its
text, cut short by whoever made the list.
"""

import itertools
import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.seeing import features
from archive.ingest.steps.clean import URL

FEWEST = 3  # addresses of a list
LINES = range(2, 5)  # lines of an item beside its address
_SENTENCE = re.compile("[，。：；]")


def head_items(draft: Draft) -> None:
    """Give the lines of such a list that are headline and text of an item their states."""
    places = [at for at, row in enumerate(draft.rows) if URL.fullmatch(row.text)]
    steps = {after - before for before, after in itertools.pairwise(places)}
    if len(places) < FEWEST or len(steps) != 1 or steps.copy().pop() - 1 not in LINES:
        return
    step = steps.pop()
    if places[0] == 0 and len(draft.rows) == places[-1] + step:
        items = [(at + 1, at + step - 1) for at in places]
    elif places[0] == step - 1 and len(draft.rows) == places[-1] + 1:
        items = [(at + 1 - step, at - 1) for at in places]
    else:
        return
    if all(_may_head(draft.rows[first]) and _SENTENCE.search(draft.rows[last].text) for first, last in items):
        for first, last in items:
            draft.rows[first] = draft.rows[first].now(kind=RowKind.HEADING, state=LineState.TITLE)
            draft.rows[last] = draft.rows[last].now(kind=RowKind.BODY, state=LineState.FIRST, starts=True)


def _may_head(row: Row) -> bool:
    return row.width <= features.WIDEST_HEADLINE and "。" not in row.text
