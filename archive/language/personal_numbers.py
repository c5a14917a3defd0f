"""Numbers that belong to a person, found in printed text and hidden in it: identity cards and mobile phones.

What is one number_kinds.py says. Text is read as a search compares it (archive.language.folding): what that drops is no
part of it, and what it folds to digits is those digits. They may be set apart as a search bridges it, by white space,
signs and marks, and by tags; a line of JSON may have them escaped. Numbers may stand without anything between, as
run_together.py tells them apart. One whose digits are told is found wherever they stand, whatever is beside them.

What is hidden stays in place: its first digits, which are no secret (province, carrier), are printed, each further
one is a bar, and the number's code follows, as in 138████████〔隐甲〕 (hidden_writing.py).
"""

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from archive.language.digits_read import digit_places, digits_read, plain_text, unescaped, written_places
from archive.language.folding import fold
from archive.language.hidden_writing import (
    ALL_BARS,
    BARS,
    CODE,
    FOLDED_DIGIT,
    MODIFIERS,
    ODD_BARS,
    WRITTEN,
    code_mark,
    of_stems,
)
from archive.language.number_kinds import ID_CARD, KIND_OF_LENGTH, MOBILE, OLD_ID_CARD, SHORTEST_NUMBER, is_number
from archive.language.run_together import PREFIXES, number_starts

PRINTED_DIGITS = {ID_CARD: 2, OLD_ID_CARD: 2, MOBILE: 3}
Groups = tuple[int, ...]
# In what groups digits stand where signs set them apart, whichever these are: elsewhere they are a row of figures.
GROUPS_OF_DIGITS: dict[str, set[Groups]] = {
    MOBILE: {(11,), (3, 4, 4), (3, 8), (7, 4), (1,) * 11},
    OLD_ID_CARD: {(15,), (6, 6, 3), (6, 9), (12, 3), (1,) * 15},
    ID_CARD: {(18,), (6, 8, 4), (6, 12), (14, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 8, 3, 1), (17, 1), (1,) * 18},
}
# Where blanks, hyphens, points or brackets do.
MORE_GROUPS: set[Groups] = {(4, 4, 3), (3, 3, 5), (5, 6), (6, 5), (3, 2, 2, 2, 2)}
# Digits of one group at least, where hyphens alone set those of a phone apart.
SHORTEST_GROUP = 2
FOLLOWING = 4  # characters behind digits that tell what they are: 小时, -84

_GAP = r"[^\S\r\n]{0,40}(?:\r?\n[^\S\r\n]{0,40}){0,2}"
_SIGN = f"(?:_|[^\\w\\s{''.join(sorted(ALL_BARS))}])"
_APART = rf"(?>(?:{_GAP}{_SIGN}){{0,4}}{_GAP})"
_RUN = re.compile(rf"[0-9](?:{_APART}[0-9]){{{SHORTEST_NUMBER - 1},}}+(?:{_APART}X)?")
_CHARACTER = re.compile("[0-9X]")
_HYPHENS = re.compile(r"[-~_/]*")  # folded, as are points and brackets
_POINTS = re.compile(r"[-~_/.。·●()\[\]【】〖〗{}]*")
BETWEEN_BARS = 100  # characters that may stand between two bars of a number, at most
# As many characters as may have the digits of a number (two each), with no letter between. To Unicode fillers of Hangul
# and voicing marks are letters.
_NO_LETTERS = r"[\W_\u115f\u1160\u3164\uff9e\uff9f\uffa0]*+"
_MAY_HAVE_ONE = re.compile(rf"{FOLDED_DIGIT}(?:{_NO_LETTERS}{FOLDED_DIGIT}){{{(SHORTEST_NUMBER - 1) // 2}}}")


class FoundNumber(NamedTuple):
    """A number: what it is, its digits in ASCII (the check character as X), and where each is written in the text."""

    kind: str
    digits: str
    spans: tuple[tuple[int, int], ...]


class _Read(NamedTuple):
    """A text as numbers are looked for in it; for each of its characters the one that is written, and where."""

    text: str
    written: Sequence[str]
    spans: Sequence[tuple[int, int]]


class _Borders(NamedTuple):
    """Which digits of a run go on with the number of the one before: they stand right behind it, and neither has one
    begun there, nor a hidden one; and where one has."""

    adjoining: set[int]
    begun: set[int]


def found_numbers(text: str) -> Iterator[FoundNumber]:
    """Every personal number in a text, in its order."""
    read, runs = _runs_of(text)
    for places, digits in runs:
        borders = _borders_of(read, places, digits)
        yield from _numbers_of(read, places, digits, partial(_number_at, read.text, places, digits, borders))


