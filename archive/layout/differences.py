"""What differs between two texts, character by character: paragraphs are paired first, which is quick and clear."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
# Paragraphs less alike than this are shown one after the other: a mixture of both could not be read.
ALIKE = 0.4
# Characters from which on two paragraphs are compared as wholes: the comparison takes time with their product.
LONG = 4000


@dataclass(frozen=True)
class TextPiece:
    """A stretch of text: in both texts (same), only in the older (removed) or only in the newer (added)."""

    kind: str
    text: str


def character_difference(old: str, new: str) -> list[TextPiece]:
    """The pieces of which both texts consist: without those added they spell `old`, without those removed `new`."""
    pieces: list[TextPiece] = []
    older, newer = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, i, j, k, m in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(TextPiece(SAME, "".join(older[i:j])))
        elif tag == "replace" and j - i == m - k:
            for one, other in zip(older[i:j], newer[k:m], strict=True):
                pieces += within_paragraph(one, other)
        else:
            pieces += within_paragraph("".join(older[i:j]), "".join(newer[k:m]))
    return list(without_seams(piece for piece in pieces if piece.text))


def within_paragraph(old: str, new: str) -> list[TextPiece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > LONG or matcher.quick_ratio() < ALIKE:
        return [TextPiece(REMOVED, old), TextPiece(ADDED, new)]
    pieces = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(TextPiece(SAME, old[i:j]))
        else:
            pieces += [TextPiece(REMOVED, old[i:j]), TextPiece(ADDED, new[k:m])]
    return pieces


def without_seams(pieces: Iterator[TextPiece]) -> Iterator[TextPiece]:
    """Neighbours of one kind as one piece."""
    last: TextPiece | None = None
    for piece in pieces:
        if last and piece.kind == last.kind:
            last = TextPiece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
