"""Lists of contents (导读, 目录): they name the headlines that come later and are no text of their own."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from archive.ingest.draft import Draft, Row
from archive.ingest.labelling.states import DECK_STATES, LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.seeing.sharing import shared_words
from archive.ingest.words import pages, signs

FEWEST = 3  # a list has at least so many items that come again as lines of their own
FEWEST_LABELLED = 2  # below a label that says that it is one
REACH = 4  # lines from one such item to the next
WIDEST = 40.0
SHORTEST = 4  # characters of a title that is known again
_PROSE = re.compile("[。，；]")
LONGEST = 40  # rows from a title in a list to where it comes again
OWN_TITLE = "3"  # the least step of shared_words for a title of the text below; those of others have less
LISTED = DECK_STATES | {LineState.FIRST, LineState.HEADING}
_ITEM = re.compile(rf"^\s*(?:[（(]?\d{{1,2}}[)）]?\s*[.．、]?(?!\d)|[{signs.BULLETS}{signs.ARROWS}·]+)\s*|[；;，,\s]+$")
_PAGE = re.compile(
    rf"(?:[（(【]?\s{{0,4}}(?:详见|见)?\s{{0,4}}{pages.SEVERAL}\s{{0,4}}[)）】]?|(?<![.…·])[.…·]{{2,}}\s{{0,4}}\d+)$"
)
_PAGE_BEHIND = re.compile(rf"[^\s。]{{4}}[^。]*[\s.…·（(【]\s{{0,4}}(?:详?见)?{pages.SEVERAL}\s{{0,4}}[)）】]?$")
_NUMBERED = re.compile(r"\s*[（(]?\d{1,2}[)）.．、]")
_LABEL = re.compile(r".{0,12}(?:目\s*录|导\s*[读航]|提\s*要|摘\s*要|看点|要目|主要内容)\s*[:：]?")

_LABEL_ALONE = re.compile(r"(?:本期|今日|本版|版面)\s?(?:目\s*录|导\s*[读航]|要\s*目)\s*[:：]?")
_LABEL_OF_FOOT = re.compile("(?:标题|版面|本版)(?:导航|目录)")


def sweep_contents(draft: Draft) -> None:
    """Put aside the lists of contents, with the words above them."""
    for first, last in reversed(_lists(draft.rows)):
        for row in draft.rows[first:last]:
            draft.discard(row, "目录")
        del draft.rows[first:last]
    for row in _with_pages(draft.rows):
        draft.discard(row, "目录")
        draft.rows.remove(row)
    foot = _foot(draft)
    for row in draft.rows[foot:]:
        draft.discard(row, "目录")
    del draft.rows[foot:]
    lines = {_bare(row.text) for row in draft.rows}
    labels = [row for row, below in itertools.pairwise(draft.rows) if _is_label_alone(row, below)]
    for row in [*labels, *(row for row in draft.rows if _is_line_of_titles(row, lines))]:
        draft.discard(row, "目录")
        draft.rows.remove(row)


def _foot(draft: Draft) -> int:
    """Where the list of a page's titles begins with which a saved page ends, below its label or the list of pages, and
    of which one is a headline above; the end where there is no such list."""
    rows = draft.rows
    text = [at for at, row in enumerate(rows) if row.width > WIDEST or _PROSE.search(row.text)]
    tail = range(text[-1] + 1 if text else len(rows), len(rows))
    first = next((at for at in tail if _leads_to_titles(_put_aside_before(draft, at))), len(rows))
    above = {_bare(row.text) for row in rows[:first] if len(row.text) >= SHORTEST}
    return first if any(_bare(row.text) in above for row in rows[first:]) else len(rows)


def _leads_to_titles(put_aside: str) -> bool:
    """Whether what was put aside is the label of a list of titles, or several pages, one on a line."""
    listed = [line for line in put_aside.splitlines() if pages.MARK.match(line.strip())]
    return bool(_LABEL_OF_FOOT.search(put_aside)) or len(listed) >= FEWEST


def _put_aside_before(draft: Draft, place: int) -> str:
    """What stands in the text between a row and the one above it: buttons and labels, put aside as such."""
    return draft.text[draft.rows[place - 1].slices[-1][1] : draft.rows[place].start] if place else ""


def listed_titles(rows: Sequence[Row], decisions: Sequence[Decision]) -> dict[int, LineState]:
    """What short rows really are, by their places, where one of them comes again right above its text.

    If others beside it have fewer words of that text, they are titles of other articles, and all of them a list.
    """
    words = [_bare(row.text) for row in rows]
    last = {said: at for at, said in enumerate(words) if len(said) >= SHORTEST}
    again = [(at, last[said]) for at, said in enumerate(words) if at + 1 < last.get(said, 0) <= at + LONGEST]
    runs = [(own, later, _titles_between(rows, decisions, own, later)) for own, later in again]
    runs = [(own, later, run) for own, later, run in runs if len(run) >= FEWEST]
    shared = shared_words(rows, words) if runs else []
    found: dict[int, LineState] = {}
    for own, later, run in runs:
        if own not in found and shared[own] >= OWN_TITLE and all(shared[at] < OWN_TITLE for at in run if at != own):
            found |= dict.fromkeys(run, LineState.CONTENTS) | {later: LineState.TITLE}
    return found


def _titles_between(rows: Sequence[Row], decisions: Sequence[Decision], own: int, later: int) -> list[int]:
    """Places of the rows from the first that may be listed with a title up to where it comes again; none if text is."""
    if decisions[own].state not in DECK_STATES:
        return []
    if any(row.width > WIDEST or _PROSE.search(row.text) for row in rows[own:later]):
        return []
    first = own
    while own - LONGEST < first and first and decisions[first - 1].state in DECK_STATES:
        first -= 1
    return [at for at in range(first, later) if decisions[at].state in LISTED and not rows[at].level]


def _is_line_of_titles(row: Row, lines: set[str]) -> bool:
    """Whether a row holds several titles, set apart by spaces, of which one is a line of its own as well."""
    parts = [_bare(part) for part in row.text.split()]
    return len(parts) >= FEWEST and "。" not in row.text and any(len(part) > 4 and part in lines for part in parts)


def _with_pages(rows: list[Row]) -> list[Row]:
    """The label of a list and its items, each a title with the page on which it stands, which is another file's."""
    listed: list[Row] = []
    for place, row in enumerate(rows):
        items = list(itertools.takewhile(_names_page, rows[place + 1 :])) if _LABEL.fullmatch(row.text) else []
        listed += [row, *items] if len(items) > 1 else []
    return listed