def possible_numbers(text: str) -> set[str]:
    """The digits of all that may be a number in a text, whatever digits are beside it."""
    _, runs = _runs_of(text)
    return {number for _, digits in runs for number in _numbers_among(digits)}


def told_numbers(text: str, numbers: Container[str]) -> Iterator[FoundNumber]:
    """Wherever the digits of these numbers stand in a text, whatever digits are beside them."""
    read, runs = _runs_of(text)
    for places, digits in runs:
        yield from _numbers_of(read, places, digits, partial(_told_at, read, places, digits, numbers))


def _runs_of(text: str) -> tuple[_Read, list[tuple[list[int], str]]]:
    """A text as it is read, and the runs of digits in it among which there may be a number: their places, and they."""
    pieces = unescaped(text)
    plain = plain_text(pieces)
    if not _MAY_HAVE_ONE.search(plain):
        return _Read("", (), ()), []
    folded = digits_read(plain)
    runs = []
    for run in _RUN.finditer(folded):
        places = [match.start() for match in _CHARACTER.finditer(folded, run.start(), run.end())]
        digits = "".join(folded[place] for place in places)
        if any(_numbers_among(digits)):
            runs.append((places, digits))
    if not runs:
        return _Read("", (), ()), []
    written, spans = digit_places(plain), written_places(pieces)
    return _Read(folded, [plain[place] for place in written], [spans[place] for place in written]), runs


def _numbers_among(digits: str) -> Iterator[str]:
    """What may be a number among these digits, however they stand together."""
    for first in range(len(digits) - SHORTEST_NUMBER + 1):
        for length, kind in KIND_OF_LENGTH.items():
            if is_number(kind, digits[first : first + length]):
                yield digits[first : first + length]


def _numbers_of(
    read: _Read, places: list[int], digits: str, number_at: Callable[[int], tuple[str, int]]
) -> Iterator[FoundNumber]:
    first = 0
    while first + SHORTEST_NUMBER <= len(places):
        kind, length = number_at(first)
        if kind:
            spans = tuple(read.spans[place] for place in places[first : first + length])
            yield FoundNumber(kind, digits[first : first + length], spans)
        first += length


def _told_at(read: _Read, places: list[int], digits: str, numbers: Container[str], first: int) -> tuple[str, int]:
    """Which of these numbers begins at digit `first` of a run, and its length; "" and 1 where none does, or its first
    or last digit is one character with what is beside it."""
    for length, kind in KIND_OF_LENGTH.items():
        last = first + length
        if last <= len(places) and digits[first:last] in numbers:
            ends = {place for place in (first, last) if 0 < place < len(places)}
            if not any(read.spans[places[end]] == read.spans[places[end - 1]] for end in ends):
                return kind, length
    return "", 1


def _number_at(text: str, places: list[int], digits: str, borders: _Borders, first: int) -> tuple[str, int]:
    """What begins at digit `first` of a run, and its length; "" and 1 where no number does."""
    for length, kind in KIND_OF_LENGTH.items():
        last = first + length
        if last <= len(places) and last not in borders.adjoining and is_number(kind, digits[first:last]):
            whole = borders.begun.isdisjoint(range(first + 1, last))
            prefixed = kind == MOBILE and _is_prefixed(places, digits, first, borders.adjoining)
            if whole and (first not in borders.adjoining or prefixed) and _is_grouped(kind, text, places[first:last]):
                return kind, length
    return "", 1


def _borders_of(read: _Read, places: list[int], digits: str) -> _Borders:
    behind = {place for place in range(1, len(places)) if places[place] == places[place - 1] + 1}
    behind -= {place for place in behind if digits[place] == "X" and place < 17}
    of_one_character = {place for place in behind if read.spans[places[place]] == read.spans[places[place - 1]]}
    # ² is no digit of the number before it, but the number of a note.
    behind -= {
        place for place in behind if _oddly(read.written[places[place]]) != _oddly(read.written[places[place - 1]])
    }
    if places[0] and read.text[places[0] - 1].isdecimal() and read.text[places[0] - 1].isascii():
        behind.add(0)
    begun: set[int] = set()
    starts = [place for place in range(len(places)) if place not in behind]
    for start, end in pairwise([*starts, len(places)]):
        follows = fold(read.text[places[end - 1] + 1 : places[end - 1] + 1 + FOLLOWING])
        begun |= {start + first for first in number_starts(digits[start:end], follows)}
    if (after := read.text[places[-1] + 1 : places[-1] + 2]) and after in ALL_BARS:
        behind -= {len(places) - shown for shown in PRINTED_DIGITS.values()}
    return _Borders(behind - begun | of_one_character, begun)


