"""Permanent ids, and which new article is which old one.

An id follows from the bytes of the source and the article's place in them, so that the same files
give the same addresses in any archive; no id is given twice.
"""

import hashlib
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from archive.language.folding import strip_space
from archive.models import Article

ALPHABET = string.digits + string.ascii_lowercase
LENGTH = 10


def candidate(sha256: str, place: str, attempt: int = 0) -> str:
    """Ten characters a-z0-9; `attempt` counts up where an id is taken."""
    number = int.from_bytes(hashlib.sha256(f"{sha256}/{place}/{attempt}".encode()).digest()[:8])
    digits = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits += ALPHABET[digit]
    return digits


def permanent_ids(sha256: str, places: Sequence[str]) -> list[str]:
    """For each place (all different) an id that no article has or had."""
    found: dict[str, str] = {}
    attempt = 0
    while len(found) < len(places):
        tried = {candidate(sha256, place, attempt): place for place in places if place not in found}
        unusable = set(Article.objects.filter(permanent_id__in=tried).values_list("permanent_id", flat=True))
        unusable.update(found.values())
        found |= {place: id_ for id_, place in tried.items() if id_ not in unusable}
        attempt += 1
    return [found[place] for place in places]


def claimed_lines(text_lines: Sequence[str], ranges: Iterable[tuple[int, int]]) -> Counter[str]:
    """The source lines that an article claims, white space aside, with how often each comes.

    `text_lines` are the lines of the source, `ranges` first and last line numbers from 1.
    """
    numbers = {n for first, last in ranges for n in range(first, last + 1) if 0 < n <= len(text_lines)}
    lines = (strip_space(text_lines[n - 1]) for n in numbers)
    return Counter(line for line in lines if line)


def sound_claims(claims: Any) -> list[list[Any]]:
    """The claims of an article or source as its row has them; none where any of them is not [target, first line, last
    line, text, …], as only damage writes."""
    kinds = (str, int, int, str)
    sound = isinstance(claims, list) and all(
        isinstance(claim, list) and len(claim) >= len(kinds) and all(map(isinstance, claim, kinds)) for claim in claims
    )
    return claims if sound else []


def overlap(one: Counter[str], other: Counter[str]) -> int:
    """How many characters of source lines both claim."""
    return sum(len(line) * count for line, count in (one & other).items())


def pair(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> tuple[dict[int, int], dict[int, int]]:
    """Pair old and new articles by the text of the source lines they claim, the largest overlap first.

    Returns (new index -> old index) and, for each old article left over, (old index -> the new index
    that holds most of it); one that overlaps nothing is in neither. So a split keeps its id with the
    larger part, and of merged articles the largest keeps its own. Those that claim no line, as a page of
    nothing but pictures, are paired in their order.
    """
    by_line: dict[str, list[int]] = {}
    for n, lines in enumerate(new):
        for line in lines:
            by_line.setdefault(line, []).append(n)
    shared = [
        (overlap(lines, new[n]), o, n)
        for o, lines in enumerate(old)
        for n in sorted({n for line in lines for n in by_line.get(line, ())})
    ]
    shared.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
    partner: dict[int, int] = {}
    heir: dict[int, int] = {}
    paired: set[int] = set()
    for _, o, n in shared:
        heir.setdefault(o, n)
        if n not in partner and o not in paired:
            partner[n] = o
            paired.add(o)
    wordless = ([place for place, lines in enumerate(side) if not lines] for side in (new, old))
    partner |= dict(zip(*wordless, strict=False))
    return partner, {o: n for o, n in heir.items() if o not in paired}
