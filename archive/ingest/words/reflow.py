"""Rows to running text: lines are joined and the spaces that typesetting put in are taken out.

Kept are spaces that were printed: between phrases, names and Latin words. Left out are those that
justification and extraction leave between a number and a character or beside a full-width punctuation mark.
"""

import functools
import re
from collections.abc import Iterable

from archive.ingest.draft import TABLE_ROW, Row
from archive.language.digits_read import digits_read
from archive.language.personal_numbers import found_numbers
from archive.language.run_together import AREA_CODE
from archive.language.tables import with_cells

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FULL_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉「」『』【】…—％"
_SPACES = re.compile(r"\s+")
_BROKEN_NUMBER = re.compile(r"\d[.,]?$")
# A telephone that has all its digits, one that may have another, or but its area code; one at the beginning of a line.
_WHOLE_TELEPHONE = re.compile(rf"(?<!\d)(?:{AREA_CODE})[-)]?\d{{8}}$")
_MAY_BE_TELEPHONE = re.compile(rf"(?<!\d)(?:{AREA_CODE})(?:[-)]?\d{{7}})?$")
_TELEPHONE_FIRST = re.compile(rf"(?:{AREA_CODE})[-)]?\d{{7,8}}(?!\d)")
_BESIDE_NUMBER = re.compile(rf"(?<=[{_HAN}]) (?=[\d.+-]*\d)|(?<=[\d%％]) (?=[{_HAN}])")
_BESIDE_PUNCTUATION = re.compile(rf"(?<=[{_FULL_PUNCTUATION}]) (?!—)| (?=[{_FULL_PUNCTUATION}])(?!——)")


def joined(rows: Iterable[Row]) -> str:
    """The text of a paragraph from its rows; that of a row of a table keeps its cells apart."""
    rows = list(rows)
    if len(rows) == 1 and rows[0].markup == TABLE_ROW:
        return with_cells(rows[0].text, tidied)
    text = ""
    for row in rows:
        text = glue(text, row.text) if text else row.text
    return tidied(text)


def glue(left: str, right: str) -> str:
    """Two lines as one. Latin words and telephones keep a space between them; a word or number that was broken is
    mended."""
    if left[-1:] == "-" and left[-2:-1].islower() and right[:1].islower():
        return left[:-1] + right
    if _BROKEN_NUMBER.search(left) and right[:1].isdigit():
        return f"{left} {right}" if are_two_numbers(left, right) else left + right
    if _is_latin(right[:1]) and (_is_latin(left[-1:]) or left[-1:] in ",.;:"):
        return f"{left} {right}"
    return left + right


def are_two_numbers(left: str, right: str) -> bool:
    """Whether of two lines the first ends with a telephone or card number and the second begins with something else
    in digits, or with such a number behind a telephone or an area code: no number goes over their end."""
    end = len(left)
    if any(number.spans[0][0] < end <= number.spans[-1][0] for number in found_numbers(left + right)):
        return False
    if any(number.spans[-1][1] == end for number in found_numbers(left)):
        return right[:1].isdigit()
    above, below = digits_read(left), digits_read(right)
    if _WHOLE_TELEPHONE.search(above):
        return right[:1].isdigit()
    begins = any(number.spans[0][0] == 0 for number in found_numbers(right)) or _TELEPHONE_FIRST.match(below)
    return bool(begins and _MAY_BE_TELEPHONE.search(above))


def tidied(text: str) -> str:
    """One line of text without the spaces and invisible characters that nobody printed."""
    text = _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()
    text = _BESIDE_NUMBER.sub("", text)
    return _BESIDE_PUNCTUATION.sub("", text)


def headline(rows: Iterable[Row]) -> str:
    """The text of a headline: its lines are phrases, so that a space stands between them.

    A line that ends within brackets or quotation marks was broken for want of room and is joined without.
    """
    text = ""
    for row in rows:
        if text and not open_pairs(text):
            text += " "
        text = text + row.text if text else row.text
    return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()


PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "【": "】", "「": "」", "『": "』", "‘": "’"}
_CLOSERS = {close: mark for mark, close in PAIRS.items()}


def open_pairs(text: str) -> bool:
    """Whether a bracket or quotation mark is opened in a text and not closed."""
    return _unmatched(text)[0]


def closes_unopened(text: str) -> bool:
    """Whether a quotation mark or bracket is closed that was not opened: the text began in an earlier line.

    ） and ’ do not count: they stand after numbers (1） and as apostrophes.
    """
    return _unmatched(text)[1]


@functools.lru_cache(maxsize=4096)
def _unmatched(text: str) -> tuple[bool, bool]:
    counts = dict.fromkeys(PAIRS, 0)
    unopened = False
    for character in text:
        if character in counts:
            counts[character] += 1
        elif character in _CLOSERS:
            mark = _CLOSERS[character]
            if counts[mark]:
                counts[mark] -= 1
            elif character not in "’)）":
                unopened = True
    return any(counts.values()), unopened


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
