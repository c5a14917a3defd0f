"""Folding: the one form in which queries and texts are compared.

Each character folds alone, so that fold(a + b) == fold(a) + fold(b): forms of one text that prints set
differently (dots, dashes, 〇 and ○: print_variants.txt), width and compatibility forms (NFKD), case (full case
folding), then the traditional, simplified and regional forms of a character to one of them. Characters that
nobody sees (zero-width, direction marks, variation selectors) fold to nothing.

A letter with marks folds to its letter: é is e. So do its parts in a decomposed text, since the marks alone
fold to nothing, and fold(NFC(text)) == fold(NFD(text)). Composing would need to look at neighbours.
Folded text is for comparing only and never shown.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# One class a line, its representative first; made by `manage.py build_script_classes`.
SCRIPT_CLASSES = Path(__file__).parent / "dictionaries" / "script_classes.txt"
PRINT_VARIANTS = Path(__file__).parent / "dictionaries" / "print_variants.txt"
# Variation selectors choose a glyph, not a character. (They are marks; other unseen ones are Cf.)
VARIATION_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Accents of Latin, Greek and Cyrillic letters (one is a letter when folded); voicing marks of kana. Other scripts
# write vowels as marks.
DROPPED_MARKS = {*range(0x0300, 0x0370), 0x3099, 0x309A} - {0x0345}
CODE_POINTS = 0x110000
LONG = 64  # characters
UTF_32 = "utf-32-le"  # as numpy's integers are
BETWEEN = "\ufdd0"  # no character, and for ever none: in no text that is printed


def _script_classes() -> dict[int, str]:
    """Code point -> representative of its class."""
    lines = SCRIPT_CLASSES.read_text(encoding="utf-8").split() if SCRIPT_CLASSES.exists() else []
    return {ord(character): line[0] for line in lines for character in line}


def print_variants() -> dict[str, str]:
    """Character -> what stands for it where texts are compared."""
    lines = PRINT_VARIANTS.read_text(encoding="utf-8").splitlines()
    classes = [line.split() for line in lines if not line.startswith("#")]
    return {variant: compared for compared, *variants in classes for variant in variants}


class _FoldTable(dict[int, str]):
    """Code point -> folded string; filled as characters are met."""

    def __init__(self) -> None:
        self.classes = _script_classes()
        self.variants = print_variants()
        self.uneven: set[str] = set()  # of those met, the characters that fold to none or to several
        self.codes = np.zeros(CODE_POINTS, np.uint32)  # of those met, what the others fold to; else 0

    def __missing__(self, code: int) -> str:
        self[code] = folded = self.folded(chr(code))
        if len(folded) == 1:
            self.codes[code] = ord(folded)
        else:
            self.uneven.add(chr(code))
        return folded

    def folded(self, character: str) -> str:
        """Repeated until nothing changes, so that folding twice is folding once."""
        code = ord(character)
        if code in VARIATION_SELECTORS or code in DROPPED_MARKS or unicodedata.category(character) == "Cf":
            return ""
        alike = self.variants.get(character, character)
        text = unicodedata.normalize("NFKD", alike).casefold().translate(self.classes)
        return text if text == character else "".join(map(self.folded, text))


_table = _FoldTable()


def fold(text: str) -> str:
    """`text` as it is compared. Not idle: 著 and 着, Ａ and a, é and e, ㎡ and m2 fold to the same."""
    return text.translate(_table) if len(text) < LONG else _folded_at_once(text)


def _folded_at_once(text: str) -> str:
    """The same of a long text in a seventh of the time: but the characters that are not one in `codes`, all at once."""
    codes = _table.codes.take(np.frombuffer(text.encode(UTF_32, "surrogatepass"), np.uint32))
    (others,) = np.nonzero(codes == 0)
    folded = codes.tobytes().decode(UTF_32, "surrogatepass")
    if not len(others):
        return folded
    parts, begin = [], 0
    for at in others.tolist():
        parts += [folded[begin:at], _table[ord(text[at])]]
        begin = at + 1
    return "".join([*parts, folded[begin:]])


def folded_units(units: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(field, text) of one article with the texts folded: together they are a long one."""
    texts = [text for _, text in units]
    folded = fold(BETWEEN.join(texts)).split(BETWEEN)
    if len(folded) != len(texts):
        folded = list(map(fold, texts))
    return [(field, text) for (field, _), text in zip(units, folded, strict=True)]


def strip_space(text: str) -> str:
    """Without any white space: a term may run over spaces and line breaks of the text."""
    return "".join(text.split())


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """`fold(text)` and, for each of its characters, the index in `text` of the one it came from."""
    folded = fold(text)
    return folded, fold_offsets(text, folded)


def fold_offsets(text: str, folded: str) -> Sequence[int]:
    """For each character of `folded`, which is `fold(text)`, the index in `text` of the one it came from."""
    if len(folded) == len(text) and _table.uneven.isdisjoint(text):
        return range(len(text))
    return [i for i, character in enumerate(text) for _ in _table[ord(character)]]


def _simplified_forms() -> dict[int, str]:
    """Code point -> the form of its class that GB 2312, the character set of simplified print, has."""
    forms: dict[int, str] = {}
    for line in SCRIPT_CLASSES.read_text(encoding="utf-8").split():
        own = [character for character in line if _is_simplified(character)]
        forms |= {ord(character): own[0] for character in line if own and character not in own}
    return forms


def _is_simplified(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_simplified = _simplified_forms()
# What simplified text has where other text has a traditional form or a variant.
SIMPLIFIED_FORMS = frozenset(_simplified.values())


def simplified(text: str) -> str:
    """`text` with its traditional characters in their simplified form, one for one: offsets stay the same.

    A shadow for rules that are written in simplified characters, never shown. What GB 2312 can write stays.
    """
    return text.translate(_simplified)


_FULL_WIDTH = (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
_NARROW = {code: chr(code - 0xFEE0) for first, last in _FULL_WIDTH for code in range(ord(first), ord(last) + 1)}
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[．／－](?=\d)")


def half_width(text: str) -> str:
    """`text` with its full-width digits and letters, and the marks between digits, in half width, one for one."""
    return _BETWEEN_DIGITS.sub(lambda mark: chr(ord(mark[0]) - 0xFEE0), text.translate(_NARROW))


def as_rules_read(text: str) -> str:
    """`text` as rules read it, whatever script and width were printed: offsets stay the same."""
    return half_width(simplified(text))
