"""What is seen of a row before its state is decided: its form, and that of two neighbours on each side.

A feature is a short string. Those of form hold for any newspaper: length, width against the column, how the
line begins and ends, blank lines, place on the page, markup, and what the parsers of fields find in it. Those
of characters are few and only of short lines; training keeps those that several sites share.
"""

import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.seeing import evidence, sharing
from archive.ingest.words import signs
from archive.ingest.words.leads import lead_in
from archive.language.folding import fold

REACH = 2  # neighbours on each side whose form is seen
LONG = 26.0  # a line of body text that stands for itself is hardly shorter; in widths of a character
WIDEST_HEADLINE = 40.0  # a line of a headline is hardly wider
MEASURE = 22.0  # the widest line of a run in which verse is told from text set in a column
FEWEST_OF_RUN = 4
NEAR = 12  # rows on each side that tell the measure of a column
CHARACTER_CLASSES = "c:"  # with this begin the features of characters
FREE = "free"  # a width that no three lines around share
FEATURE_RULES = "r:"  # and with this what the rules of measure take a row for
BEGINNING = 6  # characters by which a line that was broken, or is a link to another, is known again
_SHORT_TEXT = 14
_COMMAS = re.compile("[，,、；;]")
_LETTERS = re.compile("[A-Za-z]")
_STOPS = re.compile("[。！？!?]")

_LENGTHS = (2.0, 4.0, 6.0, 9.0, 13.0, 18.0, 26.0, 40.0, 80.0)
_COUNTS = (0, 1, 2, 3, 5, 8, 14)
_SHARES = (0.0, 0.1, 0.25, 0.5, 0.8, 0.999)


def of_page(draft: Draft) -> list[list[str]]:
    """The features of every row of a draft, in the order of its rows."""
    rows = draft.rows
    forms = list(_forms(draft))
    columns = sum(f"full={FREE}" not in form for form in forms) > len(forms) / 2
    opens = list(_opens(rows))
    own = [[*form, *_rule(row, columns, begins)] for form, row, begins in zip(forms, rows, opens, strict=True)]
    simple = [[atom for atom in atoms if "&" not in atom] for atoms in own]
    places = _places(rows)
    page: list[list[str]] = []
    whole = [f"page:{word}" for word in _of_whole(rows)]
    for at, row in enumerate(rows):
        features = whole + [f"0{atom}" for atom in own[at]] + places[at]
        for step in range(-REACH, REACH + 1):
            if step and 0 <= at + step < len(rows):
                sign = f"{step:+d}"
                features += [sign + atom for atom in (own if abs(step) == 1 else simple)[at + step]]
            elif step:
                features.append(f"{step:+d}none")
        page.append(features + [CHARACTER_CLASSES + piece for piece in _characters(row)])
    return page


_SUITE = re.compile(r"[二两三四五六七八九十]首|组诗|外[一二三四五]?[首章]|短诗|诗[选抄草]|词[二三四五]首")


def _of_whole(rows: Sequence[Row]) -> Iterator[str]:
    """What holds for the page as a whole."""
    short = [row for row in rows if row.width <= LONG]
    yield f"short={_step(len(short) / max(1, len(rows)), _SHARES)}"
    yield f"rows={_step(len(rows), (3, 8, 20, 60))}"
    leads = sum(lead_in(row.text) is not None for row in rows if row.width > LONG)
    yield f"leads={_step(leads, (0, 1, 3))}"
    days = sum("is:date-only" in _alone(row.text) for row in rows if row.width <= LONG)
    yield f"days={_step(days, (0, 1, 3))}"  # several: records one after the other


