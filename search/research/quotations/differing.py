"""A quotation beside what is printed, character by character, numbers as wholes."""

from collections.abc import Sequence

from archive.language.numbers import NUMBER_CHARACTERS
from archive.layout.differences import ADDED, REMOVED, SAME, TextPiece
from search.research.quotations.aligning import Difference, fewest_changes
from search.research.quotations.sentences import Sentence, comparable


def quotation_difference(
    sentence: Sentence, printed: str, run: str, theirs: Sequence[int]
) -> tuple[int, list[TextPiece]]:
    """By how many characters the sentence differs from what is printed, and its pieces beside that. `run` is folded,
    and stands in `printed` at the places `theirs`."""
    folded = comparable(run)
    laid = [(own, fewest_changes(comparable(own.text), folded)) for own in (sentence.compared, sentence.folded)]
    # With the marks at its ends where these are part of what differs: 12. beside 12.5 lacks one character.
    own, found = min(laid, key=lambda each: characters_changed(each[1], each[0].places, theirs))
    shown = of_whole_numbers(found, comparable(own.text), folded)
    pieces = quotation_pieces(sentence.text, own.places, printed, theirs, shown)
    return characters_changed(found, own.places, theirs), pieces


def characters_changed(found: Sequence[Difference], own: Sequence[int], theirs: Sequence[int]) -> int:
    """How many edits the differences are, of characters as they are written: ℃ is one, though it is compared as two."""
    return sum(max(len(set(own[first:last])), len(set(theirs[since:upto]))) for first, last, since, upto in found)


def quotation_pieces(
    typed: str, own: Sequence[int], printed: str, theirs: Sequence[int], found: Sequence[Difference]
) -> list[TextPiece]:
    """What leads from `typed` to `printed`: what is only in one of them, and what is in both, as typed.

    `own` and `theirs` have for each character compared its index in the text, `found` says where these differ.
    """
    pieces, at = [TextPiece(SAME, typed[: own[0]])], 0
    for change in found:
        pieces.append(TextPiece(SAME, _stretch(typed, own, at, change.first)))
        pieces.append(TextPiece(REMOVED, _stretch(typed, own, change.first, change.last)))
        pieces.append(TextPiece(ADDED, _stretch(printed, theirs, change.since, change.upto)))
        at = change.last
    pieces.append(TextPiece(SAME, typed[own[at] :] if at < len(own) else typed[own[-1] + 1 :]))
    return [piece for piece in pieces if piece.text]


def _stretch(text: str, places: Sequence[int], first: int, last: int) -> str:
    end = places[last] if last < len(places) else places[-1] + 1
    return text[places[first] : end] if first < last else ""


def of_whole_numbers(found: Sequence[Difference], one: str, other: str) -> list[Difference]:
    """The changes, those within a number as changes of all of it: 18 for 16, not 8 for 6."""
    widened: list[Difference] = []
    for change in found:
        first, last, since, upto = change
        if _has_digit(one[first:last]) or _has_digit(other[since:upto]):
            before = _digits_before(one[:first], other[:since])
            behind = _digits_before(one[last:][::-1], other[upto:][::-1])
            first, since, last, upto = first - before, since - before, last + behind, upto + behind
        if widened and first < widened[-1].last:
            met = widened.pop()
            first, since = met.first, met.since
        widened.append(Difference(first, last, since, upto))
    return widened


def _has_digit(text: str) -> bool:
    return any(character.isdecimal() for character in text)


def _digits_before(one: str, other: str) -> int:
    """How many characters of a number both texts end with."""
    shared = 0
    while (
        shared < min(len(one), len(other))
        and one[-1 - shared] == other[-1 - shared]
        and one[-1 - shared] in NUMBER_CHARACTERS
    ):
        shared += 1
    while shared and not one[len(one) - shared].isdecimal():
        shared -= 1  # a number begins with no comma
    return shared
