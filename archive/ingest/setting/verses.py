"""Verse and lists: runs of short lines that were ended by their writer and not by a column."""

import re
from collections.abc import Iterator, Sequence

from archive.ingest.draft import Row, RowKind
from archive.ingest.setting import measure
from archive.ingest.setting.measure import NARROWEST
from archive.ingest.setting.oddity import SENTENCE_END, Context
from archive.ingest.words import bylines

REGULATED = 4  # lines of the shortest old form (绝句)
LINES = 5  # headings do not come in so many lines
WIDEST = 20.0
HEADLINE_LINES = 4
SHORT_BY = 2.0  # characters that no line of a column falls short of its measure
_STOP = re.compile('[。！？；!?;]|(?<=[\u4e00-\u9fff”"])[.．](?!\\d)')
ODD_AS_PROSE = 1.0  # a line, on average, in the least odd reading of verse as paragraphs of a column


def stretches(rows: Sequence[Row], context: Context, opens: bool) -> Iterator[tuple[list[Row], bool]]:
    """The rows in order, cut into (rows, whether they are verse).

    `opens` says that a headline is due at the beginning, which is then left out of the verse.
    """
    start = 0
    for first, last in _short_runs(rows):
        begin = first + (_headline_length(rows[first:last]) if opens and first == 0 else 0)
        if not (_is_regulated(rows[begin:last]) or _is_free(rows[begin:last], context)):
            continue
        if begin > start:
            yield list(rows[start:begin]), False
        yield list(rows[begin:last]), True
        start = last
    if start < len(rows):
        yield list(rows[start:]), False


def _short_runs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Where runs of short lines begin and end."""
    first = 0
    for place in range(len(rows) + 1):
        if place == len(rows) or rows[place].width > WIDEST or rows[place].kind is not RowKind.TEXT:
            if place > first:
                yield first, place
            first = place + 1


def _headline_length(rows: Sequence[Row]) -> int:
    """Lines of the headline above a poem: up to the author, or to the first wider gap."""
    for count in range(1, min(HEADLINE_LINES, len(rows))):
        if bylines.is_bare(rows[count].text):
            return count + 1
    for count in range(1, min(HEADLINE_LINES, len(rows))):
        if rows[count].gap > rows[count + 1 if count + 1 < len(rows) else count].gap:
            return count
    return 1


def _is_regulated(rows: Sequence[Row]) -> bool:
    """Whether lines are those of an old form: four or more, of five or seven characters and a mark each."""
    lengths = {len(row.text) for row in rows}
    marked = all(row.text[-1] in "，。！？；,!?;" for row in rows)
    return len(rows) >= REGULATED and marked and len(lengths) == 1 and lengths <= {6, 8}


def _is_free(rows: Sequence[Row], context: Context) -> bool:
    """Whether lines were ended at will and would be odd as prose."""
    if len(rows) < LINES or not _is_ragged(rows):
        return False
    return measure.read_by_measure(rows, context)[1] >= ODD_AS_PROSE * len(rows)


def has_no_stop(rows: Sequence[Row]) -> bool:
    """Whether rows that were taken for one paragraph are verse: short lines, ended at will, that end no sentence."""
    widest = max(row.width for row in rows)
    short = sum(row.width < widest - SHORT_BY for row in rows[:-1])
    stopped = any(_STOP.search(row.text) for row in rows)
    return len(rows) >= REGULATED and widest <= WIDEST and short > 1 and not stopped


def _is_ragged(rows: Sequence[Row]) -> bool:
    """Whether the lines were ended at will: no two thirds of them fill one measure, few end a sentence."""
    widest = max(row.width for row in rows)
    ended = sum(bool(SENTENCE_END.search(row.text)) for row in rows)
    if 3 * ended > len(rows):
        return False
    full = sum(row.width > widest - 2.5 for row in rows)
    return widest < NARROWEST or 2 * full < len(rows)
