"""Where one number ends and the next begins in digits that stand without anything between.

An identity card is known anywhere, by its check character. What is left before, between and behind cards is told apart
where it is nothing but whole numbers, mobile phones and telephones with their area codes; the last may be the beginning
of a date, an hour, or a telephone.
"""

import re
from collections.abc import Iterator

from archive.language.number_kinds import ID_CARD, LENGTH_OF, MOBILE, OLD_ID_CARD, is_number

# What may stand before a mobile phone with nothing between: its country, the trunk prefix of old.
PREFIXES = frozenset(("86", "086", "0086", "0"))
_PREFIX = re.compile("|".join(sorted(PREFIXES, key=len, reverse=True)))
AREA_CODE = r"010|02\d|0[3-9]\d\d"  # a pattern
_AREA = re.compile(AREA_CODE)
LOCAL_NUMBER = 7, 8  # digits of a telephone behind its area code
# The first digits of what goes on with something else: 2022年, 6月, 7日, 24小时, 8:30, 0731-84312345.
_BEGINNING = re.compile(
    rf"(?:19|20)\d\d\s?年|(?:0?[1-9]|1[0-2])\s?月|(?:0?[1-9]|[12]\d|3[01])\s?日|(?:[01]?\d|2[0-4])\s?(?:时|点|小时|:\d\d)"
    rf"|(?:{AREA_CODE})[-)]\d"
)


def number_starts(digits: str, after: str) -> set[int]:
    """Where in digits with nothing between (X for a check character) a number begins behind another or behind its area
    code, or anything behind a number. `after` is the text that follows."""
    starts: set[int] = set()
    begin = place = 0
    card = LENGTH_OF[ID_CARD]
    while place + card <= len(digits):
        if is_number(ID_CARD, digits[place : place + card]):
            starts |= {place, place + card} | _starts_of_whole(digits, begin, place, "")
            begin = place = place + card
        else:
            place += 1
    starts |= _starts_of_whole(digits, begin, len(digits), after)
    return starts - {0, len(digits)}


def _starts_of_whole(digits: str, begin: int, end: int, after: str) -> set[int]:
    """Where numbers begin in what stands between two places, and is nothing but whole ones; none where it is not."""
    piece = digits[begin:end]
    came_from = {0: 0}
    for place in range(len(piece)):
        if place in came_from:
            for length in _lengths_at(piece, place, after):
                came_from.setdefault(place + length, place)
    starts = set()
    place = len(piece)
    while place and place in came_from:
        place = came_from[place]
        starts.add(begin + place)
    return starts


def _lengths_at(digits: str, place: int, after: str) -> Iterator[int]:
    """How long what begins at a place may be, with its prefix."""
    prefix = _PREFIX.match(digits, place)
    for first in {place, prefix.end() if prefix else place}:
        if is_number(MOBILE, digits[first : first + LENGTH_OF[MOBILE]]):
            yield first + LENGTH_OF[MOBILE] - place
    old = LENGTH_OF[OLD_ID_CARD]
    if len(digits) > old and is_number(OLD_ID_CARD, digits[place : place + old]):
        yield old  # alone it is one unless what follows tells otherwise
    if area := _AREA.match(digits, place):
        code = area.end() - place
        if is_number(MOBILE, digits[area.end() : area.end() + LENGTH_OF[MOBILE]]):
            yield code
        yield from (code + local for local in LOCAL_NUMBER if area.end() + local <= len(digits))
    rest = _BEGINNING.match(digits[place : place + 4] + after) if len(digits) - place <= 4 else None
    if rest and rest.end() > len(digits) - place:
        yield len(digits) - place
