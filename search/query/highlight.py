"""Marks exactly the matched characters of the original text, and picks snippets where matches are dense.

Texts are searched in folded form without white space, as the index is; offsets lead back to the
characters as printed. Everything that comes out is escaped HTML. Marking is bounded as searching is
(search.store.bounds): past a bound texts stay as they are.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from django.utils.safestring import SafeString

from archive.language.bulk_folding import folded_units
from archive.language.folding import fold, fold_offsets, strip_space
from archive.language.numbers import COUNTED_NUMBER, NUMBER_REACH, stands_whole

MOST_NEEDLES = 40  # marked for one request, the longest: they say most
MARKING_SECONDS = 0.25  # of processor time of the thread, after which nothing more is marked
MOST_WEIGHED = 400  # matches of an article among which its snippets are chosen
SNIPPET_LENGTH = 60  # characters, the dots of an ellipsis included
# Before the first match of a snippet: so that is in the first line of the largest letters on a phone, too.
MOST_BEFORE = 8  # characters
LONGEST_SENTENCE = 200  # characters
SENTENCE_ENDS = re.compile("[。！？!?][”’』」）)]*")
CLAUSE_ENDS = "。！？；，：、,;!?\n"
# Characters that go with what is before them, and with what is behind them.
BEGINS_NONE = frozenset("，。．、：；！？…—”’》〉）」』】〕,.;:!?)]\n\u3000 ")
ENDS_NONE = frozenset("“‘《〈（「『【〔([")
COUNTED = re.compile(COUNTED_NUMBER)
DIGIT = re.compile(r"\d")
LONGEST_COUNTED = 12  # characters from the last digit before a place to where its number may go on: 5千亿立方米


@dataclass(frozen=True)
class Needle:
    """What to mark: folded text without white space, in `fields` (None for every field).

    With `whole_numbers` not where a number is cut, as 18877 by 18. Not marked in an article that holds `whole`:
    where 刘章箭 stands, a lone 章 is no match.
    """

    text: str
    fields: frozenset[str] | None = None
    whole_numbers: bool = False
    whole: str = ""

    @classmethod
    def from_text(
        cls, text: str, fields: frozenset[str] | None = None, whole_numbers: bool = False, whole: str = ""
    ) -> "Needle":
        return cls(strip_space(fold(text)), fields, whole_numbers, strip_space(fold(whole)))

    def places(self, folded: str) -> Iterator[int]:
        """Where it stands in folded text without white space; places may overlap."""
        at = folded.find(self.text)
        while at >= 0:
            if not self.whole_numbers or stands_whole(folded, at, at + len(self.text)):
                yield at
            at = folded.find(self.text, at + 1)

    def is_asked_of(self, field: str) -> bool:
        return bool(self.text) and (self.fields is None or field in self.fields)


@dataclass(frozen=True)
class Match:
    """Characters `start` to `end` (exclusive) of a text, and the needles that meet there."""

    start: int
    end: int
    needles: frozenset[str]


def needles_needed(needles: Sequence[Needle], units: Sequence[tuple[str, str]]) -> list[Needle]:
    """The needles to mark in an article of these (field, text) units."""
    wholes = [needle for needle in needles if needle.whole]
    if not wholes:
        return list(needles)
    folded = [(field, strip_space(text)) for field, text in folded_units(units)]
    held = {
        needle.whole
        for needle in {(needle.whole, needle.fields): needle for needle in wholes}.values()
        if any(needle.whole in text for field, text in folded if needle.is_asked_of(field))
    }
    return [needle for needle in needles if needle.whole not in held]


def find_matches(text: str, field: str, needles: Iterable[Needle]) -> list[Match]:
    """Where needles occur in `text`, in order; occurrences that overlap or touch are one match."""
    return _matches(text, fold(text), field, needles)


def _matches(text: str, folded: str, field: str, needles: Iterable[Needle]) -> list[Match]:
    plain = strip_space(folded)
    asked = [needle for needle in needles if needle.is_asked_of(field)]
    places = [(at, needle.text) for needle in asked for at in needle.places(plain)]
    if not places:
        return []
    offsets = fold_offsets(text, folded)
    if len(plain) < len(folded):
        offsets = [at for at, character in zip(offsets, folded, strict=True) if not character.isspace()]
    found = [Match(offsets[at], offsets[at + len(run) - 1] + 1, frozenset([run])) for at, run in sorted(places)]
    return _merged(found)


def new_in(former: Sequence[Match], found: Iterable[Match]) -> list[Match]:
    """The matches in a former wording of what is not `found` in the text of now: where both say so, one is enough."""
    named = {needle for match in found for needle in match.needles}
    return [match for match in former if not match.needles <= named]


class Marker:
    """Finds what is to be marked for one request, as long as there is time for it.

    `is_partial`: needles were left out, or time was up before the last text.
    """

    def __init__(self, needles: Iterable[Needle], seconds: float = MARKING_SECONDS) -> None:
        longest = sorted(needles, key=lambda needle: -len(needle.text))
        self.needles = longest[:MOST_NEEDLES]
        self.left = seconds
        self.is_partial = len(longest) > MOST_NEEDLES

    def matches_in(self, units: Sequence[tuple[str, str]]) -> list[list[Match]]:
        """For each (field, text) of one article its matches; none in texts for which there is no time."""
        if not self.needles:
            return [[] for _ in units]
        if self.left <= 0:
            self.is_partial |= bool(units)
            return [[] for _ in units]
        began = time.thread_time()
        wanted = needles_needed(self.needles, units)
        found = []
        for (_, text), (field, folded) in zip(units, folded_units(units), strict=True):
            late = self.left <= time.thread_time() - began
            self.is_partial |= late
            found.append([] if late else _matches(text, folded, field, wanted))
        self.left -= time.thread_time() - began
        return found


def _merged(found: Iterable[Match]) -> list[Match]:
    merged: list[Match] = []
    for match in found:
        if merged and match.start <= merged[-1].end:
            last = merged.pop()
            match = Match(last.start, max(last.end, match.end), last.needles | match.needles)
        merged.append(match)
    return merged


def marked(text: str, found: Sequence[Match], first: int | None = None) -> SafeString:
    """`text` escaped, with <mark> round each match; with ids that an address can point at, from number `first` on."""
    parts, at = [], 0
    for n, match in enumerate(found):
        number = "" if first is None else f' id="hit-{first + n}"'
        parts += [escape(text[at : match.start]), f"<mark{number}>{escape(text[match.start : match.end])}</mark>"]
        at = match.end
    # Every part is escaped. `mark_safe` looks for lazy texts, and takes ten times as long, four times a hit.
    return SafeString("".join([*parts, escape(text[at:])]))


def snippets(units: Sequence[tuple[str, Sequence[Match]]], count: int = 2) -> list[SafeString]:
    """Up to `count` snippets of the units, each a text with its matches, in reading order, each where most is matched.

    A later snippet is chosen for needles that the earlier ones lack, then for length of what it matches, then for what
    follows that. Of an article full of matches the first MOST_WEIGHED are weighed.
    """
    each = ((n, window) for n, (_, found) in enumerate(units) for window in _windows(found))
    windows = list(islice(each, MOST_WEIGHED))
    chosen: list[tuple[int, list[Match]]] = []
    seen: set[str] = set()
    while windows and len(chosen) < count:
        best = max(windows, key=lambda each: (*_worth(each[1], seen), _room_behind(units[each[0]][0], each[1])))
        chosen.append(best)
        seen.update(*(match.needles for match in best[1]))
        windows = [(n, window) for n, window in windows if n != best[0] or not _overlap(window, best[1])]
    chosen.sort(key=lambda choice: (choice[0], choice[1][0].start))
    return [_snippet(units[n][0], window) for n, window in chosen]


def sentence_marked(units: Sequence[tuple[str, Sequence[Match]]]) -> str:
    """The first sentence in which anything is marked, where nothing is the first there is; cut at LONGEST_SENTENCE."""
    marked = next(((text, found[0].start) for text, found in units if found), None)
    text, at = marked or next(((text, 0) for text, _ in units), ("", 0))
    begins = max((end.end() for end in SENTENCE_ENDS.finditer(text, 0, at)), default=0)
    end = SENTENCE_ENDS.search(text, at)
    begins = max(begins, at - LONGEST_SENTENCE // 2)
    return " ".join(text[begins : end.end() if end else len(text)].split())[:LONGEST_SENTENCE]


def lead(paragraph: str) -> list[SafeString]:
    """The beginning of the news, given its first paragraph, for a list of articles found without words."""
    return [_snippet(paragraph, [])] if paragraph else []


def _windows(found: Sequence[Match]) -> Iterator[list[Match]]:
    """For each match, itself and the following ones that fit into one snippet with it."""
    room = SNIPPET_LENGTH - 2 - MOST_BEFORE
    for n, match in enumerate(found):
        yield [match, *(later for later in found[n + 1 : n + room] if later.end - match.start <= room)]


def _worth(window: Sequence[Match], seen: set[str]) -> tuple[int, int, int]:
    needles = set().union(*(match.needles for match in window))
    return sum(map(len, needles - seen)), len(needles), sum(match.end - match.start for match in window)


def _room_behind(text: str, window: Sequence[Match]) -> int:
    """How many characters of a snippet follow where the window begins."""
    return min(SNIPPET_LENGTH, len(text) - window[0].start)


def _overlap(one: Sequence[Match], other: Sequence[Match]) -> bool:
    """Whether snippets made of the two would repeat each other's characters."""
    return abs(one[0].start - other[0].start) < SNIPPET_LENGTH


