"""States that are amended once all rows have theirs: what only the whole of them tells."""

import itertools
import re
import statistics
from collections.abc import Iterator
from operator import itemgetter

from archive.ingest.draft import Row, RowKind
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.seeing import features
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.setting.verses import has_no_stop
from archive.ingest.steps.beneath import settle_beneath
from archive.ingest.steps.closing import settle_closing
from archive.ingest.steps.counted import settle_counted
from archive.ingest.steps.levels import settle_levels
from archive.ingest.steps.pictures import settle_arrows, settle_numbered
from archive.ingest.steps.suites import settle_suites
from archive.ingest.words import reflow
from archive.ingest.words.bylines import read_byline
from archive.ingest.words.labels import NOTE_LABEL
from archive.ingest.words.leads import lead_in
from archive.ingest.words.signs import ARROWS, LEADING_BULLETS

LINES_OF_HEADLINE = 3
FEWEST_APART = 2  # blank lines within a text, by which its paragraphs may be known
BROKEN = 0.5  # share of the other lines above which a text is wrapped, not written in short paragraphs
_OF_PICTURE = re.compile("[摄图]")
_OPENING = re.compile(
    r"(?:近日|日前|近期|连日来|昨[日天晚]|今[日天晨]|(?:\d{1,2}月)?\d{1,2}日(?:[上下]午|晚|起)?)[，,]"
)
# 修“便民”桥，畅通村组出行路; 疏通老渠老沟 打造灌溉示范片
_HALVES = re.compile(r"(?P<first>[\u3400-\u9fff“”]{4,14})[\s，,](?P<word>[\u3400-\u9fff]{2})[\u3400-\u9fff“”]{2,20}")
_STOPS = re.compile("[。；！？…：]")
_ENDED = re.compile(r"[。！？!?…”’：:；;）)】」』》.]$")
# The figures of a telephone or a card, too many for a year, a day or a sum at the end of one line and the next.
FEWEST_DIGITS = 9
_NUMBER_AT_END, _NUMBER_AT_START = re.compile(r"\d+$"), re.compile(r"\d+")
LEAST_HEADING = 0.6  # the probability from which on a heading is one whatever blank lines say
BELOW_FULL = 2.5  # widths of a character by which a full line may be less than the widest


def amend_states(rows: list[Row]) -> list[Row]:
    """The rows of the articles with what their neighbours tell of them."""
    rows = _with_text(_headed_first(rows))
    rows = settle_closing(settle_numbered(settle_arrows(settle_levels(_across_numbers(rows)))))
    rows = settle_counted(rows)
    rows = _above_authors(_set_apart_alike(rows))
    rows = _above_reports(_headed_anyhow(settle_beneath(_with_parallel_headings(rows))))
    return _by_blank_lines(settle_suites(_with_verse(_within_sentences(rows))))


def _headed_first(rows: list[Row]) -> list[Row]:
    """The rows, where a heading between who wrote and the first text, which it divides from none, is the headline."""
    front = list(itertools.takewhile(lambda row: row.kind in (RowKind.BYLINE, RowKind.INFO, RowKind.PAGE), rows))
    first = rows[len(front)] if len(front) < len(rows) else None
    signed = any(row.kind is RowKind.BYLINE for row in front)
    if first is None or not signed or first.state is not LineState.HEADING or first.level:
        return rows
    return [*front, first.now(state=LineState.TITLE), *rows[len(front) + 1 :]]


def _with_text(rows: list[Row]) -> list[Row]:
    """The rows, where an editor's note that no label tells is text: below who wrote, or where nothing else is text
    below its headline."""
    taken: list[Row] = []
    for headed, run in itertools.groupby(rows, key=lambda row: row.state in DECK_STATES):
        part = list(run)
        alone = not headed and not any(row.kind is RowKind.BODY for row in part)
        for noted, of in itertools.groupby(part, key=lambda row: row.state is LineState.NOTE):
            notes, above = list(of), taken[-1:]
            told = any(NOTE_LABEL.match(row.text) for row in (*above, *notes))
            signed = any(row.kind is RowKind.BYLINE for row in above)
            if noted and not told and (alone or signed):
                notes = [row.now(state=LineState.FIRST, kind=RowKind.BODY) for row in notes]
            taken += notes
    return taken


