"""Editor's notes (编者按) of several paragraphs: the label stands before the first alone, so where does one end?

It ends where the article that it introduces begins: at the headline, where the note stands above it, else at a
byline or lead-in. Where none of these follows soon the note is its first paragraph.
"""

from collections.abc import Iterator

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.words import bylines, reflow
from archive.ingest.words.labels import NOTE_LABEL
from archive.ingest.words.leads import lead_in

FURTHER = 3  # a note has hardly more paragraphs than this after its first


def extend(draft: Draft) -> None:
    """Give the further paragraphs of editor's notes their kind."""
    rows = draft.rows
    for place, row in enumerate(rows):
        if row.kind is RowKind.NOTE and NOTE_LABEL.match(row.text):
            first = next((at for at in range(place + 1, len(rows)) if rows[at].kind is not RowKind.NOTE), len(rows))
            for at in range(first, _end(rows, place, first)):
                rows[at] = rows[at].now(kind=RowKind.NOTE)


def text(rows: list[Row]) -> str:
    """The note without its label, a line feed between its paragraphs."""
    paragraphs: list[list[Row]] = []
    for row in rows:
        if row.starts or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(row)
    lines = [NOTE_LABEL.sub("", reflow.joined(paragraph), count=1) for paragraph in paragraphs]
    return "\n".join(line for line in lines if line)


def _end(rows: list[Row], place: int, first: int) -> int:
    """Where the note whose label stands at `place` and whose first paragraph reaches to `first` ends."""
    starts = [at for at in _body(rows, first) if rows[at].starts]
    end = next((at for at in starts if lead_in(rows[at].text)), first + len(list(_body(rows, first))))
    further = sum(at < end for at in starts)
    signed_above = place > 0 and rows[place - 1].kind is RowKind.BYLINE
    if 0 < further <= FURTHER and not signed_above and _begins_article(rows, place, end):
        return end
    if NOTE_LABEL.fullmatch(rows[place].text) and first == place + 1 and starts:
        return next((at for at in starts[1:]), first + len(list(_body(rows, first))))
    return first


def _body(rows: list[Row], first: int) -> Iterator[int]:
    """The places of the rows of text from `first` on up to one of another kind."""
    for at in range(first, len(rows)):
        if rows[at].kind is not RowKind.BODY:
            return
        yield at


def _begins_article(rows: list[Row], place: int, end: int) -> bool:
    """Whether the row at `end` is the first of the article that the note at `place` introduces."""
    if end >= len(rows):
        return False
    if rows[end].kind is RowKind.HEADING:
        headed = any(row.kind is RowKind.HEADING for row in rows[:place])
        below = next((row for row in rows[end:] if row.kind is not RowKind.HEADING), None)
        return not headed or (below is not None and _names_author(below))
    return _names_author(rows[end]) and (rows[end].kind is RowKind.BODY or _goes_on(rows, end))


def _goes_on(rows: list[Row], byline: int) -> bool:
    return byline + 1 < len(rows) and rows[byline + 1].kind is RowKind.BODY


def _names_author(row: Row) -> bool:
    return bylines.wrote(row.text) if row.kind is RowKind.BYLINE else lead_in(row.text) is not None