def _snippet(text: str, window: Sequence[Match]) -> SafeString:
    """The window and what stands round it; an ellipsis where the text goes on."""
    start, end = _frame(text, window)
    inside = [Match(m.start - start, min(m.end, end) - start, m.needles) for m in window if m.start < end]
    shown = marked(text[start:end], inside)
    return SafeString(f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}")


def _frame(text: str, window: Sequence[Match]) -> tuple[int, int]:
    """Where a snippet begins and ends: a little before the window, after a clause where one ends there, and where the
    text may be cut."""
    room = SNIPPET_LENGTH - 2
    first, last = (window[0].start, window[-1].end) if window else (0, 0)
    start = 0
    if first > MOST_BEFORE:
        start = first - MOST_BEFORE
        clauses = (at + 1 for at in range(start - 1, first) if text[at] in CLAUSE_ENDS)
        start = next((at for at in clauses if not _parts_number(text, at)), start)
        start = next((at for at in range(start, first + 1) if _may_part(text, at)), start)
    if len(text) - start <= (room if start else SNIPPET_LENGTH):
        return start, len(text)
    end = start + room
    return start, next((at for at in range(end, max(last, start), -1) if _may_part(text, at)), end)


def _may_part(text: str, at: int) -> bool:
    """Whether a text may be cut there: before no closing and behind no opening mark, and amid no number."""
    return text[at] not in BEGINS_NONE and text[at - 1] not in ENDS_NONE and not _parts_number(text, at)


def _parts_number(text: str, at: int) -> bool:
    """Whether a place lies amid a number with what it counts."""
    if not DIGIT.search(text, max(0, at - LONGEST_COUNTED), at):
        return False
    near = COUNTED.finditer(text, max(0, at - NUMBER_REACH), at + LONGEST_COUNTED)
    return any(number.start() < at < number.end() for number in near)
