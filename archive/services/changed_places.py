"""Which lines show what a correction changed: the characters that it put right, with those beside them, whatever an
editor broke off, put together or added around them since."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from archive.models import Correction

# So many characters, some of them put right or on both sides of what was struck, tell a line that shows it.
WINDOW = 4
# So much of the shorter one of a line and what was suggested is in the other, where the line is made of it.
MOSTLY = 0.6


def windows(line: str) -> set[str]:
    """Each run of WINDOW characters of a line, its ends among them; and the whole of it."""
    text = f"\n{line.strip()}\n"
    return {text, *(text[at : at + WINDOW] for at in range(len(text) - WINDOW + 1))}


def in_common(one: str, other: str) -> int:
    """How many characters two lines have in common, wherever they stand."""
    return sum((Counter(one) & Counter(other)).values())


@dataclass(frozen=True)
class ChangedPlace:
    """What an accepted correction made of a line, known by its surroundings."""

    printed: str
    suggested: str

    @classmethod
    def of(cls, correction: Correction) -> "ChangedPlace":
        return cls(correction.printed.strip(), correction.suggested.strip())

    @cached_property
    def brought(self) -> set[str]:
        return windows(self.suggested) - windows(self.printed)

    @cached_property
    def either(self) -> set[str]:
        """What the correction brought, and what it struck."""
        return windows(self.printed) ^ windows(self.suggested)

    def is_shown_by(self, line: str) -> bool:
        """Whether a line that has a window which the correction brought may have it from there."""
        shorter = min(len(line.strip()), len(self.suggested))
        return in_common(line, self.suggested) >= MOSTLY * shorter

    def may_become(self, line: str) -> bool:
        """Whether a line that is not the corrected one has, or had to be put right to have, what the correction
        brought."""
        text = f"\n{line}\n"
        return any(window in text for window in self.either)

    def is_rather(self, line: str, others: Collection[str]) -> bool:
        """Whether a line is made of one of `others` rather than of the corrected one."""
        own = in_common(line, self.suggested)
        return any(in_common(line, other) >= own for other in others)