def _across_numbers(rows: list[Row]) -> list[Row]:
    """The rows, where two that one number goes over are lines of one paragraph, whatever else they look like, two of
    which one ends and the next begins with a number of its own are text, and so are captions that no blank line parts
    from what was made text."""
    taken = list(rows)
    for place, (above, row) in enumerate(itertools.pairwise(rows), start=1):
        parts = _NUMBER_AT_END.search(above.text), _NUMBER_AT_START.match(row.text)
        if row.gap or above.level or row.level or not all(parts):
            continue
        if sum(len(part[0]) for part in parts if part) >= FEWEST_DIGITS:
            if not _is_running(taken[place - 1]):
                taken[place - 1] = _as_text(above)
            if not reflow.are_two_numbers(above.text, row.text):
                taken[place] = row.now(state=LineState.FURTHER, kind=RowKind.BODY, starts=False)
            elif not _is_running(row):
                taken[place] = _as_text(row)
    return list(_with_lines_around(rows, taken))


def _with_lines_around(rows: list[Row], taken: list[Row]) -> Iterator[Row]:
    """The rows as taken, where captions are text that no blank line parts from rows which numbers made text, unless
    they say themselves that they tell of a picture."""
    breaks = itertools.accumulate(bool(row.gap) or row.kind not in (RowKind.CAPTION, RowKind.BODY) for row in taken)
    for _, run in itertools.groupby(zip(breaks, rows, taken, strict=True), key=itemgetter(0)):
        pairs = [(before, now) for _, before, now in run]
        made = any(_is_running(now) and not _is_running(before) for before, now in pairs)
        yield from (_as_text(now) if made and _is_bare_caption(now) else now for _, now in pairs)


def _is_bare_caption(row: Row) -> bool:
    return row.kind is RowKind.CAPTION and row.text[0] not in ARROWS and not _OF_PICTURE.search(row.text)


def _as_text(row: Row) -> Row:
    return row.now(state=LineState.FIRST, kind=RowKind.BODY, starts=True)


def _with_parallel_headings(rows: list[Row]) -> list[Row]:
    """The rows, where those in one form (修“便民”桥，…; … 打造…) of which one is a heading all are headings."""
    forms: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for form in _forms_of(row) if _may_be_heading(row) else ():
            forms.setdefault(form, []).append(at)
    taken = list(rows)
    for places in forms.values():
        headed = len(places) > 1 and any(rows[at].state is LineState.HEADING for at in places)
        for at in places if headed else ():
            taken[at] = rows[at].now(state=LineState.HEADING, kind=RowKind.HEADING)
    return taken


def _may_be_heading(row: Row) -> bool:
    told = row.state in (LineState.TITLE, LineState.HEADING) or _is_running(row)
    return told and not row.level and row.width <= features.WIDEST_HEADLINE and not _STOPS.search(row.text)


def _forms_of(row: Row) -> list[str]:
    """The forms that parallel headings share: bold type, or signs of the first half and the word that begins the
    second."""
    if row.markup == "strong":
        return [row.markup]
    halves = _HALVES.fullmatch(row.text)
    if halves is None:
        return []
    quoted = [re.sub(r"[\u3400-\u9fff]", "字", halves["first"])] if "“" in halves["first"] else []
    return [*quoted, halves["word"]]


def _headed_anyhow(rows: list[Row]) -> list[Row]:
    """The rows, where those at the top are the headline that no other is: above a byline, or what is no caption."""
    if any(row.state in DECK_STATES for row in rows):
        return rows
    signed = [at for at, row in enumerate(rows[: LINES_OF_HEADLINE + 1]) if row.kind is RowKind.BYLINE][:1]
    captioned = bool(rows) and rows[0].kind is RowKind.CAPTION and any(row.kind is RowKind.BODY for row in rows[1:2])
    count = signed[0] if signed else int(captioned)
    if any(_is_no_headline(row) for row in rows[:count]):
        return rows
    return [row.now(state=LineState.TITLE, kind=RowKind.HEADING) for row in rows[:count]] + rows[count:]


def _is_no_headline(row: Row) -> bool:
    told = row.markup.startswith("caption") or row.kind not in (RowKind.CAPTION, RowKind.BODY, RowKind.HEADING)
    return told or row.width > features.WIDEST_HEADLINE or bool(_OF_PICTURE.search(row.text) or "。" in row.text)


def _set_apart_alike(rows: list[Row]) -> list[Row]:
    """The rows, where a heading that may be a headline is one if as many blank lines as above a headline, and more than
    above any text, set it apart."""
    text = max((row.gap for row in rows if row.kind is RowKind.BODY), default=0)
    apart = {row.gap for row in rows if row.state is LineState.TITLE and row.gap > text}
    return [
        row.now(state=LineState.TITLE)
        if row.state is LineState.HEADING and row.gap in apart and _is_unsure(row)
        else row
        for row in rows
    ]


