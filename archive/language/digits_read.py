"""Text as numbers are looked for in it: without what a search drops, what nobody sees, and tags; what a search folds to
digits as those digits; what JSON escapes as it reads."""

import re
from collections.abc import Sequence

from archive.language.folding import fold
from archive.language.hidden_writing import FOLDED_DIGIT, WRITTEN

# What nobody sees and yet a search does not drop (Default_Ignorable_Code_Point of the Unicode Character Database, and
# of category Cc what ends no line and is no blank).
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\uffa0\ufff0-\ufffb"
    r"\U000e0000-\U000e0fff]"
)
DIGITS_OF_A_TAG = 11  # where its attributes have as many, a number may be among them
# Where two texts of a list in JSON meet, which are read one below the other.
_JOINT = r'(?:\\[nrt]|\s){0,20}+"\s{0,20}+,\s{0,20}+"(?:\\[nrt]|\s){0,20}+'
# Tags, as HTML, JSON and HTML within HTML write them.
_LEFT, _RIGHT = r"(?:<|\\u003[cC]|&lt;)", r"(?:>|\\u003[eE]|&gt;)"
_TAG = re.compile(rf"{_LEFT}\\?/?([A-Za-z][A-Za-z0-9]{{0,30}})([\s/][^<>]{{0,200}}?)?{_RIGHT}")
_BLOCKS = frozenset(("br", "p", "div", "section", "li", "ul", "ol", "table", "tr", "td", "th", "dt", "dd"))
_SURROGATES = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"{_JOINT}|{_TAG.pattern}|{_SURROGATES}|\\u[0-9a-fA-F]{{4}}|\\r\\n|\\[nrt]|&nbsp;")


class _Reading(dict[int, str]):
    """Code point -> what it is in a number: its digits, X, nothing, or itself; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = read = self.read(chr(code))
        return read

    def read(self, character: str) -> str:
        if character in WRITTEN:
            return WRITTEN[character][1]
        return "" if INVISIBLE.match(character) or not fold(character) else character


_reading = _Reading()


def digits_read(text: str) -> str:
    """A text with its digits as they read: none, one or two characters for each of its own."""
    return text.translate(_reading)


def digit_places(text: str) -> Sequence[int]:
    """For each character of digits_read(text), the index in `text` of the one it came from."""
    return [place for place, character in enumerate(text) for _ in _reading[ord(character)]]


ReadPiece = tuple[str, int, int]  # as it reads, and where it is written


def unescaped(text: str) -> list[ReadPiece]:
    """The pieces of a text with what is escaped as it reads, without its tags: each is as long as it is written, or a
    character at most."""
    pieces: list[ReadPiece] = []
    last = 0
    for match in _ESCAPE.finditer(text):
        if (read := _read(match[0])) is not None:
            pieces += (text[last : match.start()], last, match.start()), (read, *match.span())
            last = match.end()
    return [*pieces, (text[last:], last, len(text))]


def plain_text(pieces: Sequence[ReadPiece]) -> str:
    return "".join(read for read, _, _ in pieces)


def written_places(pieces: Sequence[ReadPiece]) -> list[tuple[int, int]]:
    """For each character of the pieces, where it is written."""
    return [
        (start + n, start + n + 1) if len(read) == end - start else (start, end)
        for read, start, end in pieces
        for n in range(len(read))
    ]


def _read(written: str) -> str | None:
    """What an escape or a tag stands for, a character at most; None where it stands for itself, as does a tag with a
    number in its attributes."""
    if tag := _TAG.fullmatch(written):
        block = tag[1].lower() in _BLOCKS
        digits = len(re.findall(FOLDED_DIGIT, tag[2] or ""))
        return None if digits >= DIGITS_OF_A_TAG else "\n" if block else ""
    if written.startswith("\\u"):
        read = bytes.fromhex(written.replace("\\u", "")).decode("utf-16-be", "replace")
        return None if read in WRITTEN and written not in WRITTEN else read
    return " " if written == "&nbsp;" else "\n"
