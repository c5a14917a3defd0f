"""Numbers that belong to a person, found in printed text and hidden in it: identity cards and mobile phones.

An identity card of 18 characters is known by its check character (GB 11643-1999: ISO 7064, MOD 11-2), a province and a
possible day of birth; one of 15 digits (before 1999) by the last two alone; a mobile phone by 1[3-9] and nine digits.
Text is read as a search compares it (archive.language.folding): what that drops is no part of it, and what it folds to
digits is those digits. They may be set apart as a search bridges it, by white space, signs and marks, and by tags; a
line of JSON may have them escaped. A card and a phone may stand without anything between.

What is hidden stays in place: its first digits, which are no secret (province, carrier), are printed, each further
one is a bar, and the number's code follows, as in 138████████〔隐甲〕 (hidden_writing.py).
"""

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
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

ID_CARD, OLD_ID_CARD, MOBILE = "id_card", "old_id_card", "mobile"
# Characters of a number -> what it is; longer ones are sought first.
LENGTHS = {18: ID_CARD, 15: OLD_ID_CARD, 11: MOBILE}
LENGTH_OF = {kind: length for length, kind in LENGTHS.items()}
SHORTEST_NUMBER = min(LENGTHS)
PRINTED_DIGITS = {ID_CARD: 2, OLD_ID_CARD: 2, MOBILE: 3}
# By the first two digits of an identity card; 81 to 83: the residence permits of 2018.
PROVINCES = frozenset(
    str(number)
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for number in (*numbers, 71, 81, 82, 83)
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
Groups = tuple[int, ...]
# In what groups digits stand where signs set them apart, whichever these are: elsewhere they are a row of figures.
GROUPS_OF_DIGITS: dict[str, set[Groups]] = {
    MOBILE: {(11,), (3, 4, 4), (3, 8), (7, 4), (1,) * 11},
    OLD_ID_CARD: {(15,), (6, 6, 3), (6, 9), (12, 3), (1,) * 15},
    ID_CARD: {(18,), (6, 8, 4), (6, 12), (14, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 8, 3, 1), (17, 1), (1,) * 18},
}
# Where blanks, hyphens, points or brackets do.
MORE_GROUPS: set[Groups] = {(4, 4, 3), (3, 3, 5), (5, 6), (6, 5)}
# Digits of one group at least, where hyphens alone set those of a phone apart.
SHORTEST_GROUP = 2
# Which numbers are known where they stand without anything between: one of them has a check character.
RUN_TOGETHER = ((ID_CARD, MOBILE), (MOBILE, ID_CARD), (ID_CARD, ID_CARD))
# What may stand before a mobile phone with nothing between: its country, the trunk prefix of old.
PREFIXES = frozenset(("86", "086", "0086", "0"))

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


def found_numbers(text: str) -> Iterator[FoundNumber]:
    """Every personal number in a text, in its order."""
    pieces = unescaped(text)
    plain = plain_text(pieces)
    if not _MAY_HAVE_ONE.search(plain):
        return
    folded = digits_read(plain)
    runs = [run for run in _RUN.finditer(folded) if _has_number("".join(_CHARACTER.findall(run[0])))]
    if runs:
        places, spans = digit_places(plain), written_places(pieces)
        read = _Read(folded, [plain[place] for place in places], [spans[place] for place in places])
        for run in runs:
            yield from _numbers_of(run, read)


def _has_number(digits: str) -> bool:
    """Whether there is a number among these digits, however they stand together."""
    starts = range(len(digits) - SHORTEST_NUMBER + 1)
    return any(_is_number(kind, digits[n : n + length]) for n in starts for length, kind in LENGTHS.items())


def _numbers_of(run: re.Match[str], read: _Read) -> Iterator[FoundNumber]:
    places = [match.start() for match in _CHARACTER.finditer(read.text, run.start(), run.end())]
    digits = "".join(read.text[place] for place in places)
    adjoining = _adjoining(read, places, digits)
    first = 0
    while first + SHORTEST_NUMBER <= len(places):
        kind, length = _number_at(read.text, places, digits, first, adjoining)
        if kind:
            spans = tuple(read.spans[place] for place in places[first : first + length])
            yield FoundNumber(kind, digits[first : first + length], spans)
        first += length


def _number_at(text: str, places: list[int], digits: str, first: int, adjoining: set[int]) -> tuple[str, int]:
    """What begins at digit `first` of a run, and its length; "" and 1 where no number does."""
    for length, kind in LENGTHS.items():
        last = first + length
        if last <= len(places) and last not in adjoining and _is_number(kind, digits[first:last]):
            prefixed = kind == MOBILE and _is_prefixed(places, digits, first, adjoining)
            if (first not in adjoining or prefixed) and _is_grouped(kind, text, places[first:last]):
                return kind, length
    return "", 1


def _adjoining(read: _Read, places: list[int], digits: str) -> set[int]:
    """Which digits of a run go on with the number of the one before: they stand right behind it, and neither do whole
    numbers run together there, nor does a hidden one begin."""
    behind = {place for place in range(1, len(places)) if places[place] == places[place - 1] + 1}
    behind -= {place for place in behind if digits[place] == "X" and place < 17}
    of_one_character = {place for place in behind if read.spans[places[place]] == read.spans[places[place - 1]]}
    # ² is no digit of the number before it, but the number of a note.
    behind -= {
        place for place in behind if _oddly(read.written[places[place]]) != _oddly(read.written[places[place - 1]])
    }
    if places[0] and read.text[places[0] - 1].isdecimal() and read.text[places[0] - 1].isascii():
        behind.add(0)
    starts = [place for place in range(len(places)) if place not in behind]
    for start, end in pairwise([*starts, len(places)]):
        for first, second in RUN_TOGETHER:
            middle, whole = start + LENGTH_OF[first], start + LENGTH_OF[first] + LENGTH_OF[second]
            if whole == end and _is_number(first, digits[start:middle]) and _is_number(second, digits[middle:end]):
                behind.discard(middle)
    if (after := read.text[places[-1] + 1 : places[-1] + 2]) and after in ALL_BARS:
        behind -= {len(places) - shown for shown in PRINTED_DIGITS.values()}
    return behind | of_one_character


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


def _is_number(kind: str, digits: str) -> bool:
    if len(digits) != LENGTH_OF[kind]:
        return False
    if kind == MOBILE:
        return digits[0] == "1" and digits[1] in "3456789" and digits.isdecimal()
    if digits[:2] not in PROVINCES or not digits[:-1].isdecimal():
        return False
    if kind == OLD_ID_CARD:
        return digits.isdecimal() and _is_birthday(f"19{digits[6:12]}")
    return _is_birthday(digits[6:14]) and digits[17] == check_character(digits[:17])


def _is_birthday(digits: str) -> bool:
    """Of somebody who may have a card: from 1900 on, and not to come."""
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return datetime.date(1900, 1, 1) <= day <= datetime.date.today()


def check_character(digits: str) -> str:
    """The last character of an identity card whose 17 first digits these are (ISO 7064, MOD 11-2)."""
    return CHECK_CHARACTERS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def as_hidden(kind: str, digits: str, code: int) -> str:
    """A number by itself, hidden."""
    shown = PRINTED_DIGITS[kind]
    return f"{digits[:shown]}{'█' * (len(digits) - shown)}{code_mark(code)}"


def hidden(text: str, codes: Mapping[str, int]) -> str:
    """A text with the numbers hidden that have a code (by their digits); for `codes` of all that it has been given,
    shown() takes that back."""
    pieces: list[str] = []
    last = 0
    for number in found_numbers(text):
        if number.digits not in codes:
            continue
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
    kind = LENGTHS.get(len(digits))
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
