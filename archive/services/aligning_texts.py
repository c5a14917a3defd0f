"""Where the characters of a text stand after one change of it: the same is found exactly, by lines, then by runs of
characters that stand once in either text, then by characters; what was moved as well."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]  # from, up to
Unit = tuple[str, int]  # characters, and where they begin
Units = Callable[[str, int, int], Iterator[Unit]]

NOWHERE = -1
# Runs of so many characters tell a place in a text, or a moved part of a line.
LONG_RUN, SHORT_RUN = 12, 5
# Texts between two such runs whose lengths multiply to more are not compared by characters, which takes time.
COMPARED = 200_000


@dataclass(frozen=True)
class UnalignedParts:
    """Parts of two texts that are to be aligned."""

    start: int
    end: int
    start_after: int
    end_after: int

    @property
    def is_open(self) -> bool:
        return self.start < self.end and self.start_after < self.end_after


def aligned(before: str, after: str, from_end: bool = False) -> list[int]:
    """For each character of `before` where it stands in `after`, or NOWHERE. Of what stands several times the first
    stayed, or the last (`from_end`): as nothing else tells."""
    found = aligned_in_order(before, after, from_end)
    if NOWHERE in found:
        for units in (lines_in, runs_in(LONG_RUN)):
            _find_moved(found, units, before, after)
    return found


def aligned_in_order(before: str, after: str, from_end: bool = False) -> list[int]:
    """The same without what was moved."""
    found = [NOWHERE] * len(before)
    waiting = [UnalignedParts(0, len(before), 0, len(after))]
    for units in (lines_in, runs_in(LONG_RUN), runs_in(SHORT_RUN)):
        open_still: list[UnalignedParts] = []
        while waiting:
            gap = waiting.pop()
            if not gap.is_open:
                continue
            if units is lines_in:
                gap = _without_ends(found, before, after, gap, from_end)
            own = list(units(before, gap.start, gap.end))
            others = list(units(after, gap.start_after, gap.end_after))
            if anchors := in_sequence(standing_once(own, others)):
                waiting += _between(found, gap, anchors)
            elif gap.is_open:
                open_still.append(gap)
        waiting = open_still
    for gap in waiting:
        _by_characters(found, before, after, gap)
    return found


def lines_in(text: str, start: int, end: int) -> Iterator[Unit]:
    for line in text[start:end].splitlines(keepends=True):
        yield line, start
        start += len(line)


def runs_in(length: int) -> Units:
    def runs(text: str, start: int, end: int) -> Iterator[Unit]:
        return ((text[at : at + length], at) for at in range(start, end - length + 1))

    return runs


def standing_once(own: Iterable[Unit], others: Iterable[Unit]) -> list[tuple[int, int, int]]:
    """Where the units begin that stand once in both, and how long they are."""
    places, places_after = _places(own), _places(others)
    once = (words for words, at in places.items() if len(at) == 1 == len(places_after.get(words, ())))
    return [(places[words][0], places_after[words][0], len(words)) for words in once]


def _places(units: Iterable[Unit]) -> dict[str, list[int]]:
    found = defaultdict[str, list[int]](list)
    for words, at in units:
        found[words].append(at)
    return found


def in_sequence(anchors: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The most of the anchors that follow each other in both texts; they are in the order of the first."""
    ends: list[int] = []  # of the sequences by length: where the last one begins in the second text
    last: list[int] = []
    ahead: list[int | None] = []
    for n, (_, place, _) in enumerate(anchors):
        length = bisect_left(ends, place)
        ahead.append(last[length - 1] if length else None)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [n]
    chosen, at = [], last[-1] if last else None
    while at is not None:
        chosen.append(anchors[at])
        at = ahead[at]
    return chosen[::-1]


def _between(found: list[int], gap: UnalignedParts, anchors: Iterable[tuple[int, int, int]]) -> list[UnalignedParts]:
    """Have the anchors found; what is left between them. Runs overlap."""
    gaps, start, start_after = [], gap.start, gap.start_after
    for at, there, size in anchors:
        skipped = max(0, start - at, start_after - there)
        if skipped >= size:
            continue
        gaps.append(UnalignedParts(start, at + skipped, start_after, there + skipped))
        start, start_after = at + size, there + size
        found[at + skipped : start] = range(there + skipped, start_after)
    return [*gaps, UnalignedParts(start, gap.end, start_after, gap.end_after)]


