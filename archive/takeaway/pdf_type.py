"""Type for PDF pages: the font that has a character, how wide a text is, where its lines end.

All is set in the system's Chinese serif, of which a file holds what it shows (`pdf_fonts.py`). Where the system has
none, Chinese is set in the standard Song of PDF (STSong-Light, Adobe-GB1), which most readers of PDF bring or replace,
Latin in the standard Times, and such a file holds no font. What they lack is shown as its number in Unicode,
〔U+20BB7〕.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from archive.takeaway.pdf_fonts import BOLD, FONT_NAMES, REGULAR, embedded

SONG, LATIN = "STSong-Light", "Times-Roman"
# The widest space that evens a line out, in parts of a character; more is left open at its end.
LOOSEST = 0.12
_OPENERS = "“‘《〈（「『【〔("
_CLOSERS = "”’》〉）」』】〕，。．、：；！？)"
# What no line breaks: a word or number, dashes and points, a character; with what may not begin or end a line.
_UNIT = re.compile(
    rf"[{re.escape(_OPENERS)}]*(?:[!-'*-~]+|—+|…+|[^{re.escape(_OPENERS)}]|$)(?:[{re.escape(_CLOSERS)}]|—+|…+)*"
)


@dataclass(frozen=True)
class SetLine:
    """A line of a column: where it begins, and the space that each of its characters gets to even it out.

    `above` is the space over it, `stays` says that the next line must follow in the same column. What is `bold` is
    drawn with thicker strokes where no font is embedded, as there is no bold Song. `called` is how the
    outline of the file names this place, which nothing else in it has for an `anchor`. All lengths are points.
    """

    text: str
    size: float
    leading: float
    begins: float = 0
    spaced: float = 0
    above: float = 0
    stays: bool = False
    bold: bool = False
    called: str = ""
    anchor: str = ""


@cache
def _registered() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))


def settable(text: str) -> str:
    """`text` in characters that can be set, one line; a character without shape (a joiner, say) sets nothing."""
    return "".join(map(_shown, " ".join(text.split())))


@lru_cache(maxsize=20_000)
def _shown(character: str) -> str:
    if _face(character):
        return character
    return "" if unicodedata.category(character) in ("Cf", "Cc") else f"〔U+{ord(character):04X}〕"


@lru_cache(maxsize=20_000)
def _face(character: str) -> str:
    """The font that has it; "" where none has."""
    if fonts := embedded():
        return FONT_NAMES[REGULAR] if ord(character) in fonts[REGULAR].face.charToGlyph else ""
    if " " <= character <= "~":
        return LATIN
    # Adobe-GB1-4 is GBK and the Han of GB 18030-2000.
    if "㐀" <= character <= "䶵" or "一" <= character <= "龥" or _encodes(character, "gbk"):
        return SONG
    return LATIN if _encodes(character, "cp1252") else ""


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def type_runs(text: str, bold: bool = False) -> Iterator[tuple[str, str]]:
    """(font, text) of a text made `settable`."""
    if embedded():
        yield FONT_NAMES[BOLD if bold else REGULAR], text
        return
    _registered()
    for face, characters in groupby(text, _face):
        yield face, "".join(characters)


@lru_cache(maxsize=20_000)
def _width(character: str, bold: bool) -> float:
    return float(sum(pdfmetrics.stringWidth(text, face, 1) for face, text in type_runs(character, bold)))


def set_width(text: str, size: float, bold: bool = False) -> float:
    """Of a text made `settable`."""
    return size * sum(_width(character, bold) for character in text)


def broken(text: str, line: SetLine, room: float, indent: float = 0) -> list[SetLine]:
    """`text` as lines like `line`, each filled and evened out but the last. The first begins after `indent`, and only
    it has the space above."""
    lines: list[SetLine] = []
    held, wide, begins = "", 0.0, indent
    for unit in _units(settable(text), line, room):
        longer = set_width(unit, line.size, line.bold)
        if held and begins + wide + set_width(unit.rstrip(), line.size, line.bold) > room:
            lines.append(_evened(replace(line, text=held.rstrip(), begins=line.begins + begins), room - begins))
            held, wide, begins = "", 0.0, 0.0
        held += unit if held else unit.lstrip()
        wide += longer
    lines.append(replace(line, text=held.rstrip(), begins=line.begins + begins))
    return [each if not n else replace(each, above=0) for n, each in enumerate(lines)]


def _units(text: str, line: SetLine, room: float) -> Iterator[str]:
    for unit in _UNIT.findall(text):
        if set_width(unit, line.size, line.bold) <= room / 2:
            yield unit
        else:  # an address, say
            yield from unit


def _evened(line: SetLine, room: float) -> SetLine:
    spare = (room - set_width(line.text, line.size, line.bold)) / max(1, len(line.text) - 1)
    return replace(line, spaced=spare) if spare <= LOOSEST * line.size else line


def centred(text: str, line: SetLine, room: float) -> SetLine:
    """`text`, which has room on a line like `line`, in its middle."""
    return replace(line, text=text, begins=(room - set_width(text, line.size, line.bold)) / 2)