def _forms(draft: Draft) -> Iterator[list[str]]:
    """For each row what is seen of it alone, and of it among the lines of the page."""
    rows = draft.rows
    folded = [_folded(row.text) for row in rows]
    times = Counter(folded)
    beginnings = Counter(map(_beginning, folded))
    seen: set[str] = set()
    begun: set[str] = {""}
    gaps = sorted(row.gap for row in rows)
    usual_gap = gaps[(len(gaps) - 1) // 2] if gaps else 0
    indents = Counter(min(round(row.indent), 9) for row in rows if row.width > LONG)
    usual_indent = indents.most_common(1)[0][0] if indents else 0
    measures = _measures(rows)
    removed = _removed(draft)
    runs, ragged = _runs(rows), _ragged(rows)
    shared = sharing.shared_words(rows, folded)
    listed = sharing.runs_of_signs(rows, signs.LIST_SIGNS)
    suite = "&suite" if any(_SUITE.search(row.text) for row in rows[:16] if row.width <= LONG) else ""
    for at, row in enumerate(rows):
        atoms = list(_alone(row.text))
        atoms.append(f"gap={_step(row.gap, (0, 1, 2, 3))}")
        atoms.append(f"gap{_sign(row.gap - usual_gap)}")
        atoms.append(f"ind={_step(row.indent, (0, 1, 2, 4, 8))}")
        atoms.append(f"ind{_sign(min(round(row.indent), 9) - usual_indent)}")
        atoms.append(f"full={_fullness(row.width, measures[at])}")
        atoms.append(f"run={runs[at]}")
        if ragged[at]:
            atoms.append(f"ragged={ragged[at]}")
        atoms.append(f"mu={row.markup.rstrip('+') or '-'}{'+' * row.markup.endswith('+')}")
        if times[folded[at]] > 1:
            atoms.append("again" if folded[at] in seen else "comes-again")
        seen.add(folded[at])
        beginning = _beginning(folded[at])
        if beginnings[beginning] > 1:
            atoms.append("begins-again" if beginning in begun else "begins-later")
        begun.add(beginning)
        if "is:lead" in atoms:
            atoms.append(f"lead-after={_class(rows[at - 1].text, -1) if at else '-'}")
        if removed[at]:
            atoms.append(f"below={removed[at]}")
        if shared[at]:
            below, _, above = shared[at].partition("/")
            atoms += [f"shares={below}", f"shared={above}", f"shares={shared[at]}"]
        if listed[at] > 1:
            atoms.append(f"signs={_step(listed[at], _COUNTS)}")
        over = _sign(row.gap - (rows[at + 1].gap if at + 1 < len(rows) else usual_gap))
        atoms.append(f"over={over}&gap{_sign(row.gap - usual_gap)}&len={_step(row.width, _LENGTHS)}{suite}")
        if _lists_rows(row.text, times):
            atoms.append("lists-rows")
        if at and len(folded[at]) > 3 and folded[at] in folded[at - 1]:
            atoms.append("within-last")
        yield atoms


def _beginning(folded: str) -> str:
    """The first words of a row, its number left out; empty for a row too short to be known by them."""
    return folded.lstrip("0123456789")[:BEGINNING] if len(folded) > BEGINNING else ""


def _lists_rows(text: str, rows: Counter[str]) -> bool:
    """Whether a row holds others of the page, set apart by spaces: a list of titles on one line."""
    parts = text.split() if len(text) < 400 else []
    return len(parts) > 1 and any(len(part) > 4 and _folded(part) in rows for part in parts)


@functools.lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return re.sub(r"\W", "", fold(text[:200]))


@functools.lru_cache(maxsize=4096)
def _alone(text: str) -> tuple[str, ...]:
    """What is seen of a line that stands alone."""
    length = len(text)
    wide = Row(((0, length),), text, 1).width
    size = _step(wide, _LENGTHS)
    begins, ends = _class(text, 0), _class(text, -1)
    atoms = [f"len={size}", f"beg={begins}", f"end={ends}", f"len={size}&end={ends}", f"beg={begins}&end={ends}"]
    head = text[:200]
    size_of = len(head)
    atoms.append(f"dig={_step(sum(map(str.isdigit, head)) / size_of, _SHARES)}")
    atoms.append(f"lat={_step(len(_LETTERS.findall(head)) / size_of, _SHARES)}")
    atoms.append(
        f"pun={_step((size_of - sum(map(str.isalnum, head)) - sum(map(str.isspace, head))) / size_of, _SHARES)}"
    )
    atoms.append(f"spc={_step(len(head.split()) - 1, _COUNTS)}")
    atoms.append(f"com={_step(len(_COMMAS.findall(head)), _COUNTS)}")
    atoms.append(f"sen={_step(len(_STOPS.findall(head)), _COUNTS)}")
    atoms += [f"is:{word}" for word in evidence.of_line(text)]
    return tuple(atoms)


_CLASSES: tuple[tuple[str, str], ...] = (
    ("stop", "。！？!?…"),
    ("comma", "，,、；;"),
    ("colon", "：:﹕"),
    ("open", "（(【[〔《〈"),
    ("close", "）)】]〕》〉"),
    ("quote", '“「『‘"'),
    ("unquote", "”」』’"),
    ("sign", signs.BULLETS + "△▼·"),
    ("dash", signs.DASHES),
    ("bar", "|｜"),
    ("arrow", "<>＞＜»›→←↑↓"),
    ("stop2", "."),
)
_CLASS_OF = {character: name for name, characters in _CLASSES for character in characters}
_NUMERALS = "一二三四五六七八九十"


def _class(text: str, at: int) -> str:
    character = text[at]
    if character in _CLASS_OF:
        return _CLASS_OF[character]
    if character.isdigit():
        return "digit"
    if character in _NUMERALS and at == 0 and text[1:2] == "、":
        return "numeral"
    if character.isascii():
        return "latin" if character.isalpha() else "mark"
    return "word" if character.isalpha() else "other"


def _step(value: float, steps: Sequence[float]) -> int:
    """The number of the step on which a value stands."""
    return bisect_left(steps, value)


def _sign(difference: float) -> str:
    return "<" if difference < 0 else ">" if difference > 0 else "="


def _measures(rows: Sequence[Row]) -> list[float]:
    """For each row the width that most lines around it share; 0 where no three agree."""
    widths = [round(row.width) for row in rows]
    measures: list[float] = []
    near: Counter[int] = Counter(wide for wide in widths[:NEAR] if wide >= 8)
    for at in range(len(rows)):
        entering, leaving = at + NEAR, at - NEAR - 1
        if entering < len(rows) and widths[entering] >= 8:
            near[widths[entering]] += 1
        if leaving >= 0 and widths[leaving] >= 8:
            near[widths[leaving]] -= 1
        best = max(near, key=lambda wide: near[wide] + near[wide - 1] + near[wide + 1], default=0)
        count = near[best] + near[best - 1] + near[best + 1] if best else 0
        measures.append(float(best) if count >= 3 and best <= 90 else 0.0)
    return measures


def _fullness(wide: float, measure: float) -> str:
    if not measure:
        return FREE
    part = wide / measure
    if part < 0.97 and abs(measure - 2 - wide) <= 0.6:
        return "less2"
    return f"{_step(part, (0.3, 0.6, 0.8, 0.94, 1.06, 1.5))}"


def _removed(draft: Draft) -> list[str]:
    """For each row what was taken out of the page right above it: a field of the issue, or the reason."""
    marks = sorted((mark for mark in draft.marks if mark.reason != "标记"), key=lambda mark: mark.start)
    starts = [mark.start for mark in marks]
    removed: list[str] = []
    end = -1
    for row in draft.rows:
        at = bisect_right(starts, row.start) - 1
        above = marks[at] if at >= 0 and starts[at] > end else None
        removed.append((above.reason or above.target.split("/")[0]) if above is not None else "")
        end = row.slices[-1][1]
    return removed


def _runs(rows: Sequence[Row]) -> list[str]:
    """For each row the length of the run of short lines it stands in, and whether these end sentences."""
    runs = ["0"] * len(rows)
    start = 0
    for at in range(len(rows) + 1):
        if at < len(rows) and rows[at].width <= 20:
            continue
        if at > start:
            ended = sum(row.text[-1] in "。！？；，、,;" for row in rows[start:at]) / (at - start)
            runs[start:at] = [f"{_step(at - start, (1, 2, 3, 5, 9))}{_step(ended, (0.0, 0.4, 0.8))}"] * (at - start)
        start = at + 1
    return runs


def _ragged(rows: Sequence[Row]) -> list[int]:
    """For each row of a run of short lines how many of these end before the measure and end no sentence.

    Text set in a column has next to none of them, verse has many. From 1, none, to 4, most; 0 outside such runs.
    """
    ragged = [0] * len(rows)
    start = 0
    for at in range(len(rows) + 1):
        if at < len(rows) and rows[at].width <= MEASURE:
            continue
        run = rows[start:at]
        if len(run) >= FEWEST_OF_RUN:
            full = sorted(row.width for row in run)[-1 - len(run) // 8] - 1.5
            open_ends = sum(row.width < full and row.text[-1] not in "。！？”；" for row in run)
            ragged[start:at] = [1 + _step(open_ends / len(run), (0.1, 0.3, 0.5))] * len(run)
        start = at + 1
    return ragged


def _places(rows: Sequence[Row]) -> list[list[str]]:
    """Where a row stands: from the top, from the bottom, and from the long lines of the page."""
    count = len(rows)
    long = [at for at, row in enumerate(rows) if row.width > LONG]
    first, last = (long[0], long[-1]) if long else (count, -1)
    places: list[list[str]] = []
    steps = (0, 1, 2, 4, 8, 16)
    for at in range(count):
        side = "above" if at < first else "under" if at > last else "among"
        to = first - at if at < first else at - last if at > last else 0
        before = at - long[bisect_right(long, at - 1) - 1] if long and long[0] < at else 99
        after_at = bisect_right(long, at)
        after = long[after_at] - at if after_at < len(long) else 99
        places.append(
            [
                f"top={_step(at, steps)}",
                f"bottom={_step(count - 1 - at, steps)}",
                f"{side}={_step(to, steps)}",
                f"since={_step(before, steps)}",
                f"until={_step(after, steps)}",
                f"until={_step(after, steps)}&since={_step(before, steps)}",
            ]
        )
    return places


def _opens(rows: Sequence[Row]) -> Iterator[str]:
    """For each heading, as rules take it, what stands below all lines of it and above: what else tells a headline."""
    below = "-"
    marks: list[str] = []
    for row in reversed(rows):
        if row.kind is not RowKind.HEADING:
            below = "lead" if lead_in(row.text) is not None else row.kind.name
        marks.append(f"{below}" if row.kind is RowKind.HEADING else "")
    above = "-"
    for row, mark in zip(rows, reversed(marks), strict=True):
        yield f":{above}>{mark}" if mark else ""
        above = above if mark else row.kind.name


def _rule(row: Row, columns: bool, opens: str) -> list[str]:
    """What the rules of measure and form take a row for; they are right more often where text is set in columns."""
    taken = f"{FEATURE_RULES}{row.kind.name}{'*' * row.starts}"
    atoms = [taken, f"{taken}@{'columns' if columns else 'lines'}"]
    return [*atoms, f"{FEATURE_RULES}{opens}", f"{FEATURE_RULES}{opens.partition('>')[2]}"] if opens else atoms


def _characters(row: Row) -> Iterator[str]:
    text = _folded(row.text)
    if len(text) <= _SHORT_TEXT:
        yield from (text[at : at + 2] for at in range(len(text) - 1))
        if len(text) <= 4:
            yield f"={text}"
    yield f"^{text[:2]}"
    yield f"{text[-2:]}$"
