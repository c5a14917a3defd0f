"""How probable it is that an article is divided otherwise than it was read, from the labeller's decisions on its lines.

A risk counts only where the rest of the reading leaves it open. What the labeller would make a headline and rules know
for none divides nothing; nor does a headline whose story begins for certain, were it but the heading of a section.
"""

import dataclasses
import itertools
from bisect import bisect_right
from collections.abc import Iterator

from archive.ingest.draft import Draft, Row, RowKind, Story
from archive.ingest.labelling.states import OPENING, TEXT, LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.labelling.trust import log_odds_of_any
from archive.ingest.steps.classify import is_no_headline
from archive.ingest.words import bylines, reflow
from archive.ingest.words.headlines import NOTICE
from archive.ingest.words.leads import lead_in

_WITHIN = TEXT | {LineState.HEADING}  # what a headline may be else, if its story is a part of the one above


def divided_otherwise(draft: Draft) -> list[float]:
    """For each article the probability that any of its lines divides articles otherwise, as log-odds in decades."""
    certain = set(_certain_headlines(draft.stories))
    return [log_odds_of_any(_risk(row, decision, certain) for row, decision in of) for of in decided_rows(draft)]


def _risk(row: Row, decision: Decision, certain: set[int]) -> float:
    """The probability that a row was wrongly made a beginning of an article, or wrongly none. `certain` are the places
    of headlines whose stories begin for certain."""
    by_a_step = row.state is not None and (row.state in OPENING) != (decision.state in OPENING)
    if by_a_step or (decision.state not in OPENING and is_no_headline(row)):
        return 0.0
    return 0.0 if row.start in certain and decision.rival in _WITHIN else decision.risk


def _certain_headlines(stories: list[Story]) -> Iterator[int]:
    """The places of the headlines of all stories but the first that begin for certain."""
    for above, story in itertools.pairwise(stories):
        if _begins(story) or _is_signed(above):
            yield from (row.start for row in (*story.column, *story.kicker, *story.title, *story.subtitle))


def _begins(story: Story) -> bool:
    """Whether the format marks a headline, it is that of a notice, or dateline, author or day stand above the text, as
    in no section."""
    if any(row.level or NOTICE.fullmatch(row.text) for row in (*story.kicker, *story.title, *story.subtitle)):
        return True
    text = [row for rows in story.paragraphs for row in rows]
    first = min((row.start for row in text), default=0)
    above = any(row.start < first for row in (*story.byline, *story.info))
    return above or (bool(text) and lead_in(reflow.joined(story.paragraphs[0])) is not None)


def _is_signed(story: Story) -> bool:
    """Whether a text ends with who wrote it."""
    if not story.paragraphs:
        return False
    last = story.paragraphs[-1][-1]
    return any(row.start >= last.start for row in story.byline) or bylines.signature(last.text) is not None


def decided_rows(draft: Draft) -> list[list[tuple[Row, Decision]]]:
    """For each article what the labeller decided, of its rows and of those put aside within it or above it.

    What stands below all is of the last; the row with which the next article opens ends this one. Where the format
    divides the articles, no decision does: headings that have a level are left out, and no other row can begin one.
    """
    rows = [list(story.rows) for story in draft.stories]
    ends = sorted((max((row.start for row in of), default=-1), number) for number, of in enumerate(rows))
    for row in draft.outside if rows else ():
        owner = bisect_right(ends, (row.start, len(rows)))
        rows[ends[owner][1] if owner < len(ends) else -1].append(row)
    decided = [[(row, row.decision) for row in of if row.decision is not None] for of in rows]
    for of, after in itertools.pairwise(decided):
        of += [pair for pair in after if pair[1].state in OPENING][:1]
    if not draft.divided_by_format:
        return decided
    return [
        [
            (row, dataclasses.replace(decision, opens=float(decision.state in OPENING)))
            for row, decision in of
            if not (row.kind is RowKind.HEADING and row.level)
        ]
        for of in decided
    ]
