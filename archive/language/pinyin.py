"""How Chinese is spelled (pinyin without tones), by pypinyin's phrase dictionary; other characters stay.

pypinyin reads its dictionaries when it is imported (0.15 s): at the first word that is spelled, not in every command.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

# What begins a syllable and may stand for it, the longest first.
INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")


def spelled(text: str) -> str:
    """济宁高新区 -> jininggaoxinqu; ü is v, as it is typed."""
    return "".join(syllables(text))


def with_v(text: str) -> str:
    """lüse, lǜsè -> lvse, lvsè: ü with any tone, composed or not, as `spelled` has it. Folding would make it a u."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", apart.replace("u\u0308", "v").replace("U\u0308", "V"))


def syllables(text: str) -> list[str]:
    """济宁GDP -> ji ning gdp."""
    from pypinyin import lazy_pinyin

    return [syllable.lower() for syllable in lazy_pinyin(text)]


def initials(text: str) -> str:
    """济宁高新区 -> jngxq: the first letter of each character's spelling."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def spelled_with_initials(text: str) -> tuple[str, str]:
    """(`spelled`, `initials`) of `text`; of ideographs alone it is spelled once for both."""
    found = syllables(text)
    alone = len(found) == len(text) and not any(map(str.isascii, text))
    return "".join(found), "".join(syllable[0] for syllable in found) if alone else initials(text)


@cache
def all_syllables() -> frozenset[str]:
    """Every syllable with a vowel with which a character of GB 2312 is spelled."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    said = syllables("，".join(cell.decode("gb2312", "ignore") for cell in cells))
    return frozenset(syllable for syllable in said if not set("aeiouv").isdisjoint(syllable))


def abbreviations(letters: str) -> Iterator[tuple[str, ...]]:
    """The ways to read `letters` as syllables of which some are only begun: mask -> ma s k, the fullest first.

    The last may always be; where no other is, or all are, that is no abbreviation of this kind.
    """
    for pieces in _pieces(letters):
        begun = [piece in INITIALS for piece in pieces]
        if any(begun[:-1]) and not all(begun):
            yield pieces


def _pieces(letters: str) -> Iterator[tuple[str, ...]]:
    if not letters:
        yield ()
        return
    full = [letters[:size] for size in range(min(6, len(letters)), 0, -1) if letters[:size] in all_syllables()]
    for piece in dict.fromkeys((*full, *(start for start in INITIALS if letters.startswith(start)))):
        for rest in _pieces(letters[len(piece) :]):
            yield piece, *rest


def begins_with(spelling: Sequence[str], letters: str) -> bool:
    """Whether `letters` spell the beginning of these syllables, each in full or by its initial, the last begun.

    An apostrophe stands between two syllables: xi'an is 西安, not 先.
    """
    letters = letters.lstrip("'")
    if not letters:
        return True
    if not spelling:
        return False
    first, rest = spelling[0], spelling[1:]
    if first.startswith(letters):
        return True
    said = [piece for piece in (first, *INITIALS) if first.startswith(piece) and letters.startswith(piece)]
    return any(begins_with(rest, letters[len(piece) :]) for piece in said)