def _names_page(row: Row) -> bool:
    return row.width <= WIDEST and not row.level and "。" not in row.text and bool(_PAGE_BEHIND.search(row.text))


def _is_label_alone(row: Row, below: Row) -> bool:
    """Whether a row is the label of a list whose items were told by their pages: 本期目录 above 1版 …, 2版 …"""
    return bool(_LABEL_ALONE.fullmatch(row.text)) and not row.level and not _PROSE.search(below.text)


def _lists(rows: list[Row]) -> list[tuple[int, int]]:
    """Where lists begin and end. A title that is listed may come again broken over two lines."""
    said = [(_bare(row.text), place) for place, row in enumerate(rows)]
    said += [(said[at][0] + said[at + 1][0], at) for at in range(len(rows) - 1) if _is_broken(rows[at], rows[at + 1])]
    last_place = dict(said)
    times = Counter(words for words, _ in said)
    once = {words: place for words, place in last_place.items() if times[words] <= 2}
    again = {place: _again(row, place, once) for place, row in enumerate(rows)}
    lists: list[tuple[int, int]] = []
    run: list[int] = []
    for place in [*(place for place in again if again[place]), len(rows) + REACH]:
        if run and place - run[-1] > REACH:
            labelled = bool(run[0]) and bool(_LABEL.fullmatch(rows[run[0] - 1].text))
            if _is_list(run, [again[item] for item in run], FEWEST_LABELLED if labelled else FEWEST):
                lists.append(_whole(rows, run[0], run[-1] + 1))
            run = []
        run.append(place)
    return lists


def _again(row: Row, place: int, last_place: dict[str, int]) -> int:
    """Where a line, which is no sentence, comes once more as a line of its own; 0 where it does not."""
    if row.width > WIDEST or "。" in row.text:
        return 0
    words = _bare(_PAGE.sub("", _ITEM.sub("", row.text)))
    later = last_place.get(words, 0)
    return later if len(words) >= SHORTEST and later > place + 1 else 0


def _is_broken(row: Row, below: Row) -> bool:
    """Whether two rows may be one headline that is broken over them."""
    return not below.gap and not any(line.level or line.width > WIDEST or "。" in line.text for line in (row, below))


def _is_list(items: list[int], headlines: list[int], fewest: int) -> bool:
    """Whether so many items stand close together and their headlines apart; else a text was printed twice."""
    apart = all(after - before >= 2 for before, after in itertools.pairwise(sorted(set(headlines))))
    return len(items) >= fewest and 2 * len(items) >= items[-1] - items[0] and apart


def _whole(rows: list[Row], first: int, last: int) -> tuple[int, int]:
    """The list with the label above it and the numbered items that follow."""
    while first and _LABEL.fullmatch(rows[first - 1].text):
        first -= 1
    while last < len(rows) and _NUMBERED.match(rows[last].text) and rows[last].width <= 2 * WIDEST:
        last += 1
    return first, last


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)