def _without_ends(found: list[int], before: str, after: str, gap: UnalignedParts, from_end: bool) -> UnalignedParts:
    """Have the lines found with which both parts begin and end; what is left."""
    own = list(lines_in(before, gap.start, gap.end))
    others = list(lines_in(after, gap.start_after, gap.end_after))
    most = min(len(own), len(others))
    ahead = _alike(own, others, most)
    behind = _alike(own[::-1], others[::-1], most if from_end else most - ahead)
    ahead = min(ahead, most - behind)
    size = sum(len(words) for words, _ in own[:ahead])
    size_behind = sum(len(words) for words, _ in own[len(own) - behind :])
    found[gap.start : gap.start + size] = range(gap.start_after, gap.start_after + size)
    found[gap.end - size_behind : gap.end] = range(gap.end_after - size_behind, gap.end_after)
    return UnalignedParts(gap.start + size, gap.end - size_behind, gap.start_after + size, gap.end_after - size_behind)


def _alike(own: Iterable[Unit], others: Iterable[Unit], most: int) -> int:
    """With how many units, at most so many, both begin."""
    count = 0
    for (words, _), (others_words, _) in zip(own, others, strict=False):
        if words != others_words or count == most:
            break
        count += 1
    return count


def _by_characters(found: list[int], before: str, after: str, gap: UnalignedParts) -> None:
    own, others = before[gap.start : gap.end], after[gap.start_after : gap.end_after]
    if len(own) * len(others) <= COMPARED:
        for at, there, size in SequenceMatcher(None, own, others, autojunk=False).get_matching_blocks():
            start = gap.start_after + there
            found[gap.start + at : gap.start + at + size] = range(start, start + size)


def _find_moved(found: list[int], units: Units, before: str, after: str) -> None:
    """Have units found elsewhere of which nothing was found in its order; like ones in the order of both texts."""
    gone = _places(_whole(units, before, spans_of_places(at for at, place in enumerate(found) if place == NOWHERE)))
    free = spans_of_places(set(range(len(after))).difference(found))
    taken = set[int]()
    for words, places in _places(_whole(units, after, free)).items():
        for at, there in zip(gone.get(words, ()), places, strict=False):
            new = range(there, there + len(words))
            if found[at] == NOWHERE == found[at + len(words) - 1] and taken.isdisjoint(new):
                found[at : at + len(words)] = new
                taken.update(new)


def _whole(units: Units, text: str, spans: Iterable[Span]) -> Iterator[Unit]:
    """The units of these parts of a text; of lines none that is a part of one."""
    for start, end in spans:
        for words, at in units(text, start, end):
            if units is not lines_in or (words.endswith("\n") and (at == 0 or text[at - 1] == "\n")):
                yield words, at


def image(spans: Iterable[Span], found: Sequence[int]) -> list[Span]:
    """Where the characters of these spans stand."""
    places = {found[at] for start, end in spans for at in range(start, min(end, len(found)))} - {NOWHERE}
    return spans_of_places(places)


def spans_of_places(places: Iterable[int]) -> list[Span]:
    spans: list[Span] = []
    for place in sorted(places):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def brought(printed: str, suggested: str) -> list[Span]:
    """The characters of `suggested` that are not of `printed`, and those beside what was struck there."""
    found = aligned_in_order(printed, suggested)
    kept = {place for place in found if place != NOWHERE}
    places = set(range(len(suggested))) - kept
    for at, place in enumerate(found):
        if place == NOWHERE:
            ahead = next((found[k] for k in range(at - 1, -1, -1) if found[k] != NOWHERE), None)
            behind = next((found[k] for k in range(at + 1, len(found)) if found[k] != NOWHERE), None)
            replaced = (behind if behind is not None else len(suggested)) - (ahead if ahead is not None else -1) > 1
            places.update(() if replaced else (k for k in (ahead, behind) if k is not None))
    return spans_of_places(places or range(len(suggested)))
