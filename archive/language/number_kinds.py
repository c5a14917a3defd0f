"""What digits are a number that belongs to a person: identity cards and mobile phones.

An identity card of 18 characters is known by its check character (GB 11643-1999: ISO 7064, MOD 11-2), a province and a
possible day of birth; one of 15 digits (before 1999) by the last two alone; a mobile phone by 1[3-9] and nine digits.
"""

import datetime

ID_CARD, OLD_ID_CARD, MOBILE = "id_card", "old_id_card", "mobile"
# Characters of a number -> what it is; longer ones are sought first.
KIND_OF_LENGTH = {18: ID_CARD, 15: OLD_ID_CARD, 11: MOBILE}
LENGTH_OF = {kind: length for length, kind in KIND_OF_LENGTH.items()}
SHORTEST_NUMBER = min(KIND_OF_LENGTH)
# By the first two digits of an identity card; 81 to 83: the residence permits of 2018.
PROVINCES = frozenset(
    str(number)
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for number in (*numbers, 71, 81, 82, 83)
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


def is_number(kind: str, digits: str) -> bool:
    """Whether digits in ASCII (the check character as X) are such a number."""
    if len(digits) != LENGTH_OF[kind]:
        return False
    if kind == MOBILE:
        return digits[0] == "1" and digits[1] in "3456789" and digits.isdecimal()
    if digits[:2] not in PROVINCES or not digits[:-1].isdecimal():
        return False
    if kind == OLD_ID_CARD:
        return digits.isdecimal() and _is_birthday(f"19{digits[6:12]}")
    return _is_birthday(digits[6:14]) and digits[17] == check_character(digits[:17])


def _is_birthday(digits: str) -> bool:
    """Of somebody who may have a card: from 1900 on, and not to come."""
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return datetime.date(1900, 1, 1) <= day <= datetime.date.today()


def check_character(digits: str) -> str:
    """The last character of an identity card whose 17 first digits these are (ISO 7064, MOD 11-2)."""
    return CHECK_CHARACTERS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]
