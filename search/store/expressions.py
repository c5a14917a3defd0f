"""What may be asked of an index. Frozen values; `collector` answers them."""

from dataclasses import dataclass
from typing import Self


class Expression:
    """Holds or does not hold for each document."""

    def __deepcopy__(self, memo: object) -> Self:
        return self  # nothing in it can change; Haystack copies what is asked with each step of a query


@dataclass(frozen=True)
class Everything(Expression):
    pass


@dataclass(frozen=True)
class All(Expression):
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Either(Expression):
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Not(Expression):
    part: Expression


@dataclass(frozen=True)
class Has(Expression):
    """One unit of the zone contains the text, white space apart; both folded.

    `whole_numbers`: where no number of the unit goes on beyond the text, as 18 does in 18877. `first`: documents
    with it rank before others.
    """

    zone: str
    text: str
    whole_numbers: bool = False
    first: bool = False


@dataclass(frozen=True)
class HasWords(Expression):
    """Each word of the text is in the zone, literally, its numbers whole; the whole text in one unit ranks first."""

    zone: str
    text: str


@dataclass(frozen=True)
class HasAny(Expression):
    """At least one of `words` is in the zone, literally, its numbers whole; `text` ranks (words and bigrams)."""

    zone: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class In(Expression):
    """The column has one of the values; of a list column, the list does. 0 in a list means: empty."""

    column: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Between(Expression):
    """low <= column <= high; None leaves that end open."""

    column: str
    low: int | None
    high: int | None