def _is_unsure(row: Row) -> bool:
    """Whether the labeller has a heading nearly as much for a headline."""
    decision = row.decision
    return decision is not None and decision.rival in DECK_STATES and decision.sure < LEAST_HEADING


def _above_authors(rows: list[Row]) -> list[Row]:
    """The rows, where bare words that were taken for an author right above □张三 are the headline of what he wrote."""
    taken = list(rows)
    for place, (row, below) in enumerate(itertools.pairwise(rows)):
        signed = below.kind is RowKind.BYLINE and below.text.startswith("□")
        if signed and row.kind is RowKind.BYLINE and not row.text.startswith("□") and read_byline(row.text) is None:
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING)
    return taken


def _above_reports(rows: list[Row]) -> list[Row]:
    """The rows, where a short one between an ended paragraph and dateline and reporters is the headline of these;
    above 近日，… it is where the labeller, too, takes it for a headline if not for text."""
    taken = list(rows)
    for place in range(1, len(rows) - 1):
        above, row, below = rows[place - 1 : place + 2]
        if not (_is_running(row) and _ends(above) and row.width <= features.WIDEST_HEADLINE) or _STOPS.search(row.text):
            continue
        lead = lead_in(below.text) if below.kind is RowKind.BODY else None
        reported = lead is not None and lead.dateline and lead.byline is not None and row.width <= features.LONG
        opened = row.decision is not None and row.decision.rival in DECK_STATES and _OPENING.match(below.text)
        if (reported or (opened and below.width > features.WIDEST_HEADLINE)) and not lead_in(row.text):
            taken[place] = row.now(state=LineState.TITLE, kind=RowKind.HEADING)
    return taken


def _within_sentences(rows: list[Row]) -> list[Row]:
    """The rows, where none begins a paragraph without an indent below a line that ends no sentence, if that is full
    or the labeller, too, says that the text goes on; where it says that one begins, below a blank line, one does."""
    full = max((row.width for row in rows if _is_running(row)), default=0.0) - BELOW_FULL
    usual = statistics.median_low([row.gap for row in rows]) if rows else 0
    taken = list(rows)
    for place, (above, row) in enumerate(itertools.pairwise(rows), start=1):
        joined = (
            row.starts
            and _is_running(above)
            and _is_running(row)
            and row.gap <= usual
            and row.indent < above.indent + 1
        )
        goes_on = row.state is LineState.FURTHER or above.width >= full
        if joined and goes_on and not _ENDED.search(above.text) and not LEADING_BULLETS.match(row.text):
            taken[place] = row.now(starts=False)
        elif row.state is LineState.FIRST and row.gap > usual and _is_running(above) and _ends(above):
            taken[place] = row.now(starts=True)
    return taken


def _with_verse(rows: list[Row]) -> list[Row]:
    """The rows, where paragraphs that no sentence ends in are verse, whose lines were taken for a column's."""
    taken = list(rows)
    first = 0
    for place in range(1, len(rows) + 1):
        if place < len(rows) and rows[place].state is LineState.FURTHER and not rows[place].starts:
            continue
        if rows[first].state in (LineState.OPENING, LineState.FIRST) and has_no_stop(rows[first:place]):
            taken[first:place] = [row.now(state=LineState.VERSE, starts=True) for row in rows[first:place]]
        first = place
    return taken


def _ends(row: Row) -> bool:
    """Whether a paragraph may end with a row: it is no text, or ends a sentence."""
    return row.kind is not RowKind.BODY or bool(SENTENCE_END.search(row.text))


def _by_blank_lines(rows: list[Row]) -> list[Row]:
    """The rows, where blank lines and no indents set the paragraphs of a wrapped text apart."""
    pairs = [at for at in range(1, len(rows)) if _is_running(rows[at - 1]) and _is_running(rows[at])]
    apart = [at for at in pairs if rows[at].gap]
    within = [at for at in pairs if not rows[at].gap]
    ended = all(SENTENCE_END.search(rows[at - 1].text) for at in apart)
    broken = sum(not SENTENCE_END.search(rows[at - 1].text) for at in within)
    indents = {round(rows[at].indent) for at in (*pairs, *(at - 1 for at in pairs))}
    if len(apart) < FEWEST_APART or not ended or broken <= BROKEN * len(within) or len(indents) > 1:
        return rows
    return [row.now(starts=False) if at in within else row for at, row in enumerate(rows)]


def _is_running(row: Row) -> bool:
    return row.kind is RowKind.BODY and row.state in (LineState.OPENING, LineState.FIRST, LineState.FURTHER)
