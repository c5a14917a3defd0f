"""The name of a newspaper as it is spelled below it in a head: QINGHE RIBAO, Qīnghé Rìbào, QINGHE DAILY."""

import re
import unicodedata

from archive.language import pinyin

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0300-\u036f'’ ·-]{4,60}")
_ENGLISH = re.compile(
    r"\b(?:the|daily|evening|morning|news|newspaper|times|post|weekly|express|journal)\b", re.IGNORECASE
)


def spells(latin: str, name: str) -> bool:
    """Whether a line in Latin letters is the pinyin of a name, the kind of newspaper in pinyin or in English."""
    if not _LATIN.fullmatch(latin):
        return False
    letters, whole = _plain(_ENGLISH.sub("", latin)), _plain(pinyin.spelled(name))
    return bool(letters) and (whole == letters or (bool(_ENGLISH.search(latin)) and whole.startswith(letters)))


def _plain(latin: str) -> str:
    """Letters without tones, blanks and signs; ü is u, as in capitals."""
    apart = unicodedata.normalize("NFD", latin.lower()).replace("v", "u")
    return "".join(letter for letter in apart if letter.isascii() and letter.isalpha())
