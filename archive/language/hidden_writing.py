"""How a hidden number is written: a bar for each digit, then its code, as in 138████████〔隐甲〕.

A bar tells how its digit was written, and never which it was: who knows the numbers by their codes has the text back,
character for character. What a search folds to digits or to the check character X has a bar here, each; escaped as
JSON writes it, a bar before that.
"""

import re
from collections.abc import Iterable
from itertools import chain

WIDE = {str(digit): chr(0xFF10 + digit) for digit in range(10)}


def _digits(forms: str) -> dict[str, str]:
    """Digit -> its form, of the forms of 0 to 9; a blank where there is none."""
    return {str(digit): form for digit, form in enumerate(forms) if form != " "}


def _from_ten(*firsts: str, last: int = 20) -> dict[str, str]:
    """Two digits -> the character that has both. Those of a row follow one another in Unicode from each first one."""
    rows = ((first, range(start, end)) for first, start, end in zip(firsts, (10, 21, 36), (21, 36, 51), strict=False))
    return {
        str(number): chr(ord(first) + number - numbers[0])
        for first, numbers in rows
        for number in numbers
        if number <= last
    }


FRACTIONS = {
    **{"03": "↉", "1": "⅟", "12": "½", "13": "⅓", "23": "⅔", "14": "¼", "34": "¾", "15": "⅕", "25": "⅖", "35": "⅗"},
    **{"45": "⅘", "16": "⅙", "56": "⅚", "17": "⅐", "18": "⅛", "38": "⅜", "58": "⅝", "78": "⅞", "19": "⅑", "110": "⅒"},
}
# Bar -> how each digit (or two, or X) is written that it stands for. None ends as another of the same bar does.
_BARS: dict[str, dict[str, str]] = {
    "█": {**{digit: digit for digit in WIDE}, "X": "X"},
    "▉": {**WIDE, "X": "Ｘ"},
    "▊": {"X": "x", **_from_ten("⑩", "㉑", "㊱", last=50)},
    "▋": {"X": "ｘ", **_from_ten("⑽")},
    "▌": {**{digit: f"\\uff1{digit}" for digit in WIDE}, "X": "Ⅹ"},
    "▍": {**{digit: f"\\uFF1{digit}" for digit in WIDE}, "X": "ⅹ"},
    "▎": {**{digit: f"\\u003{digit}" for digit in WIDE}, "X": "×"},
    "▁": {"X": "\\u2169", **_from_ten("⒑")},
    "▂": {"X": "\\u2179", **FRACTIONS},
    "▃": {"X": "\\u00d7"},
    "▄": {"X": "\\u00D7"},
    "▅": {"X": "\\uff38"},
    "▆": {"X": "\\uFF38"},
    "▇": {"X": "\\uff58"},
    "▏": {"X": "\\uFF58"},
    "▐": {"X": "\\u0058"},
    "▕": {"X": "\\u0078"},
    "▀": {**_digits("⁰¹²³⁴⁵⁶⁷⁸⁹"), "X": "ˣ"},
    "▔": {**_digits("₀₁₂₃₄₅₆₇₈₉"), "X": "ₓ"},
    "▖": {**_digits("⓪①②③④⑤⑥⑦⑧⑨"), "X": "Ⓧ"},
    "▗": {**_digits(" ⑴⑵⑶⑷⑸⑹⑺⑻⑼"), "X": "⒳"},
    "▘": {**_digits("🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐"), "X": "ⓧ"},
    "▙": {**_digits("🄁🄂🄃🄄🄅🄆🄇🄈🄉🄊"), "X": "🄧"},
    "▚": {**_digits("🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹"), "X": "🅇"},
    **{bar: _digits("".join(chr(0x1D7CE + 10 * n + digit) for digit in range(10))) for n, bar in enumerate("▛▜▝▞▟")},
}
# Those of digits that are not digits everywhere, such as the number of a note.
ODD_BARS = frozenset("▀▔▖▗▘▙▚▛▜▝▞▟")
# Before a bar: an X that is written otherwise still; escaped by four hexadecimal digits, in small letters or capitals.
OTHER_X, SMALL_ESCAPE, LARGE_ESCAPE = "▓", "░", "▒"
MODIFIERS = frozenset((OTHER_X, SMALL_ESCAPE, LARGE_ESCAPE))
OTHER_FORMS_OF_X = "ẊẋẌẍ" + "".join(chr(0x1D417 + 52 * n + 26 * small) for n in range(13) for small in range(2))


def escaped_form(written: str, capitals: bool) -> str:
    """As JSON in ASCII writes it."""
    units = written.encode("utf-16-be").hex()
    return "".join(
        f"\\u{unit.upper() if capitals else unit}" for unit in (units[n : n + 4] for n in range(0, len(units), 4))
    )


def _with_modifiers() -> dict[str, dict[str, str]]:
    plain = _BARS | {OTHER_X + bar: {"X": form} for bar, form in zip(_BARS, OTHER_FORMS_OF_X, strict=False)}
    for modifier in (SMALL_ESCAPE, LARGE_ESCAPE):
        for bar, forms in list(plain.items()):
            if bar[0] not in (SMALL_ESCAPE, LARGE_ESCAPE):
                capitals = modifier == LARGE_ESCAPE
                plain[modifier + bar] = {
                    digit: escaped_form(form, capitals) for digit, form in forms.items() if len(form) == 1
                }
    return plain


BARS = _with_modifiers()
ALL_BARS = frozenset(chain.from_iterable(BARS))
# How a digit is written -> its bar, the digit. (The first of two bars is the older, which is in texts already.)
WRITTEN = {written: (bar, digit) for bar, forms in reversed(BARS.items()) for digit, written in forms.items()}


def _ranges(characters: Iterable[str]) -> str:
    """Characters as a class of a pattern; many single ones beyond the first plane would be compared one by one."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


FOLDED_DIGIT = f"[{_ranges(written for written, (_, digit) in WRITTEN.items() if len(written) == 1 and digit != 'X')}]"

STEMS = "甲乙丙丁戊己庚辛壬癸"
STEMS_OF_A_CODE = 5
CODE = re.compile(f"〔隐([{STEMS}]+)〕")


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
    return [of_stems(match[1]) for match in CODE.finditer(text)]


def without_codes(text: str) -> str:
    """A text with the bars of what is hidden in it, but without the codes behind them."""
    return CODE.sub("", text)


def bars_of(text: str) -> str:
    """The bars that a text has, each once, in their order."""
    return "".join(dict.fromkeys(character for character in text if character in ALL_BARS))
