"""Numbers that belong to a person, found in printed text and hidden in it: identity cards and mobile phones.

An identity card of 18 characters is known by its check character (GB 11643-1999: ISO 7064, MOD 11-2), a province and a
possible day of birth; one of 15 digits (before 1999) by the last two alone; a mobile phone by 1[3-9] and nine digits.
Digits may be of full width and set apart by spaces, hyphens, points, brackets or one line end, and have characters
amid them that nobody sees; a line of JSON may have them escaped. A card and a phone may stand without anything between.

What is hidden stays in place: its first digits, which are no secret (province, carrier), are printed, each further
one is a bar, and the number's code follows, as in 138████████〔隐甲〕. A bar tells how its digit was written: who knows
the numbers by their codes has the text back, character for character.
"""

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

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
# In what groups digits stand where blanks or hyphens set them apart, as far as a number has no check character.
GROUPS_OF_DIGITS = {
    MOBILE: {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (5, 6), (6, 5), (1,) * 11},
    OLD_ID_CARD: {(15,), (6, 6, 3), (6, 9), (12, 3), (1,) * 15},
}
# Those of a card of 18 characters that has points or brackets: elsewhere they are decimals of a row of figures.
GROUPS_OF_A_CARD = {(6, 8, 4), (6, 12), (14, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 8, 3, 1), (17, 1)}
# Which numbers are known where they stand without anything between: one of them has a check character.
RUN_TOGETHER = ((ID_CARD, MOBILE), (MOBILE, ID_CARD), (ID_CARD, ID_CARD))
# What may stand before a mobile phone with nothing between: its country, the trunk prefix of old.
PREFIXES = {"86": "+", "0086": "", "0": ""}

