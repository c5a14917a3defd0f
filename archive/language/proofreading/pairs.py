"""Quotation marks and book-title marks that stand without their other half.

A quotation may run over paragraphs: each of them opens it anew and only the last closes it (GB/T 15834-2011, 4.8.3.5),
or, as some print has it, none but the first and the last has a mark. The decks of a headline are read as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.language.proofreading.mentions import decks_among
from archive.language.proofreading.remarks import HEADLINE, LineKind, ProofCheck, ProofLine, Remark, quotation_of

PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "「": "」", "『": "』"}
OPENERS = {closer: opener for opener, closer in PAIRS.items()}


@dataclass(frozen=True)
class SingleMark:
    """A mark without its other half within its line, the `number`-th of a run of lines."""

    line: ProofLine
    number: int
    place: int

    @property
    def mark(self) -> str:
        return self.line.text[self.place]


def unpaired_marks(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each mark that stands alone."""
    headline = decks_among(lines)
    body = [line for line in lines if line.kind == LineKind.PARAGRAPH]
    alone = [[line] for line in lines if line.kind not in (*HEADLINE, LineKind.PARAGRAPH, LineKind.BYLINE)]
    for run in (headline, body, *alone):
        yield from _remarks(_unexplained(run))


def _unexplained(run: Sequence[ProofLine]) -> list[SingleMark]:
    """The single marks of a run of lines but those that a quotation over several lines has."""
    found = [[SingleMark(line, n, place) for place in single_marks(line.text)] for n, line in enumerate(run)]
    explained = {mark for opener in PAIRS for mark in _of_long_quotations(run, found, opener)}
    return [mark for marks in found for mark in marks if mark not in explained]


def _of_long_quotations(
    run: Sequence[ProofLine], found: Sequence[Sequence[SingleMark]], opener: str
) -> Iterator[SingleMark]:
    """The single marks of one kind that quotations over several lines have."""
    open_ones: list[SingleMark] = []  # of the quotation that goes on, one a line
    for line, marks in zip(run, found, strict=True):
        own = [mark for mark in marks if mark.mark in (opener, PAIRS[opener])]
        if open_ones and line.text.lstrip().startswith(opener):
            if own and _begins(own[0]):
                open_ones.append(own.pop(0))
            else:
                yield from open_ones
                open_ones = []
        elif open_ones and own and own[0].mark != opener and opener not in line.text[: own[0].place]:
            yield from (*open_ones, own.pop(0))
            open_ones = []
        elif opener in line.text:
            open_ones = []
        if own and own[-1].mark == opener:
            open_ones = [own[-1]]


def _begins(mark: SingleMark) -> bool:
    return mark.mark in PAIRS and not mark.line.text[: mark.place].strip()


def single_marks(text: str) -> list[int]:
    """Where the marks of a text stand that have no other half in it."""
    stack: list[int] = []
    single: list[int] = []
    for place, character in enumerate(text):
        if character in PAIRS:
            stack.append(place)
        elif character in OPENERS and not _is_apostrophe(text, place):
            opened = next((n for n in reversed(range(len(stack))) if text[stack[n]] == OPENERS[character]), None)
            if opened is None:
                single.append(place)
            else:
                single += stack[opened + 1 :]
                del stack[opened:]
    return sorted(single + [place for place in stack if not _is_apostrophe(text, place)])


def _is_apostrophe(text: str, place: int) -> bool:
    """it’s, teachers’, ’90, ‘90"""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    letters = before.isascii() and before.isalpha()
    return text[place] in "‘’" and (letters or (after.isascii() and after.isdecimal()))


def _remarks(singles: Sequence[SingleMark]) -> Iterator[Remark]:
    """Two that are turned the same way (“……“) are one remark."""
    for line, group in groupby(singles, key=lambda single: single.line):
        marks = list(group)
        while marks:
            first = marks.pop(0)
            yield _remark(line, first, marks.pop(0) if marks and marks[0].mark == first.mark else None)


def _remark(line: ProofLine, single: SingleMark, twin: SingleMark | None) -> Remark:
    mark, place = single.mark, single.place
    if twin:
        wrong, right = (twin, PAIRS[mark]) if mark in PAIRS else (single, OPENERS[mark])
        quote = quotation_of(line.text, wrong.place, wrong.place + 1)
        advice = f"{quote}：有两个 {mark} 方向相同，这一个大概应是 {right} ，请核对。"
        return Remark(ProofCheck.PAIRS, line, wrong.place, wrong.place + 1, advice)
    other, side = (PAIRS[mark], "后") if mark in PAIRS else (OPENERS[mark], "前")
    advice = f"{quotation_of(line.text, place, place + 1)}：这个 {mark} {side}面没有相配的 {other} ，请补上，或删去它。"
    return Remark(ProofCheck.PAIRS, line, place, place + 1, advice)
