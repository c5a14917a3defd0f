"""Reading lines by their measure: which of them belong to one paragraph, which are headings or captions.

A column has a measure, its width in characters. Set in it, the first line of a paragraph is two characters
short (the indent; a program that cut the lines may have known of none), the last one usually shorter, every
other one full; punctuation may be squeezed to half its width, and a line may lack a character that must not
stand at its end. The measure is local: it changes where a picture stands in the column or the text runs across
the page. Text that was never set in a column has one line a paragraph.

All readings of a run of lines are compared by what would be odd in them, and the least odd is taken (dynamic
programming after Viterbi 1967; the idea of a cost for each line is that of Knuth and Plass 1981, the other
way round). Costs are small numbers: 1 is unusual, 3 is hardly ever seen.
"""

import enum
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.ingest.draft import Row
from archive.ingest.setting import oddity
from archive.ingest.setting.oddity import INDENT

UNWRAPPED = math.inf  # the measure of lines that are whole paragraphs
MAX_MEASURES = 8
NARROWEST, WIDEST = 8.0, 90.0
CHANGE_OF_MEASURE = 3.0
LOOSE = 1.0  # a paragraph that is set loosely
HOPELESS = 15.0  # a reading that is so much odder than another is not followed up
COUNTED = 1.5  # lines that agree in their number of characters are so many more than those that agree in width
JUST_FULL = 1.3  # a last line that happens to be full


class Reading(enum.Enum):
    """What a line is in a reading of the text."""

    FIRST = enum.auto()  # of a paragraph
    NEXT = enum.auto()  # a further line of the paragraph
    HEADING = enum.auto()
    CAPTION = enum.auto()
    GLUED = enum.auto()  # the end of a paragraph with a heading after it on the same line
    GLUED_FIRST = enum.auto()


class Step(NamedTuple):
    """The best way to have read the lines up to one of them: its cost and how it came about."""

    cost: float
    reading: Reading
    before: tuple[int, bool]


ReadingState = tuple[int, bool]  # index of the setting; whether the paragraph is complete


@dataclass(frozen=True)
class Setting:
    """How a paragraph is set: its measure, and whether loosely, so that its lines may lack two characters."""

    measure: float
    loose: bool = False


def read_by_measure(
    rows: Sequence[Row], context: oddity.Context, opens: bool = False, signed: bool = False
) -> tuple[list[Reading], float]:
    """What each of the rows is, and how odd that is altogether.

    The rows are the undecided ones between two of known kind; `opens` says that a headline is due there,
    `signed` that a byline stands right below them.
    """
    if not rows:
        return [], 0.0
    settings = [Setting(wide, loose) for wide in measures_of(rows, context) for loose in (False, True)]
    settings.append(Setting(UNWRAPPED))
    table: list[dict[ReadingState, Step]] = [
        {(index, True): Step(0.0, Reading.FIRST, (index, True)) for index in range(len(settings))}
    ]
    for place, row in enumerate(rows):
        table.append(_advance(table[-1], settings, row, oddity.Neighbours.around(rows, place, opens, signed), context))
    end = min(table[-1], key=lambda state: table[-1][state].cost + (0 if state[1] else oddity.BROKEN_OFF))
    cost = table[-1][end].cost
    readings: list[Reading] = []
    for steps in reversed(table[1:]):
        step = steps[end]
        readings.append(step.reading)
        end = step.before
    return readings[::-1], cost


def measures_of(rows: Sequence[Row], context: oddity.Context) -> list[float]:
    """Measures that several lines seem to be set in: the commonest widths, in halves of a character."""
    widths = Counter(wide for wide in map(context.wide, rows) if NARROWEST <= wide <= WIDEST)
    near = Counter({wide: sum(widths[wide + d] for d in (-0.5, 0, 0.5)) + widths[wide] for wide in widths})
    measures: list[float] = []
    for wide, count in near.most_common():
        if count >= 3 and all(abs(wide - other) >= 1.0 for other in measures):
            measures.append(wide)
    return measures[:MAX_MEASURES]


def are_counted(rows: Sequence[Row]) -> bool:
    """Whether lines were cut after a number of characters: then their numbers agree better than their widths."""
    rows = [row for row in rows if NARROWEST <= row.width <= WIDEST and row.width != len(row.text)]
    numbers = Counter(len(row.text) for row in rows)
    widths = Counter(row.width for row in rows)
    near = max((widths[wide] + widths[wide - 0.5] for wide in widths), default=0)
    return max(numbers.values(), default=0) > COUNTED * near