WIDE = {str(digit): chr(0xFF10 + digit) for digit in range(10)}
# Bar -> how each digit is written that it stands for.
BARS: dict[str, dict[str, str]] = {
    "█": {**{digit: digit for digit in WIDE}, "X": "X"},
    "▉": {**WIDE, "X": "Ｘ"},
    "▊": {"X": "x"},
    "▋": {"X": "ｘ"},
    "▌": {**{digit: f"\\uff1{digit}" for digit in WIDE}, "X": "Ⅹ"},
    "▍": {**{digit: f"\\uFF1{digit}" for digit in WIDE}, "X": "ⅹ"},
    "▎": {**{digit: f"\\u003{digit}" for digit in WIDE}, "X": "×"},
    "▁": {"X": "\\u2169"},
    "▂": {"X": "\\u2179"},
    "▃": {"X": "\\u00d7"},
    "▄": {"X": "\\u00D7"},
    "▅": {"X": "\\uff38"},
    "▆": {"X": "\\uFF38"},
    "▇": {"X": "\\uff58"},
    "▏": {"X": "\\uFF58"},
    "▐": {"X": "\\u0058"},
    "▕": {"X": "\\u0078"},
}
# Other digits by which a search finds a number, as it folds them (archive.language.folding).
ODD_DIGITS = (
    ("▀", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    ("▔", "₀₁₂₃₄₅₆₇₈₉"),
    ("▖", "⓪①②③④⑤⑥⑦⑧⑨"),
    ("▗", " ⑴⑵⑶⑷⑸⑹⑺⑻⑼"),
    ("▘", "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐"),
    ("▙", "🄁🄂🄃🄄🄅🄆🄇🄈🄉🄊"),
    ("▚", "🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹"),
    *zip("▛▜▝▞▟", ("".join(chr(0x1D7CE + 10 * style + n) for n in range(10)) for style in range(5)), strict=True),
)
BARS |= {bar: {str(n): digit for n, digit in enumerate(digits) if digit != " "} for bar, digits in ODD_DIGITS}
ODD_BARS = frozenset(bar for bar, _ in ODD_DIGITS)
WRITTEN = {written: (bar, digit) for bar, forms in BARS.items() for digit, written in forms.items()}
STEMS = "甲乙丙丁戊己庚辛壬癸"
STEMS_OF_A_CODE = 5

# What nobody sees (Default_Ignorable_Code_Point of the Unicode Character Database, category Cf, and of Cc what ends no
# line and is no blank).
INVISIBLE = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    r"\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_POINTS = r".．｡。·•・‧∙⋅●()（）\[\]［］【】〖〗{}｛｝"
_BLANK = r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_BETWEEN = rf"[-~_/\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d{_POINTS}]"
_APART = rf"(?>{_BLANK}{{0,40}}\r?\n{_BLANK}{{0,40}}|{_BLANK}{{0,3}}(?:{_BETWEEN}{_BLANK}{{0,3}}){{0,3}})"
_DIGIT = "[0-9\uff10-\uff19⁰¹²³⁴-⁹₀-₉⓪①-⑨⑴-⑼⒈-⒐\U0001f100-\U0001f10a\U0001fbf0-\U0001fbf9\U0001d7ce-\U0001d7ff]"
_CHECKS = "XxＸｘⅩⅹ×"
_RUN = re.compile(rf"{_DIGIT}(?:{_APART}{_DIGIT}){{{SHORTEST_NUMBER - 1},}}+(?:{_APART}[{_CHECKS}])?")
_CHARACTER = re.compile(rf"{_DIGIT}|[{_CHECKS}]")
_POINT = re.compile(f"[{_POINTS}]")
# Where two texts of a list in JSON meet, which are read one below the other.
_JOINT = r'(?:\\[nrt]|\s){0,20}+"\s{0,20}+,\s{0,20}+"(?:\\[nrt]|\s){0,20}+'
_ESCAPE = re.compile(rf"{_JOINT}|\\u[0-9a-fA-F]{{4}}|\\r\\n|\\[nrt]|&nbsp;|[{INVISIBLE}]")
_SEEN_THROUGH = re.compile(f"[{INVISIBLE}]")
_CODE = re.compile(f"〔隐([{STEMS}]+)〕")
BETWEEN_BARS = 100  # characters that may stand between two bars of a number, at most


class FoundNumber(NamedTuple):
    """A number: what it is, its digits in ASCII (the check character as X), and where each is written in the text."""

    kind: str
    digits: str
    spans: tuple[tuple[int, int], ...]


def found_numbers(text: str) -> Iterator[FoundNumber]:
    """Every personal number in a text, in its order."""
    if not _ESCAPE.search(text):
        yield from _found(text, None)
        return
    plain, spans = _unescaped(text)
    yield from _found(plain, spans)


def _unescaped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text with what JSON escapes as it reads, without what nobody sees, and where each character is written."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for match in (*_ESCAPE.finditer(text), None):
        start = match.start() if match else len(text)
        plain += text[last:start]
        spans += ((place, place + 1) for place in range(last, start))
        if match:
            if not _SEEN_THROUGH.fullmatch(read := _read(match[0])):
                plain.append(read)
                spans.append(match.span())
            last = match.end()
    return "".join(plain), spans


def _read(written: str) -> str:
    """The character that an escape stands for; one that stands for itself is itself."""
    if written.startswith("\\u"):
        return chr(int(written[2:], 16))
    if '"' in written:
        return "\n"
    return {"&nbsp;": " ", "\\t": "\n", "\\n": "\n", "\\r": "\n", "\\r\\n": "\n"}.get(written, written)


def _found(text: str, spans: list[tuple[int, int]] | None) -> Iterator[FoundNumber]:
    for run in _RUN.finditer(text):
        places = [match.start() for match in _CHARACTER.finditer(text, run.start(), run.end())]
        digits = "".join(WRITTEN[text[place]][1] for place in places)
        adjoining = _adjoining(text, places, digits)
        first = 0
        while first + SHORTEST_NUMBER <= len(places):
            kind, length = _number_at(text, places, digits, first, adjoining)
            if kind:
                own = places[first : first + length]
                written = tuple(spans[place] if spans else (place, place + 1) for place in own)
                yield FoundNumber(kind, digits[first : first + length], written)
            first += length


def _number_at(text: str, places: list[int], digits: str, first: int, adjoining: set[int]) -> tuple[str, int]:
    """What begins at digit `first` of a run, and its length; "" and 1 where no number does."""
    for length, kind in LENGTHS.items():
        last = first + length
        if last <= len(places) and last not in adjoining and _is_number(kind, digits[first:last]):
            prefixed = kind == MOBILE and _is_prefixed(text, places, digits, first, adjoining)
            if (first not in adjoining or prefixed) and _is_grouped(kind, text, places[first:last]):
                return kind, length
    return "", 1


def _adjoining(text: str, places: list[int], digits: str) -> set[int]:
    """Which digits of a run go on with the number of the one before: they stand right behind it, and neither do whole
    numbers run together there, nor does a hidden one begin."""
    behind = {place for place in range(1, len(places)) if places[place] == places[place - 1] + 1}
    behind -= {place for place in behind if digits[place] == "X" and place < 17}
    # ² is no digit of the number before it, but the number of a note.
    behind -= {place for place in behind if _oddly(text[places[place]]) != _oddly(text[places[place - 1]])}
    if places[0] and text[places[0] - 1] in WRITTEN and text[places[0] - 1] not in _CHECKS:
        behind.add(0)
    starts = [place for place in range(len(places)) if place not in behind]
    for start, end in pairwise([*starts, len(places)]):
        for first, second in RUN_TOGETHER:
            middle, whole = start + LENGTH_OF[first], start + LENGTH_OF[first] + LENGTH_OF[second]
            if whole == end and _is_number(first, digits[start:middle]) and _is_number(second, digits[middle:end]):
                behind.discard(middle)
    if text[places[-1] + 1 : places[-1] + 2] in BARS:
        behind -= {len(places) - shown for shown in PRINTED_DIGITS.values()}
    return behind


def _oddly(digit: str) -> str:
    """In which of ODD_DIGITS it is written; "" for what is a digit elsewhere, too."""
    bar = WRITTEN[digit][0]
    return bar if bar in ODD_BARS else ""


def _is_prefixed(text: str, places: list[int], digits: str, first: int, adjoining: set[int]) -> bool:
    begin = first
    while begin in adjoining and begin:
        begin -= 1
    sign = PREFIXES.get(digits[begin:first])
    return sign is not None and text[: places[begin]].endswith(sign)


def _is_grouped(kind: str, text: str, places: list[int]) -> bool:
    """Whether digits stand together as those of such a number do."""
    groups = GROUPS_OF_DIGITS.get(kind)
    if groups is None and _POINT.search(text, places[0], places[-1]):
        groups = GROUPS_OF_A_CARD
    return groups is None or _groups(text, places) in groups


def _groups(text: str, places: list[int]) -> tuple[int, ...]:
    """How many digits stand together each time; a line end does not part them."""
    groups = [1]
    for place, following in pairwise(places):
        between = text[place + 1 : following]
        if between and "\n" not in between:
            groups.append(0)
        groups[-1] += 1
    return tuple(groups)


def _is_number(kind: str, digits: str) -> bool:
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


def stems(number: int) -> str:
    """A number from 1 in the ten heavenly stems, which are no digits of a hidden number: 甲, 乙 … 癸, 甲甲."""
    written = ""
    while number:
        number, stem = divmod(number - 1, len(STEMS))
        written = STEMS[stem] + written
    return written


def of_stems(written: str) -> int:
    """The number that stems() wrote."""
    number = 0
    for stem in written:
        number = number * len(STEMS) + STEMS.index(stem) + 1
    return number


def codes_of(stems_of_each: int) -> range:
    """All codes that are written in so many stems."""
    first = sum(10**place for place in range(stems_of_each))
    return range(first, first + 10**stems_of_each)


def only_stems(text: str) -> str:
    """The stems of a text, as somebody writes a code: 隐甲乙, 〔隐甲乙〕 or 甲乙."""
    return "".join(character for character in text if character in STEMS)


def code_mark(code: int) -> str:
    """What follows a hidden number in the text."""
    return f"〔隐{stems(code)}〕"


def codes_in(text: str) -> list[int]:
    """The codes of the numbers that are hidden in a text."""
    return [of_stems(match[1]) for match in _CODE.finditer(text)]


def without_codes(text: str) -> str:
    """A text with the bars of what is hidden in it, but without the codes behind them."""
    return _CODE.sub("", text)


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
        for start, end in number.spans[PRINTED_DIGITS[number.kind] :]:
            pieces += text[last:start], WRITTEN[text[start:end]][0] if text[start:end] in WRITTEN else text[start:end]
            last = end
        pieces.append(code_mark(codes[number.digits]))
    return "".join([*pieces, text[last:]])


def shown(text: str, digits_of: Mapping[int, str]) -> str:
    """A text as it was before the numbers of these codes were hidden. Where somebody took bars away since, or another
    archive's number has the same code (its first digits tell), it stays as it is."""
    for mark in reversed(list(_CODE.finditer(text))):
        digits = digits_of.get(of_stems(mark[1]), "")
        kind = LENGTHS.get(len(digits))
        places = _bars_before(text, mark.start(), len(digits) - PRINTED_DIGITS[kind]) if kind else []
        if not kind or not places or not _follow(text, places[-1], digits[: PRINTED_DIGITS[kind]]):
            continue
        text = text[: mark.start()] + text[mark.end() :]
        for place, digit in zip(places, reversed(digits), strict=False):
            text = text[:place] + BARS[text[place]].get(digit, digit) + text[place + 1 :]
    return text


def _bars_before(text: str, end: int, wanted: int) -> list[int]:
    """Where the last `wanted` bars before a place stand, the last first; none where there are not so many."""
    places: list[int] = []
    nearest = end
    for place in range(end - 1, -1, -1):
        if text[place] in BARS:
            places.append(place)
            nearest = place
            if len(places) == wanted:
                return places
        elif text[place] in "〔〕" or nearest - place > BETWEEN_BARS or text[place] in WRITTEN:
            break
    return []


def _follow(text: str, place: int, printed: str) -> bool:
    """Whether the digits that stand before a place are those."""
    plain, _ = _unescaped(text[max(0, place - BETWEEN_BARS) : place])
    digits = "".join(WRITTEN[character][1] for character in plain if character in WRITTEN)
    return digits.replace("X", "").endswith(printed)


def without_parts(text: str, numbers: Collection[str]) -> str:
    """A text that may quote a part of these numbers (digits each), as a cut does, without those of four digits on."""

    def barred(match: re.Match[str]) -> str:
        return "█" * len(match[0]) if any(match[0] in digits for digits in numbers) else match[0]

    return re.sub("[0-9]{4,}", barred, text)
