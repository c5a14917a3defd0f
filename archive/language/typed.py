"""The words of what somebody typed: those of the segmenter, with the symbols and marks that belong to them.

C++, 3.5%, $100 and 36.5℃ are words with their symbols, 1/2, 3:2 and COVID-19 with the marks between Latin letters
or digits; a sign of its own (加油💪, 第1号→) is a word. All other punctuation only divides, as the text may be
printed with another: what was typed, whole, ranks first anyhow.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from archive.language.segmentation import RUN, words

JOINING = frozenset("-/.:'&_·")  # between Latin letters or digits
SYMBOLS = frozenset("%‰#&@*_")  # that Unicode takes for punctuation
DIVIDING = frozenset("|<>=~^`")  # that Unicode takes for symbols


def typed_words(folded: str) -> list[str]:
    """The words that folded text asks for, in order. Each is a piece of the text; there may be none."""
    return [word for part in folded.split() for word in _words_of(part)]


def placed_words(folded: str) -> list[tuple[int, str]]:
    """(place, word) of the words that folded text asks for."""
    return list(_placed(typed_words(folded), folded))


def _placed(found: Iterable[str], text: str) -> Iterator[tuple[int, str]]:
    """Words of a text, in order, each with its place."""
    at = 0
    for word in found:
        at = text.index(word, at)
        yield at, word
        at += len(word)


def has_words(folded: str) -> bool:
    """Whether there is anything in folded text but punctuation."""
    return any(RUN.match(character) or _is_sign(character) for character in folded)


def trimmed(folded: str) -> str:
    """Folded text without the punctuation at its ends: 高新区在哪里? asks for the run 高新区在哪里."""
    kept = [place for place, character in enumerate(folded) if RUN.match(character) or is_symbol(character)]
    return folded[kept[0] : kept[-1] + 1] if kept else ""


def is_symbol(character: str) -> bool:
    """Whether it belongs to the word beside it."""
    if character in DIVIDING:
        return False
    return character in SYMBOLS or unicodedata.category(character)[0] == "S"


def _is_sign(character: str) -> bool:
    """A symbol that is looked for by itself. (Those of ASCII are used for dividing too.)"""
    return not character.isascii() and character not in SYMBOLS and is_symbol(character)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _words_of(part: str) -> list[str]:
    found: list[str] = []
    end = -1  # of the last word found
    for start, piece in _pieces(part):
        after = start + len(piece)
        joins = end == start and _belongs_together(part, start)
        if joins:
            found[-1] += piece
        elif RUN.match(piece) or _is_sign(piece) or (is_symbol(piece) and _is_latin(part[after : after + 1])):
            found.append(piece)
        else:
            continue
        end = after
    return found


def _pieces(part: str) -> list[tuple[int, str]]:
    """(place, text) of the segmenter's words, and of each character between them."""
    found: list[tuple[int, str]] = []
    at = 0
    for start, word in _placed(words(part), part):
        found += enumerate(part[at:start], at)
        found.append((start, word))
        at = start + len(word)
    return [*found, *enumerate(part[at:], at)]


def _belongs_together(part: str, at: int) -> bool:
    """Whether what ends at `at` and what begins there are of one word, the first being one or of one."""
    before, here, after = part[at - 1], part[at], part[at + 1 : at + 2]
    if here in JOINING and _is_latin(before) and after and _is_latin(after):
        return True
    if _is_latin(here):
        return not RUN.match(before) and (before in JOINING or is_symbol(before))
    if is_symbol(here):
        return _is_latin(before) or is_symbol(before)
    return False
