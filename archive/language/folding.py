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

# One class a line, its representative first; made by `manage.py build_script_classes`.
SCRIPT_CLASSES = Path(__file__).parent / "dictionaries" / "script_classes.txt"
PRINT_VARIANTS = Path(__file__).parent / "dictionaries" / "print_variants.txt"
# Variation selectors choose a glyph, not a character. (They are marks; other unseen ones are Cf.)
VARIATION_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Accents of Latin, Greek and Cyrillic letters (one is a letter when folded); voicing marks of kana. Other scripts
# write vowels as marks.
DROPPED_MARKS = {*range(0x0300, 0x0370), 0x3099, 0x309A} - {0x0345}


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

    def __missing__(self, code: int) -> str:
        self[code] = folded = self.folded(chr(code))
        if len(folded) != 1:
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
    return text.translate(_table)


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
