"""Long lists of names, under the letters with which they are spelled."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from string import ascii_uppercase
from typing import TypeVar

from archive.language import pinyin

NEED_NO_LETTERS = 40  # names that can be looked through as they are

Named = TypeVar("Named")


def by_initial(named: Iterable[Named], name_of: Callable[[Named], str]) -> dict[str, list[Named]]:
    """Names under the first letter of their pinyin, A to Z; those without one under # at the end."""
    groups: dict[str, list[Named]] = {}
    for each in named:
        groups.setdefault(_letter(name_of(each)[:1]), []).append(each)
    return dict(sorted(groups.items(), key=lambda group: (group[0] == "#", group[0])))


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    letter = pinyin.initials(character)[:1].upper()
    return letter if letter and letter in ascii_uppercase else "#"


def under_letters(named: list[Named], name_of: Callable[[Named], str]) -> dict[str, list[Named]]:
    """As `by_initial`; a list that needs no letters is one group without a name."""
    return by_initial(named, name_of) if len(named) > NEED_NO_LETTERS else {"": named}
