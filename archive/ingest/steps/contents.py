"""Lists of contents (导读, 目录): they name the headlines that come later and are no text of their own."""

import itertools
import re
from collections import Counter

from archive.ingest.draft import Draft, Row
from archive.ingest.words import pages, signs

FEWEST = 3  # a list has at least so many items that come again as lines of their own
REACH = 4  # lines from one such item to the next
WIDEST = 40.0
_ITEM = re.compile(rf"^\s*(?:[（(]?\d{{1,2}}[)）]?\s*[.．、]?(?!\d)|[{signs.BULLETS}{signs.ARROWS}·]+)\s*|[；;，,\s]+$")
_PAGE = re.compile(
    rf"(?:[（(【]?\s{{0,4}}(?:详见|见)?\s{{0,4}}{pages.SEVERAL}\s{{0,4}}[)）】]?|(?<![.…·])[.…·]{{2,}}\s{{0,4}}\d+)$"
)
_NUMBERED = re.compile(r"\s*[（(]?\d{1,2}[)）.．、]")
_LABEL = re.compile(r".{0,12}(?:目\s*录|导\s*[读航]|提\s*要|摘\s*要|看点|要目|主要内容)\s*[:：]?")


def sweep_contents(draft: Draft) -> None:
    """Put aside the lists of contents, with the words above them."""
    for first, last in reversed(_lists(draft.rows)):
        for row in draft.rows[first:last]:
            draft.discard(row, "目录")
        del draft.rows[first:last]
    lines = {_bare(row.text) for row in draft.rows}
    for row in [row for row in draft.rows if _is_line_of_titles(row, lines)]:
        draft.discard(row, "目录")
        draft.rows.remove(row)


def _is_line_of_titles(row: Row, lines: set[str]) -> bool:
    """Whether a row holds several titles, set apart by spaces, of which one is a line of its own as well."""
    parts = [_bare(part) for part in row.text.split()]
    return len(parts) >= FEWEST and "。" not in row.text and any(len(part) > 4 and part in lines for part in parts)


def _lists(rows: list[Row]) -> list[tuple[int, int]]:
    """Where lists begin and end."""
    last_place = {_bare(row.text): place for place, row in enumerate(rows)}
    times = Counter(_bare(row.text) for row in rows)
    once = {words: place for words, place in last_place.items() if times[words] <= 2}
    again = {place: _again(row, place, once) for place, row in enumerate(rows)}
    lists: list[tuple[int, int]] = []
    run: list[int] = []
    for place in [*(place for place in again if again[place]), len(rows) + REACH]:
        if run and place - run[-1] > REACH:
            if _is_list(run, [again[item] for item in run]):
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
    return later if len(words) >= 4 and later > place + 1 else 0


def _is_list(items: list[int], headlines: list[int]) -> bool:
    """Whether items stand close together and their headlines apart; else a text was printed twice."""
    apart = all(after - before >= 2 for before, after in itertools.pairwise(sorted(set(headlines))))
    return len(items) >= FEWEST and 2 * len(items) >= items[-1] - items[0] and apart


def _whole(rows: list[Row], first: int, last: int) -> tuple[int, int]:
    """The list with the label above it and the numbered items that follow."""
    while first and _LABEL.fullmatch(rows[first - 1].text):
        first -= 1
    while last < len(rows) and _NUMBERED.match(rows[last].text) and rows[last].width <= 2 * WIDEST:
        last += 1
    return first, last


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)
