"""Claims: what became of every slice of the source.

Steps leave marks as they go; here they become claims in the order of the source. Neighbours with one target
are one claim. White space between them needs no claim, and any other character that no step has placed is
reported as a problem: nothing is lost silently.
"""

import bisect
from collections.abc import Iterator

from archive.ingest.draft import Draft, RawClaim, Story
from archive.ingest.types import Claim, Doubt

UNPLACED = "未归类"


def claim_stories(draft: Draft) -> None:
    """Mark the rows of every article with the field that holds them."""
    for index, story in enumerate(draft.stories):
        _claim_story(draft, story, f"articles/{index}")


def _claim_story(draft: Draft, story: Story, place: str) -> None:
    for name in ("column", "kicker", "title", "subtitle", "byline", "editor_note"):
        for row in story.rows_of(name):
            draft.claim(row, f"{place}/{name}")
    for row in story.info:
        draft.claim(row, f"{place}/date")
    for row in story.credits:
        draft.claim(row, f"{place}/contributors")
    for number, part in enumerate(story.sections):
        for row in part.heading:
            draft.claim(row, f"{place}/sections/{number}/heading")
        for position, paragraph in enumerate(part.paragraphs):
            for row in paragraph:
                draft.claim(row, f"{place}/sections/{number}/paragraphs/{position}")
    for number, (rows, _) in enumerate(story.captions):
        for row in rows:
            draft.claim(row, f"{place}/captions/{number}")


def settle_claims(draft: Draft) -> tuple[tuple[Claim, ...], tuple[Doubt, ...]]:
    """The claims of a draft in the order of the source, and a problem for what no step has placed."""
    starts = [0]
    for line in draft.source.lines:
        starts.append(starts[-1] + len(line.text) + 1)

    def line_of(offset: int) -> int:
        return draft.source.lines[bisect.bisect_right(starts, offset) - 1].number

    claims, problems = [], []
    for mark in _joined(draft.text, _complete(draft.text, draft.marks)):
        text = draft.text[mark.start : mark.end]
        first, last = line_of(mark.start), line_of(mark.end - 1)
        claims.append(Claim(first, last, text, mark.target, mark.reason))
        if mark.reason == UNPLACED:
            problems.append(Doubt("unplaced", f"这段文字没有归入任何一篇：{text[:30]}", first, last))
    return (*claims, *draft.source.discarded), tuple(problems)


def _complete(text: str, marks: list[RawClaim]) -> Iterator[RawClaim]:
    """The marks in order, and one for each gap between them that holds more than white space."""
    position = 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if text[position : mark.start].strip():
            yield _trimmed(text, RawClaim(position, mark.start, "discarded", UNPLACED))
        if text[mark.start : mark.end].strip():
            yield _trimmed(text, mark)
        position = max(position, mark.end)
    if text[position:].strip():
        yield _trimmed(text, RawClaim(position, len(text), "discarded", UNPLACED))


def _trimmed(text: str, mark: RawClaim) -> RawClaim:
    piece = text[mark.start : mark.end]
    start = mark.start + len(piece) - len(piece.lstrip())
    return RawClaim(start, start + len(piece.strip()), mark.target, mark.reason)


def _joined(text: str, marks: Iterator[RawClaim]) -> Iterator[RawClaim]:
    held: RawClaim | None = None
    for mark in marks:
        if (
            held is not None
            and (held.target, held.reason) == (mark.target, mark.reason)
            and not text[held.end : mark.start].strip()
        ):
            held = RawClaim(held.start, mark.end, held.target, held.reason)
            continue
        if held is not None:
            yield held
        held = mark
    if held is not None:
        yield held