def indent_of(rows: Sequence[Row], context: oddity.Context) -> float:
    """By how much first lines of paragraphs are shorter than the measure: by the indent, or by nothing.

    It is seen where a paragraph is sure to begin: below a short line that ends a sentence.
    """
    measures = measures_of(rows, context)
    if not measures:
        return INDENT
    firsts = [
        context.wide(row) - measures[0]
        for before, row in itertools.pairwise(rows)
        if context.wide(before) < measures[0] - 2 * INDENT and oddity.SENTENCE_END.search(before.text)
    ]
    full, short = (sum(abs(over + less) <= 0.5 for over in firsts) for less in (0.0, INDENT))
    return 0.0 if full > 2 * short + 1 else INDENT


def _advance(
    steps: dict[ReadingState, Step],
    settings: list[Setting],
    row: Row,
    near: oddity.Neighbours,
    context: oddity.Context,
) -> dict[ReadingState, Step]:
    """The best steps after one more row."""
    costs = oddity.costs_of_row(row, near, context)
    best: dict[ReadingState, Step] = {}

    def offer(state: ReadingState, cost: float, reading: Reading, before: ReadingState) -> None:
        held = best.get(state)
        if held is None or cost < held.cost:
            best[state] = Step(cost, reading, before)

    wide = context.wide(row)
    for index, closed, origins in _moves(steps, settings):
        setting = settings[index]
        reading = Reading.FIRST if closed else Reading.NEXT
        indent = context.indent if closed else 0.0
        ending = _fit(wide, costs.squeezable, setting, indent, last=True)
        going_on = _fit(wide, costs.squeezable, setting, indent, last=False)
        going_on += costs.broken if setting.measure == UNWRAPPED else 0.0
        for origin, base in origins:
            base += costs.start if closed else costs.go_on
            base += LOOSE if closed and setting.loose else 0.0
            offer((index, True), base + costs.last + ending, reading, origin)
            offer((index, False), base + going_on, reading, origin)
            offer((index, True), base + costs.glued, Reading.GLUED_FIRST if closed else Reading.GLUED, origin)
    for (index, closed), step in steps.items():
        offer((index, closed), step.cost + costs.caption, Reading.CAPTION, (index, closed))
        cost = step.cost + costs.heading + (0.0 if closed else oddity.BROKEN_OFF)
        cost += oddity.SECOND_LINE if step.reading is Reading.HEADING else 0.0
        offer((index, True), cost, Reading.HEADING, (index, closed))
    limit = min(step.cost for step in best.values()) + HOPELESS
    return {state: step for state, step in best.items() if step.cost <= limit}


def _moves(
    steps: dict[ReadingState, Step], settings: list[Setting]
) -> Iterator[tuple[int, bool, list[tuple[ReadingState, float]]]]:
    """Setting of the next row, whether the paragraph before it is complete, and the states before with the cost up to
    now: each setting is reached from itself or, where that is cheaper, from the best other."""
    for closed in (True, False):
        costs = {state[0]: step.cost for state, step in steps.items() if state[1] is closed}
        cheapest = min(costs, key=costs.__getitem__, default=None)
        if cheapest is None:
            continue
        for index, setting in enumerate(settings):
            origins = [((index, closed), costs[index])] if index in costs else []
            if cheapest != index:
                same = settings[cheapest].measure == setting.measure and closed
                cost = costs[cheapest] + (0.0 if same else CHANGE_OF_MEASURE)
                if not origins or cost < origins[0][1]:
                    origins.append(((cheapest, closed), cost))
            yield index, closed, origins


def _fit(wide: float, squeezable: float, setting: Setting, indent: float, last: bool) -> float:
    """How odd the width of a line is in a setting."""
    if setting.measure == UNWRAPPED:
        return 0.0
    over = wide - setting.measure + indent
    if over > 0:
        squeezed = min(over, squeezable)
        rest = over - squeezed
        return 0.3 * squeezed + (0.0 if rest <= 0.5 else 2.0 * rest)
    if last:
        return JUST_FULL if over > -1.5 else 0.0
    if setting.loose and over >= -2.5:
        return min(-0.5 * over, 0.6)
    return -0.5 * over if over >= -1.5 else -1.5 * over