def _oddly(digit: str) -> str:
    """In which of ODD_DIGITS it is written; "" for what is a digit elsewhere, too."""
    bar = WRITTEN[digit][0]
    return bar if bar in ODD_BARS else ""


def _is_prefixed(places: list[int], digits: str, first: int, adjoining: set[int]) -> bool:
    begin = first
    while begin in adjoining and begin:
        begin -= 1
    return begin not in adjoining and digits[begin:first] in PREFIXES


def _is_grouped(kind: str, text: str, places: list[int]) -> bool:
    """Whether digits stand together as those of such a number do."""
    signs = ["".join(fold(text[place + 1 : following]).split()) for place, following in pairwise(places)]
    groups, every = _groups(text, places), "".join(signs)
    if set(groups) == {1} and len(set(signs)) > 1:
        return False  # 1.8、1.7、1.6
    if groups in GROUPS_OF_DIGITS[kind] or (kind == ID_CARD and _HYPHENS.fullmatch(every)):
        return True
    hyphenated = "-" in every and _HYPHENS.fullmatch(every) and min(groups) >= SHORTEST_GROUP
    return kind == MOBILE and bool(hyphenated or (groups in MORE_GROUPS and _POINTS.fullmatch(every)))


def _groups(text: str, places: list[int]) -> Groups:
    """How many digits stand together each time; a line end alone does not part them."""
    groups = [1]
    for place, following in pairwise(places):
        between = text[place + 1 : following]
        if between.strip() or (between and "\n" not in between):
            groups.append(0)
        groups[-1] += 1
    return tuple(groups)


def as_hidden(kind: str, digits: str, code: int) -> str:
    """A number by itself, hidden."""
    shown = PRINTED_DIGITS[kind]
    return f"{digits[:shown]}{'█' * (len(digits) - shown)}{code_mark(code)}"


def hidden(text: str, codes: Mapping[str, int]) -> str:
    """A text with the numbers hidden, wherever they stand, that have a code (by their digits); for `codes` of all that
    it has been given, shown() takes that back."""
    pieces: list[str] = []
    last = 0
    for number in told_numbers(text, codes):
        for start, end in dict.fromkeys(number.spans[PRINTED_DIGITS[number.kind] :]):
            pieces += text[last:start], WRITTEN[text[start:end]][0]
            last = end
        pieces.append(code_mark(codes[number.digits]))
    return "".join([*pieces, text[last:]])


def shown(text: str, digits_of: Mapping[int, str]) -> str:
    """A text as it was before the numbers of these codes were hidden. Where somebody took bars away since, or another
    archive's number has the same code (its first digits tell), it stays as it is."""
    for mark in reversed(list(CODE.finditer(text))):
        bars = _bars_before(text, mark.start(), digits_of.get(of_stems(mark[1]), ""))
        if bars:
            text = text[: mark.start()] + text[mark.end() :]
        for start, end, written in bars:
            text = text[:start] + written + text[end:]
    return text


def _bars_before(text: str, end: int, digits: str) -> list[tuple[int, int, str]]:
    """Where the bars of a number stand before a place, and what was written there, the last first; none where they are
    not all there, or not behind the digits of it that are printed."""
    kind = KIND_OF_LENGTH.get(len(digits))
    begin = max(0, end - len(digits) * BETWEEN_BARS)
    pieces = unescaped(text[begin:end])
    plain, spans = plain_text(pieces), written_places(pieces)
    bars: list[tuple[int, int, str]] = []
    place = nearest = len(plain)
    while kind and place:
        after, place = place, place - 1
        if plain[place] in ALL_BARS:
            while place and plain[place - 1] in MODIFIERS:
                place -= 1
            forms = BARS.get(plain[place:after], {})
            digit = next((each for each in forms if digits.endswith(each)), digits[-1])
            bars.append((begin + spans[place][0], begin + spans[after - 1][1], forms.get(digit, digit)))
            digits, nearest = digits[: -len(digit)], place
            if len(digits) <= PRINTED_DIGITS[kind]:
                return bars if _digits_before(plain[:place]).endswith(digits) else []
        elif plain[place] in "〔〕" or nearest - place > BETWEEN_BARS or plain[place] in WRITTEN:
            break
    return []


def _digits_before(plain: str) -> str:
    return "".join(read for read in digits_read(plain[-BETWEEN_BARS:]) if read.isdecimal())


def without_parts(text: str, numbers: Collection[str]) -> str:
    """A text that may quote a part of these numbers (digits each), as a cut does, without those of four digits on."""
    places = digit_places(text)
    characters = list(text)
    for part in re.finditer("[0-9]{4,}", digits_read(text)):
        if any(part[0] in digits for digits in numbers):
            for place in places[part.start() : part.end()]:
                characters[place] = "█"
    return "".join(characters)
